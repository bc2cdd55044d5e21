"""A person: the names under which the pages have somebody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A spelling, and on which records it was seen."""

    name: str
    script: str
    count: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, under all spellings that were brought together."""

    person_id: str
    aliases: tuple[str, ...] = ()
    """Ids that others of the spellings would have alone, and may have had in an earlier dataset."""
    name: str
    variants: tuple[Variant, ...]
    roles: tuple[str, ...]
    films: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    """``same_name``: nothing but the name ties the records together; ``near_spelling``: spellings that differ."""
    ids: tuple[tuple[str, str], ...] = ()

"""A person: the names under which the pages have somebody, and what authorities call them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A spelling, and on which records it was seen."""

    name: str
    script: str
    count: int
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """An authority's id of a person, and who says so."""

    authority: str
    """``wikidata``, ``imdb``, ``tmdb`` or ``viaf``."""
    id: str
    source: str
    """``decision`` (people said so), ``link`` or ``json-ld`` (pages did)."""
    records: tuple[str, ...] = ()
    """The records whose pages say so; none for a decision."""
    believed: bool = True
    """False where pages say it of somebody else as well, or another id is said by more."""


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
    ids: tuple[Identifier, ...] = ()

    def claim_of(self, authority: str, own: str) -> int:
        """How much says that the id is this person's: records, or more than any number where people decided."""
        said = [each for each in self.ids if (each.authority, each.id) == (authority, own)]
        return sys.maxsize if any(each.source == "decision" for each in said) else sum(len(e.records) for e in said)

    def without_ids(self, owners: Mapping[tuple[str, str], str | None]) -> Person:
        """The person, not believing an id that ``owners`` gives to somebody else or to nobody."""
        ids = tuple(
            replace(each, believed=False)
            if each.source != "decision" and owners.get((each.authority, each.id), self.person_id) != self.person_id
            else each
            for each in self.ids
        )
        return replace(self, ids=ids) if ids != self.ids else self

    def id_in(self, authority: str) -> str | None:
        """The one believed id there: what people decided, else what pages say."""
        return next((each.id for each in self.ids if each.authority == authority and each.believed), None)

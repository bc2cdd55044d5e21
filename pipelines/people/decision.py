"""One entry of ``HOME/overrides/people.toml``: what a person decided about a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Which names are one person, what it is called, and where authorities have it."""

    names: tuple[str, ...]
    """All of these, as printed, are one person."""
    who: str
    why: str
    when: date | None = None
    place: str = ""
    """File and line, for messages."""
    records: tuple[str, ...] = ()
    """Only on these records (ids); elsewhere the same names are somebody else."""
    apart: tuple[str, ...] = ()
    """Names that are not this person, however alike they look."""
    name: str | None = None
    """The preferred form."""
    ids: tuple[tuple[str, str], ...] = ()
    """``wikidata``, ``imdb``, ``tmdb``, ``viaf`` and the id there."""

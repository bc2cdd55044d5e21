"""Evidence: what each source says of a field, with how far it is believed. Decisions read nothing else."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Field = Literal[
    "title",
    "site_name",
    "author",
    "contributor",
    "published",
    "modified",
    "lead",
    "tag",
    "canonical",
    "language",
    "type",
]

MAX_VALUE = 2_000
"""Characters of a value that are read; a longer one is no title, name or date."""
MAX_CANDIDATES = 80
"""Bound on the candidates of one field; pages of the open bench stay under 40."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value for one field. ``weight`` is 0 to 100: how often the source is right, in rank order."""

    field: Field
    value: str
    source: str
    """Where it stands: ``json-ld``, ``meta:og:title``, ``time``, ``h1``, ``byline``, ``url``, ``text`` …"""
    weight: int
    block: int | None = None
    """The block it was read from, where it is one."""


@dataclass(slots=True)
class Evidence:
    """All candidates of one page, in the order in which they were found."""

    candidates: list[Candidate] = field(default_factory=list)
    _counts: Counter[Field] = field(default_factory=Counter)

    def add(self, field: Field, value: object, source: str, weight: int, block: int | None = None) -> None:
        """Keeps a value that is a non-empty string (white space collapsed); drops anything else."""
        if not isinstance(value, str):
            return
        value = value[:MAX_VALUE]
        # Markup is often escaped twice ("&amp;#39;" in an attribute, "&#39;" in JSON).
        text = " ".join((html.unescape(value) if "&" in value else value).split())
        self._keep(Candidate(field, text, source, weight, block))

    def add_lines(self, field: Field, value: str, source: str, weight: int, block: int | None = None) -> None:
        """As :meth:`add`, for a value whose line ends set its pieces apart."""
        self._keep(Candidate(field, value[:MAX_VALUE].strip(), source, weight, block))

    def _keep(self, candidate: Candidate) -> None:
        if candidate.value and self._counts[candidate.field] < MAX_CANDIDATES:
            self._counts[candidate.field] += 1
            self.candidates.append(candidate)

    def of(self, field: Field) -> Iterator[Candidate]:
        """The field's candidates, best first; equals in page order."""
        return iter(sorted((c for c in self.candidates if c.field == field), key=lambda c: -c.weight))

    def best(self, field: Field) -> str | None:
        """The value of the best candidate."""
        return next((candidate.value for candidate in self.of(field)), None)

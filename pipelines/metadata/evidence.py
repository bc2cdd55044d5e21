"""Evidence: what each source says of a field, with how far it is believed. Decisions read nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Literal, NamedTuple

from junket.pipelines.page.characters import clean
from junket.pipelines.page.decoding.encoded_twice import mend_value

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


class Candidate(NamedTuple):
    """One value for one field. ``weight`` is 0 to 100: how often the source is right, in rank order."""

    field: Field
    value: str
    source: str
    """Where it stands: ``json-ld``, ``meta:og:title``, ``time``, ``h1``, ``byline``, ``url``, ``text`` …"""
    weight: int
    block: int | None = None
    """The block it was read from, where it is one."""


_weight = attrgetter("weight")


class Evidence:
    """All candidates of one page, by field, in the order in which they were found."""

    __slots__ = ("_found", "_ranked")

    def __init__(self) -> None:
        self._found: dict[Field, list[Candidate]] = {}
        self._ranked: dict[Field, list[Candidate]] = {}
        """Each field's candidates, best first, until another one is found."""

    def add(self, field: Field, value: object, source: str, weight: int, block: int | None = None) -> None:
        """Keeps a value that is a non-empty string (see :func:`clean`; white space collapsed); drops anything else."""
        if not isinstance(value, str):
            return
        value = value[:MAX_VALUE]
        # Markup is often escaped twice ("&amp;#39;" in an attribute, "&#39;" in JSON).
        text = " ".join(clean(mend_value(value)).split())
        self._keep(Candidate(field, text, source, weight, block))

    def add_lines(self, field: Field, value: str, source: str, weight: int, block: int | None = None) -> None:
        """As :meth:`add`, for a value whose line ends set its pieces apart."""
        self._keep(Candidate(field, clean(value[:MAX_VALUE]).strip(), source, weight, block))

    def _keep(self, candidate: Candidate) -> None:
        found = self._found.setdefault(candidate.field, [])
        if candidate.value and len(found) < MAX_CANDIDATES:
            found.append(candidate)
            self._ranked.pop(candidate.field, None)

    def of(self, field: Field) -> Iterator[Candidate]:
        """The field's candidates, best first; equals in page order."""
        ranked = self._ranked.get(field)
        if ranked is None:
            # A sort keeps equals in order, reversed too.
            ranked = self._ranked[field] = sorted(self._found.get(field, ()), key=_weight, reverse=True)
        return iter(ranked)

    def best(self, field: Field) -> str | None:
        """The value of the best candidate."""
        return next((candidate.value for candidate in self.of(field)), None)

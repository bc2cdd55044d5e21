"""New pages read with selectors on trial, and held against what their records should say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from junket.crawlers.page import Page
from junket.crawlers.site.site import Selectors, Site
from junket.pipelines.page.parse import parse
from junket.pipelines.page.select import Selection
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record
from junket.pipelines.redesign.align import Aligned, alike, folded
from junket.pipelines.redesign.proposal import PARTS, Part

SAME_TEXT = 0.97
"""How alike (F1 of words) two readings of one article are at least. A box of chrome that is read as text costs more; a
slip that an editor mended costs less (on the made redesigns of the tests)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A page of the new template, and the record of the same document as it was read before; None: a new article."""

    page: Page
    old: Record | None = None


class Trial:
    """One page on trial."""

    def __init__(self, sample: Sample, site: Site, valid_from: date) -> None:
        self.sample = sample
        self._site = site
        self._valid_from = valid_from
        self._known: dict[Selectors, Record | None] = {}
        self.standing = _read(sample.page, site)
        """By the rules as they are."""
        self.bare = self.read(Selectors(valid_from=valid_from))
        """By the generic path."""
        self.expected: Record | None = sample.old or self.bare

    @cached_property
    def aligned(self) -> Aligned:
        """The page's elements."""
        return Aligned(parse(self.sample.page))

    @cached_property
    def selection(self) -> Selection:
        """The same, for selectors."""
        return Selection(self.aligned.elements)

    def read(self, selectors: Selectors) -> Record | None:
        """The page's record by these selectors and the site's other rules."""
        if selectors not in self._known:
            older = tuple(each for each in self._site.selectors if each.valid_from < self._valid_from)
            self._known[selectors] = _read(self.sample.page, replace(self._site, selectors=(*older, selectors)))
        return self._known[selectors]

    def right(self, part: Part, record: Record | None) -> bool:
        """Whether a reading has what is expected."""
        wanted = self.expected
        if wanted is None or record is None:
            return False
        return _SAME[part](record, wanted)

    def all_right(self, record: Record | None) -> bool:
        """Whether a reading has all of it."""
        return all(self.right(part, record) for part in PARTS)

    @cached_property
    def places(self) -> dict[Part, dict[int, int]]:
        """For each part the elements in which it stands, with the characters around it; empty where it does not."""
        wanted = self.expected
        if wanted is None:
            return {part: {} for part in PARTS}
        day = _day(wanted)
        found = {
            "content": self.aligned.content(wanted.text) if wanted.text else [],
            "title": self.aligned.title(wanted.title) if wanted.title else [],
            "authors": self.aligned.authors(wanted.authors),
            "date": self.aligned.date(day) if day else [],
        }
        return {part: {place.element: place.excess for place in found[part]} for part in PARTS}


def _read(page: Page, site: Site) -> Record | None:
    outcome = extract(page, site).outcome
    return outcome if isinstance(outcome, Record) else None


def _day(record: Record) -> date | None:
    return date.fromisoformat(str(record.date)[:10]) if record.date else None


def _same_authors(one: Record, other: Record) -> bool:
    return sorted(map(folded, one.authors)) == sorted(map(folded, other.authors))


_SAME: dict[Part, Callable[[Record, Record], bool]] = {
    "content": lambda one, other: alike(one.text, other.text) >= SAME_TEXT,
    "title": lambda one, other: folded(one.title or "") == folded(other.title or ""),
    "authors": _same_authors,
    "date": lambda one, other: one.date == other.date,
}

"""One archived page as a site's rules read it, and as other rules would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from junket.crawlers.page import Page
from junket.crawlers.site.site import Selectors, Site
from junket.pipelines.page.select import Selection
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import verdict

FIELDS = ("kind", "title", "lead", "authors", "date", "language", "interviewers", "interviewees")


@dataclass(frozen=True, slots=True)
class Summary:
    """What of a page's outcome is compared."""

    reason: str
    """Why there is no record; empty for one."""
    text: str = ""
    turns: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    """The values of :data:`FIELDS`; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one selector matches on one page."""

    part: str
    selector: str
    count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A page by the rules under check and by those that stand; ``standing`` is None where they are the same."""

    url: str
    fetched_at: datetime | None
    now: Summary
    standing: Summary | None
    hits: tuple[Hit, ...]
    """Of the selectors of the rules under check that hold on the page's day."""


def compare(page: Page, rules: Site, standing: Site | None = None) -> Compared:
    """The page by both. Pure; raises nothing for any page."""
    found = verdict(page, rules)
    holding = rules.selectors_on(page.fetched_at.date() if page.fetched_at else None)
    hits: tuple[Hit, ...] = ()
    if holding and found.reading:
        selection = Selection(found.reading.document.elements)
        hits = tuple(Hit(part, css, len(selection.find(css))) for part, css in named(holding))
    before = _summary(verdict(page, standing).outcome) if standing else None
    return Compared(page.url, page.fetched_at, _summary(found.outcome), before, hits)


def named(entry: Selectors) -> Iterator[tuple[str, str]]:
    """The selectors of an entry, by their keys."""
    for part in ("content", "title", "authors", "date"):
        if css := getattr(entry, part):
            yield part, css
    yield from (("strip", css) for css in entry.strip)


def _summary(outcome: object) -> Summary:
    if not isinstance(outcome, Record):
        return Summary(getattr(outcome, "reason", "") or "no_record")
    turns = tuple((turn.role, turn.text) for turn in outcome.turns)
    return Summary("", outcome.text, turns, tuple(_written(getattr(outcome, name)) for name in FIELDS))


def _written(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")

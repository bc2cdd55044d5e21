"""From a home to a proposal: the pages of a site's new template, each with what was read of it before."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.index.cdxj import Capture
from junket.crawlers.home import Home
from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.exports.progress import Tell, silent
from junket.exports.redesign.captures import day_of, page_at, site_captures
from junket.pipelines.page.parse import parse
from junket.pipelines.record.record import Record
from junket.pipelines.redesign.names import vocabulary
from junket.pipelines.redesign.proposal import NoProposal, Proposal
from junket.pipelines.redesign.propose import FEWEST_PAGES, propose
from junket.pipelines.redesign.trial import Sample
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.beside import Beside
from junket.pipelines.workers.page_bound import WorkerDied

_T = TypeVar("_T")
MOST_PAGES = 12
"""Pages of the new template that a proposal is made from: some ten seconds at most."""
MOST_BYTES = 2_000_000
"""A longer page is left out: each is read some thirty times."""
MOST_BYTES_IN_ALL = 2_000_000
"""Of all of them, but for the fewest that prove something: 4 MB of small blocks cost fifty of the sixty seconds."""
A_DAY = 6
"""Pages of one day by which its template is known."""
SAME_TEMPLATE = 0.5
"""The share of a template's names that a page of it has at least: a redesign renames most, an article's kind a few."""
_HALF = 0.5


def propose_selectors(
    home: Home, site: Site, since: date | None = None, *, tell: Tell = silent
) -> Proposal | NoProposal:
    """Dated selectors for what a site's pages look like now, or why there are none.

    ``site`` has the rules as they stand. Pages fetched before ``since`` were read well; None: the last day on which
    the markup's names changed is looked for. Reads the log, writes nothing. HomeProblem where the index cannot be read.
    """
    with Beside() as beside:
        look = _Look(home, site, beside, tell)
        found = look.first_day(since)
        if isinstance(found, NoProposal):
            return found
        samples = look.samples(found)
        try:
            return beside.call(propose, site, samples, found)
        except WorkerDied as error:
            return NoProposal(f"the pages cost too much: {error}")


@dataclass(slots=True)
class _Look:
    """A look into one site's captures."""

    home: Home
    site: Site
    beside: Beside
    tell: Tell
    read: int = 0
    names: dict[date, list[frozenset[str]]] = field(default_factory=dict)
    """Of each day looked at, the names on its pages that gave records."""

    def first_day(self, since: date | None) -> date | NoProposal:
        """The first day of the template that the newest pages have."""
        by_day = self._by_day(since)
        days = sorted(by_day)
        if not days:
            return NoProposal(f"no page was fetched{f' since {since}' if since else ''}")
        words: frozenset[str] = frozenset()
        for day in reversed(days[-A_DAY:]):
            if words := self._template(day, by_day):
                break
        if not words:
            return days[0] if since else NoProposal("the newest pages name nothing by which a template is known")
        position = bisect_left(days, 1, key=lambda day: self._has(day, by_day, words))
        if position == 0 and since is None:
            return NoProposal(
                "all pages have the same markup as the newest: name the day from which it is not (--since)"
            )
        return days[min(position, len(days) - 1)]

    def samples(self, first: date) -> list[Sample]:
        """Pages from that day on, the newest first, those that were read before it above all."""
        pairs: list[tuple[bool, str, str, Capture, Capture | None]] = []
        for captures in site_captures(self.home, self.site):
            new = [each for each in captures if (day := day_of(each)) and day >= first]
            old = [each for each in captures if (day := day_of(each)) and day < first]
            if new:
                newest = max(new, key=lambda each: each.timestamp)
                before = max(old, key=lambda each: each.timestamp, default=None)
                entry = (before is not None, newest.timestamp, newest.url, newest, before)
                (heapq.heappush if len(pairs) < 4 * MOST_PAGES else heapq.heappushpop)(pairs, entry)
        return self._read(sorted(pairs, key=lambda each: each[:3], reverse=True), first)

    def _read(self, pairs: list[tuple[bool, str, str, Capture, Capture | None]], first: date) -> list[Sample]:
        samples: list[Sample] = []
        for _, _, _, new, before in pairs:
            page = self._page(new)
            if page is None:
                continue
            old = self._record(before) if before else self._moved(page, first)
            if old or self._record_of(page):  # else a listing, or what never was an article
                samples.append(Sample(page, old))
            total = sum(len(sample.page.body) for sample in samples)
            if len(samples) == MOST_PAGES or (len(samples) >= FEWEST_PAGES and total > MOST_BYTES_IN_ALL):
                break
        return samples

    def _moved(self, page: Page, first: date) -> Record | None:
        """The old record of a page that another address led to."""
        if not page.requested_url or page.requested_url == page.url:
            return None
        captures = CaptureIndex(self.home).captures(page.requested_url)
        old = [each for each in captures if each.status in (None, 200) and (day := day_of(each)) and day < first]
        return self._record(old[-1]) if old else None

    def _by_day(self, since: date | None) -> dict[date, list[Capture]]:
        """Some captures of each day."""
        found: dict[date, list[Capture]] = defaultdict(list)
        for captures in site_captures(self.home, self.site):
            for capture in captures:
                day = day_of(capture)
                if day and (since is None or day >= since) and len(found[day]) < 4 * A_DAY:
                    found[day].append(capture)
        return {day: captures for day, captures in found.items() if captures}

    def _template(self, day: date, by_day: dict[date, list[Capture]]) -> frozenset[str]:
        """The names that at least half of a day's articles have."""
        pages = self._names(day, by_day)
        return frozenset(
            word for word in frozenset().union(*pages) if sum(word in page for page in pages) >= _HALF * len(pages)
        )

    def _has(self, day: date, by_day: dict[date, list[Capture]], words: frozenset[str]) -> bool:
        """Whether most of a day's articles have the template of these names; True for a day without any."""
        pages = self._names(day, by_day)
        return sum(len(page & words) >= SAME_TEMPLATE * len(words) for page in pages) >= _HALF * len(pages)

    def _names(self, day: date, by_day: dict[date, list[Capture]]) -> list[frozenset[str]]:
        if day not in self.names:
            found = (self._safely(_names_of, page, self.site) for page in self._pages(by_day[day]))
            self.names[day] = [names for names in found if names][:A_DAY]
        return self.names[day]

    def _pages(self, captures: list[Capture]) -> Iterator[Page]:
        return (page for each in captures if (page := self._page(each)))

    def _page(self, capture: Capture) -> Page | None:
        self.read += 1
        self.tell({"pages": self.read})
        page = page_at(self.home, capture)
        return None if page is None or len(page.body) > MOST_BYTES else page

    def _record(self, capture: Capture) -> Record | None:
        page = self._page(capture)
        return self._record_of(page) if page else None

    def _record_of(self, page: Page) -> Record | None:
        return self._safely(_record_of, page, self.site)

    def _safely(self, function: Callable[[Page, Site], _T | None], page: Page, site: Site) -> _T | None:
        try:
            return self.beside.call(function, page, site)
        except Exception:  # noqa: BLE001  # one page must not end the look
            return None


def _record_of(page: Page, site: Site) -> Record | None:
    outcome = verdict(page, site).outcome
    return outcome if isinstance(outcome, Record) else None


def _names_of(page: Page, site: Site) -> frozenset[str] | None:
    """The names in the markup of a page that gives a record."""
    return vocabulary(parse(page).elements) if _record_of(page, site) else None

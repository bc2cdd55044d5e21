"""What each version of a site's rules reads on archived pages of its time, and what other rules would change. Dry."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from junket.crawlers.archive.index.cdxj import Capture
from junket.crawlers.errors import Unreachable
from junket.crawlers.home import Home
from junket.crawlers.site.site import Site
from junket.exports.progress import Tell, silent
from junket.exports.redesign.captures import day_of, page_at, site_captures
from junket.pipelines.redesign.compare import FIELDS, Compared, Hit, Summary, compare, named
from junket.pipelines.workers.beside import Beside

SAMPLE = 100
"""Pages of each period: some ten seconds on one core for a site of three periods."""
MOST_CHANGES = 10
"""The largest changes are told by their addresses."""
_ENOUGH_MISSES = 0.01
"""Pages in a row that a selector misses have stopped matching where chance would do that more rarely than this, by how
often it matched before (rule of succession: hits + 1 of pages + 2)."""


@dataclass(slots=True)
class Readings:
    """What one set of rules read in a period."""

    records: int = 0
    interviews: int = 0
    """Records with turns."""
    turns: int = 0
    characters: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """Records that have the field."""
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, summary: Summary) -> None:
        """One page more."""
        if summary.reason:
            self.reasons[summary.reason] += 1
            return
        self.records += 1
        self.interviews += bool(summary.turns)
        self.turns += len(summary.turns)
        self.characters += len(summary.text)
        self.fields.update(name for name, value in zip(FIELDS, summary.fields, strict=True) if value)


@dataclass(slots=True)
class Matching:
    """One selector over the pages of its time that could have it, the oldest first."""

    part: str
    selector: str
    pages: list[tuple[date | None, str, bool]] = field(default_factory=list)
    """Day, address, and whether it matched."""

    @property
    def matched(self) -> int:
        """Pages on which it matches something."""
        return sum(hit for _, _, hit in self.pages)

    @property
    def problem(self) -> str:
        """What is wrong with it; empty where nothing is."""
        if self.pages and not self.matched:
            return f"matches nothing on the {len(self.pages)} pages of its time, as {self.pages[-1][1]}"
        misses = next((place for place, page in enumerate(reversed(self.pages)) if page[2]), 0)
        before = len(self.pages) - misses
        rate = (self.matched + 1) / (before + 2)
        if misses and self.part != "strip" and (1 - rate) ** misses < _ENOUGH_MISSES:
            day, url, _ = self.pages[-misses]
            return f"matches nothing since {day} ({misses} pages), as {url}"
        return ""


@dataclass(frozen=True, slots=True)
class Change:
    """What the rules under check would change of one page."""

    url: str
    day: date | None
    size: int
    """Characters of text, twenty for each turn or field: to order by."""
    what: str


@dataclass(slots=True)
class Period:
    """The pages of a time in which the same selectors hold."""

    label: str
    since: date | None
    pages: int = 0
    now: Readings = field(default_factory=Readings)
    standing: Readings = field(default_factory=Readings)
    gained: int = 0
    lost: int = 0
    """Records."""
    texts: int = 0
    """Records whose text is another."""
    turns: int = 0
    """Records whose turns are others."""
    fields: dict[str, Counter[str]] = field(default_factory=dict)
    """By field, how many records ``gained``, ``lost`` or ``changed`` it."""
    selectors: list[Matching] = field(default_factory=list)


@dataclass(slots=True)
class ArchiveCheck:
    """The outcome of a check."""

    site: str
    compared: bool
    """Whether there are other rules beside those under check."""
    periods: list[Period]
    changes: list[Change] = field(default_factory=list)
    """The largest, first."""
    unread: list[str] = field(default_factory=list)
    """Captures that are no page any more (damage, a revisit of what is not there), or cost too much."""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Selectors that should hold and do not: which, and how that shows."""
        return [
            (f"{period.label} {each.part} {each.selector!r}", each.problem)
            for period in self.periods
            for each in period.selectors
            if each.problem
        ]


def check_against_archive(
    home: Home, rules: Site, standing: Site | None = None, *, sample: int = SAMPLE, tell: Tell = silent
) -> ArchiveCheck:
    """Reads ``sample`` pages of each period, the newest first, with the rules and (where given) those that stand.

    Unreachable where the home has no page of the site. Writes nothing.
    """
    starts = sorted({entry.valid_from for site in (rules, standing) if site for entry in site.selectors})
    check = ArchiveCheck(rules.domain, standing is not None, [_period(rules, day) for day in (None, *starts)])
    chosen = _sample(home, rules, starts, sample)
    if not chosen:
        raise Unreachable(rules.domain, f"has no archived pages in {home.path}", "crawl it first, or name another home")
    with Beside() as beside:
        for place, capture in enumerate(chosen):
            tell({"done": place, "pages": place})
            page = page_at(home, capture)
            try:
                found = beside.call(compare, page, rules, standing) if page else None
            except Exception as error:  # noqa: BLE001  # one page must not end the check
                check.unread.append(f"{capture.url}: {type(error).__name__}")
                continue
            if found is None:
                check.unread.append(f"{capture.url}: {capture.file}, offset {capture.offset}")
            else:
                day = found.fetched_at.date() if found.fetched_at else None
                _add(check, check.periods[bisect_right(starts, day) if day else len(starts)], found, day)
    check.periods = [period for period in check.periods if period.pages]
    check.changes.sort(key=lambda change: (-change.size, change.url))
    del check.changes[MOST_CHANGES:]
    for each in (each for period in check.periods for each in period.selectors):
        each.pages.sort(key=lambda page: (page[0] or date.min, page[1]))
    return check


def _period(rules: Site, since: date | None) -> Period:
    holding = rules.selectors_on(since) if since else None
    if holding is None:
        return Period(f"generic from {since}" if since else "generic", since)
    label = f"selectors[{rules.selectors.index(holding) + 1}] from {since}"
    return Period(label, since, selectors=[Matching(part, css) for part, css in named(holding)])


def _sample(home: Home, rules: Site, starts: list[date], most: int) -> list[Capture]:
    """Of each period the newest captures, one an address; the oldest first."""
    heaps: list[list[tuple[str, str, int, Capture]]] = [[] for _ in range(len(starts) + 1)]
    for captures in site_captures(home, rules):
        newest: dict[int, Capture] = {}
        for capture in captures:
            day = day_of(capture)
            newest[bisect_right(starts, day) if day else len(starts)] = capture
        for place, capture in newest.items():
            entry = (capture.timestamp, capture.url, capture.offset, capture)
            (heapq.heappush if len(heaps[place]) < most else heapq.heappushpop)(heaps[place], entry)
    return [capture for heap in heaps for _, _, _, capture in sorted(heap, key=lambda entry: entry[:3])]


def _add(check: ArchiveCheck, period: Period, found: Compared, day: date | None) -> None:
    period.pages += 1
    period.now.add(found.now)
    if not found.now.reason or found.now.reason == "no_text":
        _add_hits(period, found.hits, found.url, day)
    if found.standing is None:
        return
    period.standing.add(found.standing)
    told = list(_changes(period, found.standing, found.now))
    if told:
        size = abs(len(found.now.text) - len(found.standing.text)) + 20 * len(told)
        check.changes.append(Change(found.url, day, size, ", ".join(told)))
        if len(check.changes) > 10 * MOST_CHANGES:
            check.changes = heapq.nlargest(MOST_CHANGES, check.changes, key=lambda change: change.size)


def _add_hits(period: Period, hits: tuple[Hit, ...], url: str, day: date | None) -> None:
    for each, hit in zip(period.selectors, hits, strict=False):
        each.pages.append((day, url, hit.count > 0))


def _changes(period: Period, before: Summary, now: Summary) -> Iterator[str]:
    """What is other than before, each counted in the period."""
    if bool(before.reason) != bool(now.reason):
        period.gained += bool(before.reason)
        period.lost += bool(now.reason)
        yield f"record gained (was {before.reason})" if before.reason else f"record lost ({now.reason})"
    if before.reason or now.reason:
        return
    if before.text != now.text:
        period.texts += 1
        yield f"text {len(before.text):,} → {len(now.text):,} characters"
    if before.turns != now.turns:
        period.turns += 1
        yield f"turns {len(before.turns)} → {len(now.turns)}"
    for name, was, value in zip(FIELDS, before.fields, now.fields, strict=True):
        if was != value:
            how = "changed" if was and value else "lost" if was else "gained"
            period.fields.setdefault(name, Counter())[how] += 1
            yield f"{name} {how}"

"""Histories of sites as runs leave them: what came of each URL, and what each record was like; quiet or with a fault.

A quiet site is no constant: articles come by weekdays, in bursts and not at all for weeks, pages time out now and then,
some stand behind walls for good, a site grows, and a redesign that changes nothing that is read changes every page.
Faults are planted as what a server or a machine does, and never as what a measure should say of it.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from site_profiles import Profile, profile

from junket.crawlers.ledger.ledger import LedgerLine
from junket.exports.health.losses import losses
from junket.exports.health.measures import Measures, _Lines, of_records
from junket.pipelines.record.record import RuleCount

BEGAN = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOST = "press.example"


Role = Literal["page", "listing", "feed", "sitemap", "robots"]
START = f"https://{HOST}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """What a record is like, as far as health asks of :class:`junket.pipelines.record.record.Record`."""

    text: range
    """As long as the text is."""
    turns: range
    turns_confidence: float | None
    title: bool = True
    authors: bool
    date: bool
    lead: bool = False
    images: bool = False
    language: str
    content_hash: str
    warnings: tuple[str, ...] = ()
    stripped: tuple[RuleCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """A URL of a run: its line of the ledger, its record now, and the one that stood before."""

    role: Role
    line: LedgerLine
    fresh: bool = False
    """Of a feed: other bytes than it had."""
    record: RecordFacts | None = None
    before: RecordFacts | None = None


def measured(pages: list[PageFacts], at: datetime, **run: object) -> Measures:
    """What the measures of such a run are, counted by the code that counts a real one's."""
    lines = _Lines(frozenset([START]))
    for page in pages:
        lines.add(page.line)
    of_run, of_them = lines.measures(), of_records([page.record for page in pages if page.record])
    run["spreads"] = of_run.pop("spreads") | of_them.pop("spreads")
    again = [page for page in pages if page.before and (page.record or page.line.reason == "not_an_article")]
    feeds = [page.fresh for page in pages if page.role == "feed"]
    return Measures(
        run_id="run",
        started_at=at.timestamp(),
        lost=losses((page.before, page.record) for page in again),
        feeds=(sum(feeds), len(feeds)),
        **of_run,
        **of_them,
        **run,
    )


@dataclass(slots=True)
class Faults:
    """What is wrong at the moment. Shares are of the pages that it is about."""

    wall: tuple[str, float] = ("", 0.0)
    """A reason of the ledger, and the share of articles."""
    status_after: tuple[str, int, int] = ("", 0, 0)
    """Reason, status and the number of the page after which it is all that comes."""
    text: float = 1.0
    selectors: float = 1.0
    unread: float = 0.0
    """Share of articles that read as none any more."""
    changed: bool = False
    """Every page has other bytes than it had."""
    listing: float = 1.0
    pages: float = 1.0
    """Share of the listing's pages that are led to."""
    feed: Literal["", "frozen", "empty"] = ""
    sitemap: Literal["", "empty"] = ""
    robots: bool = False
    dates: bool = True
    authors: bool = True
    shell: float = 0.0
    merged: float = 0.0
    soft: float = 0.0
    moved: bool = False
    unreachable: str = ""
    """A reason of the ledger: unknown_host, tls_failed, connection_refused, timeout."""
    gone: float = 0.0
    skew: timedelta = timedelta(0)
    ends: str = ""
    """``disk``, ``killed`` or ``never``."""
    slow: float = 1.0
    garbled: bool = False
    language: str = ""
    same: float = 0.0


@dataclass
class History:
    """A site and its runs, made one after the other."""

    seed: int
    made: Profile = field(init=False)
    faults: Faults = field(default_factory=Faults)
    number: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.outage, self.removed = range(0), -1
        self.pace, self.other_kind = 1.0, False
        self.made = profile(self.rng)
        self.known = self.made.articles
        self.unmet = 0
        """New articles that the site has and no run has met."""

    def run(self) -> Measures:
        """The next run. One that never starts is given by its start alone, with no URL asked."""
        made, rng = self.made, self.rng
        at = BEGAN + timedelta(hours=self.number * made.hours, minutes=rng.randrange(20)) + self.faults.skew
        first = self.number == 0
        self.number += 1
        self.pace = rng.lognormvariate(0, 0.2) * (rng.uniform(1.5, 3) if rng.random() < made.slow_days else 1)
        self.other_kind = rng.random() < made.series
        if self.faults.ends == "disk":
            return measured([], at, seconds=1.5, finish_reason="home_problem")
        if self.faults.ends == "never":
            return measured([], at)
        self.unmet += self._published(at - self.faults.skew)
        self.outage = range(start := rng.randrange(60), start + rng.randrange(2, 8))
        self.outage = self.outage if rng.random() < made.outages else range(0)
        self.removed = rng.randrange(self.known) if rng.random() < made.removals else -1
        fetches = self._fetches(at, first=first)
        links = self._links(fetches)
        if self.faults.ends == "killed":
            return measured(fetches[: max(len(fetches) * 2 // 5, 1)], at)
        seconds = sum(each.line.seconds or 0 for each in fetches) + 1.5 * len(fetches)
        return measured(fetches, at, finish_reason="finished", seconds=seconds, links=links)

    def _links(self, fetches: list[PageFacts]) -> int:
        """Articles that listings, feed and sitemap named, each once, but those whose turn it was."""
        made, faults, found = self.made, self.faults, 0
        walked = sum(
            each.role == "listing" and "tags/" not in each.line.url and bool(each.line.status) for each in fetches
        )
        there = round(self.known * min(walked / max(made.listings, 1), 1.0))
        found = int(min(there, 20 * walked) * faults.listing)
        for each in fetches:
            if each.line.status and each.role in ("feed", "sitemap"):
                named = min(self.known, 10) if each.role == "feed" else 0 if faults.sitemap else self.known
                found = max(found, named)
        asked = sum(each.role == "page" and each.before is not None for each in fetches)
        return max(found - round(asked * found / max(self.known, 1)), 0)

    def _published(self, at: datetime) -> int:
        made, rng, day = self.made, self.rng, (at - BEGAN).days
        if any(begin <= day <= end for begin, end in made.pauses):
            return 0
        expected = made.rate * made.hours / 24 * (1 + made.drift) ** day
        expected *= made.weekdays[at.weekday()] if made.hours <= 24 else 1
        expected *= rng.uniform(4, 12) if rng.random() < made.bursts else 1
        return _poisson(rng, expected)

    def _fetches(self, at: datetime, *, first: bool) -> list[PageFacts]:
        faults, made, rng = self.faults, self.made, self.rng
        robots = PageFacts(role="robots", line=self._line("robots.txt", "skipped", "robots_txt", at, status=200))
        if faults.unreachable:
            ways = ["", *(["feed.xml"] if made.feed else []), *(["sitemap.xml"] if made.sitemap else [])]
            lines = [self._line(name, "failed", faults.unreachable, at) for name in ways]
            return [PageFacts(role="listing", line=line) for line in lines]
        if faults.robots:
            return [robots, PageFacts(role="listing", line=self._line("", "refused", "robots_disallowed", at))]
        if faults.moved:
            lines = [self._line("", "skipped", "redirected", at, status=301), self._line("", "skipped", "offsite", at)]
            lines[1] = replace(lines[1], url="https://elsewhere.example/")
            return [robots, *(PageFacts(role="listing", line=line) for line in lines)]
        fresh = self.known if first else math.ceil(self.unmet * min(faults.listing, 1.0))
        share = 0.0 if first else rng.uniform(0.03, 0.1)
        rechecked = self.known if self.known <= 20 and not first else round(self.known * share)
        old = rng.sample(range(self.known), max(rechecked, 0 if first else min(self.known, 3)))
        start = 0 if first else self.known
        pages = [*((number, True) for number in range(start, start + fresh)), *((number, False) for number in old)]
        found = [self._article(number, at, place, new=new) for place, (number, new) in enumerate(pages)]
        others = _poisson(rng, len(pages) * made.others)
        if not first:
            self.known, self.unmet = self.known + fresh, self.unmet - fresh
        ways = self._ways(at, changed=fresh > 0)
        return [robots, *ways, *found, *(self._other(at, place, new=first) for place in range(others))]

    def _ways(self, at: datetime, *, changed: bool) -> list[PageFacts]:
        made, faults = self.made, self.faults
        pages = max(int(made.listings * faults.pages), 1)
        lines = [
            (
                "listing",
                self._line(
                    f"?page={page}" if page else "", "rejected", "not_an_article", at, status=200, changed=changed
                ),
            )
            for page in range(pages)
        ]
        if made.feed:
            new = changed and faults.feed != "frozen" and self.rng.random() >= made.lag
            lines.append(("feed", self._line("feed.xml", "skipped", "feed", at, status=200, changed=new)))
        if made.sitemap:
            reason = "no_sitemap" if faults.sitemap else "sitemap"
            lines.append(("sitemap", self._line("sitemap.xml", "skipped", reason, at, status=200)))
        return [
            PageFacts(role=role, line=replace(line, change=None), fresh=line.change == "changed")
            for role, line in lines
        ]

    def _article(self, number: int, at: datetime, place: int, *, new: bool) -> PageFacts:
        faults, made, rng = self.faults, self.made, self.rng
        name = f"talks/{number}"
        walled = random.Random(self.seed * 7919 + number).random() < made.walled
        before = None if new or walled else self._record(number, well=True)
        if (failed := self._failed(name, number, at, place)) is not None:
            return PageFacts(role="page", line=failed, before=before)
        honest = self.number - 1 == made.redesign > 0
        if not (new or faults.changed or honest or rng.random() < 0.02):
            line = self._line(name, "fetched", "", at, status=304)
            return PageFacts(role="page", line=line, record=None, before=before)
        reason = "login_wall" if walled else self._spoilt()
        if reason:
            line = self._line(name, "rejected", reason, at, status=200, changed=True)
            line = replace(line, change="new" if new else "changed")
            return PageFacts(role="page", line=line, before=before)
        record = self._record(number)
        if new and self.other_kind:
            record = replace(record, text=range(max(len(record.text) // 4, 40)), turns=range(0), authors=False)
        line = self._line(name, "record", "interview" if record.turns else "news", at, status=200, changed=True)
        line = replace(line, change="new" if new else "changed")
        return PageFacts(role="page", line=line, record=record, before=before)

    def _failed(self, name: str, number: int, at: datetime, place: int) -> LedgerLine | None:
        faults, rng = self.faults, self.rng
        reason, status, after = faults.status_after
        if reason and place >= after:
            return self._line(name, "failed", reason, at, status=status)
        if number == self.removed:
            return self._line(name, "failed", "not_found", at, status=404)
        if rng.random() < faults.gone:
            return self._line(name, "failed", "not_found", at, status=410)
        if place in self.outage:
            return self._line(name, "failed", "timeout", at)
        if rng.random() < self.made.errors:
            reason, status = rng.choice([("timeout", None), ("server_error", 500), ("not_found", 404)])
            return self._line(name, "failed", reason, at, status=status)
        return None

    def _spoilt(self) -> str:
        """The reason why an article gives no record."""
        faults, rng = self.faults, self.rng
        wall, share = faults.wall
        chances = (
            (wall, share),
            ("empty", faults.shell),
            ("not_found", faults.soft),
            ("not_an_article", faults.unread),
        )
        return next((reason for reason, chance in chances if rng.random() < chance), "")

    def _record(self, number: int, *, well: bool = False) -> RecordFacts:
        """An article is the same whenever it is read, but for edits and (not ``well``) what is wrong now."""
        made, own = self.made, random.Random(self.seed * 104_729 + number)
        faults, rng = (Faults(), own) if well else (self.faults, self.rng)
        turns = max(round(own.lognormvariate(math.log(made.turns), 0.4)), 2) if own.random() < made.interviews else 0
        text = own.lognormvariate(math.log(made.text), made.spread)
        dated, authored = own.random() < made.dates, own.random() < made.authors
        language = own.choices([name for name, _ in made.languages], [share for _, share in made.languages])[0]
        merged = turns and rng.random() < faults.merged
        edit = 1.0 if well else rng.uniform(0.95, 1.1)
        left = faults.text * rng.uniform(0.8, 1.2) if faults.text < 1 else 1.0
        shown = 0 if not turns else 1 if merged else max(round(turns * left), 1)
        sure = own.uniform(0.75, 0.98)
        by_selectors = made.selectors and own.random() < 0.99 and rng.random() < faults.selectors
        found = (RuleCount("site:content", 3),) if by_selectors else ()
        return RecordFacts(
            text=range(max(round(text * edit * left), 40)),
            turns=range(shown if shown > 1 else 0),
            turns_confidence=sure if shown > 1 else None,
            authors=authored and faults.authors and (well or rng.random() > 0.01),
            date=dated and faults.dates,
            language=faults.language or language,
            content_hash=f"{self.seed} {'same' if rng.random() < faults.same else number}",
            warnings=("mojibake_suspected",) if faults.garbled else (),
            stripped=found,
        )

    def _other(self, at: datetime, place: int, *, new: bool) -> PageFacts:
        changed = new or self.rng.random() < 0.2 or self.faults.changed
        decision, reason = ("rejected", "not_an_article") if changed else ("fetched", "")
        line = self._line(f"tags/{place}", decision, reason, at, status=200 if changed else 304, changed=changed)
        return PageFacts(role="listing", line=line)

    def _line(
        self, name: str, decision: str, reason: str, at: datetime, *, status: int | None = None, changed: bool = False
    ) -> LedgerLine:
        seconds = self.rng.lognormvariate(math.log(self.made.latency), 0.4) * self.faults.slow * self.pace
        return LedgerLine(
            url=f"https://{HOST}/{name}",
            decision=decision,
            reason=reason,
            status=status,
            bytes=self.rng.randrange(15_000, 90_000) if changed else 0,
            fetched_at=at,
            seconds=seconds,
            change="changed" if changed else "unchanged" if status in (200, 304) else None,
        )


def _poisson(rng: random.Random, expected: float) -> int:
    if expected > 50:
        return max(round(rng.gauss(expected, math.sqrt(expected))), 0)
    number, left = 0, math.exp(-expected)
    chance = rng.random()
    while chance > left:
        chance *= rng.random()
        number += 1
    return number

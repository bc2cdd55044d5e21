"""Which of the pages that a home knows a run asks for again, and which it leaves.

The interval between looks follows the change that was seen: J. Cho and H. Garcia-Molina, "Estimating frequency of
change", ACM TOIT 3(3), 2003: with X changes at n looks, the rate is -ln((n - X + 0.5) / (n + 0.5)) for each interval
between looks. Where no change was seen, a page is looked at again once it has stood unchanged for twice as long.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from junket.crawlers.discovery.discovery import LinkClass
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import MAY_PASS, Change
from junket.crawlers.ledger.ledger_reader import LedgerQuery, LedgerReader
from junket.crawlers.revisit.visit import GONE_AFTER, Visit
from junket.crawlers.revisit.visits import YOUNG, Claims, KnownVisit, Visits
from junket.crawlers.secrets import MASK
from junket.crawlers.site.site import Site
from junket.crawlers.urls import site_of

REVISIT_MIN, REVISIT_MAX = timedelta(days=1), timedelta(days=90)
"""Bounds of the interval where a site's file has none. By hand."""
_OTHER_MIN = timedelta(days=7)
"""The least interval of a page that gave no record: listings that a start page links to are asked in each run."""
SHARE, AUDIT = 3, 20
"""The part of a site's young pages that a run looks at, the longest unseen first: in any three runs in a row all of
them; a twentieth where the site's dates are believed, to find out whether they lie."""
_TRIALS = 50
"""Pages that a run asks on a site's word alone before it has proved true."""
_AFTER_LIES = 5
"""The same where it has not, so that a site may mend its ways."""
_ENOUGH = 10
"""Claims, or audits, from which on they are judged."""
_MOST_REMEMBERED = 200
"""Claims of a site that count; beyond, older ones lose half their weight."""
_PAGING = {"next_page", "pagination"}


def interval(visit: Visit, least: timedelta, most: timedelta) -> float:
    """Seconds until a page is looked at again, within the bounds."""
    looks, changes = visit.checks, min(visit.changes, visit.checks)
    watched = visit.last_checked - visit.first_seen
    if changes and watched > 0:
        rate = -math.log((looks - changes + 0.5) / (looks + 0.5)) * looks / watched
        wanted = 1 / rate
    else:
        wanted = visit.last_checked - (visit.changed_at or visit.first_seen)
    return min(max(wanted, least.total_seconds()), most.total_seconds())


def is_over(visit: Visit, site: Site, now: float) -> bool:
    """Whether the page's interval is over at ``now`` (seconds since 1970). A look that lies ahead counts as over."""
    if visit.last_checked > now:  # the clock was set back
        return True
    least, most = site.revisit_min or REVISIT_MIN, site.revisit_max or REVISIT_MAX
    if visit.missed_since is not None and visit.gone_at is None:
        return now - visit.missed_since >= GONE_AFTER
    least = least if visit.article else max(least, min(_OTHER_MIN, most))
    return now - visit.last_checked >= interval(visit, least, most)


def newest_meant(lastmod: str) -> float | None:
    """The last second that a date of a sitemap or feed can mean; None for what is no date."""
    text = lastmod.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= len("2026-01-01"):
        moment += timedelta(days=1, seconds=-1)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return None


def believed(claims: Claims) -> bool:
    """Whether a site's dates have been honest so far: half of the claims held, few audits spoke against them."""
    held = claims.claimed < _ENOUGH or 2 * claims.held >= claims.claimed
    return held and (claims.audited < _ENOUGH or 10 * claims.missed <= claims.audited)


@dataclass(slots=True)
class _Word:
    """What a site's dates said in this run, and what came of it."""

    claims: Claims
    listed: int = 0
    asked: int = 0
    held: int = 0
    newer: set[int] = field(default_factory=set)
    older: set[int] = field(default_factory=set)
    changed: dict[int, bool] = field(default_factory=dict)
    """Of the known pages that were asked: whether they had changed."""

    def may_ask(self) -> bool:
        """Whether one more page may be asked on the site's word."""
        proved = self.claims.claimed >= _ENOUGH and believed(self.claims)
        trials = _TRIALS if believed(self.claims) else _AFTER_LIES
        return proved or self.asked < trials + 2 * self.held

    def remembered(self) -> Claims:
        """The claims as they stand after the run."""
        before = self.claims
        weight = 0.5 if before.claimed + before.audited > _MOST_REMEMBERED else 1
        judged = [key for key in self.newer if key in self.changed]
        audits = [key for key in self.older if key in self.changed]
        return Claims(
            listed=self.listed,
            claimed=int(before.claimed * weight) + len(judged),
            held=int(before.held * weight) + sum(self.changed[key] for key in judged),
            audited=int(before.audited * weight) + len(audits),
            missed=int(before.missed * weight) + sum(self.changed[key] for key in audits),
        )


class Revisits:
    """One run's judgement of pages that the home knows. ``site_of_url``: a URL's site; ``now``: seconds since 1970.

    ``every``: all known pages are asked again. Each method raises HomeProblem where the home cannot be read.
    """

    def __init__(
        self, home: Home | None, site_of_url: Callable[[str], Site], *, now: float, every: bool = False
    ) -> None:
        self._home, self._site, self._now, self._every = home, site_of_url, now, every
        self._visits = Visits(home, readonly=True) if home else None
        self._due: set[int] = set()
        self.met: Counter[str] = Counter()
        """Articles that the run's pages, feeds and sitemaps named, by host, known or not."""
        self._words: dict[str, _Word] = {}

    def known(self, url: str) -> KnownVisit | None:
        """What the home knows of an address."""
        return self._visits.find(url) if self._visits else None

    def knows(self, url: str) -> bool:
        """Whether the home knows the address."""
        return self.known(url) is not None

    def due(self, hosts: Iterable[str]) -> Iterator[str]:
        """The known pages of these hosts that this run asks for, those that failed in the last run first."""
        if self._visits is None:
            return
        for host in sorted(hosts):
            for row in self._due_of(host, self._visits):
                self._due.add(row.key)
                yield row.visit.url

    def failed(self, hosts: frozenset[str], sites: Iterable[str], run_id: str | None) -> Iterator[str]:
        """What failed in each of these sites' last run for a reason that may pass; addresses with secrets left out."""
        if self._home is None:
            return
        with LedgerReader(self._home) as ledger:
            before = ([found.run.run_id for found in ledger.site_runs(site, most=2)] for site in sites)
            last = {next((each for each in runs if each != run_id), "") for runs in before} - {""}
            for run in sorted(last):
                for _, line in ledger.find(LedgerQuery(run_id=run, reasons=tuple(sorted(MAY_PASS)))):
                    if MASK not in line.url and site_of(line.url) in hosts:
                        yield line.url

    def skips(self, url: str, found: LinkClass, *, depth: int, lastmod: str = "", fresh: bool = True) -> bool:
        """Whether a run leaves a page that it has found: one that the home knows and that is not due.

        ``fresh``: whether most articles of the listing that names it are unknown, so that its next page may have more.
        """
        self.met[site_of(url)] += found.kind == "article"
        row = None if self._every else self.known(url)
        if row is None or row.key in self._due:
            self._note_date(row, url, lastmod)
            return False
        if found.why in _PAGING:
            return not fresh
        if found.kind == "listing" and depth <= 1:
            return False
        return not self._says_newer(row, url, lastmod)

    def change_of(self, url: str, content_hash: str) -> Change:
        """How the record of an address compares with what the home had."""
        row = self.known(url)
        if row is None:
            return "new"
        unchanged = row.shows(content_hash)
        self.looked(url, changed=not unchanged)
        return "unchanged" if unchanged else "changed"

    def loss_of(self, url: str) -> Change | None:
        """``gone`` where a page that is missing now was missing days ago too, and was not gone yet."""
        row = self.known(url)
        since = row.visit.missed_since if row and row.visit.gone_at is None else None
        return "gone" if since is not None and self._now - since >= GONE_AFTER else None

    def looked(self, url: str, *, changed: bool) -> None:
        """A known page has been looked at: its site's word is judged by it."""
        if row := self.known(url):
            word = self._word(site_of(url))
            word.changed[row.key] = changed
            word.held += changed and row.key in word.newer

    def close(self) -> None:
        """Remembers what the sites' dates were worth."""
        if self._visits is None or self._home is None:
            return
        self._visits.close()
        if words := {site: word for site, word in self._words.items() if word.newer or word.older or word.listed}:
            with Visits(self._home) as visits:
                for site, word in words.items():
                    visits.remember(site, word.remembered())

    def _due_of(self, host: str, visits: Visits) -> Iterator[KnownVisit]:
        young = visits.young(host)
        claims = visits.claims(host)
        dated = believed(claims) and 2 * claims.listed >= young > 0
        share = math.ceil(young / (AUDIT if dated else SHARE))
        turns = islice((row for row in visits.of_site(host) if _is_young(row)), share)
        keys = {row.key for row in turns}
        for row in visits.of_site(host):
            due = row.key in keys or (not _is_young(row) and is_over(row.visit, self._site(row.visit.url), self._now))
            if self._every or due:
                yield row

    def _says_newer(self, row: KnownVisit, url: str, lastmod: str) -> bool:
        """Whether the date of a page says that it changed since the last look, and the site may be believed."""
        if not self._note_date(row, url, lastmod):
            return False
        word = self._word(site_of(url))
        if not word.may_ask():
            return False
        word.asked += 1
        word.newer.add(row.key)
        return True

    def _note_date(self, row: KnownVisit | None, url: str, lastmod: str) -> bool:
        """Notes what a date says of a known page; whether it says that the page is newer than the last look."""
        moment = newest_meant(lastmod) if row and lastmod else None
        if row is None or moment is None:
            return False
        word = self._word(site_of(url))
        word.listed += 1
        if moment >= row.visit.last_checked:  # a change within the second of the look counts
            return True
        if row.key in self._due:
            word.older.add(row.key)
        return False

    def _word(self, host: str) -> _Word:
        if host not in self._words:
            self._words[host] = _Word(self._visits.claims(host) if self._visits else Claims())
        return self._words[host]


def _is_young(row: KnownVisit) -> bool:
    visit = row.visit
    standing = visit.gone_at is None and visit.missed_since is None and row.moved_to is None
    return visit.article and visit.checks < YOUNG and standing

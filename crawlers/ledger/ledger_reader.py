"""The ledger for those who ask: lines by run, reason, site and more, and what runs came to.

Lines are read one by one, so a ledger of millions needs no more memory than a small one. What is asked by run and
ending (decision, reason, change) is found through an index, and counted in the index alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, get_args
from urllib.parse import urlsplit

import msgspec

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import MAY_PASS, Change, Decision
from junket.crawlers.ledger.ledger import Ledger, LedgerLine, LedgerRun, SiteRun, line_of, run_of
from junket.crawlers.lock import FILE_NAME as LOCK_NAME
from junket.crawlers.lock import is_held
from junket.crawlers.site.site_file import site_for_url

DECISIONS: tuple[str, ...] = get_args(Decision)
CHANGES: tuple[str, ...] = get_args(Change)
LAST, ALL = "last", "all"
"""Words that stand for a run's id: the newest one, and every one."""
RUNNING, KILLED = "running", "killed"
"""Outcomes of runs that have no finish reason."""
MOST_NEAR = 5
"""Runs that an error names."""
MOST_COMPARED = 1_000
"""Runs, the newest, among which a word's nearest ones are sought."""

_COLUMNS = tuple(field.name for field in fields(LedgerLine))
_EACH_RUN = """
WITH RECURSIVE each (run) AS (
    SELECT MIN(run_id) FROM urls UNION ALL
    SELECT (SELECT MIN(run_id) FROM urls WHERE run_id > run) FROM each WHERE run IS NOT NULL
) SELECT run FROM each WHERE run IS NOT NULL
"""
"""The runs that have lines, one step in the index for each (SQLite's DISTINCT would read them all)."""
_TALLY = """
SELECT run_id, {site}, decision, reason, change, COUNT(*), COALESCE(SUM(bytes), 0) FROM urls
WHERE run_id IN (SELECT value FROM json_each(?)) GROUP BY {groups}
"""
_ANY = "TRUE"
_AS_PAGE = frozenset({"record", "fetched", "rejected", "failed"})
"""Decisions on what was asked for as a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerQuery:
    """Which lines: all that is given must hold. Empty: any."""

    run_id: str | None = None
    """None: of all runs."""
    reasons: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    site: str = ""
    """A site's domain, as :meth:`LedgerReader.site_named` gives it."""
    within: str = ""
    """What the address has in it, to the letter."""
    failed: bool = False
    """Only what :func:`is_failed` says."""


@dataclass(slots=True, kw_only=True)
class RunTally:
    """What a run came to, counted from its lines: URLs, each once a run."""

    pages: int = 0
    """Asked for as pages, whether anything came or not."""
    records: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    """As :func:`is_failed` has it."""
    bytes: int = 0
    """Of the bodies, decoded of their content-encoding."""

    def add(self, decision: str, reason: str, change: str | None, number: int, size: int) -> None:
        """So many URLs that ended alike, and the bytes of their bodies."""
        failed = is_failed(decision, reason)
        self.pages += number if failed or change or (decision in _AS_PAGE and reason != "robots_txt") else 0
        self.records += number if decision == "record" else 0
        self.failed += number if failed else 0
        self.bytes += size
        if change in CHANGES:
            setattr(self, change, getattr(self, change) + number)


def outcome_of(run: LedgerRun, running: str | None) -> str:
    """How a run ended: its finish reason; else :data:`KILLED`, or :data:`RUNNING` for the one that is under way."""
    return run.finish_reason or (RUNNING if run.run_id == running else KILLED)


@lru_cache(maxsize=256)
def is_failed(decision: str, reason: str) -> bool:
    """Whether a URL failed: it brought nothing though it may at another time, or Junket itself has a fault.

    A robots.txt that could not be had is none, but what it keeps from being asked may be.
    """
    return reason in MAY_PASS or reason == "internal_error" or (decision == "failed" and reason != "robots_txt")


class LedgerReader(Ledger):
    """A home's ledger, opened for reading. Where there is none it reads as an empty one."""

    def __init__(self, home: Home) -> None:
        super().__init__(home, readonly=True)
        self._home = home
        self._db.create_function("site_of", 1, self._site_of, deterministic=True)
        self._db.create_function("is_failed", 2, is_failed, deterministic=True)

    def find(self, query: LedgerQuery, most: int = -1) -> Iterator[tuple[str, LedgerLine]]:
        """The lines and their runs' ids, in the order in which they were first written; at most so many (-1: all)."""
        where, values = self._where(query)
        sql = f"SELECT run_id, {', '.join(_COLUMNS)} FROM urls WHERE {where} ORDER BY rowid LIMIT ?"  # noqa: S608 - our own names
        with self._errors():
            for run_id, *row in self._db.execute(sql, (*values, most)):
                yield run_id, line_of(dict(zip(_COLUMNS, row, strict=True)))

    def endings(self, query: LedgerQuery) -> dict[tuple[str, str], int]:
        """How many lines ended with each (decision, reason)."""
        where, values = self._where(query) if query.site or query.within else self._ending(query)
        sql = f"SELECT decision, reason, COUNT(*) FROM urls WHERE {where} GROUP BY 1, 2 ORDER BY 1, 2"  # noqa: S608 - the same
        with self._errors():
            return {(decision, reason): number for decision, reason, number in self._db.execute(sql, values)}

    def failures(self, run_id: str, most: int) -> tuple[LedgerLine, ...]:
        """The first URLs of a run that failed, at most so many."""
        return tuple(line for _, line in self.find(LedgerQuery(run_id=run_id, failed=True), most))

    def tallies(self, run_ids: Iterable[str]) -> dict[str, RunTally]:
        """What each of these runs came to."""
        found = {run_id: RunTally() for run_id in run_ids}
        for run_id, _, *ending in self._tallied("''", "1, 3, 4, 5", list(found)):  # as the index is ordered
            found[run_id].add(*ending)
        return found

    def site_tallies(self, run_ids: Iterable[str]) -> dict[tuple[str, str], RunTally]:
        """What each of these runs came to at each site, by run and domain. Reads all lines of these runs."""
        found: defaultdict[tuple[str, str], RunTally] = defaultdict(RunTally)
        for run_id, site, *ending in self._tallied("site_of(url)", "1, 2, 3, 4, 5", list(run_ids)):
            found[run_id, site].add(*ending)
        return dict(found)

    def history(self, site: str = "", most: int = -1) -> list[LedgerRun]:
        """The runs, or those that were for a site, the newest first; at most so many (-1: all)."""
        return [each.run for each in self.site_runs(site, most=most)] if site else self.runs(most)

    def sites_of(self, run_ids: Iterable[str]) -> dict[str, list[str]]:
        """The sites that each of these runs was for, by name."""
        found: dict[str, list[str]] = {run_id: [] for run_id in run_ids}
        sql = (
            "SELECT run_id, site FROM run_sites WHERE run_id IN (SELECT value FROM json_each(?)) ORDER BY run_id, site"
        )
        with self._errors():
            for run_id, site in self._db.execute(sql, (_listed(list(found)),)):
                found[run_id].append(site)
        return found

    def last_runs(self, most: int) -> list[SiteRun]:
        """The newest run of each site, the newest first; at most so many."""
        names = ", ".join(f"runs.{field.name}" for field in fields(LedgerRun))
        sql = (
            f"SELECT {names}, site, MAX(started_at) AS newest FROM run_sites JOIN runs USING (run_id) "  # noqa: S608 - our own names
            "GROUP BY site ORDER BY newest DESC, site LIMIT ?"  # of the other columns SQLite takes the newest row's
        )
        with self._errors():
            return [
                SiteRun(run=run_of(row), site=site, measures=None)
                for *row, site, _ in self._db.execute(sql, (most,)).fetchall()
            ]

    def running(self) -> str | None:
        """The crawl under way: the newest one, where it has no end and its home is held. None where there is none."""
        if not is_held(self._home.state / LOCK_NAME):
            return None
        newest = next((run for run in self.runs() if run.operation == "crawl"), None)
        return newest.run_id if newest and newest.finish_reason is None else None

    def run_named(self, word: str) -> str | None:
        """The id of the run that a word names: itself, its beginning, or :data:`LAST`; None for :data:`ALL`.

        Empty for the last one where there is none yet. UsageProblem where a word names none, or several.
        """
        if word in {ALL, LAST}:
            return None if word == ALL else next((run.run_id for run in self.runs(1)), "")
        known = [run.run_id for run in self.runs()]
        found = [run_id for run_id in known if run_id.startswith(word)]
        if word in known or len(found) == 1:
            return word if word in known else found[0]
        if not known:
            raise UsageProblem(f"run {word}", "there is no run in this home yet", "junket crawl makes one")
        named = ", ".join((found or _nearest(word, known))[:MOST_NEAR])
        more = f" and {len(found) - MOST_NEAR:,} more" if len(found) > MOST_NEAR else ""
        if found:
            raise UsageProblem(f"run {word}", f"begins {len(found):,} runs: {named}{more}", "give more of the id")
        raise UsageProblem(f"run {word}", f"there is no such run; near it: {named}", "junket runs lists them")

    def site_named(self, word: str) -> str:
        """The domain of the site that a name, a host or an address stands for. UsageProblem where it is none."""
        site = site_for_url(word if "://" in word else f"http://{word}", self._home).domain
        if not site:
            raise UsageProblem(f"site {word}", "is no site", "give a domain, as in --site film.example")
        return site

    def has_reason(self, word: str) -> bool:
        """Whether any line has this reason."""
        return bool(next(self.find(LedgerQuery(reasons=(word,)), 1), None))

    def _where(self, query: LedgerQuery) -> tuple[str, list[Any]]:
        """SQL and its values. Numbers of rows come out of the index, in order, so that nothing is sorted."""
        inner, values = self._ending(query)
        terms = [f"rowid IN (SELECT rowid FROM urls WHERE {inner})"] if inner != _ANY else [inner]  # noqa: S608 - our own names
        for term, value in (("site_of(url) = ?", query.site), ("instr(url, ?) > 0", query.within)):
            if value:
                terms.append(term)
                values.append(value)
        return " AND ".join(terms), values

    def _ending(self, query: LedgerQuery) -> tuple[str, list[Any]]:
        """What of a query the index holds. It begins with run and decision, so these are always named."""
        by_reason = bool(query.reasons or query.changes or query.failed)
        if not by_reason and not query.decisions and query.run_id is None:
            return _ANY, []
        terms, values = (
            (["run_id = ?"], [query.run_id]) if query.run_id is not None else ([f"run_id IN ({_EACH_RUN})"], [])
        )
        lists = {
            "decision": query.decisions or (DECISIONS if by_reason else ()),
            "reason": query.reasons,
            "change": query.changes,
        }
        for name, words in lists.items():
            if words:
                terms.append(f"{name} IN ({', '.join('?' * len(words))})")
                values += words
        if query.failed:
            terms.append("is_failed(decision, reason)")
        return " AND ".join(terms), values

    def _tallied(self, site: str, groups: str, run_ids: list[str]) -> Iterator[Any]:
        with self._errors():
            yield from self._db.execute(_TALLY.format(site=site, groups=groups), (_listed(run_ids),))

    def _site_of(self, url: str) -> str:
        parts = urlsplit(url)
        return _site_of_host(f"{parts.scheme}://{parts.netloc}/", self._home)


def _listed(words: list[str]) -> str:
    """Words as SQLite's json_each takes them: any number in one parameter."""
    return msgspec.json.encode(words).decode()


def _nearest(word: str, known: list[str]) -> list[str]:
    """The ids that are most like a word; the newest ones where none is."""
    return get_close_matches(word, known[:MOST_COMPARED], MOST_NEAR, 0.6) or known


@lru_cache(maxsize=4096)
def _site_of_host(origin: str, home: Home) -> str:
    return site_for_url(origin, home).domain

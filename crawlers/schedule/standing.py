"""Where each site of a home stands: its last run, when the next is due, since when one is owed.

A run that began meets all times that were due before it, so what a machine missed while it was off is caught up once.
One that was killed or stopped meets none: it is tried again at the next ticks, :data:`MOST_TRIES` times in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from junket.crawlers.errors import JunketError, Unreachable, UsageProblem
from junket.crawlers.home import Home, home_errors
from junket.crawlers.ledger.ledger import LedgerRun
from junket.crawlers.ledger.ledger_reader import LedgerReader
from junket.crawlers.schedule.schedule import Schedule
from junket.crawlers.site.site import Site
from junket.crawlers.site.site_file import load_named

MOST_TRIES = 3
"""Runs of a site that are begun for one time where each is killed: what kills them may be the site."""
HOME_FAILED = "home_problem"
"""As :mod:`junket.crawlers.run.halt` has it, whose import would load Scrapy."""
_STOPPED = {None, "shutdown", HOME_FAILED}
"""Finish reasons of runs that did not come to their end; None: killed, or under way."""
_LOOKED_AT = 50
"""Runs of a site, the newest, that are looked at."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One site with start pages. ``due_at`` and ``owed_since`` are None where it has no schedule.

    ``due_at``: when the next run is, or was, to begin. ``owed_since``: the same, but for a run that comes to its end.
    ``last``: its newest run; ``doubt``: what is odd about its runs, a sentence, or nothing.
    """

    site: Site
    schedule: Schedule | None
    last: LedgerRun | None = None
    due_at: datetime | None = None
    owed_since: datetime | None = None
    under_way: bool = False
    doubt: str = ""

    def is_due(self, now: datetime) -> bool:
        """Whether a run is to begin at an aware ``now``: one is due, none is under way, the site's hours allow it."""
        if self.schedule is None or self.due_at is None or self.under_way:
            return False
        return self.due_at <= now and self.schedule.opening(now) == now


def standing_of(
    site: Site, runs: Sequence[LedgerRun], *, known_since: datetime, now: datetime, running: str | None = None
) -> Standing:
    """Where a site stands after its ``runs`` (crawls, the newest first) at ``now``.

    ``known_since``: since when it has its rules, for one that never ran. ``running``: the id of the run under way. A
    run that is dated after ``now`` does not count: a clock was wrong, and a run too many is better than none.
    """
    past = [run for run in runs if run.started_at <= now]
    doubt = ""
    if len(past) < len(runs):
        at = f"{runs[0].started_at:%Y-%m-%d %H:%M}"
        doubt = f"a run is dated {at} UTC, which is to come: the clock was set back, and that run does not count"
    schedule, last = site.schedule, past[0] if past else None
    if schedule is None:
        return Standing(site, None, last, doubt=doubt)
    under_way = last is not None and last.run_id == running
    stopped = 0
    while stopped < len(past) and past[stopped].finish_reason in _STOPPED:
        stopped += 1
    begun = past[stopped].started_at if stopped < len(past) else None
    owed = schedule.due_after(begun) if begun else schedule.first_due(min(known_since, now))
    tries = sum(run.started_at >= owed for run in past[:stopped])
    due = schedule.due_after(past[0].started_at) if tries >= MOST_TRIES else owed
    return Standing(site, schedule, last, due, owed, under_way, doubt)


def own_sites(home: Home) -> tuple[list[tuple[Site, datetime]], list[JunketError]]:
    """The sites of a home's own files, by name, and since when each file is as it is; what is wrong with the others.

    HomeProblem where the files cannot be listed.
    """
    sites: list[tuple[Site, datetime]] = []
    problems: list[JunketError] = []
    with home_errors(home):
        paths = sorted(home.site_overrides.glob("*.toml"))
    for path in paths:
        try:
            sites.append((load_named(path), _changed_at(path)))
        except (UsageProblem, Unreachable) as error:
            problems.append(error)
    return sites, problems


def standings(home: Home, now: datetime) -> tuple[list[Standing], list[JunketError]]:
    """Where each site of a home stands that has start pages; what is wrong with its site files.

    HomeProblem where its ledger cannot be read.
    """
    sites, problems = own_sites(home)
    with LedgerReader(home) as reader:
        running = reader.running()
        found = [
            standing_of(site, _crawls(reader, site.domain), known_since=since, now=now, running=running)
            for site, since in sites
            if site.start
        ]
    return found, problems


def _crawls(reader: LedgerReader, domain: str) -> list[LedgerRun]:
    return [found.run for found in reader.site_runs(domain, most=_LOOKED_AT) if found.run.operation == "crawl"]


def _changed_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError) as error:
        raise Unreachable(str(path), str(error), "name a site or a TOML file") from error

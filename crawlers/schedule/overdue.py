"""The dead man's switch: which sites of a home are overdue, since when, and why.

Whoever asks must not hang on the timer that may be dead: another machine's cron, a monitor.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from junket.crawlers.home import Home, home_errors
from junket.crawlers.ledger.ledger import LedgerRun
from junket.crawlers.lock import FILE_NAME as LOCK_NAME
from junket.crawlers.lock import is_held, read_owner
from junket.crawlers.schedule.standing import Standing, standings

Cause = Literal["never_started", "not_started", "killed", "stopped", "failed", "home_locked", "disk_full"]
_LEAST_FREE = 64 * 1024 * 1024
"""Bytes. A run needs more: a WARC file alone may take a gigabyte."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A site whose run should have begun, and come to its end, at ``since`` and has not by the grace after it.

    ``last_run`` is its newest run, however that ended; None where there was none. ``why`` is one clause.
    """

    site: str
    since: datetime
    last_run: LedgerRun | None
    cause: Cause
    why: str


def overdue(home: Home, now: datetime) -> list[Overdue]:
    """The overdue sites of a home at an aware ``now``, the longest first. HomeProblem where it cannot be read."""
    found, _ = standings(home, now)
    late = [(standing, since) for standing in found if (since := _late_since(standing, now))]
    if not late:
        return []
    of_home = _cause_of_home(home)
    listed = [
        Overdue(standing.site.domain, since, standing.last, *(of_home or _cause_of(standing)))
        for standing, since in late
    ]
    return sorted(listed, key=lambda each: (each.since, each.site))


def _late_since(standing: Standing, now: datetime) -> datetime | None:
    """Since when a site is overdue, None where it is not. One under way is so by the run after that."""
    schedule, since = standing.schedule, standing.owed_since
    if schedule is None or since is None:
        return None
    if standing.under_way and standing.last:
        since = schedule.due_after(standing.last.started_at)
    return since if now >= schedule.overdue_after(since) else None


def _cause_of_home(home: Home) -> tuple[Cause, str] | None:
    """What keeps all of a home's runs from beginning, None where it is nothing of that."""
    with home_errors(home):
        free = shutil.disk_usage(home.path).free
    if free < _LEAST_FREE:
        return "disk_full", f"the disk has {free // 1024 // 1024} MiB left"
    if is_held(home.state / LOCK_NAME):
        owner = read_owner(home)
        return "home_locked", f"another run holds the home ({owner or 'nobody knows whose'})"
    return None


def _cause_of(standing: Standing) -> tuple[Cause, str]:
    last, owed = standing.last, standing.owed_since
    if last is None:
        return "never_started", "no run of it has ever started: is the timer installed? (junket schedule show)"
    if owed and last.started_at < owed:
        return "not_started", "no run has started since: does the timer still fire? (junket schedule show)"
    if last.finish_reason is None:
        return "killed", f"run {last.run_id} was started and killed"
    if last.finish_reason == "shutdown":
        return "stopped", f"run {last.run_id} was started and stopped by hand or with its machine"
    return "failed", f"run {last.run_id} ended with {last.finish_reason}"

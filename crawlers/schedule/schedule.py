"""A site's schedule: when its next run is due after the last one, and how long that may wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from junket.crawlers.polite.hours import Hours
from junket.crawlers.schedule.weekly import Weekly

TICK = timedelta(minutes=15)
"""How often the timer asks what is due (:mod:`junket.crawlers.schedule.systemd`), so the shortest ``every``."""
LONGEST = timedelta(days=366)
_LATE_AT_LEAST, _LATE_AT_MOST = timedelta(hours=1), timedelta(days=1)
"""By hand. An hour: a tick, its random delay, a machine that starts. A day: nobody should hear of it later."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One of ``every`` (from the start of one run to the next) and ``at``; within ``hours``, both by ``timezone``."""

    every: timedelta | None = None
    at: Weekly | None = None
    hours: Hours | None = None
    timezone: str | None = None

    def due_after(self, start: datetime) -> datetime:
        """When the next run is due where the last one began at an aware ``start``; never before ``hours`` allow it."""
        return self.opening(self._after(start))

    def first_due(self, known_since: datetime) -> datetime:
        """When the first run is due of a site that has a schedule since that moment: with ``every`` at once."""
        return self.opening(self._after(known_since) if self.at else known_since)

    def overdue_after(self, due: datetime) -> datetime:
        """How long a run that is due may wait: a quarter of the time to the next, an hour at least, a day at most.

        So long, since a run of other sites may hold the home. What is due just before ``hours`` end waits for the
        next ones.
        """
        grace = min(max((self._after(due) - due) / 4, _LATE_AT_LEAST), _LATE_AT_MOST)
        return self.opening(due + 2 * TICK) + grace

    def opening(self, moment: datetime) -> datetime:
        """The first moment from an aware ``moment`` on at which the site may be asked."""
        return self.hours.opening(moment, self.timezone) if self.hours else moment

    def _after(self, moment: datetime) -> datetime:
        if self.at:
            return self.at.after(moment, self.timezone)
        return moment + (self.every or LONGEST)

    def __str__(self) -> str:
        text = f"at {self.at} {self.timezone or 'UTC'}" if self.at else f"every {_span(self.every or LONGEST)}"
        return text + (f", {self.hours} only" if self.hours else "")

    @classmethod
    def checked(
        cls, every: timedelta | None, at: Weekly | None, hours: Hours | None, timezone: str | None = None
    ) -> Self | None:
        """The schedule of a site's keys, None without one. ValueError for one that nobody can meet."""
        if every and at:
            raise ValueError("stands beside every: a site has one of the two")
        if every and not TICK <= every <= LONGEST:
            raise ValueError(f"{_span(every)} must be from {_span(TICK)} to {_span(LONGEST)}")
        missed = [time for time in at.times if hours and not hours.holds_at(time)] if at else []
        if missed:
            named = ", ".join(f"{time:%H:%M}" for time in missed)
            raise ValueError(f"{named} is outside hours = {str(hours)!r}, so nobody can meet it")
        return cls(every, at, hours, timezone) if every or at else None


def _span(span: timedelta) -> str:
    """A span as a site's file writes it."""
    minutes = int(span.total_seconds()) // 60
    for unit, size in (("w", 7 * 1440), ("d", 1440), ("h", 60)):
        if minutes >= size and minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"

"""The hours of the day in which a site may be crawled, as its file says: ``hours = "22:00-06:00"``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

_TEXT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``start`` to ``end`` (not included) of each day; over midnight where the end comes first."""

    start: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Hours:
        """``22:00-06:00``. ValueError for anything else."""
        if not (found := _TEXT.fullmatch(text.strip())):
            raise ValueError(f'{text!r} must be two times of day, as in "22:00-06:00"')
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        if start == end:
            raise ValueError(f"{text!r} is no time at all: leave it out for the whole day")
        return cls(start, end)

    def holds(self, moment: datetime, timezone: str | None = None) -> bool:
        """True where an aware ``moment`` lies within the hours of ``timezone`` (IANA name; UTC where it is None)."""
        return self.holds_at(moment.astimezone(_zone(timezone)).time())

    def holds_at(self, now: time) -> bool:
        """True where a time of day lies within the hours."""
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def opening(self, moment: datetime, timezone: str | None = None) -> datetime:
        """The first moment within the hours, an aware ``moment`` or later: that itself, or one in UTC.

        On a day whose clock leaves the hours out there is none.
        """
        if self.holds(moment, timezone):
            return moment
        zone = _zone(timezone)
        today = moment.astimezone(zone).date()
        starts = (
            datetime.combine(today + timedelta(days=number), self.start, zone).replace(fold=fold).astimezone(UTC)
            for number in range(-1, 5)
            for fold in (0, 1)
        )
        return min(each for each in starts if each > moment and self.holds(each, timezone))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def _zone(timezone: str | None) -> tzinfo:
    return ZoneInfo(timezone) if timezone else UTC

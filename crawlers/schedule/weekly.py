"""Days and times of a week as people write them: ``mon,thu 04:30``, ``mon-fri 08:00,20:00``, ``daily 03:00``.

It is the part of systemd's OnCalendar that people get right at once. Times are the site's own. A time that a change
of the clock leaves out is moved on by as much (RFC 5545, 3.3.5); of one that comes twice the first counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_AHEAD = 10
"""Days looked at for the next time: a week, and what the date line may add."""
_EXAMPLE = 'must be days and times, as in "daily 03:00" or "mon,thu 04:30"'


@dataclass(frozen=True, slots=True)
class Weekly:
    """``times`` of day on ``days`` of the week (0 is Monday), both sorted and not empty."""

    days: tuple[int, ...]
    times: tuple[time, ...]

    @classmethod
    def parse(cls, text: str) -> Weekly:
        """``[DAYS] HH:MM[,HH:MM]…``; DAYS are ``daily`` (also where they are left out), names and ranges of names.

        ValueError for anything else.
        """
        words = text.lower().split()
        if len(words) == 1:
            words = ["daily", *words]
        if len(words) != 2:  # noqa: PLR2004  # days, times
            raise ValueError(f"{text!r} {_EXAMPLE}")
        days, times = words
        return cls(_days(days, text), _times(times, text))

    def after(self, moment: datetime, timezone: str | None = None) -> datetime:
        """The first of its moments after an aware ``moment``, in UTC, by ``timezone`` (IANA name; UTC where None)."""
        zone = ZoneInfo(timezone) if timezone else UTC
        today = moment.astimezone(zone).date()
        dates = (today + timedelta(days=number) for number in range(-1, _AHEAD))
        found = (
            datetime.combine(date, at, zone).astimezone(UTC)
            for date in dates
            if date.weekday() in self.days
            for at in self.times
        )
        return min(each for each in found if each > moment)

    def __str__(self) -> str:
        days = "daily" if len(self.days) == len(DAYS) else ",".join(DAYS[day] for day in self.days)
        return f"{days} {','.join(f'{at:%H:%M}' for at in self.times)}"


def _days(words: str, text: str) -> tuple[int, ...]:
    if words == "daily":
        return tuple(range(7))
    found: set[int] = set()
    for word in words.split(","):
        first, dash, last = word.partition("-")
        begin = _day(first, text)
        end = _day(last, text) if dash else begin
        found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return tuple(sorted(found))


def _day(word: str, text: str) -> int:
    """The number of a day by its name, short or whole."""
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for number, names in enumerate(zip(DAYS, full, strict=True)):
        if word in names:
            return number
    raise ValueError(f"{text!r}: {word!r} is no day of the week; {_EXAMPLE}")


def _times(words: str, text: str) -> tuple[time, ...]:
    found = [_TIME.fullmatch(word) for word in words.split(",")]
    if not all(found):
        raise ValueError(f"{text!r}: {words!r} is no time of day; {_EXAMPLE}")
    return tuple(sorted({time(int(each[1]), int(each[2])) for each in found if each}))

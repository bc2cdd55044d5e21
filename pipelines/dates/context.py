"""What a date reads as, and what must be known to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Precision = Literal["minute", "day", "month", "year"]

FIRST_YEAR = 1990
"""The web is younger than this; an earlier year on a web page is a birth, a film or an epoch of zero."""
LAST_YEAR = 2100
GRACE = timedelta(days=2)
"""How far past its capture a page may be dated: zones, and articles dated ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateContext:
    """How printed dates are to be read on one page.

    ``languages``: codes, likeliest first. ``zone``: the page's own zone, None when unknown.
    ``day_first``: the order in all-number dates, None when unknown. ``fetched_at``: aware; relative
    dates count from it, and without it they are not read.
    """

    languages: tuple[str, ...] = ()
    zone: tzinfo | None = None
    day_first: bool | None = None
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date as read. ``day`` is None where only a month or a year is printed."""

    text: str
    """The words or the markup value."""
    precision: Precision
    """How fine the page states it, even where an unknown zone leaves no instant."""
    day: date | None = None
    instant: datetime | None = None
    """Aware; None where the time of day or the zone is unknown."""
    relative: bool = False
    start: int = 0
    """Where ``text`` stands in what was searched."""
    end: int = 0


@lru_cache(maxsize=64)
def zone_of(name: str | None) -> tzinfo | None:
    """The zone of an IANA name; None where there is none of that name."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset(minutes: int) -> tzinfo | None:
    """A fixed offset; None where no place on earth has it."""
    return timezone(timedelta(minutes=minutes)) if -12 * 60 <= minutes <= 14 * 60 else None


Day = tuple[int, int, int | None]
"""Year, month and day; the day is None where only a month is printed."""
Clock = tuple[tuple[int, int, int] | None, tzinfo | None]
"""Hour, minute and second, and the zone printed beside them; None where there is none."""


def settle(text: str, parts: Day, time: Clock, reading: DateContext) -> Dated | None:
    """The parts as a date, or None where they are no day between :data:`FIRST_YEAR` and the capture."""
    year, month, day = parts
    clock, zone = time
    try:
        first = date(year, month, day or 1)
    except ValueError:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR or is_ahead(first, reading):
        return None
    if day is None:
        return Dated(text=text, precision="month")
    if clock is None:
        return Dated(text=text, precision="day", day=first)
    hour, minute, second = clock
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=zone or reading.zone)
    except ValueError:
        return Dated(text=text, precision="day", day=first)
    return Dated(text=text, precision="minute", day=first, instant=local if local.tzinfo else None)


def is_ahead(day: date, reading: DateContext) -> bool:
    """Whether a day lies after the page's capture."""
    return reading.fetched_at is not None and day > (reading.fetched_at + GRACE).date()

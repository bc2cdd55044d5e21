"""Dates as markup writes them: ISO 8601 first, since nearly all do; else as people print them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from junket.pipelines.dates.context import DateContext, Dated, offset, settle
from junket.pipelines.dates.printed import find_dates, find_month

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s{1,3}|, ?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?$", re.IGNORECASE)
_MONTH = re.compile(r"((?:19|20)\d\d)[-/](\d{1,2})$")
_EPOCH = re.compile(r"(\d{10})(\d{3})?$")


def read_markup_date(value: str, reading: DateContext) -> Dated | None:
    """The date of an attribute or of JSON-LD, or None where it holds none.

    The day is the value's own (that of its offset), unless it is written in UTC and the page's zone
    is known: then it is the day there. A value without offset is in the page's zone.
    """
    value = value.strip()[:100]
    match = _ISO.match(value) or _BASIC.match(value)
    if match is None:
        return _epoch(value, reading) or next(find_dates(value, reading), None)
    year, month, day, hour, minute, second, zone = match.groups()
    clock = (int(hour), int(minute), int(second or 0)) if hour else None
    if clock == (0, 0, 0) and _is_utc(zone):
        clock = None  # midnight UTC is how a bare day is written; its own day is the one meant
    dated = settle(value, (int(year), int(month), int(day)), (clock, _offset(zone)), reading)
    if dated is None or dated.instant is None or not _is_utc(zone) or not zone:
        return dated
    return _in_page_zone(dated, reading)


def read_month(value: str, reading: DateContext) -> Dated | None:
    """The month of a value that names no day: ``2015-09``, ``2015/09``, ``September 2015``; ``day`` is None."""
    value = value.strip()[:100]
    match = _MONTH.match(value)
    if match is None:
        return find_month(value, reading)
    return settle(value, (int(match[1]), int(match[2]), None), (None, None), reading)


def _in_page_zone(dated: Dated, reading: DateContext) -> Dated:
    if reading.zone is None or dated.instant is None:
        return dated
    local = dated.instant.astimezone(reading.zone)
    return Dated(text=dated.text, precision=dated.precision, day=local.date(), instant=local)


def _is_utc(zone: str | None) -> bool:
    return zone is None or zone.upper() in {"Z", "UTC", "GMT", "+00:00", "+0000", "-00:00", "+00"}


def _offset(zone: str | None) -> tzinfo | None:
    if zone is None:
        return None
    if _is_utc(zone):
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return offset((int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone[0] == "-" else 1))


def _epoch(value: str, reading: DateContext) -> Dated | None:
    """Seconds or milliseconds since 1970 (JavaScript)."""
    match = _EPOCH.match(value)
    if match is None:
        return None
    moment = datetime.fromtimestamp(int(match[1]), UTC)
    clock = (moment.hour, moment.minute, moment.second)
    dated = settle(value, (moment.year, moment.month, moment.day), (clock, UTC), reading)
    return _in_page_zone(dated, reading) if dated else None

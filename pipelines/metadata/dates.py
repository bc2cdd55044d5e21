"""The page's day: the decision over all evidence of dates. No date is better than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from junket.pipelines.dates import DateContext, Dated, find_loose, read_markup_date, read_month
from junket.pipelines.metadata.evidence import Candidate, Evidence
from junket.pipelines.page.block import Block
from junket.pipelines.record.record import Doubt


@dataclass(frozen=True, slots=True)
class PageDates:
    """What was decided: the publication, the update, and doubts on the way."""

    published: Dated | None = None
    modified: datetime | None = None
    warnings: tuple[Doubt, ...] = ()


def decide_dates(evidence: Evidence, reading: DateContext) -> PageDates:
    """The publication and the update, each from the best readable candidate; then the page's own day.

    An update is no publication, but where a page prints nothing else at its head it is the page's
    own day (``date_updated`` says so); an update that only markup knows is not. A month is no day:
    where it is all there is, ``published.day`` stays None (``date_month_only``).
    """
    modified = _first(evidence.of("modified"), reading)
    candidates = _possible(list(evidence.of("published")), modified, reading)
    best = _first_candidate(candidates, reading)
    published = _read(best, reading) if best else None
    instant = modified.instant if modified else None
    if best is None or published is None:
        return _less_than_a_day(evidence, instant, reading)
    printed = _first((c for c in candidates if c.source in _PRINTED), reading)
    if printed and printed.day and published.day and printed.day != published.day:
        is_earlier = printed.day < published.day
        if _is_that_day(printed.day, published):
            published = replace(published, day=printed.day)
        elif is_earlier and best.source not in _SHOWN:
            published = printed  # markup that is later than print is a re-publication, or the template's date
    return PageDates(published, instant, _doubts(published))


def _less_than_a_day(evidence: Evidence, modified: datetime | None, reading: DateContext) -> PageDates:
    """Where no day of publication is told: its month, else the update that the page prints, else nothing."""
    for candidate in evidence.of("published"):
        if month := read_month(candidate.value, reading):
            return PageDates(month, modified, ("date_month_only",))
    updated = _first((c for c in evidence.of("modified") if c.source in _PRINTED_UPDATE), reading)
    if updated is not None:
        return PageDates(replace(updated, instant=None), modified, ("date_updated",))
    return PageDates(None, modified, ("date_unreadable",) if any(evidence.of("published")) else ())


def _is_that_day(day: date, published: Dated) -> bool:
    """Whether a printed day is the day of an instant given in UTC, in a zone where most people live."""
    if published.instant is None or published.instant.utcoffset() != timedelta(0):
        return False
    west, east = (published.instant + timedelta(hours=hours) for hours in _ZONES)
    return west.date() <= day <= east.date()


_ZONES = (-8, 9)
"""From California to Japan and Korea."""
_PRINTED_UPDATE = frozenset({"text:updated", "time:updated"})
_PRINTED = frozenset({"text:published", "text", "time:published"})


def _possible(candidates: list[Candidate], modified: Dated | None, reading: DateContext) -> list[Candidate]:
    """The candidates without lines that only look like datelines.

    Four different days near a title are a table or a list, and a day after the last change is another page's.
    """
    lines = [c for c in candidates if c.source == "text"]
    days = {dated.day for c in lines if (dated := _read(c, reading))}
    if len(days) >= _LIST:
        return [c for c in candidates if c.source != "text"]
    last = modified.day + timedelta(days=1) if modified and modified.day else None
    if last is None:
        return candidates
    late = {c for c in candidates if (dated := _read(c, reading)) and dated.day and dated.day > last}
    in_time = [c for c in candidates if c not in late]
    if any(_read(c, reading) for c in in_time if c.source != "text"):
        return in_time  # markup that calls the time of its own making the publication
    return [c for c in candidates if c not in late or c.source != "text"]


_LIST = 4
_SHOWN = frozenset({"time", "time:published"})
"""Sources that a page shows, so that another printed line does not correct them."""


def _first(candidates: Iterable[Candidate], reading: DateContext) -> Dated | None:
    best = _first_candidate(candidates, reading)
    return _read(best, reading) if best else None


def _first_candidate(candidates: Iterable[Candidate], reading: DateContext) -> Candidate | None:
    return next((candidate for candidate in candidates if _read(candidate, reading)), None)


def _read(candidate: Candidate, reading: DateContext) -> Dated | None:
    return _read_value(candidate.value, reading)


@lru_cache(maxsize=128)  # each step of the decision asks for the same few
def _read_value(value: str, reading: DateContext) -> Dated | None:
    return read_markup_date(value, reading) or find_loose(value, reading)


def _doubts(published: Dated) -> tuple[Doubt, ...]:
    doubts: list[Doubt] = []
    if published.relative:
        doubts.append("date_relative")
    if published.precision == "minute" and published.instant is None:
        doubts.append("timezone_unknown")
    return tuple(doubts)


def printed_order(blocks: Sequence[Block]) -> bool | None:
    """Whether the page prints days before months in all-number dates, as those of its short lines tell that can.

    A site prints one order: ``28/03/2025`` among its other articles tells how ``03/04/2025`` is meant. None where
    nothing tells, or where lines disagree.
    """
    told: set[bool] = set()
    for block in blocks:
        if len(block.text) <= _LINE and ("/20" in block.text or "-20" in block.text):
            for first, second in _FIGURES.findall(block.text):
                if (int(first) > _MONTHS) != (int(second) > _MONTHS):
                    told.add(int(first) > _MONTHS)
    return told.pop() if len(told) == 1 else None


_LINE = 200
"""Characters of a line that may be a dateline."""
_MONTHS = 12
_FIGURES = re.compile(r"(?<![\d/-])([0-3]?\d)[/-]([0-3]?\d)[/-]20\d\d(?![\d/-])")

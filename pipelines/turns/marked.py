"""The marks that a page sets, whatever they mean: an explanation that walks over them is a worse one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from pipelines.turns.capitals import in_capitals
from pipelines.turns.dashes import DASH
from pipelines.turns.draft import Proposal
from pipelines.turns.emphasis import emphasised
from pipelines.turns.numbered import climbing
from pipelines.turns.sheet import Sheet

_SLACK = 12
"""Characters between a mark and the words it stands before: dashes, quotes, numbers."""
_MIN_MARKS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A turn should start somewhere in ``text[start:end]``."""

    line: int
    start: int
    end: int


def find_marks(sheet: Sheet) -> tuple[Mark, ...]:
    """Labels, dashes, numbers, capitals and bold sentences at the start of lines; the end of a bold start too."""
    bold = emphasised(sheet, lambda line: line.bold)
    numbers = climbing(sheet)
    marks: list[Mark] = []
    for line in sheet.lines:
        if line.aside:
            continue
        lead = bold(line) if bold else 0
        label = sheet.labels.get(line.number)
        if label:
            marks.append(Mark(line.number, line.start, line.start + label.end + _SLACK))
        elif lead or DASH.match(line.text) or line.number in numbers or in_capitals(line):
            marks.append(Mark(line.number, line.start, line.start + _SLACK))
        if 0 < lead < len(line.text):
            marks.append(Mark(line.number, line.start + lead, line.start + lead + _SLACK))
    return tuple(marks)


def heeded(marks: tuple[Mark, ...], drafts: Proposal) -> float:
    """The share of the marks between the first and the last turn at which a turn starts; 1 where there are few."""
    if not drafts:
        return 0.0
    inside = [mark for mark in marks if drafts[0].first_line <= mark.line <= drafts[-1].last_line]
    if len(inside) < _MIN_MARKS:
        return 1.0
    starts = sorted(draft.start for draft in drafts)
    return sum(_any_between(starts, mark.start, mark.end) for mark in inside) / len(inside)


def _any_between(starts: list[int], low: int, high: int) -> bool:
    position = bisect_left(starts, low)
    return position < len(starts) and starts[position] <= high

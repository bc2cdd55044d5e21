"""The marks that a page sets, whatever they mean: an explanation that walks over them is a worse one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from junket.pipelines.turns.capitals import in_capitals
from junket.pipelines.turns.dashes import dashed_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.emphasis import emphasised
from junket.pipelines.turns.heading import asking_levels
from junket.pipelines.turns.nameplates import find_plates
from junket.pipelines.turns.numbered import climbing
from junket.pipelines.turns.sheet import Line, Sheet
from junket.pipelines.turns.switching import find_switching

_SLACK = 12
"""Characters between a mark and the words it stands before: dashes, quotes, numbers."""
_MIN_MARKS = 3
_BEFORE = 2
"""Lines before the first turn whose marks count too: a first turn that was overlooked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A turn should start somewhere in ``text[start:end]``."""

    line: int
    start: int
    end: int


def find_marks(sheet: Sheet) -> tuple[Mark, ...]:
    """Labels, dashes, numbers, capitals and bold sentences at the start of lines; the end of a bold start too."""
    bold = emphasised(sheet, lambda line: line.bold)
    telling = (
        climbing(sheet) | dashed_lines(sheet) | {number for found in find_switching(sheet) for number in found.switches}
    )
    plates = find_plates(sheet)
    heads = asking_levels(sheet)
    marks: list[Mark] = []
    for line in sheet.lines:
        if line.aside:
            continue
        lead = bold(line) if bold else 0
        label = sheet.labels.get(line.number)
        if line.number in plates:
            marks.append(Mark(line.number, line.start, line.end + _SLACK))
        elif label:
            marks.append(Mark(line.number, line.start, line.start + label.end + _SLACK))
        elif _is_marked(line, lead, telling, heads):
            marks.append(Mark(line.number, line.start, line.start + _SLACK))
        if 0 < lead < len(line.text):
            marks.append(Mark(line.number, line.start + lead, line.start + lead + _SLACK))
    return tuple(marks)


def _is_marked(line: Line, lead: int, numbers: set[int], heads: frozenset[str]) -> bool:
    if lead or line.number in numbers or in_capitals(line):
        return True
    return line.tag in heads and line.traits.asks


def heeded(marks: tuple[Mark, ...], drafts: Proposal) -> float:
    """The share of the marks from just before the first turn to the last at which one starts; 1 where there are few."""
    if not drafts:
        return 0.0
    inside = [mark for mark in marks if drafts[0].first_line - _BEFORE <= mark.line <= drafts[-1].last_line]
    if len(inside) < _MIN_MARKS:
        return 1.0
    starts = sorted(draft.start for draft in drafts)
    return sum(_any_between(starts, mark.start, mark.end) for mark in inside) / len(inside)


def _any_between(starts: list[int], low: int, high: int) -> bool:
    position = bisect_left(starts, low)
    return position < len(starts) and starts[position] <= high

"""Numbered questions: ``1. What…``, ``Question 3:``, ``3Q:``; the numbers climb one by one."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate, whole_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Sheet, once_a_page
from junket.pipelines.turns.styles.style import Mark, Style, mark_lines
from junket.pipelines.turns.words.phrases import QUESTION_NUMBER

_MIN_QUESTIONS = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """The longest run of lines whose numbers climb by one asks."""
    questions = _climbing(sheet)
    if len(questions) >= _MIN_QUESTIONS:
        yield alternate(sheet, whole_lines(questions))


def marks(sheet: Sheet) -> Iterable[Mark]:
    """The lines that count."""
    return mark_lines(sheet, _climbing(sheet))


@once_a_page
def _climbing(sheet: Sheet) -> frozenset[int]:
    """The lines of the longest run of numbers that climb by one, from 1 or 0 on."""
    best: list[int] = []
    current: list[int] = []
    expected = 0
    for line in sheet.lines:
        match = None if line.aside else QUESTION_NUMBER.match(line.text)
        number = int(match[match.lastindex or 1]) if match else -1
        if number >= 0 and number == expected:
            current.append(line.number)
            expected += 1
        elif number == 1:
            current, expected = [line.number], 2
        best = list(current) if len(current) > len(best) else best
    return frozenset(best)


STYLE = Style("numbered", propose, marks, 1.0)

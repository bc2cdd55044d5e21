"""Bold questions: a bold paragraph, a bold line before a ``<br>``, or a bold start of the answer's own paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import Span, alternate
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.emphasis import emphasised
from junket.pipelines.turns.sheet import Sheet, once_a_page
from junket.pipelines.turns.styles.style import Mark, Style, mark


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """What is bold asks."""
    if span := _bold_questions(sheet):
        yield alternate(sheet, span)


def marks(sheet: Sheet) -> Iterable[Mark]:
    """Where a bold question starts, and where it ends inside a line."""
    span = _bold_questions(sheet)
    for line in sheet.lines if span else ():
        if span and (end := span(line)):
            yield mark(line)
            if end < len(line.text):
                yield mark(line, end)


@once_a_page
def _bold_questions(sheet: Sheet) -> Span | None:
    """How much of a line's start is a bold question; None where bold print is none."""
    return emphasised(sheet, lambda line: line.bold)


STYLE = Style("bold", propose, marks, 1.0)

"""Questions that are printed in capitals, answers that are not."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate, whole_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Line, Sheet, once_a_page
from junket.pipelines.turns.styles.style import Mark, Style, mark_lines

_MIN_LENGTH = 8
_MIN_WORDS = 2
_MIN_QUESTIONS = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Lines in capitals ask."""
    asking = _in_capitals(sheet)
    if len(asking) >= _MIN_QUESTIONS:
        yield alternate(sheet, whole_lines(asking))


def marks(sheet: Sheet) -> Iterable[Mark]:
    """All lines in capitals, however few."""
    return mark_lines(sheet, _in_capitals(sheet))


@once_a_page
def _in_capitals(sheet: Sheet) -> frozenset[int]:
    """Lines of two words or more without a small letter."""
    return frozenset(line.number for line in sheet.lines if _is_in_capitals(line))


def _is_in_capitals(line: Line) -> bool:
    return line.text.isupper() and len(line.text) >= _MIN_LENGTH and line.traits.words >= _MIN_WORDS and not line.aside


STYLE = Style("capitals", propose, marks, 0.95)

"""Questions in capitals only."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate
from junket.pipelines.turns.draft import Proposal, Style
from junket.pipelines.turns.sheet import Line, Sheet

_MIN_LENGTH = 8
_MIN_WORDS = 2
_MIN_QUESTIONS = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Lines in capitals ask."""
    found = {line.number for line in sheet.lines if in_capitals(line)}
    if len(found) >= _MIN_QUESTIONS:
        yield alternate(sheet, lambda line: len(line.text) if line.number in found else 0)


def in_capitals(line: Line) -> bool:
    """A line of two words or more without a small letter."""
    return line.text.isupper() and len(line.text) >= _MIN_LENGTH and line.traits.words >= _MIN_WORDS and not line.aside


STYLE = Style("capitals", propose, 0.95)

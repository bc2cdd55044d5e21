"""Italic questions, plain answers; or italic answers after plain questions."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.emphasis import emphasised
from junket.pipelines.turns.sequence import question_score
from junket.pipelines.turns.sheet import Line, Sheet
from junket.pipelines.turns.styles.style import Style, no_marks

_MIN_ANSWERS = 3


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """What is italic asks; or, where plain lines ask and italic ones follow, what is plain asks."""
    span = emphasised(sheet, lambda line: line.italic)
    if span is None:
        return
    yield alternate(sheet, span)
    italic = {line.number for line in sheet.lines if line.all_italic}
    if len(italic) >= _MIN_ANSWERS:
        yield alternate(sheet, lambda line: _plain(line, italic))


def _plain(line: Line, italic: set[int]) -> int:
    before = line.number not in italic and line.number + 1 in italic
    return len(line.text) if before and not line.is_heading and question_score(line.traits) > 0 else 0


STYLE = Style("italic", propose, no_marks, 0.95)

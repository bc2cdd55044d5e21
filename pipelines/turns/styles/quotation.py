"""Block quotes: they hold the questions, or the answers."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate, whole_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.styles.style import Style, no_marks

_MIN_QUOTES = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Once with the quotes asking, once with the line before a quote asking."""
    quoted = {line.number for line in sheet.lines if line.tag == "blockquote" or "blockquote" in line.path}
    quoted -= {line.number for line in sheet.lines if line.aside}
    if len(quoted) < _MIN_QUOTES or len(quoted) == len(sheet.lines):
        return
    yield alternate(sheet, whole_lines(quoted))
    yield alternate(sheet, whole_lines({number - 1 for number in quoted} - quoted))


STYLE = Style("quotation", propose, no_marks, 0.85)

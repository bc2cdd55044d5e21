"""Block quotes: they hold the questions, or the answers."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate
from junket.pipelines.turns.draft import Proposal, Style
from junket.pipelines.turns.sheet import Line, Sheet

_MIN_QUOTES = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Once with the quotes asking, once with the line before a quote asking."""
    quoted = {line.number for line in sheet.lines if line.tag == "blockquote" or "blockquote" in line.path}
    quoted -= {line.number for line in sheet.lines if line.aside}
    if len(quoted) < _MIN_QUOTES or len(quoted) == len(sheet.lines):
        return
    yield alternate(sheet, lambda line: len(line.text) if line.number in quoted else 0)
    yield alternate(sheet, lambda line: _before(line, quoted))


def _before(line: Line, quoted: set[int]) -> int:
    return len(line.text) if line.number not in quoted and line.number + 1 in quoted else 0


STYLE = Style("quotation", propose, 0.85)

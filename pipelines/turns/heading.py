"""Headings as questions. Levels whose headings do not ask (subheads, pull quotes) are asides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipelines.turns.alternate import alternate
from pipelines.turns.draft import Proposal, Style
from pipelines.turns.sheet import Line, Sheet

_MIN_ASKING = 0.5
_MIN_QUESTIONS = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Headings of the levels that ask, and wholly bold paragraphs that ask or thank beside them."""
    levels: defaultdict[str, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        if line.is_heading and not line.aside:
            levels[line.tag].append(line)
    asking = {tag for tag, lines in levels.items() if _asking(lines) >= _MIN_ASKING}
    if sum(len(levels[tag]) for tag in asking) < _MIN_QUESTIONS:
        return

    def span(line: Line) -> int:
        if line.tag in asking and not line.traits.quoted:
            return len(line.text)
        return len(line.text) if line.all_bold and (line.traits.asks or line.traits.thanks) else 0

    yield alternate(sheet, span)


def _asking(lines: list[Line]) -> float:
    return sum(line.traits.asks for line in lines) / len(lines)


STYLE = Style("heading", propose, 1.0)

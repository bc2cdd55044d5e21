"""Headings as questions. Levels whose headings do not ask (subheads, pull quotes) are asides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from junket.pipelines.turns.alternate import Span, alternate
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Line, Sheet
from junket.pipelines.turns.styles.style import Mark, Style, mark

_MIN_ASKING = 0.5
_MIN_QUESTIONS = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Headings of the levels that ask, and wholly bold paragraphs that ask or thank beside them."""
    if asking := asking_levels(sheet):
        yield alternate(sheet, heading_span(asking))


def marks(sheet: Sheet) -> Iterable[Mark]:
    """The headings that ask themselves, on the levels that ask."""
    asking = asking_levels(sheet)
    return (mark(line) for line in sheet.lines if line.tag in asking and line.traits.asks)


def heading_span(asking: frozenset[str]) -> Span:
    """Headings with these tags, but quotes; and wholly bold lines that ask or thank."""

    def span(line: Line) -> int:
        if line.tag in asking and not line.traits.quoted:
            return len(line.text)
        return len(line.text) if line.all_bold and (line.traits.asks or line.traits.thanks) else 0

    return span


def asking_levels(sheet: Sheet, least: float = _MIN_ASKING) -> frozenset[str]:
    """The tags of the headings that ask; none where these are too few."""
    levels: defaultdict[str, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        if line.is_heading and not line.aside:
            levels[line.tag].append(line)
    asking = frozenset(tag for tag, lines in levels.items() if _asking(lines) >= least)
    return asking if sum(len(levels[tag]) for tag in asking) >= _MIN_QUESTIONS else frozenset()


def _asking(lines: list[Line]) -> float:
    return sum(line.traits.asks for line in lines) / len(lines)


STYLE = Style("heading", propose, marks, 1.0)

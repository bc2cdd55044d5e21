"""Headings as questions. Levels whose headings do not ask (subheads, pull quotes) are asides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from junket.pipelines.turns.alternate import Span, alternate
from junket.pipelines.turns.draft import Proposal, Style
from junket.pipelines.turns.sheet import Line, Sheet

_MIN_ASKING = 0.5
_MIN_ASKING_DOUBTFUL = 0.3
"""Where headings take over from another style, there are fewer of them to tell by."""
_MIN_QUESTIONS = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Headings of the levels that ask, and wholly bold paragraphs that ask or thank beside them."""
    if asking := asking_levels(sheet):
        yield alternate(sheet, _span(asking))


def propose_doubtful(sheet: Sheet) -> Iterable[Proposal]:
    """The same with levels on which fewer headings ask."""
    asking = asking_levels(sheet, _MIN_ASKING_DOUBTFUL)
    if asking and asking != asking_levels(sheet):
        yield alternate(sheet, _span(asking))


def _span(asking: frozenset[str]) -> Span:
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


STYLE = Style("heading", propose, 1.0)
DOUBTFUL = Style("heading, doubtful", propose_doubtful, 0.85)

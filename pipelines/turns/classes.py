"""Class names that set the questions off: chat bubbles, ``p.question``, and the like, whatever the names are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from pipelines.turns.alternate import alternate
from pipelines.turns.draft import Proposal, Style
from pipelines.turns.sequence import question_score
from pipelines.turns.sheet import Line, Sheet

_MIN_QUESTIONS = 2
_MIN_ASKING = 0.5
_MAX_PROPOSALS = 3


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """For the words that stand on lines that ask, and not on all lines: what carries one asks."""
    holders: defaultdict[str, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        if not line.aside and not line.is_heading:
            for token in line.tokens:
                holders[token].append(line)
    usable = (lines for lines in holders.values() if _MIN_QUESTIONS <= len(lines) < len(sheet.lines))
    asking = {frozenset(line.number for line in lines): _asking(lines) for lines in usable}
    best = sorted((-share, -len(numbers), min(numbers), numbers) for numbers, share in asking.items())
    for share, _, _, numbers in best[:_MAX_PROPOSALS]:
        if -share >= _MIN_ASKING:
            yield alternate(sheet, partial(_whole, numbers))


def _whole(numbers: frozenset[int], line: Line) -> int:
    return len(line.text) if line.number in numbers else 0


def _asking(lines: list[Line]) -> float:
    return sum(question_score(line.traits) > 0 for line in lines) / len(lines)


STYLE = Style("classes", propose, 0.9)

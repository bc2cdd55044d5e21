"""Numbered questions: ``1. What…``, ``Question 3:``, ``3Q:``; the numbers climb one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate
from junket.pipelines.turns.draft import Proposal, Style
from junket.pipelines.turns.marks import marks
from junket.pipelines.turns.sheet import Sheet

_MIN_QUESTIONS = 2
_WORDS = "|".join(sorted(map(re.escape, marks().numbered), key=len, reverse=True))
NUMBER = re.compile(
    rf"\A[\s•*·]*+(?:(?:{_WORDS})\s*+(?:№|#|nr\.?|no\.?)?\s*+(\d{{1,3}})(?:\s*+[.):–—-]\s++|\s++)"
    r"|(\d{1,2})\s*+q?\s*+[.):]\s++|(\d{1,2})\s*+[–—|/]\s++|[#№]\s?(\d{1,2})[.:)]?\s++)",
    re.IGNORECASE,
)
"""The number that a question starts with, in one of four groups."""


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """The longest run of lines whose numbers climb by one asks."""
    questions = climbing(sheet)
    if len(questions) >= _MIN_QUESTIONS:
        yield alternate(sheet, lambda line: len(line.text) if line.number in questions else 0)


def climbing(sheet: Sheet) -> set[int]:
    """The lines of the longest run of numbers that climb by one, from 1 or 0 on."""
    best: list[int] = []
    current: list[int] = []
    expected = 0
    for line in sheet.lines:
        match = None if line.aside else NUMBER.match(line.text)
        number = int(match[match.lastindex or 1]) if match else -1
        if number >= 0 and number == expected:
            current.append(line.number)
            expected += 1
        elif number == 1:
            current, expected = [line.number], 2
        best = list(current) if len(current) > len(best) else best
    return set(best)


STYLE = Style("numbered", propose, 1.0)

"""Dashes before what is said: before both sides, or before the questions only."""

from __future__ import annotations

import re
from collections.abc import Iterable

from junket.pipelines.turns.alternate import Builder, alternate, whole_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sequence import read_sequence
from junket.pipelines.turns.sheet import Line, Sheet, once_a_page
from junket.pipelines.turns.styles.style import Mark, Style, mark_lines

_MIN_DASHES = 3
_DASH = re.compile(r"\A[-–—―]\s*(?=[^\W\d_]|[«“„\"(\[…¿¡「『])")
_SIGN = re.compile(r"\A[•▪■●◆►▶→>]\s*(?=[^\W\d_]|[«“„\"(\[…¿¡「『])")
_SIGNS = frozenset("•▪■●◆►▶→>")
"""Signs that lists have too: these count where most of their lines ask."""
_MIN_ASKING = 0.5
_BOTH_SIDES = 12.0
_FEW = 0.4
"""Where more of the dashed lines than this follow each other at once, dashes are not the questions' alone."""


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Dashed lines ask and the rest answers; or dashed lines take turns and the rest goes on."""
    dashed = _dashed_lines(sheet)
    if len(dashed) < _MIN_DASHES:
        return
    neighbours = sum(number + 1 in dashed for number in dashed)
    if neighbours <= _FEW * len(dashed):
        yield alternate(sheet, whole_lines(dashed))
    if neighbours:
        yield _both_sides(sheet, [line for line in sheet.lines if line.number in dashed])


def marks(sheet: Sheet) -> Iterable[Mark]:
    """All dashed lines, however few."""
    return mark_lines(sheet, _dashed_lines(sheet))


@once_a_page
def _dashed_lines(sheet: Sheet) -> frozenset[int]:
    """The lines that start with a dash, or with a sign that does a dash's work."""
    dashed = frozenset(line.number for line in sheet.lines if _DASH.match(line.text) and not line.aside)
    signed = [line for line in sheet.lines if line.text[0] in _SIGNS and not line.aside and _SIGN.match(line.text)]
    asking = sum(line.traits.asks for line in signed)
    return dashed | {line.number for line in signed} if signed and asking >= _MIN_ASKING * len(signed) else dashed


def _both_sides(sheet: Sheet, dashed: list[Line]) -> Proposal:
    states = read_sequence([line.traits for line in dashed], same=_BOTH_SIDES, outside=False)
    roles = {line.number: state for line, state in zip(dashed, states, strict=True)}
    builder = Builder()
    for line in sheet.lines:
        if line.number in roles:
            builder.open("question" if roles[line.number] == "question" else "answer", line, 0, len(line.text))
        elif builder.drafts and not line.aside and not line.is_heading:
            builder.extend(line)
    return builder.done()


STYLE = Style("dashes", propose, marks, 0.95)

"""No markup at all: order, question marks, "you" and "I", and length are the only evidence (dumps too)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import dropwhile

from junket.pipelines.turns.alternate import Builder
from junket.pipelines.turns.draft import Draft, Proposal
from junket.pipelines.turns.sequence import State, read_sequence
from junket.pipelines.turns.sheet import Line, Sheet
from junket.pipelines.turns.styles.style import Style, no_marks

_MIN_LINES = 4
_MIN_ASKING = 2
_SAME = 1.2
_GREETING_MAX = 120


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """The likeliest sequence; neighbouring answer lines are one turn, question paragraphs stay apart."""
    lines = [line for line in sheet.lines if not line.aside and not line.is_heading]
    if len(lines) < _MIN_LINES or sum(line.traits.asks for line in lines) < _MIN_ASKING:
        return
    builder = Builder()
    for line, state in zip(lines, _read(lines), strict=True):
        if state == "question":
            builder.open("question", line, 0, len(line.text))
        elif state == "answer" and builder.side == "question":
            builder.open("answer", line, 0, len(line.text))
        elif state == "answer":
            builder.extend(line)
    yield tuple(dropwhile(lambda draft: draft.role == "answer" or not _opens(sheet, draft), builder.done()))


def _opens(sheet: Sheet, draft: Draft) -> bool:
    """Without marks only a question, a greeting or a remark can be what the talk starts with."""
    traits = sheet.traits(draft.start, draft.end)
    return traits.asks or (traits.remark and traits.length < _GREETING_MAX)


def _read(lines: list[Line]) -> list[State]:
    """A wider gap than usual after a question (in a dump) is where its answer may have been lost."""
    gaps = Counter(line.gap for line in lines if line.first)  # none where each paragraph starts with an aside
    usual = max(gaps, key=lambda gap: gaps[gap], default=0)
    lost = frozenset(
        number
        for number, line in enumerate(lines)
        if number and line.gap > max(usual, 1) and lines[number - 1].traits.ends_asking
    )
    return read_sequence([line.traits for line in lines], same=_SAME, lost=lost)


STYLE = Style("plain", propose, no_marks, 0.8)

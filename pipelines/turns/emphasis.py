"""Which emphasised stretches may be questions: shared by bold and italic."""

from __future__ import annotations

from collections.abc import Callable

from junket.pipelines.turns.alternate import Span
from junket.pipelines.turns.sheet import Line, Sheet

_MIN_QUESTIONS = 2
_MAX_SHARE = 0.8
_ENDINGS = ("?", "!", ".", "…", ":", "”", "“", '"', "»", ")", "]", "？", "。", "-", "—", "–")


def emphasised(sheet: Sheet, look: Callable[[Line], int]) -> Span | None:
    """The span function of one look (which says where it ends in a line).

    None where too few lines carry it, or nearly the whole text does.
    """
    labels = sheet.labels
    leads = {line.number: look(line) for line in sheet.lines}
    total = sum(len(line.text) for line in sheet.lines)
    carried = sum(leads.values())
    usable = {number for number, end in leads.items() if end}
    if len(usable) < _MIN_QUESTIONS or carried > _MAX_SHARE * total:
        return None

    def span(line: Line) -> int:
        end = leads[line.number]
        label = labels.get(line.number)
        if not end or (label and end <= label.end) or line.is_heading:
            return 0
        return end if end == len(line.text) or _is_sentence(line, end) else 0

    return span


def _is_sentence(line: Line, end: int) -> bool:
    """A keyword in bold at a paragraph's start is no question: a question ends as sentences do."""
    return line.text[:end].rstrip().endswith(_ENDINGS)

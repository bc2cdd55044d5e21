"""Bold questions: a bold paragraph, a bold line before a ``<br>``, or a bold start of the answer's own paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate
from junket.pipelines.turns.draft import Proposal, Style
from junket.pipelines.turns.emphasis import emphasised
from junket.pipelines.turns.sheet import Sheet


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """What is bold asks."""
    span = emphasised(sheet, lambda line: line.bold)
    if span:
        yield alternate(sheet, span)


STYLE = Style("bold", propose, 1.0)

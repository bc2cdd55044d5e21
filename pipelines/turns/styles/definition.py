"""Definition lists: the term asks, the definition answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from junket.pipelines.turns.alternate import alternate, whole_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Line, Sheet
from junket.pipelines.turns.styles.style import Style, no_marks

_MIN_QUESTIONS = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """Only what stands in the list takes part."""
    terms = {line.number for line in sheet.lines if _inside(line, "dt")}
    answers = [line.number for line in sheet.lines if _inside(line, "dd")]
    if len(terms) < _MIN_QUESTIONS or not answers:
        return
    last = max(answers)
    yield tuple(
        draft if draft.last_line <= last else replace(draft, last_line=last, end=sheet.lines[last].end)
        for draft in alternate(sheet, whole_lines(terms))
        if draft.first_line <= last
    )


def _inside(line: Line, tag: str) -> bool:
    return line.tag == tag or tag in line.path


STYLE = Style("definition", propose, no_marks, 1.0)

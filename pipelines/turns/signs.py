"""Cheap signs of an interview, so that the many pages that show none cost next to nothing."""

from __future__ import annotations

import re

from junket.pipelines.languages.characters import QUESTION_MARKS
from junket.pipelines.page.block import TextStyle
from junket.pipelines.page.document import Body, Metadata, Paragraph
from junket.pipelines.turns.words.lexicon import ASKS, MAY_ASK
from junket.pipelines.turns.words.phrases import names_itself_interview

_ENDS = re.compile(ASKS + r"[^\w\n]{0,8}(?:\[[^\[\]\n]{0,80}\]|\([^()\n]{0,80}\))?[^\w\n]{0,4}(?:\n|\Z)")
_MIN_MARKS = 2
"""Fewer question marks on a whole page: nobody interviews anybody."""
_MIN_SHARE = 0.07
"""Share of lines that must end in a question: in the longest answers of the open bench one line in six asks."""
_EMPHASIS = TextStyle.BOLD | TextStyle.ITALIC


def worth_reading(body: Body, metadata: Metadata) -> bool:
    """Whether some lines (or the bold or italic starts of lines) ask, or the title says that this is an interview.

    Never decides that a page *is* an interview. One pass over the text, no more.
    """
    if names_itself_interview(f"{metadata.title or ''} {metadata.lead or ''}"):
        return True
    text = body.text
    if sum(map(text.count, MAY_ASK)) < _MIN_MARKS:
        return False
    lines = text.count("\n") - text.count("\n\n") + 1
    least = max(_MIN_MARKS, _MIN_SHARE * lines)
    asking = sum(1 for _ in _ENDS.finditer(text))
    if asking < least:
        asking += sum(map(_emphasised_questions, body.paragraphs))
    return asking >= least


def _emphasised_questions(paragraph: Paragraph) -> int:
    """Bold or italic stretches of a paragraph that hold a question mark and do not run to its end."""
    block = paragraph.block
    if len(block.runs) < 2 or not any(mark in block.text for mark in QUESTION_MARKS):  # noqa: PLR2004  # one run: one style
        return 0
    return sum(
        bool(run.style & _EMPHASIS) and any(block.text.find(mark, run.start, run.end) >= 0 for mark in QUESTION_MARKS)
        for run in block.runs
    )

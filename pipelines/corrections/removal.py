"""Words taken out of a record's text, its turns moved along."""

from __future__ import annotations

from dataclasses import replace

from pipelines.corrections.anchor import NotFound
from pipelines.corrections.turns import with_turns
from pipelines.interview import Interview
from pipelines.text import PARAGRAPH_BREAK


def without_words(record: Interview, start: int, end: int) -> Interview:
    """The record without ``text[start:end]``; what was apart stays apart. NotFound where nothing would be left."""
    before, behind = record.text[:start], record.text[end:]
    left, right = before.rstrip(), behind.lstrip()
    gaps = before[len(left) :] + behind[: len(behind) - len(right)]
    joint = (
        (PARAGRAPH_BREAK if PARAGRAPH_BREAK in gaps else "\n" if "\n" in gaps else " " if gaps else "")
        if left and right
        else ""
    )
    text = left + joint + right
    if not text:
        raise NotFound("nothing would be left of the text")
    moved = len(left) + len(joint) - (len(record.text) - len(right))
    turns = []
    for turn in record.turns:
        first = turn.start if turn.start < len(left) else max(turn.start + moved, len(left) + len(joint))
        last = turn.end + moved if turn.end + moved > len(left) + len(joint) else min(turn.end, len(left))
        if any(map(str.isalnum, text[first:last])):
            turns.append(replace(turn, text=text[first:last], start=first, end=last))
    return with_turns(replace(record, text=text), turns)

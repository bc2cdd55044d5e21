"""Words taken out of a record's text, its turns moved along."""

from __future__ import annotations

from dataclasses import replace

from junket.pipelines.corrections.anchor import NotFound
from junket.pipelines.corrections.turns import with_turns
from junket.pipelines.record.record import Record
from junket.pipelines.text import PARAGRAPH_BREAK


def without_words(record: Record, start: int, end: int) -> Record:
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

    def place(start: int, end: int) -> tuple[int, int]:
        first = start if start < len(left) else max(start + moved, len(left) + len(joint))
        return first, end + moved if end + moved > len(left) + len(joint) else min(end, len(left))

    turns = []
    for turn in record.turns:
        first, last = place(turn.start, turn.end)
        if any(map(str.isalnum, text[first:last])):
            turns.append(replace(turn, text=text[first:last], start=first, end=last))
    parts = []
    for part in record.parts:
        if part.start is None or part.end is None:
            parts.append(part)
        else:
            first, last = place(part.start, part.end)
            parts.append(replace(part, start=first, end=max(first, last)))
    return with_turns(replace(record, text=text, parts=tuple(parts)), turns)

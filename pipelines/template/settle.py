"""A record without the lines that are its site's template."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Set as AbstractSet
from dataclasses import replace

from junket.pipelines.record.doubts import SHORT_TEXT
from junket.pipelines.record.identity import hash_of
from junket.pipelines.record.record import Doubt, Part, Record, RuleCount, Turn
from junket.pipelines.template.lines import PrintedLine, lines_of
from junket.pipelines.text import PARAGRAPH_BREAK
from junket.pipelines.turns.turn_id import turn_keys

RULE = "template"
"""The rule's name in ``stripped``."""


def without_template(record: Record, template: AbstractSet[int]) -> Record:
    """The record as it would be had the page never printed those lines; ``template`` holds their fingerprints.

    Turns move along, and lose what was no word of theirs. A page that is nothing but template stays as it is.
    Pure; the same record comes back where nothing is to go.
    """
    lines = list(lines_of(record.text)) if template else []
    kept = [line for line in lines if line.fingerprint not in template]
    if len(kept) == len(lines) or not any(line.fingerprint for line in kept):
        return record
    cut = _Cut(record.text, kept)
    turns = _named(record.id, _left(record.turns, cut))
    doubts: dict[Doubt, bool] = {
        "text_short": len(cut.text) < SHORT_TEXT,
        "answer_missing": any(turn.answer_missing for turn in turns),
    }
    return replace(
        record,
        text=cut.text,
        turns=turns,
        parts=tuple(map(cut.part, record.parts)),
        people=tuple(name for name in record.people if name in cut.text or not _is_only_in(record, name)),
        turns_confidence=record.turns_confidence if turns else None,
        content_hash=hash_of(record.title, cut.text),
        warnings=tuple(dict.fromkeys((*record.warnings, *(word for word, holds in doubts.items() if holds)))),
        stripped=tuple(sorted((*record.stripped, RuleCount(RULE, len(lines) - len(kept))))),
    )


def _is_only_in(record: Record, name: str) -> bool:
    """Whether the text alone names somebody: no turn, title or lead does."""
    elsewhere = (*record.interviewers, *record.interviewees, record.title or "", record.lead or "")
    return name in record.text and not any(name in each for each in elsewhere)


class _Cut:
    """The text made of the kept lines, and where a place of the old text lies in it."""

    def __init__(self, text: str, kept: list[PrintedLine]) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._moved: list[int] = []
        length, before = 0, None
        for line in kept:
            if before is not None:
                gap = text[before.end : line.start]
                pieces.append(PARAGRAPH_BREAK if PARAGRAPH_BREAK in gap else "\n")
                length += len(pieces[-1])
            self._starts.append(line.start)
            self._ends.append(line.end)
            self._moved.append(length - line.start)
            pieces.append(text[line.start : line.end])
            length += line.end - line.start
            before = line
        self.text = "".join(pieces)

    def turn(self, turn: Turn) -> Turn | None:
        """The turn with what is left of it; None where nothing is."""
        start, end = self._span(turn.start, turn.end)
        return replace(turn, start=start, end=end, text=self.text[start:end]) if start < end else None

    def part(self, part: Part) -> Part:
        """The part with its new place; a part that is not there has none."""
        if part.start is None or part.end is None:
            return part
        start, end = self._span(part.start, part.end)
        return replace(part, start=start, end=end)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """Where what is left of ``text[start:end]`` lies now; ``(0, 0)`` where nothing is."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return 0, 0
        return max(start, self._starts[first]) + self._moved[first], min(end, self._ends[last]) + self._moved[last]


def _left(turns: tuple[Turn, ...], cut: _Cut) -> list[Turn]:
    """What is left of the turns. A question whose answer was all template has none."""
    left: list[Turn] = []
    for turn in turns:
        if moved := cut.turn(turn):
            left.append(moved)
        elif turn.role == "answer" and left and left[-1].role == "question":
            left[-1] = replace(left[-1], answer_missing=True)
    return left


def _named(record_id: str, turns: list[Turn]) -> tuple[Turn, ...]:
    """The turns under the names that their words have now."""
    keys = turn_keys((turn.role, turn.text) for turn in turns)
    return tuple(replace(turn, turn_id=f"{record_id}-{key}") for turn, key in zip(turns, keys, strict=True))

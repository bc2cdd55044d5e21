"""A record's text in reading order: paragraphs outside the turns, and the turns with who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from junket.pipelines.record.record import Record, Turn

LABEL = 60
"""Characters; what stands before a turn in its own paragraph and is longer is text, not a printed label."""


@dataclass(frozen=True, slots=True)
class TranscriptPiece:
    """A paragraph (``turn`` None) or a turn, with the ``label`` that names its speaker."""

    text: str
    turn: Turn | None = None
    label: str = ""


def transcript(record: Record) -> Iterator[TranscriptPiece]:
    """The pieces of ``record.text``, in order. Nothing is left out but printed labels, numbers and dashes of turns."""
    done = 0
    for turn in sorted(record.turns, key=lambda each: each.start):
        before, _, inline = _between(record.text[done : turn.start])
        yield from _paragraphs(before)
        if len(inline) > LABEL:
            yield TranscriptPiece(inline.strip())
            inline = ""
        yield TranscriptPiece(turn.text, turn, _label(turn, inline))
        done = max(done, turn.end)
    yield from _paragraphs(record.text[done:])


def facts(record: Record) -> str:
    """Who, when, where: one line under the title."""
    people = (f"with {', '.join(record.interviewees)}" if record.interviewees else "",)
    authors = (f"by {', '.join(record.authors)}" if record.authors else "",)
    others = [
        f"{did} by {', '.join(names)}"
        for did, names in (("translated", record.translators), ("photos", record.photographers))
        if names
    ]
    return " · ".join(filter(None, (*authors, *people, *others, record.date or "no date", record.site, record.kind)))


def _between(text: str) -> tuple[str, str, str]:
    """What lies between two turns, cut at the last paragraph break: (paragraphs, break, start of the turn's own)."""
    return text.rpartition("\n\n") if "\n\n" in text else ("", "", text)


def _paragraphs(text: str) -> Iterator[TranscriptPiece]:
    yield from (TranscriptPiece(part.strip()) for part in text.split("\n\n") if any(map(str.isalnum, part)))


def _label(turn: Turn, inline: str) -> str:
    printed = inline.strip().rstrip(":.)–—- ").strip() if any(map(str.isalnum, inline)) else ""
    return turn.speaker or turn.speaker_printed or printed or {"question": "Q", "answer": "A", "note": ""}[turn.role]

"""A record as plain text for reading, on a terminal or in a file."""

from __future__ import annotations

import textwrap

from junket.crawlers.terminal import printable
from junket.exports.formats.transcript import TranscriptPiece, facts, transcript
from junket.pipelines.record.record import Record

_INDENT = "    "


def record_text(record: Record, width: int | None = None) -> str:
    """Title, facts, text with the speaker before each turn, source and warnings. Ends with a line end.

    ``width`` in characters wraps the lines; None leaves each paragraph on one line. Control
    and format characters other than line ends are shown as ``�``: no page may steer a terminal.
    """
    parts = [record.title or "Untitled", facts(record)]
    parts += [_piece(piece) for piece in transcript(record)]
    parts += [note for note in (_source(record), _doubts(record)) if note]
    return "\n\n".join(_wrap(printable(part), width) for part in parts) + "\n"


def _piece(piece: TranscriptPiece) -> str:
    if piece.turn is None:
        return piece.text
    missing = f"\n{_INDENT}[no answer on the page]" if piece.turn.answer_missing else ""
    return (f"{piece.label}: {piece.text}" if piece.label else f"({piece.text})") + missing


def _source(record: Record) -> str:
    return f"Source: {record.canonical_url or record.url}" if record.canonical_url or record.url else ""


def _doubts(record: Record) -> str:
    return f"Warnings: {', '.join(record.warnings)}" if record.warnings else ""


def _wrap(text: str, width: int | None) -> str:
    if width is None:
        return text
    lines = (textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join(lines)

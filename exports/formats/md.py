"""A record as a readable Markdown transcript."""

from __future__ import annotations

import re

from junket.exports.formats.transcript import TranscriptPiece, facts, transcript
from junket.pipelines.record.record import Record

_INLINE = re.compile(r"([\\`*_<]|\](?=[(\[:]))")
"""A bracket is markup only before a target: stage directions ("[laughs]") stay as they are."""
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_LINE_START = re.compile(r"^([^\S\n]*+)([#>+-]|\d++[.)](?=\s))", re.MULTILINE)


def record_markdown(record: Record) -> str:
    """Title, facts, text with ``**Speaker:**`` before each turn, source. Ends with a line end.

    The page's own characters are escaped, so that none of them becomes markup.
    """
    parts = [f"# {_escape(record.title or 'Untitled')}", _escape(facts(record))]
    parts += [_piece(piece) for piece in transcript(record)]
    if source := record.canonical_url or record.url:
        parts.append(f"Source: <{source.translate({ord(mark): None for mark in '<> '})}>")
    return "\n\n".join(parts) + "\n"


def _piece(piece: TranscriptPiece) -> str:
    text = "\n\n".join(map(_paragraph, piece.text.split("\n\n")))
    if piece.turn is None:
        return text
    if piece.turn.role == "note":
        return "\n\n".join(f"*{_paragraph(part)}*" for part in piece.text.split("\n\n"))
    missing = "\n\n*[no answer on the page]*" if piece.turn.answer_missing else ""
    return f"**{_escape(piece.label)}:** {text}{missing}"


def _paragraph(text: str) -> str:
    """A paragraph with its line breaks."""
    return "  \n".join(_escape(line) for line in text.split("\n"))


def _escape(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _INLINE.sub(r"\\\1", _ENTITY.sub("&amp;", text)))

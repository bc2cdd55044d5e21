"""What was stripped from a page and by which rule, for ``--explain``."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from pipelines.block import Stripped

SHOWN = 100
"""Characters of a stripped block that the readable form shows; JSON has all of them."""


def explain_rows(stripped: Iterable[Stripped]) -> list[dict[str, str | int]]:
    """One object a stripped piece: ``rule``, ``block`` (its place on the page, from 0), ``tag`` and ``text``."""
    return [
        {"rule": piece.rule, "block": piece.block.index, "tag": piece.block.tag, "text": piece.block.text}
        for piece in stripped
    ]


def explain_lines(stripped: Iterable[Stripped]) -> list[str]:
    """One line a stripped piece: block number, rule, tag and how the text begins."""
    return [_line(piece) for piece in stripped]


def _line(piece: Stripped) -> str:
    begin = shorten(piece.block.text, SHOWN, placeholder=" …")
    return f"{piece.block.index:>5}  {piece.rule:<18} {piece.block.tag:<10} {begin}"

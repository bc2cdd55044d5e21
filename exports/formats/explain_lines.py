"""A page explained, for people: a line a piece of the page, then the counts and the candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from junket.crawlers.terminal import printable
from junket.exports.formats.explain import counts_of, outcome_of, spoken
from junket.pipelines.boilerplate.rule_kinds import METADATA
from junket.pipelines.explanation import Explanation, Piece
from junket.pipelines.metadata.choices import Choice

WIDTH = 140
"""Columns of a line where no terminal says how many there are."""
_LEAST = 60
"""Columns that a line has at least, however narrow the terminal."""
_CUT = " …"


class ExplainedLine(NamedTuple):
    """A line for people. ``kind``: ``text``, a kind of rule, ``head``, ``chosen`` or ``candidate``."""

    kind: str
    text: str


def explain_lines(explained: Explanation, width: int = WIDTH) -> list[ExplainedLine]:
    """The page block by block, the counts of the rules, and the candidates.

    What stands for a block or a candidate takes ``width`` columns at most. No page steers the terminal: control
    characters are shown as ``�``.
    """
    lines = ((kind, printable(text)) for kind, text in _lines(explained))
    return [ExplainedLine(kind, text if kind == "head" else _fit(text, width)) for kind, text in lines]


def _lines(explained: Explanation) -> Iterator[ExplainedLine]:
    yield ExplainedLine("head", f"{explained.url or 'page without URL'}: {outcome_of(explained)}")
    if explained.pieces:
        yield ExplainedLine("head", f"{'block':>5}  {'':<8}  {'score':>5}  {'rule or turn':<16}  {'tag':<10}  text")
    yield from map(_piece_line, explained.pieces)
    kept = sum(piece.keep for piece in explained.pieces)
    yield ExplainedLine("head", f"{explained.blocks} blocks, {len(explained.pieces)} pieces, {kept} kept")
    for kind, rules in counts_of(explained).items():
        yield ExplainedLine(kind, f"  {kind:<10} {', '.join(f'{rule} {count}' for rule, count in rules.most_common())}")
    if explained.choices:
        yield ExplainedLine(
            "head", f"  {'field':<12} {'weight':>6}  {'source':<26}  value (* says what the record says)"
        )
    yield from map(_choice_line, explained.choices)


def _piece_line(piece: Piece) -> ExplainedLine:
    mark = "keep" if piece.keep else "metadata" if piece.kind == METADATA else "strip"
    score = "" if piece.score is None else f"{piece.score:.2f}"
    what = "+".join(dict.fromkeys(str(span.role) for span in spoken(piece))) or piece.rule or ""
    text = " ".join(piece.text.split())
    return ExplainedLine(piece.kind, f"{piece.block:>5}  {mark:<8}  {score:>5}  {what:<16}  {piece.tag:<10}  {text}")


def _choice_line(choice: Choice) -> ExplainedLine:
    found, mark = choice.candidate, "*" if choice.chosen else " "
    value = " ".join(found.value.split())
    line = f"{mark} {found.field:<12} {found.weight:>6}  {found.source:<26}  {value}"
    return ExplainedLine("chosen" if choice.chosen else "candidate", line)


def _fit(text: str, width: int) -> str:
    """The text cut to ``width`` columns of a terminal (an ideograph takes two)."""
    width = max(width, _LEAST)
    text = text[: 2 * width]
    return text if cell_len(text) <= width else set_cell_size(text, width - len(_CUT)).rstrip() + _CUT

"""A phrase: the pieces of text met since the last block began, put together as blocks with runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from junket.pipelines.page.block import StyleRun, TextStyle
from junket.pipelines.page.characters import clean, collapse, is_clean, unfold

Finished = tuple[str, tuple[StyleRun, ...]]
_STYLES = [TextStyle(bits) for bits in range(8)]
_BREAK = -1


class StyledText:
    r"""Gathers pieces in document order; :meth:`take` hands out the finished blocks' text and runs.

    White space is collapsed across pieces; one line break stays a ``\n``, two or more end the block.
    """

    __slots__ = ("pieces", "styles")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        """The text met since the last :meth:`take`, as it stands in the tree; the walk appends to it itself."""
        self.styles: list[int] = []
        """The style of each piece (the bits of ``TextStyle``)."""

    def line_break(self) -> None:
        """A ``<br>``. None counts before the first piece, nor a third in a row."""
        if self.pieces and self.styles[-2:] != [_BREAK, _BREAK]:
            self.pieces.append("\n")
            self.styles.append(_BREAK)

    def space(self) -> None:
        """A piece of white space: it belongs to the piece before it."""
        if self.pieces and not self.pieces[-1][-1].isspace():
            self.pieces[-1] += " "

    def lines(self, text: str, style: int) -> None:
        """A piece in which line ends count (inside ``<pre>``)."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.line_break()
            if line.isspace():
                self.space()
            elif line:
                self.pieces.append(line)
                self.styles.append(style)

    def take(self) -> Iterable[Finished]:
        """The blocks that the pieces make, none empty; the phrase starts anew."""
        if len(self.pieces) == 1:  # most blocks
            return _one(_tidy(self.pieces.pop()), self.styles.pop())
        pieces, styles = self.pieces[:], self.styles[:]
        self.pieces.clear()
        self.styles.clear()
        if styles.count(styles[0]) == len(styles):
            text = collapse(unfold("".join(pieces)))
            if is_clean(text):
                return _one(text, styles[0])
        return _several(pieces, styles)


def _tidy(piece: str) -> str:
    text = collapse(unfold(piece))
    return text if is_clean(text) else collapse(clean(text))


def _one(text: str, style: int) -> Iterable[Finished]:
    return ((text, _whole(len(text), style)),) if text else ()


@lru_cache(maxsize=8192)
def _whole(length: int, style: int) -> tuple[StyleRun, ...]:
    """The runs of a text in one style; blocks share them."""
    return (StyleRun(0, length, _STYLES[style]),)


def _several(pieces: list[str], styles: list[int]) -> Iterator[Finished]:
    line = _Line()
    for text, style in zip(pieces, styles, strict=True):
        if style == _BREAK:
            line.breaks += 1
            continue
        piece = _tidy(text)
        if not piece:
            line.space = True
            continue
        if line.length and line.breaks > 1:
            yield line.finish()
            line = _Line()
        line.append(piece, style, spaced=line.space or text[0].isspace())
        line.space = text[-1].isspace()
    if line.length:
        yield line.finish()


class _Line:
    """One block's text in the making, where styles or line breaks part it."""

    __slots__ = ("breaks", "ends", "length", "pieces", "space", "styles")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.ends: list[int] = []
        self.styles: list[int] = []
        self.length = 0
        self.breaks = 0
        self.space = False
        """White space was met after the last piece."""

    def append(self, piece: str, style: int, *, spaced: bool) -> None:
        if self.length and self.breaks:
            piece = "\n" + piece
        elif self.length and spaced:
            piece = " " + piece
        self.breaks = 0
        self.length += len(piece)
        self.pieces.append(piece)
        self.ends.append(self.length)
        self.styles.append(style)

    def finish(self) -> Finished:
        text, runs = "".join(self.pieces), self._runs()
        if not text.isascii() and not unicodedata.is_normalized("NFC", text):
            return _recompose(text, runs)
        return text, runs

    def _runs(self) -> tuple[StyleRun, ...]:
        styles = self.styles
        if styles.count(styles[0]) == len(styles):
            return _whole(self.length, styles[0])
        runs, start = [], 0
        for position, end in enumerate(self.ends):
            if end == self.length or styles[position] != styles[position + 1]:
                runs.append(StyleRun(start, end, _STYLES[styles[position]]))
                start = end
        return tuple(runs)


def _recompose(text: str, runs: tuple[StyleRun, ...]) -> Finished:
    """NFC across the borders of runs: a letter in one run, its accent in the next."""
    whole, moved = "", []
    for run in runs:
        start = len(whole)
        whole = unicodedata.normalize("NFC", whole + text[run.start : run.end])
        if len(whole) > start:
            moved.append(StyleRun(start, len(whole), run.style))
    return whole, tuple(moved)

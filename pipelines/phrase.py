"""A phrase: the pieces of text met since the last block began, put together as blocks with runs."""

from __future__ import annotations

import unicodedata

from pipelines.block import Run, Style
from pipelines.characters import clean

Finished = tuple[str, tuple[Run, ...]]
_STYLES = [Style(bits) for bits in range(8)]


class Phrase:
    r"""Gathers pieces in document order; :meth:`take` hands out the finished blocks' text and runs.

    White space is collapsed across pieces; one line break stays a ``\n``, two or more end the block.
    """

    __slots__ = ("_breaks", "_done", "_ends", "_length", "_styles", "pieces", "space")

    def __init__(self) -> None:
        self._done: list[Finished] = []
        self._restart()

    def _restart(self) -> None:
        self.pieces: list[str] = []
        """The pieces of the block that is being put together; empty: :meth:`take` would give nothing."""
        self._ends: list[int] = []
        self._styles: list[int] = []
        self._length = 0
        self.space = False
        """White space was met after the last piece."""
        self._breaks = 0

    def line_break(self) -> None:
        """A ``<br>``."""
        self._breaks += 1

    def add(self, text: str, style: int, *, keep_lines: bool = False) -> None:
        """A piece of text in one style (the bits of ``Style``). ``keep_lines``: line ends count (inside ``<pre>``)."""
        if keep_lines and "\n" in text:
            first, *rest = text.split("\n")
            self.add(first, style)
            for line in rest:
                self._breaks += 1
                self.add(line, style)
            return
        piece = " ".join(text.split())
        if not piece.isascii():
            piece = " ".join(clean(piece).split())
        if not piece:
            self.space = self.space or bool(text)
            return
        self._append(piece, style, spaced=self.space or text[0].isspace())
        self.space = text[-1].isspace()

    def _append(self, piece: str, style: int, *, spaced: bool) -> None:
        if self._length:
            if self._breaks > 1:
                self._finish()
            elif self._breaks:
                piece = "\n" + piece
            elif spaced:
                piece = " " + piece
        self._breaks = 0
        self._length += len(piece)
        self.pieces.append(piece)
        self._ends.append(self._length)
        self._styles.append(style)

    def _finish(self) -> None:
        if self.pieces:
            text, runs = "".join(self.pieces), self._runs()
            if not text.isascii() and not unicodedata.is_normalized("NFC", text):
                text, runs = _recompose(text, runs)
            self._done.append((text, runs))
        self._restart()

    def _runs(self) -> tuple[Run, ...]:
        styles = self._styles
        if styles.count(styles[0]) == len(styles):
            return (Run(0, self._length, _STYLES[styles[0]]),)
        runs, start = [], 0
        for position, end in enumerate(self._ends):
            if end == self._length or styles[position] != styles[position + 1]:
                runs.append(Run(start, end, _STYLES[styles[position]]))
                start = end
        return tuple(runs)

    def take(self) -> list[Finished]:
        """The blocks finished so far; the phrase starts anew."""
        self._finish()
        done, self._done = self._done, []
        return done


def _recompose(text: str, runs: tuple[Run, ...]) -> Finished:
    """NFC across the borders of runs: a letter in one run, its accent in the next."""
    whole, moved = "", []
    for run in runs:
        start = len(whole)
        whole = unicodedata.normalize("NFC", whole + text[run.start : run.end])
        if len(whole) > start:
            moved.append(Run(start, len(whole), run.style))
    return whole, tuple(moved)

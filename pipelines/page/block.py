"""Blocks: the page as a list of paragraphs, headings and list items, with their inline styles.

One parse makes them once; every later step (metadata, boilerplate, text, turns) reads them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntFlag
from typing import NamedTuple

from junket.pipelines.page.markup_names import NO_NAMES, Names

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class TextStyle(IntFlag):
    """Inline styles of a run of text."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    LINK = 4


class StyleRun(NamedTuple):
    """A stretch of a block's text in one style: ``block.text[start:end]``."""

    start: int
    end: int
    style: TextStyle


# Frozen in all but name: setting the fields of a frozen dataclass takes three times as long, two hundred times a page.
@dataclass(slots=True, unsafe_hash=True)
class Block:
    r"""One paragraph-like piece of a page. Nothing changes a block once the parse has handed it out.

    ``text`` is NFC, with white space collapsed, zero-width characters gone and ``\n`` for each
    ``<br>`` (or line end, in a plain-text dump). ``runs`` cover ``text`` without gaps, in order.
    """

    index: int
    """Position on the page, 0-based; stable through all steps."""
    text: str
    tag: str
    """The element that makes it a block: p, h1–h6, li, blockquote, figcaption, td, dt, dd, pre, div."""
    runs: tuple[StyleRun, ...] = ()
    path: tuple[str, ...] = ()
    """Tag names of the ancestors, outermost first, without the block's own."""
    names: Names = field(default=NO_NAMES, compare=False, repr=False)
    """What the block's element and its ancestors are called."""
    gap: int = 0
    """Blank lines before it in a plain-text dump (1 is usual; 0 in HTML)."""
    element: int | None = field(default=None, compare=False, repr=False)
    """The number of the element that holds it, among the page's; None for a dump's block, or one made of metadata."""
    place: int = field(default=0, compare=False, repr=False)
    """A number for its path and names: blocks of one place and tag are of one kind."""
    container: int | None = field(default=None, compare=False, repr=False)
    """For an item its list, for a row its table (or the section of it), as a number among the page's elements."""

    @property
    def tokens(self) -> frozenset[str]:
        """Lower-cased class, id, role and itemprop words of the block and its ancestors."""
        return self.names.tokens

    def share(self, style: TextStyle) -> float:
        """The share of the text's characters that carry ``style`` (0 to 1)."""
        if len(self.runs) == 1:  # most blocks
            return float(bool(self.text) and int.__and__(self.runs[0].style, style) != 0)
        bits = int(style)  # plain numbers: ``&`` of two flags makes a flag, at ten times the cost
        styled = sum([run.end - run.start for run in self.runs if int.__and__(run.style, bits)])
        return styled / len(self.text) if self.text else 0.0

    def cut(self, start: int, end: int) -> Block:
        """The block with only ``text[start:end]``, runs moved along."""
        runs = tuple(
            StyleRun(max(run.start, start) - start, min(run.end, end) - start, run.style)
            for run in self.runs
            if run.start < end and run.end > start
        )
        return replace(self, text=self.text[start:end], runs=runs)

    def without(self, spans: Iterable[tuple[int, int]]) -> Block:
        """The block without these stretches (in order, apart) and the white space at its ends, runs moved along."""
        pieces: list[str] = []
        runs: list[StyleRun] = []
        place, done, moved = 0, 0, 0
        for start, end in (*spans, (len(self.text), len(self.text))):
            while place < len(self.runs) and self.runs[place].start < start:
                run = self.runs[place]
                if run.end > done:
                    runs.append(StyleRun(max(run.start, done) - moved, min(run.end, start) - moved, run.style))
                if run.end > start:
                    break  # what of it lies behind the span comes next
                place += 1
            pieces.append(self.text[done:start])
            done, moved = end, moved + end - start
        text = "".join(pieces)
        whole = replace(self, text=text, runs=tuple(runs))
        return whole.cut(len(text) - len(text.lstrip()), len(text.rstrip()))


@dataclass(frozen=True, slots=True)
class Stripped:
    """A block that was taken out (or a piece of one), with the name of the rule that did it."""

    block: Block
    rule: str
    score: float | None = None
    """How likely the block is the article (0 to 1) in the model's view; None where only rules decided."""

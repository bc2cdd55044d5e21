"""The sheet: the body as lines, which is what the styles read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from junket.pipelines.page.block import HEADINGS
from junket.pipelines.page.document import Metadata
from junket.pipelines.turns.words.lexicon import Lexicon, Traits, read_traits

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paragraph. ``start`` and ``end`` lie in the body's text."""

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    tag: str
    path: tuple[str, ...]
    tokens: frozenset[str]
    gap: int
    first: bool
    """The first line of its paragraph."""
    bold: int
    """Where the bold stretch ends that the line starts with, as an offset into the line; 0 without one."""
    italic: int
    """The same for italics."""
    traits: Traits
    aside: bool = False
    """Stands between turns and belongs to none: caption, pull quote, related link."""

    @property
    def is_heading(self) -> bool:
        """The block is a heading."""
        return self.tag in HEADINGS

    @property
    def all_bold(self) -> bool:
        """Nothing but bold."""
        return self.bold == len(self.text)

    @property
    def all_italic(self) -> bool:
        """Nothing but italics."""
        return self.italic == len(self.text)


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's label as printed, and where the speech starts after it (offset into the line)."""

    printed: str
    key: str
    end: int
    numbered: bool = False
    """Names nobody but by a number (``Speaker 1``): no other label is a short form of it."""


@dataclass(slots=True)
class Sheet:
    """All lines of the body, with the page's own words about itself and the speakers' labels by line number.

    Not frozen: what is asked for again and again is worked out once and kept here.
    """

    text: str
    lines: tuple[Line, ...]
    metadata: Metadata
    words: Lexicon
    labels: Mapping[int, Label] = field(default_factory=dict)
    by_start: Mapping[int, Line] = field(default_factory=dict)
    read: dict[tuple[int, int], Traits] = field(default_factory=dict, compare=False, repr=False)
    """The traits of stretches that were asked for: styles propose the same turns again and again."""
    found: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What :func:`once_a_page` keeps, by the function that found it."""

    def traits(self, start: int, end: int) -> Traits:
        """Traits of any stretch of the text (the line's own where it is one)."""
        line = self.by_start.get(start)
        if line is not None and line.end == end:
            return line.traits
        traits = self.read.get((start, end))
        if traits is None:
            traits = self.read[start, end] = read_traits(self.text[start:end], self.words)
        return traits


def once_a_page(find: Callable[[Sheet], Found]) -> Callable[[Sheet], Found]:
    """The same function, worked out once for each sheet: a style's proposals and its marks rest on the same lines.

    What it returns is shared, so it should be something that cannot be changed.
    """

    @wraps(find)
    def kept(sheet: Sheet) -> Found:
        if find not in sheet.found:
            sheet.found[find] = find(sheet)
        found: Found = sheet.found[find]
        return found

    return kept

"""What a style is: one way of printing an interview, how it reads a page, and what it marks there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Label, Line, Sheet


@dataclass(frozen=True, slots=True)
class Mark:
    """``sheet.text[start:end]`` is printed so that a turn should start in it or right behind it."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Style:
    """One way of printing an interview. Its file defines it as ``STYLE``, and a line in ``styles.py`` registers it."""

    name: str
    propose: Callable[[Sheet], Iterable[Proposal]]
    """How the whole page reads if it is printed so: no proposal, one, or several that compete."""
    marks: Callable[[Sheet], Iterable[Mark]]
    """Where the page is printed so, whatever that means: other styles' proposals are held against it as well."""
    trust: float
    """How plainly the print says who speaks, 0 to 1; set by hand, as are the weights in ``weigh``."""


def no_marks(_: Sheet) -> Iterable[Mark]:
    """For a style that proposes, and whose print means too little to be held against others."""
    return ()


def mark(line: Line, start: int = 0, end: int | None = None) -> Mark:
    """A mark in a line, by offsets into it; without ``end``, nothing is printed between the mark and the turn."""
    return Mark(line.number, line.start + start, line.start + (start if end is None else end))


def mark_labels(sheet: Sheet, labels: Mapping[int, Label]) -> Iterable[Mark]:
    """The labels, by line number."""
    return (mark(sheet.lines[number], 0, label.end) for number, label in labels.items())


def mark_lines(sheet: Sheet, numbers: Iterable[int]) -> Iterable[Mark]:
    """The starts of lines, by their numbers."""
    return (mark(sheet.lines[number]) for number in numbers)


def find_marks(sheet: Sheet, styles: Iterable[Style]) -> tuple[Mark, ...]:
    """The marks of all styles outside of asides. Of several that start at one place, the longest."""
    longest: dict[int, Mark] = {}
    for style in styles:
        for found in style.marks(sheet):
            known = longest.get(found.start)
            if not sheet.lines[found.line].aside and (known is None or known.end < found.end):
                longest[found.start] = found
    return tuple(longest.values())

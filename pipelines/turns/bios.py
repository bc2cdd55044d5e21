"""Boxes about a person in the middle of a talk: they speak of him by name and are nobody's words."""

from __future__ import annotations

from junket.pipelines.page.document import Metadata
from junket.pipelines.person.shape import is_full
from junket.pipelines.turns.sheet import Line
from junket.pipelines.turns.speakers.titles import known_names

_MIN_LENGTH = 40
_SUBHEAD_MAX = 60
_NAME_MAX = 80
_LABELS = 3
"""From so many lines on that start with a name, it may be what says who speaks."""
_SPEECH = frozenset(":：—–-|.")  # the wide colon of Chinese and Japanese
_STRIP = " \u00a0\"'“”„«»*•—–-"


def find_bios(lines: list[Line], metadata: Metadata) -> set[int]:
    """The numbers of the lines in such boxes.

    A box starts with the full name of somebody whom title, lead or byline name, is set apart (by a subhead that asks
    nothing, by italics, a bold name or names in its markup that most lines lack), stands in no question's answer
    alone, and lasts until somebody speaks, a mark or other markup comes.
    """
    names = _told_once(lines, metadata)
    asking = [line.number for line in lines if line.traits.asks]
    if not names or not asking:
        return set()
    found: set[int] = set()
    for line in lines[asking[0] + 1 : asking[-1]]:
        before = lines[line.number - 1]
        if before.number in found and _goes_on(before, line):
            found.add(line.number)
        elif (
            line.traits.length >= _MIN_LENGTH
            and _is_told(line)
            and _starts_with(_folded(line), names)
            and _is_apart(lines, line, before)
        ):
            found.add(line.number)
            if _is_subhead(before):
                found.add(before.number)
    return found


def _told_once(lines: list[Line], metadata: Metadata) -> tuple[str, ...]:
    """The full names, folded, with which few lines start without a colon: else they are labels without one."""
    names = [name.casefold() for name in known_names(metadata) if is_full(name)]
    starts = [_folded(line) for line in lines] if names else []
    return tuple(name for name in names if sum(_starts_with(start, (name,)) for start in starts) < _LABELS)


def _is_told(line: Line) -> bool:
    """Speaks of somebody: no "I", no "you", no question."""
    traits = line.traits
    return not (traits.first or traits.second or traits.asks or traits.quoted)


def _is_apart(lines: list[Line], line: Line, before: Line) -> bool:
    if _is_subhead(before):
        return True
    if before.traits.asks or before.all_bold or before.is_heading:
        return False
    named = 0 < line.bold < len(line.text) and line.text[: line.bold].rstrip(_STRIP + ".,").count(" ") > 0
    rare = sum(not line.tokens <= other.tokens for other in lines) > len(lines) // 2
    return line.all_italic or named or rare


def _is_subhead(line: Line) -> bool:
    """A short heading, or a bold line, that asks nothing and is no sentence."""
    short = line.traits.length <= _SUBHEAD_MAX and not line.text.endswith((".", "?", "!", ":", "…"))
    return (line.is_heading or line.all_bold) and short and not (line.traits.asks or line.traits.second)


def _goes_on(before: Line, line: Line) -> bool:
    same = (line.tag, line.path, line.tokens) == (before.tag, before.path, before.tokens)
    alike = line.all_italic == before.all_italic and not line.all_bold
    return same and alike and _is_told(line) and not line.is_heading and ":" not in line.text[:_MIN_LENGTH]


def _folded(line: Line) -> str:
    return line.text[:_NAME_MAX].casefold().lstrip(_STRIP)


def _starts_with(folded: str, names: tuple[str, ...]) -> bool:
    """With a name that is no label before what is said."""
    return any(folded.startswith(name) and folded[len(name) :].lstrip()[:1] not in _SPEECH for name in names)

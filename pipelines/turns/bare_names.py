"""Names with no colon before what is said: in bold, or in plain print where the page names these people elsewhere."""

from __future__ import annotations

from collections import Counter

from junket.pipelines.turns.names import is_name, is_numbered, known_names, words_of
from junket.pipelines.turns.sheet import Label, Line, Sheet

MAX_LABEL = 48
"""Longest label in characters: two long names and a title."""
_MIN_EACH, _MIN_SPEAKERS, _FULL = 3, 2, 2
_MIN_SHARE = 0.5
"""Share of the lines from the first to the last plain name that must start with one."""
_OPENERS = frozenset("“„«\"'‘¿¡([…—–-")


def bold_name(line: Line) -> Label | None:
    """A name or initials in bold at the line's start; whether anybody speaks is not its matter."""
    end = line.bold
    printed = line.text[:end].strip(" -–—.")
    if not 0 < end < len(line.text) or len(printed) > MAX_LABEL:
        return None
    if is_name(printed, strict=True) or is_numbered(printed):
        return Label(printed, printed.casefold(), len(line.text) - len(line.text[end:].lstrip()))
    return None


def plain_names(sheet: Sheet) -> dict[int, Label]:
    """The lines that start with the full name of somebody whom title, lead or byline name, and then a new sentence."""
    names = tuple(name for name in known_names(sheet.metadata) if len(words_of(name)) >= _FULL)
    if len(names) < _MIN_SPEAKERS:
        return {}
    found = {line.number: label for line in sheet.lines if (label := _plain(line, names))}
    found = of_regular_speakers(found)
    between = max(found) - min(found) + 1 if found else 0
    return found if len(found) >= _MIN_SHARE * between else {}


def of_regular_speakers(found: dict[int, Label]) -> dict[int, Label]:
    """The labels that come three times or more, where at least two speakers' do."""
    times = Counter(label.key for label in found.values())
    regular = {key for key, count in times.items() if count >= _MIN_EACH}
    if len(regular) < _MIN_SPEAKERS:
        return {}
    return {number: label for number, label in found.items() if label.key in regular}


def _plain(line: Line, names: tuple[str, ...]) -> Label | None:
    if line.aside or not line.text.startswith(names):
        return None
    name = max((name for name in names if line.text.startswith(name)), key=len)
    said = line.text[len(name) :]
    rest = said.lstrip()
    if said == rest or not (rest[:1].isupper() or rest[:1] in _OPENERS):
        return None
    return Label(name, name.casefold(), len(line.text) - len(rest))

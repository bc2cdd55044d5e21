"""Speakers' names on lines of their own, as in chats: ``Name`` or ``Name 10:16``, then what he says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from junket.pipelines.person.shape import is_name, is_numbered
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.labels import of_regular_speakers, settle_numbered
from junket.pipelines.turns.sheet import Label, Line, Sheet, once_a_page
from junket.pipelines.turns.styles.labelled import read_labelled
from junket.pipelines.turns.styles.style import Mark, Style, mark_labels

_TIME = re.compile(r"(?<![\s,|·(])[\s,|·(]*+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*+(?:[ap]m)?\)?\s*+\Z", re.IGNORECASE)
_MAX = 40
_MIN_EACH = 2


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """At least two names that come at least twice each, and each time something is said after."""
    if names := _name_lines(sheet):
        yield read_labelled(sheet, names)


def marks(sheet: Sheet) -> Iterable[Mark]:
    """The names of those who speak more than once."""
    return mark_labels(sheet, _name_lines(sheet))


@once_a_page
def _name_lines(sheet: Sheet) -> Mapping[int, Label]:
    """The names by line number; empty where fewer than two people take turns."""
    names = {line.number: label for line in sheet.lines if (label := _name(line))}
    names = {number: label for number, label in names.items() if number + 1 not in names}
    return settle_numbered(of_regular_speakers(names, _MIN_EACH))


def _name(line: Line) -> Label | None:
    if len(line.text) > _MAX or line.aside:
        return None
    printed = _TIME.sub("", line.text).strip(" -–—:|[]")
    if not printed or printed.endswith((".", "!", "?")) or not (is_name(printed, strict=True) or is_numbered(printed)):
        return None
    return Label(printed, printed.casefold(), len(line.text))


STYLE = Style("name lines", propose, marks, 0.95)

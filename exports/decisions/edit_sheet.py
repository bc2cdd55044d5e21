"""A record as a text to edit: fields as TOML, then the words, with a line before each stretch saying whose it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from junket.crawlers.errors import UsageProblem
from junket.exports.decisions.records_toml import toml_value
from junket.pipelines.corrections.correction import FIELDS
from junket.pipelines.corrections.difference import EditSpan
from junket.pipelines.corrections.value import BadValue, value_of
from junket.pipelines.record.record import Record

_GUIDE = """\
# {name}
# Correct what is wrong, save and close; leave all as it is to change nothing.
# The fields are TOML. Below the line of dashes stand the page's own words, which stay as they are;
# what you decide is whose they are, by the lines in front of them:
#     >> question: Name    >> answer: Name    >> note    >> text    >> remove
# text is outside all turns; remove is no part of the article. Move such a line to move a boundary,
# add one to split a turn, delete one to join two. A label between the marks {left} {right} belongs to the text
# before the turn.
"""
_LEFT, _RIGHT = "⟦", "⟧"
_RULE = "-" * 40
_ROLES = "question|answer|note|text|remove"
_HEADER = re.compile(rf">> *+({_ROLES})\b:?+ *+([^{_LEFT}]*+)(?:{_LEFT}(.*){_RIGHT} *+)?+\Z")
_LABEL = 60


def sheet_of(record: Record) -> str:
    """The text to edit."""
    name = f"{record.id}, revision {record.revision}: {record.canonical_url or record.url}"
    fields = [f"{field} = {toml_value(getattr(record, field), FIELDS[field])}" for field in FIELDS]
    head = _GUIDE.format(name=name, left=_LEFT, right=_RIGHT) + "\n".join(fields)
    return f"{head}\n\n{_RULE}\n" + "\n".join(_body(record)) + "\n"


def read_sheet(sheet: str, record: Record) -> tuple[dict[str, Any], list[EditSpan]]:
    """Fields and stretches of an edited sheet of ``record``. UsageProblem, naming the line, where it is not right."""
    head, rule, body = sheet.replace("\r\n", "\n").partition(f"\n{_RULE}\n")
    if not rule:
        raise UsageProblem("the sheet", "has lost its line of dashes", "put it back between fields and words")
    return _fields(head), list(_stretches(body, record, head.count("\n") + 3))


def _body(record: Record) -> Iterator[str]:
    done = 0
    for turn in sorted(record.turns, key=lambda each: each.start):
        between = record.text[done : turn.start].strip()
        short = len(between) <= _LABEL and "\n" not in between
        if between and not short:
            yield from ("", ">> text", *map(_guarded, between.split("\n")))
        label = f"  {_LEFT}{between}{_RIGHT}" if between and short else ""
        speaker = f": {turn.speaker}" if turn.speaker else ""
        yield from ("", f">> {turn.role}{speaker}{label}", *map(_guarded, turn.text.split("\n")))
        done = turn.end
    if rest := record.text[done:].strip():
        yield from ("", ">> text", *map(_guarded, rest.split("\n")))


def _guarded(line: str) -> str:
    return "\\" + line if line.startswith((">>", "\\")) else line


def _fields(head: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(head)
    except (ValueError, RecursionError) as error:
        raise UsageProblem("the sheet", f"its fields are no TOML: {error}", "mend that line") from error
    if unknown := sorted(table.keys() - FIELDS.keys()):
        raise UsageProblem("the sheet", f"{unknown[0]} is no field of it", f"the fields are {', '.join(FIELDS)}")
    return {name: _field(name, value) for name, value in table.items()}


def _field(name: str, value: object) -> Any:  # noqa: ANN401  # the field's own type
    try:
        return value_of(name, value)
    except BadValue as error:
        raise UsageProblem("the sheet", f"{name}: {error}", "mend it, or write it as it was") from error


def _stretches(body: str, record: Record, first_line: int) -> Iterator[EditSpan]:
    """The stretches, their words found in the record's text one after the other, white space apart."""
    words = _TextCursor(record.text)
    role, speaker, lines, begun = "text", "", [], first_line
    for number, line in enumerate([*body.split("\n"), ">> text"], first_line):
        header = _HEADER.match(line)
        if not header:
            lines.append(line.removeprefix("\\"))
            continue
        if place := words.take("".join(lines), begun):
            yield EditSpan(role, speaker, *place)
        role, speaker, lines, begun = header[1], header[2].rstrip(" "), [], number
        words.take(header[3] or "", number)
    words.end()


class _TextCursor:
    """The record's text, read on from stretch to stretch."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def take(self, said: str, line: int) -> tuple[int, int] | None:
        """Where the next characters of the text that are no white space stand; they must be those of ``said``."""
        start = end = None
        for character in said:
            if character.isspace():
                continue
            self._skip()
            if self._at >= len(self._text) or self._text[self._at] != character:
                here = self._text[self._at : self._at + 30] or "the end of the text"
                remedy = "leave the page's words as they are, in their order"
                raise UsageProblem(
                    "the sheet", f"after line {line} the words are not the page's (it says {here!r})", remedy
                )
            start, self._at = self._at if start is None else start, self._at + 1
            end = self._at
        return (start, end) if start is not None and end is not None else None

    def end(self) -> None:
        """All words must have been taken."""
        self._skip()
        if self._at < len(self._text):
            here = self._text[self._at : self._at + 30]
            raise UsageProblem(
                "the sheet", f"its last words are missing, from {here!r} on", "use >> remove to drop words"
            )

    def _skip(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

"""A TOML file that people write by hand, as a list of entries under one header (``[[decision]]``, say).

What is wrong is never a reason to stop: it is a line with file, line and key, and all else holds. Where the file as a
whole is no TOML, its entries are read one by one, so that a slip costs the entry that it stands in and no other.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Generic, TypeVar

from junket.crawlers.home import home_errors

MAX_BYTES = 16 * 1024 * 1024
"""A larger file is no list of decisions."""
_WHERE = re.compile(r" \(at line (\d+), column \d+\)\Z")

_T = TypeVar("_T")
Table = dict[str, Any]


class Slip(ValueError):
    """What is wrong with a key of an entry."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


@dataclass(slots=True)
class Entries(Generic[_T]):
    """What a file says, in its order, and what could not be read in it, a line each."""

    entries: list[_T] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One entry's lines; ``line`` is its header's."""

    line: int
    text: str

    def line_of(self, key: str) -> int:
        """The line on which ``key`` stands; the header's where it is missing."""
        found = re.search(rf"(?m)^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[.=]", self.text)
        return self.line + (self.text.count("\n", 0, found.start()) if found else 0)


def read_entries(path: Path, header: str, made: Callable[[Table, str], _T]) -> Entries[_T]:
    """The entries under ``[[header]]``, as ``made`` makes them of table and place; none where there is no file.

    ``made`` raises :class:`Slip`. HomeProblem when the file is there and cannot be read.
    """
    with home_errors(path):
        data = path.read_bytes() if path.exists() else b""
    if len(data) > MAX_BYTES:
        return Entries(problems=[f"{path}: is larger than {MAX_BYTES // 1024**2} MiB; no entry of it is used"])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Entries(problems=[f"{path}:{line}: is no TOML: it is not UTF-8; no entry is used until it is"])
    reader = _Reader(path, header, made)
    reader.read(text)
    return reader.found


def text_of(entry: Table, key: str, *, empty: bool = False) -> str:
    """The entry's text without white space around it. Slip where it is missing, no text, or empty and must not be."""
    value = entry.get(key)
    if not isinstance(value, str) or not (empty or value.strip()):
        raise Slip(key, "is missing" if value is None else f"must be a text{'' if empty else ', and not an empty one'}")
    return value.strip()


def day_of(entry: Table, key: str) -> date | None:
    """The entry's day, None where it gives none. Slip for anything but a day."""
    value = entry.get(key)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise Slip(key, "must be a day without quotes, as in 2026-05-01")
    return value


def check_keys(entry: Table, known: frozenset[str]) -> None:
    """Slip for a key that no entry has."""
    for key in sorted(entry.keys() - known):
        raise Slip(key, f"is no key of an entry (they are {', '.join(sorted(known))})")


class _Reader(Generic[_T]):
    """One file on its way into ``found``."""

    def __init__(self, path: Path, header: str, made: Callable[[Table, str], _T]) -> None:
        self._path, self._header, self._made = path, header, made
        self.found: Entries[_T] = Entries()

    def read(self, text: str) -> None:
        first, *entries = pieces = _pieces(text, self._header)
        try:
            table = tomllib.loads(text)
        except (ValueError, RecursionError):
            for piece in pieces:
                self._piece(piece, [] if piece is first else [piece])
        else:
            self._table(table, entries)

    def _piece(self, piece: _Piece, entries: list[_Piece]) -> None:
        try:
            table = tomllib.loads(piece.text)
        except (ValueError, RecursionError) as error:
            self.found.problems.append(f"{self._path}:{_no_toml(error, piece)}")
        else:
            self._table(table, entries)

    def _table(self, table: Table, pieces: list[_Piece]) -> None:
        for key in sorted(table.keys() - {self._header}):
            self._problem(str(self._path), key, f"is no key of this file; entries begin with [[{self._header}]]")
        entries = table.get(self._header, [])
        if not isinstance(entries, list):
            self._problem(str(self._path), self._header, f"is written [[{self._header}]], with two brackets")
            return
        located = pieces if len(pieces) == len(entries) else [None] * len(entries)
        for number, (entry, piece) in enumerate(zip(entries, located, strict=True), 1):
            self._entry(entry, piece, number)

    def _entry(self, entry: object, piece: _Piece | None, number: int) -> None:
        place = f"{self._path}:{piece.line}" if piece else f"{self._path}, entry {number}"
        try:
            if not isinstance(entry, dict):
                raise Slip(self._header, "is no table")
            self.found.entries.append(self._made(entry, place))
        except Slip as slip:
            where = f"{self._path}:{piece.line_of(slip.key)}" if piece else place
            self._problem(where, slip.key, f"{slip}; the entry is not used")

    def _problem(self, where: str, key: str, what: str) -> None:
        self.found.problems.append(f"{where}: {key}: {what}")


def _pieces(text: str, header: str) -> list[_Piece]:
    """What stands before the first header, then the entries; a header with a bracket too few begins one too."""
    begins = rf"(?m)^[ \t]*\[\[?[ \t]*{header}[ \t]*(?:\].*)?$"
    starts = [0, *(found.start() for found in re.finditer(begins, text)), len(text)]
    line, pieces = 1, []
    for start, end in pairwise(starts):
        pieces.append(_Piece(line, text[start:end]))
        line += text.count("\n", start, end)
    return pieces


def _no_toml(error: Exception, piece: _Piece) -> str:
    """The line, and what is wrong there; tomllib counts lines from the piece's first."""
    where = _WHERE.search(str(error))
    line = piece.line + int(where[1]) - 1 if where else piece.line
    reason = "it is nested too deep" if isinstance(error, RecursionError) else _WHERE.sub("", str(error))
    return f"{line}: is no TOML: {reason}; the entry is not used"

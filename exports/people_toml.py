"""``HOME/overrides/people.toml``: what people decided about people, read to the last key.

An entry that is not right is a problem with file, line and key, and the others hold all the same.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from crawlers.home import Home, home_errors
from pipelines.people import Decision

AUTHORITIES = ("wikidata", "imdb", "tmdb", "viaf")
MAX_BYTES = 64 * 1024 * 1024
"""A larger file is no list of decisions."""
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*person[ \t]*\]\]", re.MULTILINE)
_KEY = re.compile(r" - at `\$\.?([^`]*)`")


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    names: list[str]
    who: str
    why: str
    when: date | None = None
    records: list[str] = []
    apart: list[str] = []
    name: str | None = None
    wikidata: str | None = None
    imdb: str | None = None
    tmdb: str | None = None
    viaf: str | None = None


@dataclass(slots=True)
class Decisions:
    """The decisions of a home, in the file's order, and what could not be read in it, a line each."""

    entries: list[Decision] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_decisions(home: Home) -> Decisions:
    """The decisions of ``home``; none where there is no file. HomeProblem when it is there and cannot be read."""
    path = home.path / "overrides" / "people.toml"
    with home_errors(path):
        data = path.read_bytes() if path.exists() else b""
    if len(data) > MAX_BYTES:
        return Decisions(problems=[f"{path}: is larger than {MAX_BYTES // 1024**2} MiB; no entry of it is used"])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Decisions(problems=[f"{path}: is no TOML: {error}; no entry of it is used until that line is mended"])
    return _entries(table, path, [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)])


def _entries(table: dict[str, Any], path: Path, lines: list[int]) -> Decisions:
    spare = sorted(table.keys() - {"person"})
    found = Decisions(
        problems=[f"{path}: {key}: is no key of this file; entries begin with [[person]]" for key in spare]
    )
    entries = table.get("person", [])
    if not isinstance(entries, list):
        return Decisions(problems=[f"{path}: person: is written [[person]], with two brackets"])
    for number, entry in enumerate(entries):
        place = f"{path}:{lines[number]}" if len(lines) == len(entries) else f"{path}, entry {number + 1}"
        try:
            found.entries.append(_decision(msgspec.convert(entry, _Entry, builtin_types=(date,)), place))
        except msgspec.ValidationError as error:
            found.problems.append(f"{place}: {_said(error)}; the entry is not used")
    return found


def _decision(entry: _Entry, place: str) -> Decision:
    for key in ("names", "who", "why"):
        value = getattr(entry, key)
        if not value or not all(map(str.strip, value if isinstance(value, list) else [value])):
            raise msgspec.ValidationError(f"must not be empty - at `$.{key}`")
    ids = ((authority, getattr(entry, authority)) for authority in AUTHORITIES)
    return Decision(
        names=tuple(entry.names),
        who=entry.who,
        why=entry.why,
        when=entry.when,
        place=place,
        records=tuple(entry.records),
        apart=tuple(entry.apart),
        name=entry.name or None,
        ids=tuple((authority, own) for authority, own in ids if own),
    )


def _said(error: msgspec.ValidationError) -> str:
    """The key first, then what is wrong with it."""
    text = str(error)
    key = _KEY.search(text)
    return f"{key[1]}: {_KEY.sub('', text)}" if key else text

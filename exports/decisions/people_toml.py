"""``HOME/overrides/people.toml``: what people decided about people, read to the last key."""

from __future__ import annotations

import re
from datetime import date

import msgspec

from junket.crawlers.home import Home
from junket.crawlers.toml_file import Entries, Slip, Table, read_entries
from junket.pipelines.people import Decision

AUTHORITIES = ("wikidata", "imdb", "tmdb", "viaf")
_KEY = re.compile(r" - at `\$\.?([^`]+)`")
_NAMED = re.compile(r"field `([^`]*)`")


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


def read_decisions(home: Home) -> Entries[Decision]:
    """The decisions of ``home``; none where there is no file. HomeProblem when it is there and cannot be read."""
    return read_entries(home.path / "overrides" / "people.toml", "person", _decision)


def _decision(table: Table, place: str) -> Decision:
    try:
        entry = msgspec.convert(table, _Entry, builtin_types=(date,))
    except msgspec.ValidationError as error:
        raise _slip(error) from error
    for key in ("names", "who", "why"):
        value = getattr(entry, key)
        if not value or not all(map(str.strip, value if isinstance(value, list) else [value])):
            raise Slip(key, "must not be empty")
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


def _slip(error: msgspec.ValidationError) -> Slip:
    """The key, and what is wrong with it; ``names[0]`` stands on the line of ``names``."""
    text = str(error)
    key, name = _KEY.search(text), _NAMED.search(text)
    if key:
        return Slip(key[1].partition("[")[0], _KEY.sub("", text))
    return Slip(name[1] if name else "person", text)

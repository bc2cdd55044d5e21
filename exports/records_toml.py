"""``HOME/overrides/records.toml``: what people decided about records, read to the last key and added to.

An entry that is not right is a problem with file, line and key, and the others hold all the same. Nothing
here rewrites what people wrote: new entries go to the end.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import msgspec

from crawlers.home import Home, home_errors
from exports.atomic import atomic_file
from pipelines.corrections.correction import FIELDS, Correction, Quote, Spoken

MAX_BYTES = 64 * 1024 * 1024
"""A larger file is no list of decisions."""
NAME = "records.toml"
_HEADER = re.compile(r"(?m)^[ \t]*\[\[[ \t]*correction[ \t]*\]\]")
_KEYS = frozenset({"record", "field", "value", "was", "quote", "to", "role", "speaker", "remove", "who", "why", "when"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


class Slip(ValueError):
    """What is wrong with a key of an entry."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


@dataclass(slots=True)
class Corrections:
    """The corrections of a home, in the file's order, and what could not be read in it, a line each."""

    entries: list[Correction] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def path_of(home: Home) -> Path:
    """Where the file is, or would be."""
    return home.path / "overrides" / NAME


def read_corrections(home: Home) -> Corrections:
    """The corrections of ``home``; none where there is no file. HomeProblem when it is there and cannot be read."""
    path = path_of(home)
    with home_errors(path):
        data = path.read_bytes() if path.exists() else b""
    try:
        if len(data) > MAX_BYTES:
            return Corrections(problems=[f"{path}: is larger than {MAX_BYTES // 1024**2} MiB; no entry of it is used"])
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return Corrections(problems=[f"{path}: is no TOML: {error}; no entry of it is used until that line is mended"])
    return _entries(table, path, [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)])


def add_corrections(home: Home, corrections: Iterable[Correction]) -> Path:
    """Writes ``corrections`` behind what the file holds; it changes whole or not at all. HomeProblem when it cannot."""
    path = path_of(home)
    with home_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        if before and not before.endswith(b"\n"):
            before += b"\n"
        with atomic_file(path) as file:
            file.write(before + "".join(map(_written, corrections)).encode())
    return path


def _entries(table: dict[str, Any], path: Path, lines: list[int]) -> Corrections:
    found = Corrections()
    for key in table.keys() - {"correction"}:
        found.problems.append(f"{path}: {key}: is no key of this file; entries begin with [[correction]]")
    entries = table.get("correction", [])
    if not isinstance(entries, list):
        return Corrections(problems=[f"{path}: correction: is written [[correction]], with two brackets"])
    for number, entry in enumerate(entries):
        place = f"{path}:{lines[number]}" if len(lines) == len(entries) else f"{path}, entry {number + 1}"
        try:
            found.entries.append(_correction(entry, place))
        except Slip as slip:
            found.problems.append(f"{place}: {slip.key}: {slip}; the entry is not used")
    return found


def _correction(entry: object, place: str) -> Correction:
    if not isinstance(entry, dict):
        raise Slip("correction", "is no table")
    for key in entry.keys() - _KEYS:
        raise Slip(key, f"is no key of a correction (they are {', '.join(sorted(_KEYS))})")
    quote, to = _quote(entry, "quote"), _quote(entry, "to")
    if ("field" in entry) == (quote is not None):
        raise Slip("field", "a correction has either a field or a quote")
    field_name = _field(entry) if "field" in entry else None
    if quote and not {"role", "speaker", "remove"} & entry.keys():
        raise Slip("quote", "says neither role, speaker nor remove of the quoted words")
    return Correction(
        record=_text(entry, "record"),
        who=_text(entry, "who"),
        why=_text(entry, "why"),
        when=_day(entry),
        place=place,
        field=field_name,
        value=_value(entry, "value", field_name) if field_name else None,
        was=_value(entry, "was", field_name) if field_name else None,
        guarded="was" in entry,
        quote=quote,
        to=to,
        role=_role(entry),
        speaker=_text(entry, "speaker", empty=True) if "speaker" in entry else None,
        remove=_flag(entry, "remove"),
    )


def _text(entry: dict[str, Any], key: str, *, empty: bool = False) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not (empty or value.strip()):
        raise Slip(key, "is missing" if value is None else "must be a text")
    return value.strip()


def _flag(entry: dict[str, Any], key: str) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise Slip(key, "must be true or false")
    return value


def _day(entry: dict[str, Any]) -> date | None:
    value = entry.get("when")
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise Slip("when", "must be a day without quotes, as in 2026-05-01")
    return value


def _field(entry: dict[str, Any]) -> str:
    name = _text(entry, "field")
    if name not in FIELDS:
        raise Slip("field", f"{name!r} cannot be corrected; those that can are {', '.join(FIELDS)}")
    if "value" not in entry:
        raise Slip("value", 'is missing; "" empties the field')
    if spare := {"quote", "to", "role", "speaker", "remove"} & entry.keys():
        raise Slip(min(spare), "does not go with a field")
    return name


def _value(entry: dict[str, Any], key: str, field_name: str) -> Any:  # noqa: ANN401  # the field's own type
    value = entry.get(key)
    if value in {None, ""} if not isinstance(value, list) else not value:
        return None
    if field_name == "date" and not (isinstance(value, str) and _DAY.match(value) and _is_day(value)):
        raise Slip(key, 'must be a day in quotes, as in "2026-05-01"')
    try:
        return msgspec.convert(value, FIELDS[field_name])
    except msgspec.ValidationError as error:
        raise Slip(key, str(error)) from error


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _quote(entry: dict[str, Any], key: str) -> Quote | None:
    if key not in entry:
        return None
    value = entry[key]
    if isinstance(value, str):
        value = {"exact": value}
    try:
        quote = msgspec.convert(value, Quote, strict=True)
    except msgspec.ValidationError as error:
        raise Slip(key, f'{error}; it is a text or {{ exact = "…", prefix = "…", suffix = "…" }}') from error
    if not quote.exact.split():
        raise Slip(key, "quotes no words")
    return quote


def _role(entry: dict[str, Any]) -> Any:  # noqa: ANN401  # a Literal
    role = entry.get("role")
    if role is not None and role not in get_args(Spoken):
        raise Slip("role", f"must be one of {', '.join(get_args(Spoken))}")
    return role


def _written(correction: Correction) -> str:
    lines = ["\n[[correction]]", f"record = {_string(correction.record)}"]
    if correction.field:
        lines.append(f"field = {_string(correction.field)}")
        if correction.guarded:
            lines.append(f"was = {toml_value(correction.was)}")
        lines.append(f"value = {toml_value(correction.value)}")
    lines += [
        f"{key} = {_quoted(quote)}" for key, quote in (("quote", correction.quote), ("to", correction.to)) if quote
    ]
    if correction.role:
        lines.append(f"role = {_string(correction.role)}")
    if correction.speaker is not None:
        lines.append(f"speaker = {_string(correction.speaker)}")
    if correction.remove:
        lines.append("remove = true")
    lines += [f"who = {_string(correction.who)}", f"why = {_string(correction.why)}"]
    if correction.when:
        lines.append(f"when = {correction.when.isoformat()}")
    return "\n".join(lines) + "\n"


def _quoted(quote: Quote) -> str:
    parts = (("exact", quote.exact), ("prefix", quote.prefix), ("suffix", quote.suffix))
    return "{ " + ", ".join(f"{name} = {_string(words)}" for name, words in parts if words) + " }"


def toml_value(value: object, kind: object = str) -> str:
    """A field's value as TOML; nothing is the empty text or list, by what ``kind`` the field is."""
    if isinstance(value, tuple | list):
        return "[" + ", ".join(_string(str(each)) for each in value) + "]"
    if value is None:
        return _string("") if kind in {str, float} else "[]"
    return repr(value) if isinstance(value, float) else _string(str(value))


def _string(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's too, but for DEL, which TOML wants escaped."""
    clean = text.encode("utf-8", "replace").decode()
    return msgspec.json.encode(clean).decode().replace("\x7f", "\\u007f")

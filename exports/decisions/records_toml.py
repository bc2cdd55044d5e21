"""``HOME/overrides/records.toml``: what people decided about records, read to the last key and added to.

Nothing here rewrites what people wrote: new entries go to the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec

from junket.crawlers.folder import make_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.toml_file import Entries, Slip, Table, check_keys, day_of, read_entries, text_of
from junket.exports.atomic import atomic_file
from junket.pipelines.corrections.correction import FIELDS, Correction, Quote, Spoken
from junket.pipelines.corrections.value import BadValue, value_of

NAME = "records.toml"
_KEYS = frozenset({"record", "field", "value", "was", "quote", "to", "role", "speaker", "remove", "who", "why", "when"})


def path_of(home: Home) -> Path:
    """Where the file is, or would be."""
    return home.path / "overrides" / NAME


def read_corrections(home: Home) -> Entries[Correction]:
    """The corrections of ``home``; none where there is no file. HomeProblem when it is there and cannot be read."""
    return read_entries(path_of(home), "correction", _correction)


def add_corrections(home: Home, corrections: Iterable[Correction]) -> Path:
    """Writes ``corrections`` behind what the file holds; it changes whole or not at all. HomeProblem when it cannot."""
    path = path_of(home)
    with home_errors(path):
        make_folder(path.parent)
        before = path.read_bytes() if path.exists() else b""
        if before and not before.endswith(b"\n"):
            before += b"\n"
        with atomic_file(path) as file:
            file.write(before + "".join(map(_written, corrections)).encode())
    return path


def _correction(entry: Table, place: str) -> Correction:
    check_keys(entry, _KEYS)
    quote, to = _quote(entry, "quote"), _quote(entry, "to")
    if ("field" in entry) == (quote is not None):
        raise Slip("field", "a correction has either a field or a quote")
    field_name = _field(entry) if "field" in entry else None
    if quote and not {"role", "speaker", "remove"} & entry.keys():
        raise Slip("quote", "says neither role, speaker nor remove of the quoted words")
    return Correction(
        record=text_of(entry, "record"),
        who=text_of(entry, "who"),
        why=text_of(entry, "why"),
        when=day_of(entry, "when"),
        place=place,
        field=field_name,
        value=_value(entry, "value", field_name) if field_name else None,
        was=_value(entry, "was", field_name) if field_name else None,
        guarded="was" in entry,
        quote=quote,
        to=to,
        role=_role(entry),
        speaker=text_of(entry, "speaker", empty=True) if "speaker" in entry else None,
        remove=_flag(entry, "remove"),
    )


def _flag(entry: Table, key: str) -> bool:
    value = entry.get(key, False)
    if not isinstance(value, bool):
        raise Slip(key, "must be true or false")
    return value


def _field(entry: Table) -> str:
    name = text_of(entry, "field")
    if name not in FIELDS:
        raise Slip("field", f"{name!r} cannot be corrected; those that can are {', '.join(FIELDS)}")
    if "value" not in entry:
        raise Slip("value", 'is missing; "" empties the field')
    if spare := {"quote", "to", "role", "speaker", "remove"} & entry.keys():
        raise Slip(min(spare), "does not go with a field")
    return name


def _value(entry: Table, key: str, field_name: str) -> Any:  # noqa: ANN401  # the field's own type
    try:
        return value_of(field_name, entry.get(key)) if key in entry else None
    except BadValue as error:
        raise Slip(key, str(error)) from error


def _quote(entry: Table, key: str) -> Quote | None:
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


def _role(entry: Table) -> Any:  # noqa: ANN401  # a Literal
    role = entry.get("role")
    if role is not None and role not in get_args(Spoken):
        raise Slip("role", f"must be one of {', '.join(get_args(Spoken))}")
    return role


def _written(correction: Correction) -> str:
    lines = ["\n[[correction]]", f"record = {_string(correction.record)}"]
    if correction.field:
        lines.append(f"field = {_string(correction.field)}")
        if correction.guarded:
            lines.append(f"was = {toml_value(correction.was, FIELDS[correction.field])}")
        lines.append(f"value = {toml_value(correction.value, FIELDS[correction.field])}")
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
        return _list([toml_value(each) for each in value], lines=any(map(is_dataclass, value)))
    if value is None:
        return "[]" if get_origin(kind) is tuple else _string("")
    if is_dataclass(value) and not isinstance(value, type):
        said = ((key, each) for key, each in asdict(value).items() if each not in (None, (), False))
        return "{ " + ", ".join(f"{key} = {toml_value(each)}" for key, each in said) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return repr(value) if isinstance(value, int | float) else _string(str(value))


def _list(items: list[str], *, lines: bool) -> str:
    """Tables stand on a line each, and everything else on one."""
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]" if lines else "[" + ", ".join(items) + "]"


def _string(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's too, but for DEL, which TOML wants escaped."""
    clean = text.encode("utf-8", "replace").decode()
    return msgspec.json.encode(clean).decode().replace("\x7f", "\\u007f")

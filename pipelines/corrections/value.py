"""A field's value as a person writes it, told from one that the field cannot hold."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, get_args

import msgspec

from junket.crawlers.urls import canonicalize, document_id
from junket.pipelines.corrections.correction import FIELDS
from junket.pipelines.language import language_code

_ID = re.compile(r"[0-9a-f]{16}\Z")


class BadValue(ValueError):
    """The field cannot hold it; the text says why."""


def value_of(name: str, given: object) -> Any:  # noqa: ANN401  # the field's own type
    """``given`` (plain TOML) as a record holds it; None for "" and for an empty list. Raises BadValue."""
    if given is None or given in ("", []):
        return _empty(name)
    if name == "date":
        given = _day(given)
    elif name == "translation_of":
        given = _document(given)
    elif FIELDS[name] is datetime and not (isinstance(given, datetime) and given.tzinfo):
        raise BadValue("must be a time with its zone and without quotes, as in 2026-05-01T19:40:00+05:00")
    try:
        value = msgspec.convert(given, FIELDS[name], builtin_types=(datetime,))
    except msgspec.ValidationError as error:
        raise BadValue(_said(name, error)) from error
    if name == "language" and language_code(value) != value:
        raise BadValue("must be an ISO 639-1 code, as in kk")
    if name == "turns_confidence" and not 0 <= value <= 1:
        raise BadValue("must be from 0 to 1")
    return _items(given, value) if isinstance(value, tuple) else value


def _empty(name: str) -> None:
    if name == "kind":
        raise BadValue(f"must be one of {', '.join(get_args(FIELDS[name]))}")


def _day(given: object) -> str:
    """``YYYY-MM-DD``, from a day in quotes or without."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given.isoformat()
    try:
        read = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        read = None
    if read is None or read.isoformat() != given:
        raise BadValue("must be a day, as in 2026-05-01")
    return read.isoformat()


def _document(given: object) -> str:
    """A document's id, from itself or from the document's URL."""
    if isinstance(given, str) and (address := canonicalize(given)):
        return document_id(address)
    if not isinstance(given, str) or not _ID.match(given):
        raise BadValue("must be a document's URL, or its id of 16 hexadecimal digits")
    return given


def _items(given: Any, value: tuple[Any, ...]) -> tuple[Any, ...]:  # noqa: ANN401  # plain TOML that has fitted
    """The list without empty names; a table must have no keys but its own."""
    for table, item in zip(given, value, strict=True):
        if is_dataclass(item) and (spare := table.keys() - (known := {each.name for each in fields(item)})):
            raise BadValue(f"{min(spare)} is no key of it (they are {', '.join(sorted(known))})")
    return tuple(item for item in value if not isinstance(item, str) or item.strip())


def _said(name: str, error: msgspec.ValidationError) -> str:
    if name == "kind":
        return f"must be one of {', '.join(get_args(FIELDS[name]))}"
    return str(error).replace("`$", "`value")

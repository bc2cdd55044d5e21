"""Records as JSON: the fields of ``DATA_FORMAT.md``, times in ISO 8601, ``stripped`` as rule → count."""

from __future__ import annotations

from typing import Any

import msgspec

from junket.exports.formats.explain import explain_fields
from junket.exports.surrogates import without_surrogates
from junket.pipelines.explanation import Explanation
from junket.pipelines.record.record import Record

_ENCODER = msgspec.json.Encoder()


def record_fields(record: Record, explained: Explanation | None = None) -> dict[str, Any]:
    """The record as plain values. With ``explained``, the key ``explain`` holds the page block by block."""
    fields: dict[str, Any] = msgspec.to_builtins(record)
    fields["stripped"] = dict(record.stripped)
    if explained is not None:
        fields["explain"] = explain_fields(explained)
    return fields


def record_line(record: Record, explained: Explanation | None = None) -> bytes:
    """The record on one line of UTF-8, without the line end."""
    return json_line(record_fields(record, explained))


def record_json(record: Record, explained: Explanation | None = None) -> bytes:
    """The record indented by two spaces, UTF-8, without the last line end."""
    return msgspec.json.format(record_line(record, explained), indent=2)


def json_line(value: object) -> bytes:
    """Plain values as one line of JSON. Lone surrogates, which UTF-8 cannot hold, become ``?``."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(without_surrogates(value))

"""The table of documents: one row a revision, every column always there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import pyarrow as pa

from junket.exports.masked import masked
from junket.exports.surrogates import without_surrogates
from junket.exports.tables.arrow_columns import columns_of, schema_of, structs
from junket.exports.tables.table import Table, TableInput
from junket.pipelines.record.record import Record

_NULLABLE = frozenset({"translations", "translators", "photographers"})
"""Lists of which the schema says that they may be null; none is."""
_FIRST_OF_TURN = frozenset({"turn_id", "role", "speaker", "speaker_printed", "language"})
"""Fields that stand before the others in a turn's struct; in JSON they stand as the class has them."""


def _as_stored(field: pa.Field[Any]) -> pa.Field[Any]:
    if field.name == "turns":
        return field.with_type(
            structs(*sorted(field.type.value_type, key=lambda each: each.name not in _FIRST_OF_TURN))
        )
    return field.with_nullable(nullable=True) if field.name in _NULLABLE else field


DOCUMENTS = schema_of("documents", *map(_as_stored, columns_of(Record)))


def batch_of(records: Sequence[Record]) -> pa.RecordBatch:
    """The records as a batch of :data:`DOCUMENTS`, their addresses masked (:mod:`junket.exports.masked`).

    Lone surrogates, which Parquet cannot hold, become ``?``.
    """
    rows = [_row(masked(record)) for record in records]
    try:
        return pa.RecordBatch.from_pylist(rows, schema=DOCUMENTS)
    except UnicodeEncodeError:
        return pa.RecordBatch.from_pylist([without_surrogates(row) for row in rows], schema=DOCUMENTS)


def _row(record: Record) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(datetime,))
    row["stripped"] = [{"rule": rule, "count": count} for rule, count in record.stripped]
    if record.date is not None:
        row["date"] = _day(record.date)
        if row["date"] is None:
            row["warnings"] = [*row["warnings"], "date_unreadable"]
    return row


def _day(text: str) -> date | None:
    """The day that ``YYYY-MM-DD`` is. None for anything else: a month is no day, and none is made of it."""
    try:
        return msgspec.convert(text, date)
    except msgspec.ValidationError:
        return None


def _rows(seen: TableInput) -> Iterator[pa.RecordBatch]:
    """The records as they were spooled, in the catalogue's order."""
    return seen.documents()


TABLE = Table(
    name="documents",
    schema=DOCUMENTS,
    rows=_rows,
    sort=("site", "canonical_url", "revision"),
    key=("id", "revision"),
    refs={"near_duplicate_of": "documents", "persons.person_id": "people"},
)

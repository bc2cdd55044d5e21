"""Rows in row groups, of a size that reads well and fits in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from junket.exports.surrogates import without_surrogates
from junket.exports.tables.documents import batch_of
from junket.pipelines.record.record import Record

GROUP_ROWS = 2_000
"""Rows a row group (measured: 1,000 to 2,500 read best when few rows are wanted)."""
GROUP_CHARS = 32 * 1024 * 1024
"""Characters of text after which a row group ends early, so that memory stays bounded."""


def in_groups(schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> Iterator[pa.RecordBatch]:
    """Plain rows (column to value) as batches of ``schema``.

    Lone surrogates, which Parquet cannot hold, become ``?``.
    """
    waiting = map(without_surrogates, rows)
    while group := list(islice(waiting, GROUP_ROWS)):
        yield pa.RecordBatch.from_pylist(group, schema=schema)


class RecordGroups:
    """Gathers records and hands them to ``write`` as batches of documents; the last one when it is flushed."""

    def __init__(self, write: Callable[[pa.RecordBatch], None]) -> None:
        self._write = write
        self._waiting: list[Record] = []
        self._chars = 0

    def add(self, record: Record) -> None:
        """One record more. Raises what ``write`` raises."""
        self._waiting.append(record)
        self._chars += len(record.text)
        if len(self._waiting) >= GROUP_ROWS or self._chars >= GROUP_CHARS:
            self.flush()

    def flush(self) -> None:
        """Hands on what waits."""
        if self._waiting:
            self._write(batch_of(self._waiting))
            self._waiting, self._chars = [], 0

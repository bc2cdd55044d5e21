"""Records as one Parquet file: the columns, types and settings of the dataset (``DATA_FORMAT.md``)."""

from __future__ import annotations

from typing import BinaryIO

from junket.exports.parts import parquet_writer
from junket.exports.schema import batch_of
from junket.exports.spool import GROUP_CHARS, GROUP_ROWS
from junket.pipelines.interview import Interview


class ParquetRows:
    """Writes records into an open file, in row groups as a dataset has them. Raises OSError as the file does."""

    def __init__(self, file: BinaryIO) -> None:
        self._writer = parquet_writer(file)
        self._waiting: list[Interview] = []
        self._size = 0

    def write(self, record: Interview) -> None:
        """Adds a record."""
        self._waiting.append(record)
        self._size += len(record.text)
        if len(self._waiting) >= GROUP_ROWS or self._size >= GROUP_CHARS:
            self._group()

    def close(self) -> None:
        """Writes what waits, and the file's end, without which nobody can read it."""
        if self._waiting:
            self._group()
        self._writer.close()

    def _group(self) -> None:
        self._writer.write_batch(batch_of(self._waiting), row_group_size=len(self._waiting))
        self._waiting, self._size = [], 0

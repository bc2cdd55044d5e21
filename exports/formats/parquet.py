"""Records as one Parquet file: the columns, types and settings of the dataset (``DATA_FORMAT.md``)."""

from __future__ import annotations

from typing import BinaryIO

from junket.exports.tables.documents import DOCUMENTS
from junket.exports.tables.groups import RecordGroups
from junket.exports.tables.parquet import RowGroups
from junket.pipelines.record.record import Record


class ParquetRows:
    """Writes records into an open file, in row groups as a dataset has them. Raises OSError as the file does."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = RowGroups(file, DOCUMENTS)
        self._groups = RecordGroups(self._file.write)

    def write(self, record: Record) -> None:
        """Adds a record."""
        self._groups.add(record)

    def close(self) -> None:
        """Writes what waits, and the file's end, without which nobody can read it."""
        self._groups.flush()
        self._file.close()

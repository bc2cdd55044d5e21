"""Records on their way into the dataset, held on disk until it is known who the people on them are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from junket.exports.tables.documents import DOCUMENTS
from junket.exports.tables.groups import RecordGroups
from junket.pipelines.record.record import Record


@dataclass(frozen=True, slots=True)
class Spool:
    """One file of row groups: Arrow's own format, compressed lightly."""

    path: Path

    def fill(self, records: Iterable[Record]) -> int:
        """Writes the records; how many there were. Raises OSError."""
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        rows = 0
        with pa.OSFile(str(self.path), "wb") as file, pa.ipc.new_stream(file, DOCUMENTS, options=options) as writer:
            groups = RecordGroups(writer.write_batch)
            for rows, record in enumerate(records, 1):  # noqa: B007  # counted
                groups.add(record)
            groups.flush()
        return rows

    def read(self) -> Iterator[pa.RecordBatch]:
        """The row groups, in order; as often as wanted. Raises OSError."""
        with pa.OSFile(str(self.path), "rb") as file, pa.ipc.open_stream(file) as reader:
            yield from reader

    def remove(self) -> None:
        """Deletes the file. Raises OSError."""
        self.path.unlink()

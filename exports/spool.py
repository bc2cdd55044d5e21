"""Records on their way into the dataset, held on disk until it is known who the people on them are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from junket.exports.schema import DOCUMENTS, batch_of
from junket.pipelines.interview import Interview

GROUP_ROWS = 2_000
"""Rows a row group (measured: 1,000 to 2,500 read best when few rows are wanted)."""
GROUP_CHARS = 32 * 1024 * 1024
"""Characters of text after which a row group ends early, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Spool:
    """One file of row groups: Arrow's own format, compressed lightly, gone when it has been read."""

    path: Path

    def fill(self, records: Iterable[Interview]) -> int:
        """Writes the records; how many there were. Raises OSError."""
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        rows = 0
        with pa.OSFile(str(self.path), "wb") as file, pa.ipc.new_stream(file, DOCUMENTS, options=options) as writer:
            for group in _groups(records):
                writer.write_batch(batch_of(group))
                rows += len(group)
        return rows

    def drain(self) -> Iterator[pa.RecordBatch]:
        """The row groups, in order; the file is removed behind the last. Raises OSError."""
        with pa.OSFile(str(self.path), "rb") as file, pa.ipc.open_stream(file) as reader:
            yield from reader
        self.path.unlink()


def _groups(records: Iterable[Interview]) -> Iterator[list[Interview]]:
    group: list[Interview] = []
    size = 0
    for record in records:
        group.append(record)
        size += len(record.text)
        if len(group) >= GROUP_ROWS or size >= GROUP_CHARS:
            yield group
            group, size = [], 0
    if group:
        yield group

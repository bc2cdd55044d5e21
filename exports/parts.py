"""Parquet files of document revisions, written as a stream."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from junket.exports.manifest import Part, part_of
from junket.exports.schema import DOCUMENTS

PART_ROWS = 200_000
"""Rows a file: a thousand small files read 4 to 12 times slower than one."""


def write_parts(folder: Path, groups: Iterable[pa.RecordBatch]) -> list[Part]:
    """Writes ``part-0000.parquet`` and so on into ``folder`` (made here); each is on disk when this returns.

    Each of ``groups`` is a row group. At least one file, so that an empty dataset has its columns. Raises OSError.
    """
    folder.mkdir(parents=True)
    parts: list[Part] = []
    groups = iter(groups)
    ahead = next(groups, None)
    while ahead or not parts:
        path = folder / f"part-{len(parts):04d}.parquet"
        rows = _write_part(path, chain([ahead] if ahead else [], groups))
        parts.append(part_of(path, rows))
        ahead = next(groups, None)
    return parts


def parquet_writer(file: BinaryIO) -> pq.ParquetWriter:
    """A writer of documents into an open file."""
    # zstd 3 and page checksums: see DATA_FORMAT.md. Readers that verify them see a flipped bit.
    return pq.ParquetWriter(
        file, DOCUMENTS, compression="zstd", compression_level=3, write_page_checksum=True, version="2.6"
    )


def _write_part(path: Path, groups: Iterable[pa.RecordBatch]) -> int:
    """Writes groups until the file is full; how many rows it has."""
    rows = 0
    with path.open("xb") as file:
        with parquet_writer(file) as writer:
            for group in groups:
                writer.write_batch(group, row_group_size=len(group))
                rows += len(group)
                if rows >= PART_ROWS:
                    break
        file.flush()
        os.fsync(file.fileno())
    return rows

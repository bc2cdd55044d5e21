"""Old snapshots that hold what is withheld now: they go, so that no folder of the dataset gives it out.

Apart from rights.py, which scraping asks: nothing there loads pyarrow.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def remove_withdrawn(snapshots: Iterable[Path], withheld: AbstractSet[tuple[str, int]]) -> None:
    """Deletes those of ``snapshots`` that hold a document's revision of ``withheld``, or that nobody can read."""
    for path in snapshots:
        if withheld and _holds(path, withheld):
            shutil.rmtree(path, ignore_errors=True)


def _holds(snapshot: Path, withheld: AbstractSet[tuple[str, int]]) -> bool:
    try:
        return any(
            (row["id"], row["revision"]) in withheld
            for part in sorted((snapshot / "documents").glob("*.parquet"))
            for batch in pq.ParquetFile(part).iter_batches(columns=["id", "revision"])
            for row in batch.to_pylist()
        )
    except (OSError, pa.ArrowException):
        return True

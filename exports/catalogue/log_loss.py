"""What of the log is lost: files that catalogue or manifest know, and rows of the dataset that lead to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import read_records
from junket.crawlers.database import DatabaseDamaged
from junket.crawlers.errors import HomeProblem, LogLost
from junket.crawlers.home import Home, home_errors
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.dataset.manifest import Snapshot, read_manifest, standing_snapshot

MOST_NAMED = 3
"""Files that the error names."""
_COLUMNS = ["warc_file", "warc_offset", "warc_record_id", "payload_digest", "parts"]
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a row says that its bytes, or those of one of its parts, lie. ``row`` counts from 0 in its file."""

    part: str
    row: int
    file: str
    offset: int
    record_id: str | None
    payload_digest: str | None


def log_sizes(home: Home) -> dict[str, int]:
    """The log's files and their bytes."""
    with home_errors(home):
        return {path.name: path.stat().st_size for path in home.warc_files()}


def known_log(home: Home, catalogue: Catalogue) -> dict[str, int]:
    """The files that catalogue or manifest know, with the most bytes that one of them has read."""
    manifest = read_manifest(home)
    known = catalogue.log_files()
    for name, size in (manifest.log if manifest else {}).items():
        known[name] = max(size, known.get(name, 0))
    return known


def lost_files(known: dict[str, int], sizes: dict[str, int]) -> dict[str, str]:
    """Which known files are missing or shorter than they were, and how."""
    lost = {}
    for name, size in sorted(known.items()):
        if name not in sizes:
            lost[name] = "is missing"
        elif sizes[name] < size:
            lost[name] = f"has {sizes[name]:,} of the {size:,} bytes that were read of it"
    return lost


def refuse_lost_files(home: Home) -> None:
    """Raises LogLost where the log lacks files, or ends of files, that catalogue or manifest know."""
    sizes = log_sizes(home)
    try:
        with Catalogue(home, readonly=True) as catalogue:
            known = known_log(home, catalogue)
    except DatabaseDamaged:
        manifest = read_manifest(home)
        known = manifest.log if manifest else {}
    if lost := lost_files(known, sizes):
        told = [f"{name} {problem}" for name, problem in lost.items()]
        more = f", and {len(told) - MOST_NAMED:,} more" if len(told) > MOST_NAMED else ""
        raise LogLost(str(home.warc), "; ".join(told[:MOST_NAMED]) + more, _remedy(home))


def refuse_lost_rows(home: Home, catalogue: Catalogue) -> None:
    """Raises LogLost where rows of the standing snapshot are neither in the catalogue nor to be read from the log.

    HomeProblem where the log has them and the catalogue has not: then it has not been caught up.
    """
    snapshot = standing_snapshot(home)
    if snapshot is None:
        return
    unknown: dict[str, dict[int, Pointer]] = defaultdict(dict)
    for pointer in pointers(home, snapshot):
        if not catalogue.has(pointer.file, pointer.offset):
            unknown[pointer.file][pointer.offset] = pointer
    sizes = log_sizes(home) if unknown else {}
    lost: list[Pointer] = []
    for name, places in unknown.items():
        there = _readable(home.warc / name, places) if name in sizes else set()
        if there and catalogue.scanned_bytes(name) != sizes[name]:
            problem = f"does not know {len(there):,} captures of {name} that rows of the dataset come from"
            raise HomeProblem(str(catalogue.path), problem, f"run junket rebuild --home {home.path}")
        lost += (pointer for offset, pointer in places.items() if offset not in there)
    if lost:
        first = min(lost, key=lambda pointer: (pointer.part, pointer.row))
        where = f"row {first.row} of {first.part} leads to {first.file}, offset {first.offset}"
        problem = f"{len(lost):,} rows would be lost: their bytes are no longer in the log ({where})"
        raise LogLost(str(home.dataset / snapshot.version), problem, _remedy(home))


def rows_at_risk(home: Home, catalogue: Catalogue, sizes: dict[str, int]) -> int:
    """How many rows of the standing snapshot a rebuild would lose, as far as can be told without reading the log."""
    snapshot = standing_snapshot(home)
    scanned = {name for name, size in sizes.items() if catalogue.scanned_bytes(name) == size}
    rows = {
        (pointer.part, pointer.row)
        for pointer in (pointers(home, snapshot) if snapshot else ())
        if pointer.offset >= sizes.get(pointer.file, 0)
        or (pointer.file in scanned and not catalogue.has(pointer.file, pointer.offset))
    }
    return len(rows)


def pointers(home: Home, snapshot: Snapshot) -> Iterator[Pointer]:
    """Where the rows of a snapshot lead, in order; those of a Parquet file that cannot be read are passed over."""
    for part in snapshot.files:
        path = home.dataset / snapshot.version / part.path
        if part.path.startswith("documents/"):
            with suppress(OSError, pa.ArrowException):
                yield from _pointers(path, part.path)


def _pointers(path: Path, name: str) -> Iterator[Pointer]:
    row = -1
    # With checksums: a flipped bit in a row's offset is a fault of the Parquet file, not of the log.
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        for batch in file.iter_batches(_BATCH, columns=_COLUMNS):
            for row, found in enumerate(batch.to_pylist(), row + 1):  # noqa: B020  # goes on where the last batch ended
                for place in (found, *(found["parts"] or ())):
                    if place["warc_file"] is not None and place["warc_offset"] is not None:
                        yield Pointer(name, row, *_place(place))


def _place(place: dict[str, Any]) -> tuple[str, int, str | None, str | None]:
    return place["warc_file"], place["warc_offset"], place["warc_record_id"], place["payload_digest"]


def _readable(path: Path, offsets: Iterable[int]) -> set[int]:
    """Those of ``offsets`` at which the file has a record."""
    wanted = set(offsets)
    return {found.offset for found in read_records(path) if isinstance(found, WarcRecord) and found.offset in wanted}


def _remedy(home: Home) -> str:
    see = f"junket verify --home {home.path} says what is lost"
    return f"{see}; restore the files, or accept the loss with junket rebuild --home {home.path} --accept-loss"

"""The snapshots: their names, their files to the byte, and their pages by checksum."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from junket.exports.dataset.latest import LATEST, standing_version
from junket.exports.dataset.manifest import faults
from junket.exports.tables import schema_json, table_called
from junket.exports.tables.arrow_columns import SCHEMA_VERSION
from junket.exports.tables.table import Table
from junket.exports.verify.survey import Finding, HomeSurvey


def latest_stands(survey: HomeSurvey) -> Iterator[Finding]:
    """``latest``, the manifest and ``schema.json`` say the same, and it is there."""
    dataset, manifest = survey.home.dataset, survey.manifest
    if manifest is None:
        if any(dataset.glob("v*")) or (dataset / "manifest.json").exists():
            yield _finding(survey, "manifest.json", "is missing or cannot be read")
        return
    version = standing_version(dataset)
    if not (dataset / LATEST).is_dir():
        yield _finding(survey, LATEST, f"leads nowhere ({version or 'there is no such link'})")
    elif version is not None and version != manifest.latest:
        yield _finding(survey, LATEST, f"leads to {version}; by the manifest {manifest.latest} stands")
    if survey.standing is None:
        yield _finding(survey, "manifest.json", f"does not know {version or manifest.latest}, the snapshot that stands")
    elif survey.standing.schema_version == SCHEMA_VERSION and _bytes(dataset / "schema.json") != schema_json():
        yield _finding(survey, "schema.json", "is not the schema of the snapshots")


def snapshots_are_as_written(survey: HomeSurvey) -> Iterator[Finding]:
    """Size and SHA-256 of each file of each snapshot, and no file too many."""
    dataset = survey.home.dataset
    for snapshot in survey.manifest.snapshots if survey.manifest else ():
        for name, problem in faults(dataset / snapshot.version, snapshot.files):
            yield _finding(survey, f"{snapshot.version}/{name}", problem)
    latest = dataset / LATEST
    if survey.standing and latest.is_dir() and not latest.is_symlink():
        for name, problem in faults(latest, survey.standing.files):
            yield _finding(survey, f"{LATEST}/{name}", problem)


def pages_can_be_read(survey: HomeSurvey) -> Iterator[Finding]:
    """Every page of every Parquet file, by its checksum; columns and rows as the manifest has them."""
    snapshots = survey.manifest.snapshots if survey.manifest else []
    written = {f"{each.version}/{part.path}": (each, part.rows) for each in snapshots for part in each.files}
    for path in survey.tables():
        name = path.relative_to(survey.home.dataset).as_posix()
        snapshot, rows = written.get(name, (None, None))
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as table:
                current = snapshot is not None and snapshot.schema_version == SCHEMA_VERSION
                if current and not _has_columns_of(table_called(path.parent.name), table):
                    yield _finding(survey, name, "has other columns than were written")
                if rows is not None and table.metadata.num_rows != rows:
                    yield _finding(survey, name, f"has {table.metadata.num_rows:,} rows; by the manifest {rows:,}")
                yield from _pages(survey, name, table)
                if snapshot and snapshot == survey.standing and path.parent.name == "documents":
                    survey.rows += table.metadata.num_rows
        except (OSError, UnicodeError, pa.ArrowException) as error:
            yield _finding(survey, name, f"cannot be read ({_line(error)})")
        survey.read(path.stat().st_size)


def _has_columns_of(table: Table | None, file: pq.ParquetFile) -> bool:
    return table is not None and file.schema_arrow.equals(table.schema)


def _pages(survey: HomeSurvey, name: str, table: pq.ParquetFile) -> Iterator[Finding]:
    row = 0
    for group in range(table.num_row_groups):
        for column in dict.fromkeys(table.schema_arrow.names):
            try:
                table.read_row_group(group, columns=[column])
            except (OSError, pa.ArrowException) as error:
                place = f"row group {group} (from row {row}), column {column}"
                yield _finding(survey, name, f"cannot be read ({_line(error)})", place)
        row += table.metadata.row_group(group).num_rows


def _finding(survey: HomeSurvey, name: str, problem: str, place: str = "") -> Finding:
    return Finding(file=f"dataset/{name}", place=place, problem=problem, remedy=survey.rebuild)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""

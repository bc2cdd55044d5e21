"""``HOME/dataset/manifest.json``: which snapshots there are, and what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from junket.crawlers.home import Home
from junket.exports.dataset.latest import standing_version


class DatasetFile(msgspec.Struct, frozen=True):
    """One file of a snapshot; ``path`` is relative to the snapshot."""

    path: str
    rows: int
    bytes: int
    sha256: str


def part_of(path: Path, rows: int) -> DatasetFile:
    """The part that the file at ``path`` is, in a folder of its snapshot. Raises OSError."""
    return DatasetFile(f"{path.parent.name}/{path.name}", rows, path.stat().st_size, _sha256(path))


def faults(snapshot: Path, files: list[DatasetFile]) -> Iterator[tuple[str, str]]:
    """Which files of a snapshot are not as the manifest has them, and how; each byte is read."""
    for part in files:
        if problem := _fault(snapshot / part.path, part):
            yield part.path, problem
    known = {part.path for part in files}
    for path in sorted(snapshot.rglob("*")):
        if not path.is_dir() and (name := path.relative_to(snapshot).as_posix()) not in known:
            yield name, "is no file of the snapshot"


def _fault(path: Path, part: DatasetFile) -> str:
    try:
        if not path.is_file():
            return "is missing"
        if (size := path.stat().st_size) != part.bytes:
            return f"has {size:,} bytes, not the {part.bytes:,} that were written"
        return "" if _sha256(path) == part.sha256 else "is not what was written (its SHA-256 is another)"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One snapshot."""

    version: str
    created_at: datetime
    rows: int
    """Document revisions."""
    tally: dict[str, Any]
    """What is in it, counted: see :class:`junket.exports.dataset.tally.Tally`."""
    files: list[DatasetFile]
    schema_version: str
    extractor_version: str


class Manifest(msgspec.Struct, kw_only=True):
    """The snapshots, oldest first. ``latest`` is the one that the last publish made."""

    latest: str
    snapshots: list[Snapshot] = []
    log: dict[str, int] = {}
    """The WARC files that all of it comes from, and how many bytes of each were read."""


def read_manifest(home: Home) -> Manifest | None:
    """The manifest; None before the first publish, and when it cannot be read (it is no more than a description)."""
    try:
        return msgspec.json.decode((home.dataset / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, ValueError):
        return None


def standing_snapshot(home: Home) -> Snapshot | None:
    """The snapshot that ``latest`` names, None before the first publish."""
    manifest = read_manifest(home)
    version = standing_version(home.dataset) or (manifest.latest if manifest else None)
    return next((each for each in manifest.snapshots if each.version == version), None) if manifest else None

"""``HOME/dataset/manifest.json``: which snapshots there are, and what is in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from crawlers.home import Home
from exports.latest import standing_version


class Part(msgspec.Struct, frozen=True):
    """One file of a snapshot; ``path`` is relative to the snapshot."""

    path: str
    rows: int
    bytes: int
    sha256: str


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One snapshot."""

    version: str
    created_at: datetime
    rows: int
    """Document revisions."""
    tally: dict[str, Any]
    """What is in it, counted: see :class:`exports.tally.Tally`."""
    files: list[Part]
    schema_version: str
    extractor_version: str


class Manifest(msgspec.Struct, kw_only=True):
    """The snapshots, oldest first. ``latest`` is the one that the last publish made."""

    latest: str
    snapshots: list[Snapshot] = []


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

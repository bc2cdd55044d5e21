"""What the checks of a home share: where it is, what its manifest says, how far they are, and what a finding is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from junket.crawlers.home import Home, home_errors
from junket.exports.catalogue.log_loss import log_sizes
from junket.exports.dataset.manifest import Manifest, Snapshot, read_manifest, standing_snapshot
from junket.exports.progress import Tell, silent


@dataclass(slots=True)
class LineTally:
    """Lines, whatever their order: how many, and the sum of their hashes."""

    lines: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        """One more line."""
        self.lines += 1
        self.total += int.from_bytes(hashlib.blake2b(line, digest_size=8).digest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be."""

    file: str
    """Relative to the home."""
    place: str
    """``offset 1234``, ``row 5``, ``row group 2, column text``; empty for the file as a whole. Rows count from 0."""
    problem: str
    remedy: str
    """The command that mends it, or what else does."""
    harmless: bool = False
    """Nothing is lost by it and nothing is to be done, as with the torn end that a kill leaves."""


@dataclass(slots=True)
class HomeSurvey:
    """A home under way."""

    home: Home
    tell: Tell = silent
    records: int = 0
    """Records of the log that could be read."""
    rows: int = 0
    """Rows of the standing snapshot that could be read."""
    findings: int = 0
    wrong: int = 0
    """Findings that are not harmless."""
    captures: dict[str, LineTally] = field(default_factory=dict)
    """The lines of the capture index that each WARC file gives, of those that could be read throughout."""
    manifest: Manifest | None = field(init=False)
    standing: Snapshot | None = field(init=False)
    sizes: dict[str, int] = field(init=False)
    """The log's files and their bytes."""
    _done: int = 0

    def __post_init__(self) -> None:
        self.manifest, self.standing = read_manifest(self.home), standing_snapshot(self.home)
        self.sizes = log_sizes(self.home)

    @property
    def total(self) -> int:
        """Bytes that are to be read: for a progress bar."""
        with home_errors(self.home):
            return sum(self.sizes.values()) + sum(path.stat().st_size for path in self.tables())

    @property
    def rebuild(self) -> str:
        """The command that makes all views anew."""
        return f"junket rebuild --home {self.home.path}"

    @property
    def restore(self) -> str:
        """What helps against a loss of the log."""
        return f"restore the file from a copy, or accept the loss: {self.rebuild} --accept-loss"

    def tables(self) -> list[Path]:
        """The Parquet files of all snapshots, in order."""
        return sorted(self.home.dataset.glob("v*/*/*.parquet"))

    def name(self, path: Path) -> str:
        """``path`` as findings name it."""
        return path.relative_to(self.home.path).as_posix()

    def read(self, size: int) -> None:
        """So many bytes more have been read."""
        self._done += size
        self.tell({"done": self._done, "records": self.records, "rows": self.rows, "findings": self.findings})

"""The index on disk: sorted runs of CDXJ lines in ``HOME/state/index``, looked up by binary search.

The log is the truth and this a view of it, brought up to date by :meth:`CaptureIndex.update`. A run is a file
that begins with a line ``!meta {"files": ...}``: which WARC files it covers, as they were (bytes, time), and how many
bytes of lines follow. It appears whole, by a rename. One that is cut, or of whose WARC files one has changed or gone,
is taken for none, and made anew when the log is next read. Many small runs are merged into one (as log-structured merge
trees do), so that a look-up asks few of them.
"""

from __future__ import annotations

import hashlib
import heapq
import os
import secrets
import tempfile
from bisect import bisect_left
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, takewhile
from pathlib import Path
from typing import BinaryIO, Self

import msgspec

from junket.crawlers.archive.index.cdxj import Capture, capture_of, key_of, read_line, to_line
from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import read_records
from junket.crawlers.errors import HomeLocked, HomeProblem
from junket.crawlers.folder import make_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.lock import LockTaken, held

LOCK_NAME = "index.lock"
MOST_RUNS = 16
"""More runs are merged, the smaller half of them into one: so a line is copied some log(runs) times in all."""
MOST_CAPTURES = 1000
"""Of a URL, in one run."""
_IN_MEMORY = 20_000_000
"""Bytes of lines that are sorted in memory. More of one WARC file are sorted in parts."""
_LONGEST_NAME = 200
"""Bytes of a WARC file's name that a run is named after; most file systems allow 255 in all."""
_WAIT_SECONDS = 600.0
"""How long another process is waited for that brings the index up to date."""
_MOST_META = 1 << 24
_END = b"\xff"
Stamp = tuple[int, int]
"""A file's length and when it was last modified (ns)."""


class _Meta(msgspec.Struct, frozen=True):
    files: dict[str, Stamp]
    bytes: str
    """Of all lines that follow; 20 digits, so that it can be written last."""
    version: int = 1


_PREFIX = b"!meta "
_decode = msgspec.json.Decoder(_Meta).decode


@dataclass(slots=True)
class IndexRun:
    """One sorted file. ``begin`` and ``end`` are where its lines lie."""

    path: Path
    files: dict[str, Stamp]
    begin: int
    end: int

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The run at ``path``; None for what is none, or not whole. Raises OSError."""
        with path.open("rb") as stream:
            head = stream.readline(_MOST_META)
            size = stream.seek(0, os.SEEK_END)
        try:
            meta = _decode(head.removeprefix(_PREFIX))
            whole = head.startswith(_PREFIX) and meta.version == 1 and len(head) + int(meta.bytes) == size
        except (msgspec.MsgspecError, ValueError):
            return None
        return cls(path, meta.files, len(head), size) if whole else None

    def lines(self, prefix: bytes = b"") -> Iterator[bytes]:
        """The lines that begin with ``prefix``, in order. Raises OSError."""
        if self.begin == self.end:
            return
        with self.path.open("rb") as stream:
            places = range(self.begin, self.end)
            at = self.begin + bisect_left(places, prefix, key=lambda place: self._line_from(stream, place))
            yield from takewhile(lambda line: line.startswith(prefix), chain([self._line_from(stream, at)], stream))

    def _line_from(self, stream: BinaryIO, place: int) -> bytes:
        """The first line that begins at ``place`` or behind it; what sorts behind all lines where there is none."""
        stream.seek(max(place - 1, self.begin))
        if place > self.begin:
            stream.readline()
        return stream.readline() or _END


class CaptureIndex:
    """The captures of a home. HomeProblem where the index cannot be read or written."""

    def __init__(self, home: Home) -> None:
        self._home, self._folder = home, home.index
        self._runs: list[IndexRun] | None = None

    def captures(self, url: str) -> list[Capture]:
        """The captures of ``url`` and its other spellings, the oldest first; of very many, the last ones."""
        key = key_of(url)
        with self._errors():
            try:
                found = self._lines(key)
            except FileNotFoundError:  # another process has merged runs since these were listed
                self._runs = None
                found = self._lines(key)
        return sorted(found, key=lambda each: (each.timestamp, each.file, each.offset))

    def _lines(self, key: bytes) -> list[Capture]:
        return [read_line(line) for run in self.runs() for line in deque(run.lines(key), MOST_CAPTURES)]

    def newest(self, url: str) -> Capture | None:
        """The last capture of exactly ``url``, None where there is none."""
        return next((each for each in reversed(self.captures(url)) if each.url == url), None)

    def of_files(self, files: Collection[str]) -> Iterator[Iterator[Capture]]:
        """The captures of these WARC files: of each run that covers any, in order of their addresses."""
        for run in list(self.runs()):
            if not run.files.keys().isdisjoint(files):
                with self._errors():
                    yield (each for each in map(read_line, run.lines()) if each.file in files)

    def runs(self) -> list[IndexRun]:
        """The runs that are whole and whose WARC files are as they were when this was first asked."""
        if self._runs is None:
            there = {path.name: stamp_of(path) for path in self._home.warc_files()}
            with self._errors():
                found = [run for run in map(IndexRun.read, self.paths()) if run and run.files.items() <= there.items()]
            covered: set[str] = set()
            self._runs = []
            for run in sorted(found, key=lambda run: (-len(run.files), run.path.name)):
                if covered.isdisjoint(run.files):  # else a merge was killed before it removed its parts
                    self._runs.append(run)
                    covered |= run.files.keys()
        return self._runs

    def paths(self) -> list[Path]:
        """The files of all runs, whole or not."""
        return sorted(self._folder.glob("*.cdxj"))

    def stale(self) -> list[Path]:
        """The WARC files of which there are no lines, or not of what they are now."""
        covered = {name for run in self.runs() for name in run.files}
        return [path for path in self._home.warc_files() if path.name not in covered]

    def update(self) -> list[Path]:
        """Reads the WARC files that are not in the index as they are; which. Unreachable where one cannot be read.

        One process at a time; HomeLocked where another one needs very long.
        """
        if not self.stale():
            return []
        with self._alone(), self._errors():
            stale = self.stale()
            make_folder(self._folder)
            for left in self._folder.glob(".*.new"):  # of a process that was killed
                left.unlink(missing_ok=True)
            for path in stale:
                stamp = stamp_of(path)
                with ExitStack() as stack:
                    self._write({path.name: stamp}, self._sorted(path, stack))
                self._merge()
            self._tidy()
        return stale

    def clear(self) -> None:
        """Deletes all that is in the index's folder. HomeLocked as :meth:`update`."""
        with self._alone(), self._errors():
            for path in self._folder.glob("*"):
                path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else writes the index meanwhile; what was listed before counts no more."""
        with home_errors(self._home.state):
            make_folder(self._home.state)
        with ExitStack() as stack:
            try:
                stack.enter_context(held(self._home.state / LOCK_NAME, _WAIT_SECONDS))
            except LockTaken as error:
                problem = "another process has been writing the capture index for long"
                raise HomeLocked(str(self._home.path), problem, "run it again when that has ended") from error
            self._runs = None
            yield

    def _sorted(self, path: Path, stack: ExitStack) -> Iterator[bytes]:
        """The lines of a WARC file in order, in bounded memory."""
        lines: list[bytes] = []
        size = 0
        parts: list[Iterable[bytes]] = []
        for found in read_records(path):
            if isinstance(found, WarcRecord) and (capture := capture_of(found, path.name)):
                lines.append(to_line(capture))
                size += len(lines[-1])
            if size >= _IN_MEMORY:
                part = stack.enter_context(tempfile.TemporaryFile(dir=self._folder))  # noqa: SIM115 - the stack closes it
                part.writelines(sorted(lines))
                part.seek(0)
                parts.append(part)
                lines, size = [], 0
        return heapq.merge(*parts, sorted(lines))

    def _write(self, files: dict[str, Stamp], lines: Iterable[bytes]) -> None:
        """A new run of ``files``, in place of those that have any of them."""
        fresh, path = self._folder / f".{secrets.token_hex(8)}.new", self._folder / _name_of(files)
        others = [run for run in self.runs() if run.files.keys().isdisjoint(files)]
        size = 0
        try:
            with fresh.open("xb") as stream:
                begin = stream.write(_head(files, 0))
                for line in lines:
                    size += stream.write(line)
                stream.seek(0)
                stream.write(_head(files, size))
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        self._runs = [*others, IndexRun(path, files, begin, begin + size)]

    def _merge(self) -> None:
        """Merges the smaller half of the runs where there are many."""
        if len(self.runs()) > MOST_RUNS:
            small = sorted(self.runs(), key=lambda run: run.end)[: MOST_RUNS // 2]
            files = {name: stamp for run in small for name, stamp in run.files.items()}
            self._write(files, heapq.merge(*(run.lines() for run in small)))
            self._tidy()

    def _tidy(self) -> None:
        """Removes what is no run (any more)."""
        kept = {run.path for run in self.runs()}
        for path in self.paths():
            if path not in kept:
                path.unlink(missing_ok=True)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            with home_errors(self._folder):
                yield
        except ValueError as error:
            remedy = f"it is derived: run junket rebuild --home {self._home.path}"
            raise HomeProblem(str(self._folder), f"the capture index is damaged ({error})", remedy) from error


def _name_of(files: dict[str, Stamp]) -> str:
    """What a run of the files is called: after the first of them, by its digest where that is long."""
    first = min(files)
    if len(os.fsencode(first)) > _LONGEST_NAME:
        first = hashlib.blake2b(os.fsencode(first), digest_size=16).hexdigest()
    return f"{first}+{len(files) - 1}.cdxj" if len(files) > 1 else f"{first}.cdxj"


def _head(files: dict[str, Stamp], size: int) -> bytes:
    return _PREFIX + msgspec.json.encode(_Meta(files, f"{size:020d}")) + b"\n"


def stamp_of(path: Path) -> Stamp:
    """What tells that a file has changed. HomeProblem where it cannot be looked at."""
    with home_errors(path):
        stat = path.stat()
    return stat.st_size, stat.st_mtime_ns

"""WACZ files (Webrecorder, 1.1): a zip that holds WARC files below ``archive/``, and indexes, which nobody needs here.

Nothing is unpacked to a name of its own. What is stored, as the format asks, is read where it lies, so that a record's
offset is its place in the zip; what is deflated is unpacked into a file without a name, and its offsets count on behind
the zip's end. Sizes that the zip states are bounds, never believed: an entry that is longer ends there.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import BinaryIO, cast

from junket.crawlers.archive.damage import Damage
from junket.crawlers.archive.raw_file import RawFile
from junket.crawlers.archive.record import WarcRecord

MAGIC = b"PK\x03\x04"
MAX_DIRECTORY = 8 << 20
"""Bytes of a zip's directory: some 100,000 entries. A collection has a few dozen."""
MAX_UNPACKED = 4 << 30
"""Bytes of one deflated entry."""
_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz", ".warc.zst")
_LOCAL = 30
_END = b"PK\x05\x06"
_CHUNK = 1 << 20

Scan = Callable[[RawFile, str, int], Iterator[WarcRecord | Damage]]


def is_wacz(path: Path) -> bool:
    """Whether a file is a zip with archive files below ``archive/``. Never raises."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) == MAGIC and any(map(_holds_records, _entries(stream)))
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


def wacz_records(stream: FileIO, name: str, scan: Scan) -> Iterator[WarcRecord | Damage]:
    """The records of all archive files in it, in the order of the zip, and what is damaged."""
    try:
        entries = sorted(filter(_holds_records, _entries(stream)), key=lambda entry: entry.header_offset)
        size = stream.seek(0, 2)
    except (ValueError, zipfile.BadZipFile, NotImplementedError) as error:
        yield Damage(name, 0, f"the zip's directory cannot be read ({error})")
        return
    if not entries:
        yield Damage(name, 0, "a zip without archive files below archive/")
    done = 0
    for entry in entries:
        start = _start(stream, entry)
        if start is None or entry.header_offset < done or entry.flag_bits & 1:
            yield Damage(name, entry.header_offset, f"{entry.filename} cannot be read where the zip says that it lies")
        elif entry.compress_type == zipfile.ZIP_STORED:
            done = start + entry.compress_size
            yield from scan(WaczMember(stream, done), name, start)
        else:
            done = start + entry.compress_size
            yield from _deflated(stream, entry, name, scan, size)
            size += entry.file_size


def _deflated(
    stream: FileIO, entry: zipfile.ZipInfo, name: str, scan: Scan, base: int
) -> Iterator[WarcRecord | Damage]:
    with tempfile.TemporaryFile(buffering=0) as unpacked:
        problem = _unpack(stream, entry, cast("BinaryIO", unpacked))
        for found in scan(RawFile(unpacked), name, 0):
            if isinstance(found, Damage) and found.resumed_at is not None:
                yield replace(found, offset=base + found.offset, resumed_at=base + found.resumed_at)
            else:
                yield replace(found, offset=base + found.offset)
    if problem:
        yield Damage(name, entry.header_offset, f"{entry.filename} cannot be unpacked whole ({problem})")


def _unpack(stream: FileIO, entry: zipfile.ZipInfo, sink: BinaryIO) -> str:
    """Writes what the entry holds, up to the size that it states; why that is not all, empty where it is."""
    left = min(entry.file_size, MAX_UNPACKED)
    try:
        with zipfile.ZipFile(stream) as whole, whole.open(entry) as source:
            while left and (data := source.read(min(left, _CHUNK))):
                sink.write(data)
                left -= len(data)
            longer = bool(source.read(1))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        return str(error) or type(error).__name__
    return f"it is larger than {min(entry.file_size, MAX_UNPACKED):,} bytes" if longer else ""


def _entries(stream: BinaryIO | FileIO) -> list[zipfile.ZipInfo]:
    """The zip's entries. BadZipFile, ValueError and NotImplementedError where its directory cannot be read."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read((1 << 16) + 22) or b""
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:  # noqa: PLR2004 - the length of the end's record
        raise zipfile.BadZipFile("it has no end")
    stated = int.from_bytes(tail[at + 12 : at + 16], "little")
    if stated > MAX_DIRECTORY:  # a directory of more than 4 GiB, too, which states its size elsewhere
        raise zipfile.BadZipFile("it is too large")
    with closing(zipfile.ZipFile(stream)) as whole:
        return whole.infolist()


def _holds_records(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.startswith("archive/") and entry.filename.lower().endswith(_ENDINGS)


def _start(stream: FileIO, entry: zipfile.ZipInfo) -> int | None:
    """Where the entry's bytes begin, behind its local header; None where none is there."""
    stream.seek(entry.header_offset)
    head = stream.read(_LOCAL) or b""
    if len(head) < _LOCAL or not head.startswith(MAGIC):
        return None
    return entry.header_offset + _LOCAL + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")


class WaczMember(RawFile):
    """A file that ends before its end: offsets are the whole file's."""

    def __init__(self, stream: FileIO, end: int) -> None:
        super().__init__(stream)
        self._end = end

    def at(self, offset: int, size: int) -> bytes:
        """Up to ``size`` bytes from ``offset``; none behind the part's end."""
        return super().at(offset, min(size, self._end - offset)) if offset < self._end else b""

    def _load(self, offset: int, size: int) -> bytes:
        return super()._load(offset, max(0, min(size, self._end - offset)))

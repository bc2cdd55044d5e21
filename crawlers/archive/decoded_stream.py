"""A decoded stream: bytes of a WARC file from a place where a record begins to where the next one may.

In a compressed file it is the run of gzip members up to the next member that begins with ``WARC/``: one
record, as the standard asks; or all of a file that is one single member; or a record that some writer
spread over several. In a plain file it is all of it.
"""

from __future__ import annotations

import re
import zlib
from abc import ABC, abstractmethod
from operator import eq
from typing import Any

from junket.crawlers.archive.raw_file import RawFile

CHUNK = 1 << 16
_PROBE = 4096
_MAGIC = b"WARC/"
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00\x04\x08\x0c]")
"""A gzip header (RFC 1952) with the flags that WARC writers use: none, extra field, file name."""
_RECORD_START = re.compile(rb"WARC/[01]\.\d{1,2}[ \t]{0,8}\r?\n[!-9;-~]{1,100}:")
"""A version's line and the name of a first field."""
_LONGEST_START = 128
_GAP = b"\r\n\r\n"
"""What stands between two records (WARC 1.1, section 4.4); some writers put one line end there, or bare line feeds."""
_LOOK = 64
"""Bytes behind a record's end that are looked at: more line ends than any writer puts there."""


class BrokenRecord(Exception):
    """The bytes are no record from here on; the message says why."""


class WrongBytes(Exception):
    """A record whose bytes are not those that were written, though it is known where it ends; the message says why."""


class BrokenGzip(Exception):
    """The gzip data cannot be decoded from here on; the message says why."""


class DecodedStream(ABC):
    """Decoded bytes that are read once, forwards, in bounded memory."""

    def __init__(self, raw: RawFile, offset: int) -> None:
        self._raw = raw
        self.offset = offset
        self._buffer = bytearray()

    @abstractmethod
    def _fill(self) -> bool:
        """Adds bytes to the buffer, or none at a member's end; False at the stream's end. BrokenGzip on bad data."""

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; none only at the end."""
        while not self._buffer and self._fill():
            pass
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def read_line(self, limit: int) -> bytes:
        """A line with its end; the rest at the stream's end. BrokenRecord when it is longer than ``limit``."""
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = len(self._buffer)
            if searched > limit:
                raise BrokenRecord("a header line has no end")
            if not self._fill():
                return self.read(searched)
        return self.read(end + 1)

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, which stay; fewer at the end."""
        while len(self._buffer) < size and self._fill():
            pass
        return bytes(self._buffer[:size])

    def checks_itself(self) -> bool:
        """Whether a checksum covers all of it, headers too."""
        return True

    def skip(self, length: int) -> None:
        """Goes past so many bytes."""
        while length and (data := self.read(length)):
            length -= len(data)

    def ends_record(self, length: int) -> bool:
        """Whether a record may end in so many bytes, as far as that can be seen before they are read."""
        return length >= 0

    def skip_line_ends(self) -> None:
        """Goes past CR and LF."""
        while self.peek(1) in (b"\r", b"\n"):
            self._strip()

    def end_record(self) -> bool:
        """Goes past the line ends behind a record; whether more follows without a break (a gzip member's end)."""
        self.skip_line_ends()
        return bool(self._buffer)

    def _strip(self) -> None:
        del self._buffer[: len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))]

    def begins_record(self) -> bool:
        """Whether the next bytes begin a record."""
        return self.peek(len(_MAGIC)) == _MAGIC

    def may_begin_record(self) -> bool:
        """Whether the next bytes begin a record, or are all that is left of a beginning."""
        return _MAGIC.startswith(self.peek(len(_MAGIC)))

    def skip_to_record(self, *, behind_gap: bool = False) -> bool:
        """Goes on to the next bytes that begin a record, at least one byte on; False when there are none.

        They stand at a line's beginning; or ``behind_gap``: behind what the standard puts between two records, of
        which a byte may be damaged.
        """
        self.read(1)
        while (found := _find_start(self._buffer, behind_gap=behind_gap)) is None:
            del self._buffer[: -_LONGEST_START - len(_GAP)]  # the rest may be the beginning of one
            if not self._fill():
                self._buffer.clear()
                return False
        del self._buffer[:found]
        return True


class GzipStream(DecodedStream):
    """Of a compressed file. ``end`` is the offset after its last whole member."""

    def __init__(self, raw: RawFile, offset: int) -> None:
        super().__init__(raw, offset)
        self.end = offset
        self._at = offset
        self._inflater = self._decoder()
        self._over = False

    @property
    def consumed(self) -> int:
        """Compressed bytes read so far."""
        return self._at - self.offset

    def end_record(self) -> bool:
        """As in a plain file, but within the member: what is wrong behind its end is no fault of this record."""
        self._strip()
        while not self._buffer and not self._over and not self._inflater.eof and self._fill():
            self._strip()
        return bool(self._buffer)

    def drain(self) -> None:
        """Goes to the end without keeping anything. BrokenGzip on bad data."""
        self._buffer.clear()
        while self._fill():
            self._buffer.clear()

    def _fill(self) -> bool:
        while not self._over and (not self._inflater.eof or self._next_member()):
            fed = self._raw.at(self._at, CHUNK)
            data, taken = self._decode(fed)
            self._at += taken
            self._buffer += data
            if self._inflater.eof:
                self.end = self._at
            elif not fed and not data:
                raise BrokenGzip("the file ends within a record (a torn tail)")
            if data or self._inflater.eof:
                return True
        return False

    def _next_member(self) -> bool:
        """Goes on to the member that follows, unless it begins a record or is no gzip at all."""
        goes_on = self._continues(self._raw.at(self._at, self._probe))
        self._inflater = self._decoder()
        self._over = not goes_on
        return goes_on

    # What another compression, or other records in it, do in their own way.

    _probe = _PROBE
    """Bytes of a member that :meth:`_continues` has to see."""

    def _decoder(self) -> Any:  # noqa: ANN401 - zlib's type has no name
        return zlib.decompressobj(wbits=31)

    def _decode(self, fed: bytes) -> tuple[bytes, int]:
        """Decoded bytes, some 64 KiB at most, and how many of ``fed`` went into them. BrokenGzip on bad data."""
        try:
            data = self._inflater.decompress(fed, CHUNK)
        except zlib.error as error:
            raise BrokenGzip(f"bad gzip data ({error})") from error
        left = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
        return data, len(fed) - len(left)

    def _continues(self, head: bytes) -> bool:
        """Whether a member that begins like this goes on with what the one before it holds."""
        return head.startswith(b"\x1f\x8b\x08") and not _begins_record(head)


class PlainStream(DecodedStream):
    """Of an uncompressed file."""

    def __init__(self, raw: RawFile, offset: int) -> None:
        super().__init__(raw, offset)
        self._at = offset
        self._has_gaps: bool | None = None
        """Whether records stand behind gaps; None until one has been seen."""

    @property
    def position(self) -> int:
        """The offset of the next byte to be read."""
        return self._at - len(self._buffer)

    def checks_itself(self) -> bool:
        """Nothing does."""
        return False

    def skip(self, length: int) -> None:
        """Goes past so many bytes without reading them."""
        self._go_to(self.position + length)

    def ends_record(self, length: int) -> bool:
        """Whether the file ends there, or another record follows, be it with a damaged byte.

        BrokenRecord where the file ends before. Nothing is read, so that a wrong length costs nothing.
        """
        end = self.position + length
        tail = self._raw.peek(end - 1, _LOOK + 1)
        if not tail:
            raise BrokenRecord("the record is shorter than its Content-Length (a torn tail)")
        behind = tail[1:]
        if behind.startswith(_GAP):
            self._has_gaps = True
        at_a_gap = len(behind) <= len(_GAP) or _is_alike(behind[: len(_GAP + _MAGIC)], _GAP + _MAGIC)
        return at_a_gap or _MAGIC.startswith(behind.lstrip(b"\r\n")[: len(_MAGIC)])

    def resume(self, offset: int) -> bool:
        """Goes to the first record behind the damage at ``offset``; False when there is none.

        A damaged length says nothing of where a record ends, so the search begins in it. In a file whose records
        stand behind gaps it looks there only: a page may hold a record's first lines, and seldom a gap before them.
        """
        if self._has_gaps is not False:
            self._go_to(max(0, offset - len(_GAP)))  # of the gap a byte may be the damage
            if self.skip_to_record(behind_gap=True):
                return True
            if self._has_gaps:
                return False
            self._has_gaps = False
        self._go_to(offset)
        return self.skip_to_record()

    def _go_to(self, offset: int) -> None:
        ahead = offset - self.position
        if 0 <= ahead <= len(self._buffer):
            del self._buffer[:ahead]
        else:
            self._buffer.clear()
            self._at = offset

    def _fill(self) -> bool:
        data = self._raw.at(self._at, CHUNK)
        self._at += len(data)
        self._buffer += data
        return bool(data)


def is_gzip_record(raw: RawFile, offset: int) -> bool:
    """Whether a gzip member that begins with a record lies at ``offset``."""
    return _begins_record(raw.at(offset, _PROBE))


def is_plain_record(raw: RawFile, offset: int) -> bool:
    """Whether an uncompressed record begins at ``offset``."""
    return raw.at(offset, len(_MAGIC)) == _MAGIC


def find_gzip_record(raw: RawFile, offset: int) -> int | None:
    """The first place from ``offset`` on where a gzip member begins a record; None when there is none."""
    while window := raw.at(offset, CHUNK + _PROBE):
        for found in _MEMBER.finditer(window, 0, CHUNK + 3):
            if _begins_record(window[found.start() : found.start() + _PROBE]):
                return offset + found.start()
        offset += CHUNK
    return None


def _find_start(data: bytearray, *, behind_gap: bool) -> int | None:
    """Where the first record in ``data`` begins; see :meth:`DecodedStream.skip_to_record`."""
    for found in _RECORD_START.finditer(data):
        gap = data[max(0, found.start() - len(_GAP)) : found.start()]
        if _is_alike(gap, _GAP) if behind_gap else gap.endswith(b"\n"):
            return found.start()
    return None


def _is_alike(data: bytes | bytearray, sound: bytes) -> bool:
    """Whether at most one byte is damaged."""
    return len(data) == len(sound) and sum(map(eq, data, sound)) >= len(sound) - 1


def _begins_record(head: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, len(_MAGIC)) == _MAGIC
    except zlib.error:
        return False

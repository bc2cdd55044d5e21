"""WARC files compressed with Zstandard (``.warc.zst``, IIPC's draft of 2021): a frame a record, as gzip has members.

The file may begin with a skippable frame that holds a dictionary, which all other frames need.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from junket.crawlers.archive.containers.members import Members, Parsed
from junket.crawlers.archive.decoded_stream import CHUNK, BrokenGzip, DecodedStream, GzipStream
from junket.crawlers.archive.raw_file import RawFile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAGIC = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
_SKIPPABLE = b"\x2a\x4d\x18"
_MAX_DICTIONARY = 1 << 24
_FIRST_LOOK = 256
_MOST_LOOKS = 2_000
"""Places behind damage that look like a frame and are none, after which the rest of a file is given up."""
_PROBE = (1 << 17) + 64
"""A block of a frame (128 KiB at most) says nothing before it is whole."""


class BadDictionary(Exception):
    """The dictionary cannot be read; the message says why."""


def beginning(head: bytes) -> bytes:
    """The first bytes of what a frame holds; none where it cannot be read without a dictionary, or at all."""
    try:
        return bytes(zstd.ZstdDecompressor().decompress(head, 4096))
    except zstd.ZstdError:
        return b""


def first_frame(raw: RawFile) -> int:
    """Where the frames with records begin: behind the dictionary, where there is one."""
    head = raw.at(0, 8)
    return 8 + int.from_bytes(head[4:8], "little") if head.startswith(DICTIONARY) else 0


def zst_members(raw: RawFile, parse: Callable[[DecodedStream], Parsed]) -> Members:
    """What reads this file. :class:`BadDictionary` where its dictionary cannot be read."""
    frames = _Frames(_dictionary(raw))
    return Members(frames.begins, frames.find, partial(_ZstdStream, frames), parse)


class _Frames:
    """The frames of one file."""

    def __init__(self, dictionary: zstd.ZstdDict | None) -> None:
        self._dictionary = dictionary

    def decoder(self) -> zstd.ZstdDecompressor:
        return zstd.ZstdDecompressor(zstd_dict=self._dictionary)

    def begins_record(self, head: bytes) -> bool:
        if not head.startswith(MAGIC):
            return False
        decoder = self.decoder()
        try:  # what is no frame nearly always fails at once
            start = decoder.decompress(head[:_FIRST_LOOK], 5) or decoder.decompress(head[_FIRST_LOOK:], 5)
        except (zstd.ZstdError, EOFError):
            return False
        return bool(start == b"WARC/")

    def begins(self, raw: RawFile, offset: int) -> bool:
        return self.begins_record(raw.at(offset, _PROBE))

    def find(self, raw: RawFile, offset: int) -> int | None:
        looked = 0
        while window := raw.at(offset, CHUNK + len(MAGIC)):
            at = window.find(MAGIC)
            while at >= 0:
                if self.begins(raw, offset + at):
                    return offset + at
                looked += 1
                if looked >= _MOST_LOOKS:
                    return None
                at = window.find(MAGIC, at + 1)
            offset += CHUNK
        return None


class _ZstdStream(GzipStream):
    """Frames in place of members."""

    _probe = _PROBE

    def __init__(self, frames: _Frames, raw: RawFile, offset: int) -> None:
        self._frames = frames
        super().__init__(raw, offset)

    def _decoder(self) -> zstd.ZstdDecompressor:
        return self._frames.decoder()

    def _decode(self, fed: bytes) -> tuple[bytes, int]:
        decoder = self._inflater
        given = fed if decoder.needs_input else b""
        try:
            data = decoder.decompress(given, CHUNK)
        except zstd.ZstdError as error:
            raise BrokenGzip(f"bad Zstandard data ({error})") from error
        return data, len(given) - (len(decoder.unused_data) if decoder.eof else 0)

    def _continues(self, head: bytes) -> bool:
        return head[1:4] == _SKIPPABLE or (head.startswith(MAGIC) and not self._frames.begins_record(head))


def _dictionary(raw: RawFile) -> zstd.ZstdDict | None:
    start = first_frame(raw)
    if not start:
        return None
    if start > _MAX_DICTIONARY:
        raise BadDictionary("its dictionary is larger than 16 MiB")
    content = raw.at(8, start - 8)
    try:
        if content.startswith(MAGIC):
            content = zstd.ZstdDecompressor().decompress(content, _MAX_DICTIONARY)
        made = zstd.ZstdDict(content)
        zstd.ZstdDecompressor(zstd_dict=made)  # only this looks into it
    except (zstd.ZstdError, ValueError) as error:
        raise BadDictionary(f"its dictionary cannot be read ({error})") from error
    return made

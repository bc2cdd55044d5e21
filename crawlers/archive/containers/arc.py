"""ARC files (Internet Archive, 1996; versions 1.0, 1.1 and 2.0): what crawlers wrote before WARC, read as WARC records.

A record is a line (address, IP address, date, media type, length; version 2 has more between the last two) and so
many bytes: for HTTP, the response as it came. The first, ``filedesc://``, is about the file. Addresses may hold spaces.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from junket.crawlers.archive import record as warc
from junket.crawlers.archive.containers.members import Members, Parsed
from junket.crawlers.archive.damage import Damage
from junket.crawlers.archive.decoded_stream import CHUNK, BrokenRecord, DecodedStream, GzipStream, PlainStream
from junket.crawlers.archive.raw_file import RawFile
from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.page import MAX_BODY_BYTES

_LONGEST_LINE = 1 << 14
_PROBE = 1 << 15
_MAX_BLOCK = MAX_BODY_BYTES + (1 << 20)
_LINE = re.compile(
    rb"(?P<url>(?:https?|ftp|dns|warcinfo|filedesc|gopher|mms|news|mailto|whois|rtsp):[^\r\n]{1,8192}?)"
    rb" (?P<ip>[0-9A-Fa-f.:]{2,45}|-) (?P<date>[0-9]{8,20})"
    rb" (?P<rest>(?:[^ \r\n]{0,1000}+ ){0,9}?)(?P<length>-?[0-9]{1,18})[ \t]{0,9}\r?\n"
)
_SCHEME = re.compile(rb"[a-z]{3,8}:")
_LINE_START = re.compile(rb"\n(?:https?|ftp|dns|filedesc)://?[^\r\n]{1,8400} [0-9A-Fa-f.:]{2,45} [0-9]{14} ")
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00\x04\x08\x0c]")


def is_arc(head: bytes) -> bool:
    """Whether bytes begin with the line of a record."""
    return bool(_LINE.match(head))


def is_gzip_arc(head: bytes) -> bool:
    """Whether bytes begin with a gzip member in which a record begins."""
    if not head.startswith(b"\x1f\x8b\x08"):
        return False
    inflater = zlib.decompressobj(wbits=31)
    try:
        start = inflater.decompress(head, 16)
        if not _SCHEME.match(start.lstrip(b"\r\n")):
            return False
        return is_arc((start + inflater.decompress(inflater.unconsumed_tail, _LONGEST_LINE)).lstrip(b"\r\n"))
    except zlib.error:
        return False


def plain_arc_records(raw: RawFile, offset: int, name: str) -> Iterator[WarcRecord | Damage]:
    """The records of an uncompressed ARC file from ``offset`` on, and what is damaged between them."""
    decoded = PlainStream(raw, offset)
    while True:
        decoded.skip_line_ends()
        if not decoded.peek(1):
            return
        at = decoded.position
        try:
            headers, block, truncated, _ = parse_arc(decoded)
            yield WarcRecord(at, decoded.position - at, headers, block, truncated)
        except BrokenRecord as error:
            resumed = _find_line(raw, at)
            if isinstance(error, _Torn) and resumed is None:
                yield WarcRecord(
                    at, decoded.position - at, (*error.fields, ("WARC-Truncated", "unspecified")), error.block
                )
            else:
                yield Damage(name, at, str(error), resumed)
            if resumed is None:
                return
            decoded = PlainStream(raw, resumed)


class _Torn(BrokenRecord):
    """A record of which the file's end cuts off a part: it has no checksum by which the rest could be wrong."""

    def __init__(self, fields: tuple[tuple[str, str], ...], block: bytes) -> None:
        super().__init__("the record is shorter than its length (a torn tail)")
        self.fields, self.block = fields, block


def parse_arc(decoded: DecodedStream) -> Parsed:
    """The record that begins here, with the fields that a WARC file would have. BrokenRecord where there is none."""
    line = decoded.read_line(_LONGEST_LINE)
    found = _LINE.fullmatch(line)
    if not found:
        raise BrokenRecord("bytes that are no record of an ARC file")
    length = int(found["length"])
    if length < 0:
        raise BrokenRecord("a record of an ARC file without a valid length")
    block = bytearray()
    left = length
    while left:
        data = decoded.read(left)
        if not data:
            raise _Torn(tuple(_fields(found, bytes(block[:5]), length)), bytes(block))
        left -= len(data)
        block += data[: _MAX_BLOCK - len(block)]
    separated = decoded.peek(1) in (b"\r", b"\n")
    goes_on = decoded.end_record()
    if goes_on and not separated and not _SCHEME.match(decoded.peek(16)):
        raise BrokenRecord("a record of an ARC file that does not end where its length says")
    return tuple(_fields(found, bytes(block[:5]), length)), bytes(block), length > len(block), goes_on


def _fields(found: re.Match[bytes], start: bytes, length: int) -> Iterator[tuple[str, str]]:
    url = _text(found["url"])
    media_type = (_text(found["rest"]).split() or ["application/octet-stream"])[0]
    about_file, response = url.startswith("filedesc:"), start == b"HTTP/"
    yield "WARC-Type", "warcinfo" if about_file else "response" if response else "resource"
    yield "WARC-Target-URI", url
    if date := _date(found["date"].decode("ascii")):
        yield "WARC-Date", date
    yield "WARC-IP-Address", found["ip"].decode("ascii")
    yield "Content-Type", warc.HTTP_RESPONSE if response else media_type
    yield "Content-Length", str(length)


def _date(digits: str) -> str | None:
    """``20140216050221`` as a WARC-Date; shorter ones lack time or seconds. None for no date."""
    try:
        moment = datetime.strptime(digits[:14].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment.isoformat().replace("+00:00", "Z")


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _find_line(raw: RawFile, offset: int) -> int | None:
    """Where the first line of a record begins behind ``offset``."""
    while window := raw.at(offset, CHUNK + _PROBE):
        for found in _LINE_START.finditer(window, 0, len(window)):
            if found.start() < CHUNK and _LINE.match(window, found.start() + 1):
                return offset + found.start() + 1
        offset += CHUNK
    return None


class _ArcStream(GzipStream):
    """As in a WARC file, but a member begins a record with an ARC's line."""

    def _continues(self, head: bytes) -> bool:
        return head.startswith(b"\x1f\x8b\x08") and not is_gzip_arc(head)


def _begins(raw: RawFile, offset: int) -> bool:
    return is_gzip_arc(raw.at(offset, _PROBE))


def _find(raw: RawFile, offset: int) -> int | None:
    while window := raw.at(offset, CHUNK + _PROBE):
        for found in _MEMBER.finditer(window, 0, CHUNK + 3):
            if is_gzip_arc(window[found.start() : found.start() + _PROBE]):
                return offset + found.start()
        offset += CHUNK
    return None


ARC_MEMBERS = Members(_begins, _find, _ArcStream, parse_arc)

"""Reads a WARC file record by record, in bounded memory, and goes on after damage instead of stopping.

Other readers stop at a torn tail without a word and lose what was appended behind it. Here each
unreadable place is a :class:`Damage`, and reading goes on at the next place where a record begins. A record whose
bytes do not fit its digest is damage too, and is not given.

Caveat: behind damage, what looks like a record is taken for one. A page can hold such bytes (a WARC
file offered for download, say); they are read only where its own record is damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

from junket.crawlers.archive.containers import wacz
from junket.crawlers.archive.containers.arc import ARC_MEMBERS, is_arc, is_gzip_arc, plain_arc_records
from junket.crawlers.archive.containers.members import Members, Parsed
from junket.crawlers.archive.damage import Damage as Damage  # noqa: PLC0414 - readers of records look for it here
from junket.crawlers.archive.decoded_stream import (
    BrokenGzip,
    BrokenRecord,
    DecodedStream,
    GzipStream,
    PlainStream,
    WrongBytes,
    find_gzip_record,
    is_gzip_record,
    is_plain_record,
)
from junket.crawlers.archive.digests import BlockCheck, Fields, header_differs
from junket.crawlers.archive.raw_file import RawFile
from junket.crawlers.archive.record import WarcRecord, field_of
from junket.crawlers.errors import Unreachable
from junket.crawlers.page import MAX_BODY_BYTES

MAX_BLOCK_BYTES = MAX_BODY_BYTES + (1 << 20)
"""Bound on a block that is kept: a page's body and 1 MiB of HTTP header. The rest is read past."""
MAX_HEADER_BYTES = 1 << 18
MAX_HEADERS = 1000
_MAX_DIGITS = 18
ZSTANDARD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
"""How a frame of Zstandard begins, and the one before it that holds its dictionary."""


def read_records(path: Path) -> Iterator[WarcRecord | Damage]:
    """The records of a WARC, ARC or WACZ file, compressed or not, in order, and what is damaged between them.

    A record's ``offset`` is where its gzip member begins. Where several records share one member (which
    the standard does not want), those after the first count on from it, one a record, and their
    ``length`` is 0. Unreachable when the file cannot be opened; no content of it raises anything.
    """
    with _opened(path) as stream:
        raw = RawFile(stream)
        offset = 0
        try:
            is_zip = raw.at(0, len(wacz.MAGIC)) == wacz.MAGIC
            for found in wacz.wacz_records(stream, path.name, _scan) if is_zip else _scan(raw, path.name):
                offset = found.offset
                yield found
        except OSError as error:
            yield Damage(path.name, offset, f"cannot be read from here on: {error.strerror}")


def read_record_at(path: Path, offset: int) -> WarcRecord | None:
    """The record at ``offset`` as :func:`read_records` gives it, None where there is none.

    Unreachable when the file cannot be opened or read.
    """
    with _opened(path) as stream:
        raw = RawFile(stream)
        try:
            first = next(_scan(raw, path.name, offset), None) if _begins(raw, offset) else None
        except OSError as error:
            raise Unreachable(str(path), f"cannot be read: {error.strerror}", "check the disk") from error
    if isinstance(first, WarcRecord):
        return first
    found = (found for found in read_records(path) if found.offset >= offset)
    return next((record for record in found if isinstance(record, WarcRecord) and record.offset == offset), None)


def _opened(path: Path) -> FileIO:
    try:
        return FileIO(path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no file name"
        raise Unreachable(str(path), f"cannot be opened: {reason}", "check the name and its permissions") from error


def _begins(raw: RawFile, offset: int) -> bool:
    return offset >= 0 and (is_gzip_record(raw, offset) or is_plain_record(raw, offset) or bool(_other(raw, offset)))


def _other(raw: RawFile, offset: int) -> str:
    """What begins at ``offset`` that is no record of a WARC file, plain or in gzip: ``arc``, ``arc.gz``, ``zst``."""
    head = raw.at(offset, 1 << 15)
    if head.startswith(ZSTANDARD):
        return "zst"
    return "arc.gz" if is_gzip_arc(head) else "arc" if is_arc(head) else ""


def _scan(raw: RawFile, name: str, offset: int = 0) -> Iterator[WarcRecord | Damage]:
    """Everything from ``offset`` on. A file is compressed or plain as it begins."""
    if not raw.at(offset, 1):
        return
    plain = PlainStream(raw, offset)
    if is_plain_record(raw, offset):
        yield from _plain_records(plain, name)
    elif is_gzip_record(raw, offset):
        yield from _gzip_records(raw, offset, name, GZIP_MEMBERS)
    elif other := _other(raw, offset):
        yield from _other_records(other, raw, offset, name)
    elif find_gzip_record(raw, offset) is not None:
        yield from _gzip_records(raw, offset, name, GZIP_MEMBERS)
    else:
        yield from _plain_records(plain, name)


def _other_records(kind: str, raw: RawFile, offset: int, name: str) -> Iterator[WarcRecord | Damage]:
    if kind == "arc":
        yield from plain_arc_records(raw, offset, name)
    elif kind == "arc.gz":
        yield from _gzip_records(raw, offset, name, ARC_MEMBERS)
    else:
        yield from _zst_records(raw, offset, name)


def _zst_records(raw: RawFile, offset: int, name: str) -> Iterator[WarcRecord | Damage]:
    from junket.crawlers.archive.containers import zst  # noqa: PLC0415  # a library that few files need

    try:
        members = zst.zst_members(raw, _parse)
    except zst.BadDictionary as error:
        yield Damage(name, offset, str(error))
        return
    yield from _gzip_records(raw, max(offset, zst.first_frame(raw)), name, members)


def _plain_records(decoded: PlainStream, name: str) -> Iterator[WarcRecord | Damage]:
    while _more(decoded):
        offset = decoded.position
        try:
            headers, block, truncated, _ = _parse(decoded)
            yield WarcRecord(offset, decoded.position - offset, headers, block, truncated)
        except WrongBytes as error:
            yield Damage(name, offset, str(error), decoded.position if _more(decoded) else None)
        except BrokenRecord as error:
            resumed = decoded.resume(offset)
            yield Damage(name, offset, str(error), decoded.position if resumed else None)


def _gzip_records(raw: RawFile, offset: int, name: str, members: Members) -> Iterator[WarcRecord | Damage]:
    at: int | None = offset
    while at is not None and raw.at(at, 1):
        if not members.begins(raw, at):
            resumed = members.find(raw, at + 1)
            yield Damage(name, at, "bytes that are no compressed record", resumed)
            at = resumed
            continue
        decoded = members.decoded(raw, at)
        last = at - 1
        try:
            for found in _shared(decoded, name, members.parse):
                last = found.offset
                yield found
            at = decoded.end
        except BrokenGzip as error:
            # Of the stream's first member, or, behind whole records, of a member that follows them.
            hurt = max(decoded.end, last + 1)
            at = members.find(raw, hurt + 1)
            yield Damage(name, hurt, str(error), at)


def _shared(decoded: GzipStream, name: str, parse: Callable[[DecodedStream], Parsed]) -> Iterator[WarcRecord | Damage]:
    """The records of one stream, nearly always one. BrokenGzip on bad data."""
    ordinal = 0
    while _more(decoded):
        offset = decoded.offset + ordinal
        try:
            headers, block, truncated, goes_on = parse(decoded)
            alone = not ordinal and not goes_on
            yield WarcRecord(offset, decoded.end - offset if alone else 0, headers, block, truncated)
        except WrongBytes as error:
            yield Damage(name, offset, str(error), decoded.end)
        except BrokenRecord as error:
            yield from _after_damage(decoded, Damage(name, offset, str(error)), first=not ordinal)
        ordinal += 1
        if ordinal >= decoded.consumed:
            raise BrokenGzip("more records than bytes")


def _more(decoded: DecodedStream) -> bool:
    decoded.skip_line_ends()
    return bool(decoded.peek(1))


def _after_damage(decoded: GzipStream, damage: Damage, *, first: bool) -> Iterator[Damage]:
    """Goes to the next record of the stream, when it has proven to hold several; otherwise to its end.

    A stream whose first record is wrong is most likely that record alone, and the rest of it a page's own
    bytes: to look for records there would let a page forge them.
    """
    if first:
        decoded.drain()
    else:
        decoded.skip_to_record()
    yield damage


def _parse(decoded: DecodedStream) -> tuple[Fields, bytes, bool, bool]:
    """Fields and block of the record that begins here, whether the block was cut, and whether more follows.

    BrokenRecord where it is none; WrongBytes, behind the whole of it, where it is not as it was written.
    """
    if not decoded.begins_record():
        raise BrokenRecord("bytes that are no record")
    headers, intact = _headers(decoded)
    said = field_of(headers, "Content-Length") or ""
    if not (said.isascii() and said.isdigit() and len(said) <= _MAX_DIGITS):
        raise BrokenRecord("a record without a valid Content-Length")
    length = int(said)
    if not decoded.ends_record(length):
        raise BrokenRecord("a record that does not end where its Content-Length says")
    if not intact:
        decoded.skip(length)
        decoded.end_record()
        raise WrongBytes("a header that does not fit its checksum")
    check = BlockCheck(headers)
    block = _block(decoded, length, check)
    goes_on = decoded.end_record()
    if goes_on and decoded.checks_itself() and not decoded.may_begin_record():
        raise BrokenRecord("a record that is longer than its Content-Length")
    is_bare = len(block) == length and not decoded.checks_itself()
    if problem := check.problem(headers, block if is_bare else None):
        raise WrongBytes(problem)
    return headers, block, length > len(block), goes_on


def _headers(decoded: DecodedStream) -> tuple[Fields, bool]:
    """The named fields after the version line, and whether they are as written; folded lines are joined.

    UTF-8, or else Latin-1.
    """
    lines = [decoded.read_line(MAX_HEADER_BYTES)]
    left = MAX_HEADER_BYTES
    headers: list[tuple[str, str]] = []
    while line := decoded.read_line(left):
        left -= len(line)
        text = _text(line.rstrip(b"\r\n"))
        if not text:
            return tuple(headers), decoded.checks_itself() or not header_differs(b"".join(lines))
        lines.append(line)
        if text[0] in " \t" and headers:
            name, value = headers.pop()
            headers.append((name, f"{value} {text.strip()}"))
            continue
        name, _, value = text.partition(":")
        headers.append((name.strip(), value.strip()))
        if len(headers) > MAX_HEADERS:
            raise BrokenRecord("a record with too many header lines")
    raise BrokenRecord("the file ends within a record's header")


def _block(decoded: DecodedStream, length: int, check: BlockCheck) -> bytes:
    """The block, at most MAX_BLOCK_BYTES of it; ``check`` sees, and the stream stands after, all of it."""
    kept = bytearray()
    while length:
        data = decoded.read(length)
        if not data:
            raise BrokenRecord("the record is shorter than its Content-Length (a torn tail)")
        length -= len(data)
        check.add(data)
        kept += data[: MAX_BLOCK_BYTES - len(kept)]
    return bytes(kept)


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


GZIP_MEMBERS = Members(is_gzip_record, find_gzip_record, GzipStream, _parse)

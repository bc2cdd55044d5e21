"""MHTML (RFC 2557): a page saved with all its parts in one file, as Chrome, Edge and Internet Explorer do.

The parts are split here and not by the ``email`` package, whose parser recurses a level for each nested
part and looks at every line once a level: a file made for it would cost minutes.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

MAX_DEPTH = 3
"""Levels of multipart: related, and an alternative within, is what programs write."""
MAX_PARTS = 20_000
_MAX_HEADER = 1 << 16
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_FIRST_LINE = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?")
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_LOCATIONS = ("Snapshot-Content-Location", "X-Snapshot-Content-Location", "Content-Location")


@dataclass(frozen=True, slots=True)
class MhtmlPage:
    """The main part of an MHTML file, decoded; ``url`` is empty and the others None where it does not say."""

    body: bytes = field(repr=False)
    media_type: str = "text/html"
    charset: str | None = None
    url: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    headers: Message
    body: memoryview


def is_mhtml(data: bytes) -> bool:
    """Whether ``data`` begins with the header of a MIME message that holds a page."""
    start = data[:_MAX_HEADER].lstrip()
    if not _FIRST_LINE.match(start):
        return False
    end = _HEADER_END.search(start)
    header = start[: end.start() if end else None].lower()
    holds_page = re.search(
        rb"content-type:[ \t\r\n]{0,10}(?:multipart/related|multipart/alternative|text/html)", header
    )
    return bool(holds_page) and (b"mime-version:" in header or b"content-location:" in header)


def read_mhtml(data: bytes) -> MhtmlPage | None:
    """The page in an MHTML file, None when it holds none."""
    whole = _part(memoryview(data.lstrip()))
    parts = list(_leaves(whole, MAX_DEPTH))
    main = _main(whole.headers, parts)
    if main is None:
        return None
    return MhtmlPage(
        body=_decoded(main),
        media_type=main.headers.get_content_type(),
        charset=main.headers.get_content_charset(),
        url=_url(whole.headers, main.headers),
        at=_date(whole.headers.get("Date")),
    )


def _part(data: memoryview) -> _Part:
    """Header and body. A part with no empty line has no body."""
    head = bytes(data[:_MAX_HEADER])
    if head.startswith((b"\r\n", b"\n")):
        return _Part(Message(), data)
    end = _HEADER_END.search(head)
    cut = end.end() if end else len(head)
    return _Part(BytesHeaderParser().parsebytes(head[:cut]), data[cut:])


def _leaves(part: _Part, depth: int) -> Iterator[_Part]:
    """The parts that hold no parts, in order."""
    boundary = part.headers.get_boundary() if part.headers.get_content_maintype() == "multipart" else None
    if not boundary:
        yield part
    elif depth:
        for piece in _split(part.body, boundary):
            yield from _leaves(_part(piece), depth - 1)


def _split(body: memoryview, boundary: str) -> Iterator[memoryview]:
    """The pieces between the boundary's lines (RFC 2046, 5.1.1); the last one may miss its end."""
    text = bytes(body)
    line = re.compile(
        rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("utf-8", "surrogateescape")) + rb"(--)?[ \t]*\r?(?:\n|\Z)"
    )
    start: int | None = None
    for count, mark in enumerate(line.finditer(text)):
        if start is not None:
            yield body[start : mark.start()]
        start = mark.end()
        if mark[1] or count >= MAX_PARTS:
            return
    if start is not None:
        yield body[start:]


def _main(headers: Message, parts: list[_Part]) -> _Part | None:
    """The part that ``start`` names, or that has the snapshot's address, or else the first that is a page."""
    pages = [part for part in parts if part.headers.get_content_type() in PAGE_TYPES and len(part.body)]
    wanted = headers.get_param("start")
    location = _field(headers, _LOCATIONS[0])
    for part in pages:
        if wanted and _field(part.headers, "Content-ID") == wanted:
            return part
    for part in pages:
        if location and _field(part.headers, "Content-Location") == location:
            return part
    return next((part for part in pages if part.headers.get_content_type() != "text/plain"), next(iter(pages), None))


def _decoded(part: _Part) -> bytes:
    body = bytes(part.body)
    match _field(part.headers, "Content-Transfer-Encoding").lower():
        case "quoted-printable":
            return quopri.decodestring(body)
        case "base64":
            return _base64(body)
        case _:
            return body


def _base64(body: bytes) -> bytes:
    """Decoded as far as it goes: a file cut in the middle keeps its beginning."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _padding(letters))


def _padding(letters: bytes) -> bytes:
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _url(whole: Message, main: Message) -> str:
    found = [*(_field(whole, name) for name in _LOCATIONS), _field(main, "Content-Location")]
    return next((url for url in found if url.lower().startswith(("http://", "https://"))), "")


def _field(headers: Message, name: str) -> str:
    return "".join(str(headers.get(name, "")).split())


def _date(value: object) -> datetime | None:
    """The Date field as an instant; ``-0000`` means UTC, too (RFC 5322, 3.3)."""
    try:
        moment = parsedate_to_datetime(str(value)[:100])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None

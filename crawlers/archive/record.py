"""A WARC record: what one looks like on disk (WARC 1.1, ISO 28500:2017), for writer and reader alike."""

from __future__ import annotations

import hashlib
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from junket.crawlers.archive.exchange import Header
from junket.crawlers.archive.fields import field_lines

VERSION = b"WARC/1.1"
HTTP_RESPONSE = "application/http;msgtype=response"
RENDERED_TYPE = "text/html; charset=utf-8"
HTTP_REQUEST = "application/http;msgtype=request"
FIELDS_TYPE = "application/warc-fields"

# Fields of our own; other readers ignore names that they do not know (WARC 1.1, section 4).
ROBOTS = "WARC-Junket-Robots"
ROBOTS_RULE = "WARC-Junket-Robots-Rule"
SITE_RIGHTS = "WARC-Junket-Site-Rights"
"""What the site's own files say of the page's rights (:func:`junket.crawlers.rights.right.to_line`)."""
NO_PAGE = "WARC-Junket-No-Page"
"""Why the run that fetched it took it for no page (``junket.crawlers.ledger.drop.AsideReason``)."""
REQUESTED_URI = "WARC-Junket-Requested-URI"
ARCHIVED_URI = "WARC-Junket-Archived-URI"
"""The original address of content that came from a web archive; the target URI is the archive's."""
CAPTURED_AT = "WARC-Junket-Captured-At"
"""When the content was captured, where that is not WARC-Date; ``unknown`` where nobody knows."""
SOURCE = "WARC-Junket-Source"
"""The file that a page was given in, percent-encoded (UTF-8)."""
RENDERED_BY = "WARC-Junket-Rendered-By"
"""The browser (``Chromium/<version>``) whose DOM a conversion is, which Junket itself had rendered."""
RESPONSE_HEADERS = "WARC-Junket-Response-Headers"
"""Headers of the answer that was rendered, those that a record hangs on: lines, percent-encoded."""

HEADER_CRC = "WARC-Junket-Header-CRC32"
"""Checksum of the header's lines above it, which no digest covers; gzip's own does, until a file is unpacked."""

UNKNOWN = "unknown"
NAMELESS = "urn:junket:nameless:"
"""Target URI of a resource whose address nobody knows, followed by its digest."""


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record as read. ``offset`` and ``length`` are bytes in the file (compressed, where it is)."""

    offset: int
    length: int
    headers: tuple[tuple[str, str], ...]
    block: bytes = field(repr=False)
    truncated: bool = False
    """The block is longer than the reader's bound and was cut."""

    def header(self, name: str) -> str | None:
        """The first field of that name (any case), or None."""
        return field_of(self.headers, name)

    @property
    def kind(self) -> str:
        """``WARC-Type``, lower case; empty where it is missing."""
        return (self.header("WARC-Type") or "").lower()

    @property
    def record_id(self) -> str:
        """``WARC-Record-ID`` without its angle brackets."""
        return bare_id(self.header("WARC-Record-ID"))

    @property
    def target(self) -> str:
        """``WARC-Target-URI``; WARC 1.0 writers put it between angle brackets."""
        return bare_id(self.header("WARC-Target-URI"))

    @property
    def date(self) -> datetime | None:
        """``WARC-Date`` in UTC, None where it is missing or no date."""
        return read_date(self.header("WARC-Date"))


def field_of(fields: Sequence[tuple[str, str]], name: str) -> str | None:
    """The first field of that name (any case), or None."""
    wanted = name.casefold()
    return next((value for key, value in fields if key.casefold() == wanted), None)


def new_id() -> str:
    """A fresh record id, without angle brackets."""
    return uuid.uuid4().urn


def bare_id(value: str | None) -> str:
    """A URI without the angle brackets that some fields put around it."""
    return (value or "").strip().removeprefix("<").removesuffix(">")


def digest(data: bytes) -> str:
    """``sha256:`` and 64 hex digits: what sha256sum prints, and warcio and pywb verify."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def header_crc(head: bytes) -> bytes:
    """The checksum (CRC-32, 8 hex digits) of a header's lines, the version's first, each with its end."""
    return b"%08x" % zlib.crc32(head)


def read_date(value: str | None) -> datetime | None:
    """A WARC-Date as an instant in UTC (no zone means UTC, as the standard says), None if it is none."""
    try:
        moment = datetime.fromisoformat((value or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDraft:
    """A record yet to be written. ``fields`` are its own; those of every record are added by :meth:`pack`."""

    kind: str
    fields: Sequence[Header]
    block: bytes = field(repr=False)
    record_id: str = field(default_factory=new_id)

    def pack(self, warcinfo_id: str | None) -> bytes:
        """The record as one gzip member: version, fields, block, two line ends."""
        headers: list[Header] = [
            ("WARC-Type", self.kind),
            ("WARC-Record-ID", f"<{self.record_id}>"),
            *([("WARC-Warcinfo-ID", f"<{warcinfo_id}>")] if warcinfo_id else []),
            *self.fields,
            ("WARC-Block-Digest", digest(self.block)),
            ("Content-Length", str(len(self.block))),
        ]
        head = VERSION + b"\r\n" + field_lines(headers)
        head += field_lines([(HEADER_CRC, header_crc(head))]) + b"\r\n"
        packer = zlib.compressobj(wbits=31)
        return packer.compress(head) + packer.compress(self.block) + packer.compress(b"\r\n\r\n") + packer.flush()

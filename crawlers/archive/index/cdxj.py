"""One capture as a line of CDXJ: ``<SURT> <14 digits> <JSON>``, as cdxj-indexer and pywb write and read it.

Headers that a later request may ask with are fields too, named as cdxj-indexer names them (``http:etag``).
"""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

from junket.crawlers.archive.fields import uri_field
from junket.crawlers.archive.http_message import HttpMessage, parse_response
from junket.crawlers.archive.index.surt import surt
from junket.crawlers.archive.record import WarcRecord

REVISIT = "warc/revisit"
"""``mime`` of a record that says: the same bytes as before."""
_KINDS = {"response", "resource", "revisit"}
_HEAD_BYTES = 1 << 16
"""Of a block, what is looked at for the header of its response."""
_MOST_URL = 8_192
"""Characters of an address that is indexed: longer ones are nobody's page, and stand in a line twice."""
_MOST_TAG = 1_000
"""Characters of an ETag or a Last-Modified that is kept: no server need be asked with longer ones."""
_NO_DIGIT = re.compile(r"\D")
_NO_DATE = "0" * 14


class Capture(msgspec.Struct, frozen=True, kw_only=True, rename={"file": "filename"}, omit_defaults=True):
    """Where a capture lies in the log, and what was said of it."""

    url: str
    mime: str = ""
    """The media type without its parameters; :data:`REVISIT` for a revisit."""
    status: int | None = None
    digest: str = ""
    """``WARC-Payload-Digest`` as it stands in the record."""
    length: int
    offset: int
    file: str
    etag: str = msgspec.field(default="", name="http:etag")
    last_modified: str = msgspec.field(default="", name="http:last-modified")
    timestamp: str = msgspec.field(default=_NO_DATE, name="timestamp")
    """``WARC-Date`` (UTC) as 14 digits; zeros where there is none. Stands before the JSON."""


_decode = msgspec.json.Decoder(Capture, strict=False).decode
_encode = msgspec.json.Encoder().encode


def capture_of(record: WarcRecord, file: str) -> Capture | None:
    """The capture that a record of ``file`` is; None for what is none (requests, metadata, endless addresses)."""
    kind = record.kind
    if kind not in _KINDS or len(record.target) > _MOST_URL:
        return None
    message = None if kind == "resource" else parse_response(record.block[:_HEAD_BYTES])
    content_type = next(iter(message.values("content-type")), None) if message else record.header("Content-Type")
    return Capture(
        url=_text(record.target),
        mime=REVISIT if kind == "revisit" else _text((content_type or "").partition(";")[0].strip().lower()),
        status=message.status if message else None,
        digest=_text(record.header("WARC-Payload-Digest") or ""),
        length=record.length,
        offset=record.offset,
        file=file,
        etag="" if kind == "revisit" else _tag(message, "etag"),  # its original's line has them
        last_modified="" if kind == "revisit" else _tag(message, "last-modified"),
        timestamp=timestamp_of(record.date) if record.date else _NO_DATE,
    )


def timestamp_of(moment: datetime) -> str:
    """A moment in UTC as 14 digits."""
    return _NO_DIGIT.sub("", moment.isoformat())[:14]


def to_line(capture: Capture) -> bytes:
    """The capture as a line. All values of the JSON are strings, as in other people's."""
    fields = {name: str(value) for name, value in msgspec.to_builtins(capture).items() if name != "timestamp"}
    return key_of(capture.url) + f"{capture.timestamp} ".encode() + _encode(fields) + b"\n"


def read_line(line: bytes) -> Capture:
    """The capture that :func:`to_line` made a line of. ValueError for any other line."""
    _, timestamp, fields = line.split(b" ", 2)
    try:
        return msgspec.structs.replace(_decode(fields), timestamp=timestamp.decode("ascii"))
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error


def key_of(url: str) -> bytes:
    """How the lines of all captures of ``url`` begin, its other spellings among them."""
    return surt(uri_field(url)).encode() + b" "


def _tag(message: HttpMessage | None, name: str) -> str:
    value = next(iter(message.values(name)), "") if message else ""
    return _text(value) if len(value) <= _MOST_TAG else ""


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode()

"""Header fields as bytes, so that nothing a server sends can forge a field or a record.

WARC 1.1 (section 4) and HTTP (RFC 9112) both end a field at CR LF; a value that holds one would start
a field, a header block or a record of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

from junket.crawlers.archive.exchange import Header

SECRET_HEADERS = frozenset({b"authorization", b"proxy-authorization", b"cookie"})
"""Request headers whose values stay out of the log."""
NOT_KEPT = b"(not kept)"

_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_NO_TOKEN = re.compile(rb"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
_UNSAFE_IN_URI = re.compile(r'[\x00-\x20\x7f-\x9f\s"<>\ufeff\ud800-\udfff]')


def uri_field(url: str) -> str:
    """The URL as it stands in a record: no user name or password, white space and controls percent-encoded.

    Letters beyond ASCII stay (WARC fields are UTF-8), so an ordinary URL reads back as it was.
    """
    return _UNSAFE_IN_URI.sub(_percent, _without_userinfo(url))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _without_userinfo(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if "@" not in parts.netloc:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def date_field(moment: datetime) -> str:
    """A ``WARC-Date``: UTC, ISO 8601, with microseconds where there are any. ValueError without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a WARC date needs a time zone")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def value_bytes(value: str | bytes) -> bytes:
    """A field value on one line: controls become spaces (RFC 9110 section 5.5), lone surrogates ``?``."""
    raw = value if isinstance(value, bytes) else value.encode("utf-8", "replace")
    return _CONTROLS.sub(b" ", raw).strip()


def name_bytes(name: str | bytes) -> bytes:
    """A field name: bytes that no HTTP token may hold become ``_``; an empty name is ``_``."""
    raw = name if isinstance(name, bytes) else name.encode("utf-8", "replace")
    return _NO_TOKEN.sub(b"_", raw) or b"_"


def field_lines(headers: Sequence[Header]) -> bytes:
    """One ``name: value`` line a header, in order; names and values are cleaned."""
    return b"".join(name_bytes(name) + b": " + value_bytes(value) + b"\r\n" for name, value in headers)

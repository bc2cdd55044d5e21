"""Sniffing: what status, media type and first bytes say of a page before anybody parses it."""

from __future__ import annotations

import re

from junket.crawlers.ledger.drop import reason_of_status
from junket.crawlers.page import Page
from junket.pipelines.record.record import Rejected

_MARKUP = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", ""})
_UNKNOWN = frozenset(
    {"application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown", "*/*"}
)
# First bytes of what servers most often mislabel as HTML (WHATWG MIME Sniffing, section 6 and 7).
_BINARY_SIGNATURES = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"ID3", b"OggS",
    b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x00\x00\x01\x00", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"PAR1",
    b"wOF2", b"wOFF",
)  # fmt: skip
_UTF_BOMS = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
# WHATWG MIME Sniffing calls these bytes binary data; text has none of them.
_BINARY_BYTE = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SNIFFED = 2048
_BLANK = b"\0 \t\r\n\f"
_REDIRECTS = range(300, 400)


def rejection_before_text(page: Page) -> Rejected | None:
    """What status, media type and first bytes already decide; None where the page is worth a parse.

    A page of unknown status (a file) is judged by its bytes alone. A cut body is no reason
    (the record carries a warning). Raises nothing.
    """
    status = page.status
    if status is not None and status not in _REDIRECTS and (reason := reason_of_status(status)):
        return Rejected(page.url, reason, f"status {status}")
    if not (page.body[:_SNIFFED].strip(_BLANK) or page.body.strip(_BLANK)):
        return Rejected(page.url, "empty", "no bytes")
    if page.media_type not in _MARKUP | _UNKNOWN:
        return Rejected(page.url, "not_html", page.media_type)
    if _looks_binary(page.body):
        return Rejected(page.url, "not_html", "binary content")
    return None


def _looks_binary(body: bytes) -> bool:
    head = body[:_SNIFFED]
    if head.startswith(_BINARY_SIGNATURES):
        return True
    if head.startswith(_UTF_BOMS) or head.count(0) > len(head) // 4:
        # UTF-16 and UTF-32 text is half zeros; the parser decodes it.
        return not head.startswith(_UTF_BOMS) and b"<\0" not in head and b"\0<" not in head
    return len(_BINARY_BYTE.findall(head)) > len(head) // 32

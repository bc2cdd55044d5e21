"""What a saved HTML file says about itself: the address it came from and the day it was saved.

- Chrome, Edge and Internet Explorer write ``<!-- saved from url=(0031)https://example.org/interview/7 -->``
  behind the doctype: the address' length in four digits, and ``-%2D`` for each ``--`` of the address.
- SingleFile writes a comment behind ``<html …>``: ``Page saved with SingleFile`` (``Archive processed by
  SingleFile`` in old versions), then lines ``url: …`` and ``saved date: …``, a JavaScript date.
- Firefox and Safari write nothing of the kind: there, only the page's own canonical link is left.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from html import unescape

_HEAD = 1 << 18
"""Where the comments lie: SingleFile's stands behind ``<html>``, whose class list alone can be 20 KB."""
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|div|p|article|section|main|span|h[1-6]|table|ul|ol|br|a\s+href|script|"
    r"blockquote|xml|\?xml)\b[^<]{0,2000}>",
    re.IGNORECASE,
)
_MARK_OF_THE_WEB = re.compile(r"<!-- saved from url=\(\d{4}\)(https?://[^\s<>\"]{1,4000}) -->", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s*(?:Page saved with|Archive processed by) SingleFile([^<>]{0,8000})-")
_URL_LINE = re.compile(r"^[ \t]*url:[ \t]*(https?://\S{1,4000})", re.MULTILINE)
_DATE_LINE = re.compile(
    r"^[ \t]*saved date:[ \t]*[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) "
    r"GMT([+-])(\d{2})(\d{2})",
    re.MULTILINE,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINK = re.compile(r"<link\b([^<>]{1,4000})>", re.IGNORECASE)
_CANONICAL = re.compile(r"""\brel\s*+=\s*+["']?+\s*+canonical\b""", re.IGNORECASE)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]{1,4000})"|'([^']{1,4000})'|([^\s"'>]{1,4000}))""", re.IGNORECASE)
_BARE_UTF16 = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class SavedFrom:
    """Where and when a page was saved; empty and None where the file does not say."""

    url: str = ""
    at: datetime | None = None


def has_markup(data: bytes) -> bool:
    """Whether there is HTML in the first 256 KiB."""
    return bool(_MARKUP.search(_head(data)))


def begins_as_html(data: bytes) -> bool:
    """Whether the file begins with a doctype or an ``<html>`` tag."""
    return _head(data)[:200].lstrip("\ufeff \t\r\n").lower().startswith(("<!doctype html", "<html"))


def saved_from(data: bytes) -> SavedFrom:
    """What the file says: a browser's or SingleFile's comment first, the page's canonical link last."""
    head = _head(data)
    if noted := _SINGLE_FILE.search(head):
        url = _URL_LINE.search(noted[1])
        return SavedFrom(url[1] if url else canonical(head), _javascript_date(noted[1]))
    if marked := _MARK_OF_THE_WEB.search(head):
        return SavedFrom(marked[1].replace("-%2D", "--"))
    return SavedFrom(canonical(head))


def canonical(head: str) -> str:
    """The absolute http(s) address of ``<link rel=canonical>``, empty where there is none."""
    for link in _LINK.finditer(head):
        href = _HREF.search(link[1]) if _CANONICAL.search(link[1]) else None
        if href:
            url = unescape(href[1] or href[2] or href[3]).strip()
            return url if re.match(r"https?://[^\s/]", url, re.IGNORECASE) else ""
    return ""


def _head(data: bytes) -> str:
    """The beginning as text in which ASCII can be searched; UTF-8, UTF-16, else Latin-1."""
    start = data[:_HEAD]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return start.decode("utf-16", "replace")
    if encoding := _BARE_UTF16.get(start[:2]):
        return start.decode(encoding, "replace")
    return start.decode("utf-8", "replace")


def _javascript_date(comment: str) -> datetime | None:
    """The instant in a ``Date.toString()``, which is the same in every locale but for the zone's name."""
    found = _DATE_LINE.search(comment)
    if not found or found[1] not in _MONTHS:
        return None
    offset = timedelta(hours=int(found[8]), minutes=int(found[9])) * (-1 if found[7] == "-" else 1)
    day, year, hour, minute, second = (int(found[group]) for group in range(2, 7))
    try:
        moment = datetime(year, _MONTHS.index(found[1]) + 1, day, hour, minute, second, tzinfo=timezone(offset))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None

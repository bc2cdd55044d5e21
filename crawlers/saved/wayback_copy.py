"""A page that was saved while the Wayback Machine showed it: its copy's toolbar and rewritten links taken off again.

Told by the address of a copy (``https://web.archive.org/web/20210310060000/https://example.org/``), or by what the
archive writes into each copy: the comment ``FILE ARCHIVED ON … AND RETRIEVED FROM THE INTERNET ARCHIVE``, and the call
by which its script learns the page's own address. A page that only links to the archive has neither.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from junket.crawlers.page import Page

_COPY = re.compile(
    r"https?://(?:web|wayback)\.archive\.org/web/(\d{4,14})(?:[a-z]{2}_)?/((?:https?:/{1,2})?[^\s/\x00-\x20][^\s\x00-\x20]*)"
)
_TOLD = re.compile(rb"""__wm\.wombat\(\s{0,9}["'](https?:[^"'\s]{1,4000})["']\s{0,9},\s{0,9}["'](\d{14})["']""")
_NOTE = re.compile(
    rb"<!--\s{1,40}FILE ARCHIVED ON (\d\d:\d\d:\d\d [A-Z][a-z]{2} \d\d, \d{4})"
    rb" AND RETRIEVED FROM THE\s{1,40}INTERNET ARCHIVE"
)
_BAR = re.compile(
    rb"""<div\b[^<>]{0,2000}\bid\s{0,9}=\s{0,9}["']?(?:wm-ipp-base|wm-ipp-print|donato)\b""", re.IGNORECASE
)
_DIV = re.compile(rb"<(/?)div\b", re.IGNORECASE)
"""The toolbar where a browser saved what it showed, without the comments around it."""
_INSERTS = (
    (b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->", b"<!-- END WAYBACK TOOLBAR INSERT -->"),
    (b'<script src="//archive.org/includes/', b"<!-- End Wayback Rewrite JS Include -->"),
    (b'<script type="text/javascript" src="/_static/js/bundle-playback.js', b"<!-- End Wayback Rewrite JS Include -->"),
)
_REWRITTEN = re.compile(
    rb"""(?<=["'=\s])(?:(?:https?:)?\\?/\\?/(?:web|wayback)\.archive\.org)?\\?/web\\?/\d{4,14}(?:[a-z]{2}_)?\\?/(https?:|mailto:)"""
)
_TAG = re.compile(rb"<[a-zA-Z][^<>]*+>|(?<=json\">)[^<]++|(?<=json'>)[^<]++")
"""Where links stand: in tags, and in the data of scripts."""


_MARKS = (b"FILE ARCHIVED ON", b"__wm.wombat", _INSERTS[0][0])


def as_original(page: Page) -> Page:
    """The page as its site gave it, where it is the Wayback Machine's copy; else the same page.

    ``url`` is the site's, ``fetched_at`` the time of the capture, ``archived_from`` the copy's address where that is
    known: as for a copy that ``--archived`` asks for. An address that is known and no copy's stays. Raises nothing.
    """
    copy = _COPY.fullmatch(page.url)
    if not copy and not any(mark in page.body for mark in _MARKS):
        return page
    note, told = _NOTE.search(page.body), _TOLD.search(page.body)
    if not copy and not note and not told and _INSERTS[0][0] not in page.body:
        return page
    digits = copy[1] if copy else told[2].decode() if told else ""
    at = _instant(digits, "%Y%m%d%H%M%S") or (_instant(note[1].decode(), "%H:%M:%S %b %d, %Y") if note else None)
    url = page.url
    if copy:
        url = _whole(copy[2])
    elif not url and told:
        url = _whole(told[1].decode("utf-8", "replace"))
    return replace(
        page,
        url=url,
        body=_TAG.sub(lambda tag: _REWRITTEN.sub(rb"\1", tag[0]), _without_inserts(page.body)),
        fetched_at=at or page.fetched_at,
        archived_from=page.url if copy else page.archived_from,
    )


def _whole(address: str) -> str:
    """The address with its scheme and two slashes, as proxies may leave it with one, and people without."""
    found = re.match(r"(https?):/{1,2}(?=[^/])", address)
    return f"{found[1]}://{address[found.end() :]}" if found else f"http://{address}"


def _without_inserts(body: bytes) -> bytes:
    for begin, end in _INSERTS:
        start = body.find(begin)
        stop = body.find(end, start) if start >= 0 else -1
        if stop >= 0:
            body = body[:start] + body[stop + len(end) :]
    for _ in range(_BARS):
        if not (bar := _BAR.search(body)):
            break
        body = body[: bar.start()] + body[_end_of(body, bar.start()) :]
    return body


_BARS = 3


def _end_of(body: bytes, start: int) -> int:
    """Where the ``div`` that begins there ends; the end of its first tag where it has none."""
    depth = 0
    for mark in _DIV.finditer(body, start):
        depth += -1 if mark[1] else 1
        if depth == 0:
            return body.find(b">", mark.end()) + 1 or len(body)
    return body.find(b">", start) + 1 or len(body)


_DIGITS = 14
"""Of a whole instant in a copy's address; with fewer the archive looks for the nearest copy."""


def _instant(written: str, form: str) -> datetime | None:
    if written.isdigit() and len(written) != _DIGITS:
        return None
    try:
        return datetime.strptime(written, form).replace(tzinfo=UTC)
    except ValueError:
        return None

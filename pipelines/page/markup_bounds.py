"""Bounds on markup, held before the parse: what a hostile page may cost in time and memory."""

from __future__ import annotations

import re

from junket.pipelines.record.record import Doubt

MAX_NODES = 1_100_000
"""Bound on a page's nodes, weighed by the memory they take: an element counts one, a text and an attribute two.
A page at the bound takes under 300 MB; the largest of the open bench's 1,700 weighs 90,000."""
_CHUNK = 64 * 1024
_STRETCH = 32 * 1024
_HUGE_TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9:-]{0,40})\s[^<>]{65536,}>")
"""A tag with 64 KiB of attributes loses them: libxml2 takes quadratic time over an element's attributes."""


def bounded(body: bytes) -> tuple[bytes, tuple[Doubt, ...]]:
    """The markup within the bounds; warnings: ``text_truncated`` where its end was cut off for it."""
    if _has_long_stretch(body):
        body = _HUGE_TAG.sub(rb"<\1>", body)
    if 3 * body.count(b"<") + 2 * body.count(b"=") <= MAX_NODES:  # more than it can weigh; all real pages
        return body, ()
    end = _end(body)
    return body[:end], ("text_truncated",) if end < len(body) else ()


def _end(body: bytes) -> int:
    """Where the markup has reached the bound: before a tag, or at its end."""
    weight = 0
    for start in range(0, len(body), _CHUNK):
        chunk = body[start : start + _CHUNK]
        tags = chunk.count(b"<")
        texts = tags - chunk.count(b"><")
        weight += tags - chunk.count(b"</") + 2 * texts + 2 * chunk.count(b"=")
        if weight > MAX_NODES:
            return max(body.rfind(b"<", 0, start + _CHUNK), 0)
    return len(body)


def _has_long_stretch(body: bytes) -> bool:
    """Whether there may be a tag of 64 KiB: one covers a whole stretch of half its length, with no end of a tag."""
    starts = range(0, len(body) - _STRETCH, _STRETCH)
    return any(body.find(b">", start, start + _STRETCH) < 0 for start in starts)

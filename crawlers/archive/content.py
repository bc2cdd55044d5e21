"""The page in an answer's body, or why there is none: decided here alike for a live answer and one out of the log."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from junket.crawlers.archive.content_encoding import decode_body
from junket.crawlers.ledger.drop import ContentReason
from junket.crawlers.page import MAX_BODY_BYTES

_RANGE = re.compile(r"\s*bytes\s+0-(\d{1,18})/(\d{1,18})\s*", re.IGNORECASE)
_SNIFFED = 2048
# WHATWG MIME Sniffing, section 7.2: bytes that text has none of.
_BINARY_BYTE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Content:
    """A body without its content-encodings. ``truncated``: it is a part of the page."""

    body: bytes = field(repr=False)
    truncated: bool = False


def read_content(
    status: int,
    encodings: Sequence[str],
    ranges: Sequence[str],
    body: bytes,
    *,
    media_type: str = "",
    limit: int = MAX_BODY_BYTES,
) -> Content | ContentReason:
    """What ``body`` holds; or why nothing (``too_large``: decoded, it is over ``limit`` bytes).

    ``encodings`` and ``ranges`` are the values of the Content-Encoding and Content-Range headers. An encoding that
    nobody knows is none where the body is plain text, as browsers take it: servers do send ``none`` and ``utf-8``.
    By ``media_type`` a page that was compressed without a word is unpacked too.
    """
    part = status == HTTPStatus.PARTIAL_CONTENT and not any(map(_is_whole, ranges))
    decoded = decode_body(body, encodings, limit=limit, media_type=media_type) or (
        decode_body(body, (), limit=limit) if _plain(body) else None
    )
    if decoded is None:
        return "unknown_content_encoding"
    if decoded.cut and len(decoded.body) >= limit:
        return "too_large"
    if decoded.cut and not decoded.body:
        return "damaged_encoding"
    return Content(decoded.body, truncated=decoded.cut or part)


def _is_whole(content_range: str) -> bool:
    """Whether a range is all there is: some servers answer so to no question at all (RFC 9110, 14.4)."""
    found = _RANGE.fullmatch(content_range)
    return found is not None and int(found[1]) + 1 == int(found[2])


def _plain(body: bytes) -> bool:
    return _BINARY_BYTE.search(body, 0, _SNIFFED) is None

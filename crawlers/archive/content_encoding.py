"""Content-encodings taken off a body, in bounded memory: gzip, deflate, br."""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import brotli

from junket.crawlers.page import MAX_BODY_BYTES

MAX_CODINGS = 5
"""More than any server applies; nested bombs end here."""
MAX_MEMBERS = 10_000
"""Members of one gzip body: block gzip makes 512 of 32 MiB."""
_CHUNK = 1 << 16
_GZIP_HEAD = b"\x1f\x8b\x08"
_ZLIB_HEADS = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
"""Media types of pages. Others may be gzip by right (a download); the reader of sitemaps and feeds unpacks its own."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded body. ``cut``: larger than the bound, or its data ends or breaks early."""

    body: bytes = field(repr=False)
    cut: bool = False


def decode_body(
    body: bytes, encodings: Iterable[str], *, limit: int = MAX_BODY_BYTES, media_type: str = ""
) -> Decoded | None:
    """``body`` without its content-encodings, at most ``limit`` bytes; None for one that we do not know.

    ``encodings`` are the values of the Content-Encoding headers. A body that is not in the encoding it
    claims is returned as it is: servers and archivers do send plain bodies under ``gzip``. They send gzip
    unsaid as well (or twice): of a page by its ``media_type``, that is taken off too, once.
    """
    codings = [coding.strip().lower() for value in encodings for coding in value.split(",")]
    codings = [coding for coding in codings if coding not in ("", "identity")]
    if len(codings) > MAX_CODINGS or any(coding not in _DECODERS for coding in codings):
        return None
    decoded = Decoded(body)
    for coding in reversed(codings):
        step = _DECODERS[coding](decoded.body, limit)
        decoded = Decoded(step.body, cut=decoded.cut or step.cut)
    if unsaid := unsaid_coding(decoded.body, media_type):
        step = _DECODERS[unsaid](decoded.body, limit)
        if step.body:  # else it only looked so
            decoded = Decoded(step.body, cut=decoded.cut or step.cut)
    return Decoded(decoded.body[:limit], cut=decoded.cut or len(decoded.body) > limit)


def unsaid_coding(body: bytes, media_type: str) -> str | None:
    """The coding that a page's body shows by its first bytes though no header names it: ``gzip``, ``deflate``, None.

    Brotli has no such bytes. Two letters of text could be the head of zlib, so its data must begin to inflate.
    """
    if media_type not in _PAGES:
        return None
    if body.startswith(_GZIP_HEAD):
        return "gzip"
    is_zlib = body.startswith(_ZLIB_HEADS) and bool(_inflate(body[:_CHUNK], 0, zlib.MAX_WBITS, _CHUNK)[0])
    return "deflate" if is_zlib else None


def _gzip(body: bytes, limit: int) -> Decoded:
    """Gzip, of one member or several; bytes behind the last member are padding."""
    parts: list[bytes] = []
    position, left = 0, limit
    while body.startswith(b"\x1f\x8b", position):
        if left <= 0 or len(parts) == MAX_MEMBERS:
            return Decoded(b"".join(parts), cut=True)
        data, whole, position = _inflate(body, position, zlib.MAX_WBITS + 16, left)
        parts.append(data)
        left -= len(data)
        if not whole:
            return Decoded(b"".join(parts), cut=True)
    return Decoded(b"".join(parts) if parts else body)


def _deflate(body: bytes, limit: int) -> Decoded:
    """Deflate in a zlib wrapper (RFC 9110, 8.4.1.2), or bare, as some servers send it."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        data, whole, _ = _inflate(body, 0, wbits, limit)
        if data or whole:
            return Decoded(data, cut=not whole)
    return Decoded(body)


def _inflate(body: bytes, position: int, wbits: int, limit: int) -> tuple[bytes, bool, int]:
    """What the data at ``position`` inflates to, whether it is whole, and where it ends."""
    inflater = zlib.decompressobj(wbits=wbits)
    kept = bytearray()
    whole = False
    with contextlib.suppress(zlib.error):
        while position < len(body) and not whole and len(kept) <= limit:
            fed = body[position : position + _CHUNK]
            kept += inflater.decompress(fed, limit + 1 - len(kept))
            whole = inflater.eof
            position += len(fed) - len(inflater.unused_data if whole else inflater.unconsumed_tail)
    return bytes(kept[:limit]), whole and len(kept) <= limit, position


def _brotli(body: bytes, limit: int) -> Decoded:
    decompressor = brotli.Decompressor()
    kept, position = bytearray(), 0
    try:
        while not decompressor.is_finished() and len(kept) <= limit:
            fed = body[position : position + _CHUNK] if decompressor.can_accept_more_data() else b""
            if not fed and decompressor.can_accept_more_data():
                break
            position += len(fed)
            kept += decompressor.process(fed, output_buffer_limit=_CHUNK)
    except brotli.error:
        if not kept:
            return Decoded(body)
    return Decoded(bytes(kept[:limit]), cut=not decompressor.is_finished() or len(kept) > limit)


_DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}

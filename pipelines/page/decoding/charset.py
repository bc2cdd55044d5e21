"""From a page's bytes to characters, when the transport, the markup and the bytes disagree."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import read_bom

from junket.crawlers.network.charset_label import stated_in_markup, text_encoding
from junket.pipelines.page.decoding.charset_guess import guess, is_not_western
from junket.pipelines.record.record import Doubt

# C0 controls mean nothing in a page and some (NUL) end a parse early; form feeds are white space.
_DELETE = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c") + b"\x7f"
_TABLE = bytes.maketrans(b"\x0b\x0c", b"  ")
_STATEFUL = ("iso-2022", "utf-16", "utf-32", "hz")
_GUESS_SAMPLE = 200_000
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_WESTERN = frozenset({"cp1252", "iso-8859-1", "latin-1"})


def decode(body: bytes, claimed: str | None, *, markup: bool = True) -> tuple[bytes, str, tuple[Doubt, ...]]:
    """The page as UTF-8 bytes without control characters, the charset it was in, and warnings.

    Order: byte order mark, bytes that are valid UTF-8 (nothing else looks like it by chance), the
    transport's claim, the markup's (``markup`` False: not looked for), a guess by
    :mod:`junket.pipelines.page.decoding.charset_guess` (warned as ``charset_guessed``). Bytes that do not decode become
    U+FFFD.
    """
    bom_charset, bom = read_bom(body)
    if bom_charset and bom:
        return _utf8(body[len(bom) :], bom_charset), bom_charset, ()
    claims = (text_encoding(claimed), stated_in_markup(body) if markup else None)
    names = [name for name in claims if name and not _belied(name, body)]
    stateful = next((name for name in names[:1] if name.startswith(_STATEFUL)), None)
    if stateful and _decodes(body, stateful):
        return _utf8(body, stateful), stateful, ()
    if _decodes(body, "utf-8"):
        return _clean(body), "utf-8", ()
    return _legacy(body, names)


def _belied(name: str, body: bytes) -> bool:
    """A claim of UTF-16 or UTF-32 over bytes without a zero: even one line end or tag would have some."""
    return name.startswith(("utf-16", "utf-32")) and b"\0" not in body


def _legacy(body: bytes, names: list[str]) -> tuple[bytes, str, tuple[Doubt, ...]]:
    if _mostly_utf8(body):
        return _utf8(body, "utf-8"), "utf-8", ("charset_damaged",)
    for name in names:
        if name != "utf-8" and _decodes(body, name) and _plausible(body, name):
            return _utf8(body, name), name, ()
    guessed = guess(body)
    return _utf8(body, guessed), guessed, ("charset_guessed",)


def _clean(body: bytes) -> bytes:
    return body.translate(_TABLE, _DELETE)


def _utf8(body: bytes, charset: str) -> bytes:
    return _clean(body.decode(charset, "replace").encode("utf-8", "replace"))


def _decodes(body: bytes, charset: str) -> bool:
    try:
        codecs.decode(body, charset)
    except (UnicodeError, LookupError):
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    """Whether the high bytes are UTF-8 sequences but for a few (a page cut mid-character, one bad include)."""
    sample = body[:_GUESS_SAMPLE]
    sequences = len(_MULTIBYTE.findall(sample))
    damaged = sample.decode("utf-8", "replace").count("\ufffd")
    return sequences > 10 * damaged


def _plausible(body: bytes, charset: str) -> bool:
    """Cyrillic pages and others are often said to be Latin-1; the letters tell. Other claims are believed."""
    return charset not in _WESTERN or not is_not_western(body) or guess(body) in _WESTERN

"""The fold: how phrases of every language are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NO_WORD = re.compile(r"\W+")
_NO_ASCII = re.compile(r"[^\x00-\x7f]")


class _Plain(dict[int, str]):
    """A translation table that is filled as characters are met: case and accents gone, a space for what is no word."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _NO_WORD.sub(" ", "".join(map(_without_accents, chr(code).casefold())))
        return plain


def _without_accents(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).replace("ё", "е").replace("ı", "i")
    if ord(char) < _GREEK:
        plain = "".join(part for part in unicodedata.normalize("NFD", plain) if not unicodedata.combining(part))
    return plain


_GREEK = 0x370
_PLAIN = _Plain()
_ASCII = bytes(ord(char.lower()) if char.isalnum() or char == "_" else ord(" ") for char in map(chr, range(128)))
_ASCII += bytes(range(128, 256))
"""The same for the bytes of ASCII characters, several times as fast."""
_MANY = 8
"""Where more than one character in so many is beyond ASCII, each is looked up."""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Case, accents of Latin letters and punctuation gone; single spaces between words.

    Cyrillic letters keep their marks (``й`` is not ``и``), but ``ё`` becomes ``е``: Russian prints both.
    The dotless ``ı`` becomes ``i``, as the capital ``I`` of either does.
    """
    plain = text.encode("utf-8", "surrogatepass").translate(_ASCII)
    if len(plain) == len(text):
        return " ".join(plain.decode("ascii").split())
    if (len(plain) - len(text)) * _MANY > len(text):
        return " ".join(text.translate(_PLAIN).split())
    return " ".join(_NO_ASCII.sub(_plain_char, plain.decode("utf-8", "surrogatepass")).split())


def _plain_char(match: re.Match[str]) -> str:
    return _PLAIN[ord(match[0])]

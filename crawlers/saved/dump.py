"""Plain-text dumps: their encoding, which nothing in the file states."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_SAMPLE = 1 << 16
_ASCII_END = 0x80
_HIGH_PAIR = re.compile(rb"[\x80-\xff](?=[\x80-\xff])")
_MIXED_PAIR = re.compile(rb"[A-Za-z](?=[\x80-\xff])|[\x80-\xff](?=[A-Za-z])")
_WORD = re.compile(r"[А-ЯЁа-яё]+")
_FREQUENT = frozenset("оеаинтсрвлк")
"""The most frequent letters of Russian, in any large count: more than two thirds of a text."""


def decode_dump(data: bytes) -> str:
    """The text of a dump.

    A byte order mark decides; else UTF-8, a broken byte in a hundred allowed. Else, where bytes beyond ASCII
    stand beside each other more often than beside an ASCII letter (Cyrillic words, against accents in Western
    ones), the one of cp1251, koi8-r and cp866 that reads most like Russian: words in lower case, or all
    capitals, made of Russian's frequent letters. Else cp1252 (Western). Never fails: what a code page lacks is U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_code_page(data[:_SAMPLE]), "replace")


def _code_page(sample: bytes) -> str:
    if _mostly_utf8(sample):
        return "utf-8"
    if len(_HIGH_PAIR.findall(sample)) <= len(_MIXED_PAIR.findall(sample)):
        return "cp1252"
    return max(_CYRILLIC, key=lambda encoding: _russianness(sample.decode(encoding, "replace")))


def _mostly_utf8(sample: bytes) -> bool:
    """UTF-8 with a few broken bytes, as cut or mixed dumps have: at most one in a hundred beyond ASCII."""
    high = sum(byte >= _ASCII_END for byte in sample)
    return sample.decode("utf-8", "replace").count("\ufffd") * 100 <= high


def _russianness(text: str) -> float:
    """Frequent letters in words of one case (a first capital allowed), less what no word is made of."""
    score = 0.0
    for word in _WORD.findall(text):
        plain = word[1:].islower() or word.islower() or word.isupper()
        score += sum(letter in _FREQUENT for letter in word.lower()) * (1.0 if plain else -1.0)
    odd = sum(ord(char) >= _ASCII_END and not char.isalpha() and char not in "«»—–…№“”„’\u00a0" for char in text)
    return score - odd

"""The charset of bytes that are no UTF-8 and say nothing of themselves: by their structure, then by the language model.

A wrong charset gives a text in no language, or in one that nobody wrote in it. So each candidate's text is shown to the
model, and counts by how sure the model is of a language that its charset was made for. Of 387 made pages in 26 charsets
that is right about all, and about all but one of 585 real ones encoded anew; charset-normalizer 3.5, about 81 in a
hundred of the former.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import NamedTuple

from junket.pipelines.language import MIN_LETTERS, language_code, likely_languages

WESTERN = "cp1252"


class _Wide(NamedTuple):
    """A charset of two bytes a character, and what its running text is made of."""

    charset: str
    first: frozenset[int]
    second: int
    kana: bool


def _wide(name: str, entry: dict[str, list[int] | int | bool]) -> _Wide:
    ranges = [entry[key] for key in ("signs", "common")]
    first = frozenset(byte for low, high in ranges for byte in range(low, high + 1))  # type: ignore[misc]
    return _Wide(name, first, int(entry["second"]), bool(entry["kana"]))  # type: ignore[arg-type]


_DATA = tomllib.loads(files(__package__).joinpath("charsets.toml").read_text("utf-8"))
_WIDE = tuple(_wide(*entry) for entry in _DATA["wide"].items())
_LETTERS, _ACCENTS = (
    {charset: frozenset(languages) for charset, languages in _DATA[part].items()} for part in ("letters", "accents")
)
_ALPHABETS = {language: frozenset(letters) for language, letters in _DATA["alphabets"].items()}
_READ = 200_000
"""Bytes of a page that are looked through for text beyond ASCII."""
_SAMPLE = 3_000
"""Bytes of such text that are judged: about what the model reads."""
_TAG = re.compile(rb"<(/?[a-zA-Z]*+)[^<>]*+>")
_NO_TEXT = frozenset((b"script", b"style"))
_ENTITY = re.compile(rb"&[a-zA-Z0-9#]{1,10};")
_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_BEYOND = re.compile(r"[^\x00-\x7f]+")
_LEAD = 300
"""Bytes of text that are taken before its first high byte."""
_FEW = 20
"""Characters from which one more may be lost: the sample's last."""
_TOGETHER = 2
"""How many characters beyond ASCII stand together in East Asian text, at least on average; accents stand alone."""
_IN_RUNS = 0.6
"""The share of high bytes in runs of three or more from which they are whole words, not accents."""
_LOST = 0.01
"""The share of characters that need not decode: a cut, a stray byte."""
_COMMON = 0.9
"""The share of common characters in East Asian text, which has nearly 1; read in a wrong charset, 0.7 at most."""
_KANA = 0.1
"""The least share of kana in Japanese text, which has half or more."""
_CLAIMED = 0.2
"""What the page's claim of a language adds to the charsets of that language."""
_ODD = 3.0
"""How much the share of odd letters takes away: a sign inside a word, a capital behind a small letter."""
_LEAST = 0.4
"""The score under which no candidate is believed."""
_FREQUENT_ARABIC = frozenset("\u0627\u0644\u064a\u0645\u0648\u0646\u0631\u062a\u0628\u0643\u062f\u0647\u06cc\u06a9")
_FREQUENT_SHARE = 0.4
"""Of the letters of Arabic and Persian these are two thirds (by hand, on the texts of the tests); of Russian read in
Windows-1256 a fifth."""
_LANG = re.compile(rb"<html\b[^<>]{0,500}?\blang\s*+=\s*+[\"']?+\s*+([a-zA-Z]{2,3})", re.IGNORECASE)
_INSIDE = re.compile(r"(?<=[^\W\d_])[¡-¬®-¶¸-¿×÷€†‡‰™ˆ˜“”„«»‹›¸°\u2500-\u25ff]+(?=[^\W\d_])")
"""Signs that stand in no word."""
_STRAY = re.compile(r"(?<![\u0e01-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|(?<=[\u0e01-\u0e4e])[\u0e50-\u0e5b]")
"""Thai marks that follow no letter, and digits that do: the model takes any Thai letters for Thai."""


def guess(body: bytes) -> str:
    """The charset that undeclared bytes are most likely in, by Python's name; ``cp1252`` where nothing speaks up."""
    sample = _beyond_ascii(body)
    if not sample:
        return WESTERN
    if wide := _guess_wide(sample):
        return wide
    claim = _LANG.search(body[:_READ])
    language = language_code(claim[1].decode("ascii")) if claim else None
    if not _is_in_runs(sample) and len(sample) < MIN_LETTERS and not language:
        return WESTERN  # a name, a price: the model would guess
    return _best(sample, _LETTERS if _is_in_runs(sample) else _ACCENTS, language) or WESTERN


def is_not_western(body: bytes) -> bool:
    """Whether most high bytes stand in words of nothing else, as no text in Windows-1252 has them."""
    return _is_in_runs(body[:_READ])


def _is_in_runs(sample: bytes) -> bool:
    high = len(_HIGH.findall(sample))
    return high > 0 and sum(map(len, _RUN.findall(sample))) >= high * _IN_RUNS


def _beyond_ascii(body: bytes) -> bytes:
    """The pieces of text that have high bytes, without markup, scripts and styles."""
    pieces: list[bytes] = []
    left, start, inside = _SAMPLE, 0, b""
    head = body[:_READ]
    for tag in _TAG.finditer(head):
        if not inside:
            piece = _around_high(head[start : tag.start()])
            pieces += [piece] if piece else []
            left -= len(piece)
            if left <= 0:
                break
        start, name = tag.end(), tag[1].lower()
        if name in _NO_TEXT:
            inside = inside or name
        elif inside and name == b"/" + inside:
            inside = b""
    else:
        pieces.append(b"" if inside else _around_high(head[start:]))
    return b" \n".join(filter(None, pieces))


def _around_high(text: bytes) -> bytes:
    """The part of a piece of text about its high bytes; empty where it has none."""
    first = _HIGH.search(text)
    if first is None:
        return b""
    start = max(0, first.start() - _LEAD)
    return _ENTITY.sub(b" ", text[start : start + _SAMPLE]).strip()


def _guess_wide(sample: bytes) -> str | None:
    """The East Asian charset that the bytes are in, if any: the first whose common characters make up the text."""
    for wide in _WIDE:
        text = sample.decode(wide.charset, "replace")
        beyond = [char for char in text if not char.isascii()]
        total = len(beyond)
        if beyond.count("\ufffd") > _LOST * total + (total > _FEW) or total < _TOGETHER * len(_BEYOND.findall(text)):
            continue
        kana = sum("\u3041" <= char <= "\u30fe" for char in beyond)
        written = [char.encode(wide.charset, "replace") for char in beyond]
        common = sum(len(pair) > 1 and pair[0] in wide.first and pair[1] >= wide.second for pair in written)
        if common >= _COMMON * total and (kana >= _KANA * total or not wide.kana):
            return wide.charset
    return None


def _best(sample: bytes, charsets: dict[str, frozenset[str]], claimed: str | None) -> str | None:
    """The candidate whose text reads most like one of its languages; None where none does."""
    scores: dict[str, float] = {}
    for charset, languages in charsets.items():
        text = sample.decode(charset, "replace")
        likely = {code: share for code, share in likely_languages(text).items() if code in languages}
        score = sum(likely.values()) + (_CLAIMED if claimed in languages else 0.0)
        language = max(likely, key=lambda code: likely[code], default=claimed)
        scores[charset] = score - _ODD * _oddness(text, _ALPHABETS.get(language or "")) - _rarity(text)
    best = max(scores, key=lambda charset: scores[charset])
    return best if scores[best] >= _LEAST else None


def _oddness(text: str, alphabet: frozenset[str] | None) -> float:
    """The share of characters beyond ASCII that no such text has: lost, signs inside words, of other alphabets."""
    beyond = sum(not char.isascii() for char in text)
    odd = sum(char == "\ufffd" or "\x80" <= char <= "\x9f" for char in text)
    odd += len(_INSIDE.findall(text)) + len(_STRAY.findall(text)) + sum(map(_is_turned, text, text[1:]))
    if alphabet:
        odd += sum(not char.isascii() and char.isalpha() and char.lower() not in alphabet for char in text)
    return odd / beyond if beyond else 0.0


def _rarity(text: str) -> float:
    """The whole score where a script that alone tells its language to the model is written in its rare letters."""
    letters = [char for char in text if "\u0621" <= char <= "\u06d3"]
    if len(letters) * 2 < sum(char.isalpha() for char in text):
        return 0.0
    return float(sum(char in _FREQUENT_ARABIC for char in letters) < _FREQUENT_SHARE * len(letters))


def _is_turned(one: str, other: str) -> bool:
    """A capital behind a small letter, one of them beyond ASCII (ASCII is the same in all charsets)."""
    return one.islower() and other.isupper() and not (one.isascii() and other.isascii())

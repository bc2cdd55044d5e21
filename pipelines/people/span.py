"""Spans: capitalised words in a row, in which a name may stand. What stands before the name is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from junket.pipelines.people.cues import Cues, cues
from junket.pipelines.person.in_text import rows_in
from junket.pipelines.person.name_words import PARTICLES

MOST = 2_000
"""Spans of a page that are looked at."""
_LONGEST, _LONGEST_ROW = 3, 100
"""Words of a name, particles and initials left out; characters of a row that is looked at."""
_BEFORE_NAMES = "von"
"""With two words behind it, it is the German "of" and no particle."""
_FULL = 2


_NO_NAME = re.compile(r"-[a-zß-öø-ÿ]{4,}\Z|['’](?:s|m|re|ve|ll|d)\Z")
"""The end of a word that may stand before a name and is none: "Oscar-winning", "Poland's", "I'm"."""
_POSSESSIVE = ("’s", "'s")


class NameSpan(NamedTuple):
    """``text[start:end] == name``; ``before``: the word in front of it, which may be of the same row."""

    name: str
    start: int
    end: int
    before: str
    possessive: bool
    """Whether the name owns what follows: ``Ada Lind's``."""


def spans_in(text: str, language: str) -> Iterator[NameSpan]:
    """The spans that may be names, in order: two or three words, none of which is said of no person. Linear."""
    for start, row in islice(rows_in(text), MOST):
        found = _in_row(row, language) if len(row) <= _LONGEST_ROW else None
        if found:
            begin = start + found.start
            before = found.before or _word_before(text, begin)
            yield NameSpan(found.name, begin, begin + len(found.name), before, found.possessive)


class _Found(NamedTuple):
    """Where in a row a name begins, the name, and the word before it in the row."""

    start: int
    name: str
    before: str
    possessive: bool


@lru_cache(maxsize=8_192)
def _in_row(row: str, language: str) -> _Found | None:
    words_of = cues(language)
    pieces = row.replace("\u00a0", " ").split(" ")
    first = _first(pieces, words_of)
    words = [piece for piece in pieces[first:] if piece not in PARTICLES]
    if len(words) < _FULL or sum("." not in word for word in words) > _LONGEST:
        return None
    possessive = words[-1].endswith(_POSSESSIVE)
    if possessive:
        words[-1] = words[-1][: -len(_POSSESSIVE[0])]
    if not words_of.not_names.isdisjoint(map(str.casefold, words)):
        return None
    if not _is_spelled_out(words) or words_of.is_role(words[-1]):
        return None
    start = sum(map(len, pieces[:first])) + first
    name = row[start : len(row) - possessive * len(_POSSESSIVE[0])]
    return _Found(start, name, pieces[first - 1] if first else "", possessive)


def _first(pieces: list[str], words: Cues) -> int:
    """Where in a row the name begins: behind the last role and ``von``, and behind what only opens the sentence."""
    first = 0
    for place, piece in enumerate(pieces[:-1]):
        if _is_lead(piece, words) or (piece == _BEFORE_NAMES and place < len(pieces) - _FULL):
            first = place + 1
    while first < len(pieces) - 1 and pieces[first].casefold() in words.opening:
        first += 1
    return first


def _is_lead(word: str, words: Cues) -> bool:
    """Whether a capitalised word stands before the name, and is no part of it: a role, a title."""
    if word.isalpha():
        return words.is_role(word) or word.casefold() in words.role_noun
    return words.is_role(word.rstrip(".")) or _NO_NAME.search(word) is not None


def _is_spelled_out(words: list[str]) -> bool:
    """A family name of more than a letter; in capitals all words or none."""
    shouted = [len(word) > 1 and word.isupper() and "." not in word for word in words]
    return len(words[-1]) > 1 and (not any(shouted) or all(shouted))


def _word_before(text: str, start: int) -> str:
    """The word in front of a place; empty where a comma or the sentence's end is between."""
    piece = text[max(0, start - 40) : start]
    return piece.rstrip(" \u00a0").rpartition(" ")[2].rpartition("\n")[2].lstrip("([“\"«„'‘") if piece.strip() else ""

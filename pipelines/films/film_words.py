"""The words that languages have under ``films``, as sets of words and beginnings of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from junket.pipelines.languages import by_language
from junket.pipelines.languages import words as all_words

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class FilmWords:
    """Whole words, and beginnings of words (``фильм*``) by their first letters."""

    whole: frozenset[str]
    begun: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Whether a folded word is one of them."""
        return word in self.whole or word.startswith(self.begun)

    def any(self, words: Iterable[str]) -> bool:
        """Whether one of the folded words is one of them."""
        return any(map(self.has, words))


def words_of(text: str) -> list[str]:
    """The text's words, folded."""
    return [word.casefold() for word in _WORD.findall(text)]


@cache
def words(kind: str, language: str | None) -> FilmWords:
    """The words of one table (``film``, ``cinema``, ``other`` …) in one language; in all where it has none."""
    tables = by_language("films", kind)
    known = [language] if language in by_language("films", "film") else tables
    entries = [entry for each in known for entry in tables.get(each or "", ())]
    return FilmWords(
        whole=frozenset(entry for entry in entries if not entry.endswith("*")),
        begun=tuple(sorted(entry[:-1] for entry in entries if entry.endswith("*"))),
    )


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The entries of one table, all languages together, the longest first: for matching at a place."""
    return tuple(sorted(all_words("films", kind), key=lambda entry: (-len(entry), entry)))

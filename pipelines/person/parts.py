"""A printed name as something that can be compared: given and family name, generation, words in one spelling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from junket.pipelines.person.inflection import plain
from junket.pipelines.person.name_words import GENERATIONS, PATRONYMICS
from junket.pipelines.person.shape import WORD
from junket.pipelines.person.transliterate import spelled

_LONGEST = 100
_MOST_WORDS = 6
_FULL = 2
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words in one spelling: ``words`` sorted, without patronymics; ``first`` and ``last`` as printed."""

    words: tuple[str, ...]
    first: str
    last: str
    generation: str
    """``jr``, ``sr``, ``iii``: another person than one without it."""

    @property
    def key(self) -> str:
        """Equal for spellings of one full name, in whatever order its words are printed."""
        return " ".join((*self.words, self.generation)).strip()

    @property
    def is_full(self) -> bool:
        """Whether it has a given and a family name, both spelled out."""
        return len(self.words) >= _FULL and all(len(word) > 1 for word in self.words)

    @property
    def is_short(self) -> bool:
        """Whether it is a family name with initials."""
        return len(self.words) == _FULL and len(self.first) == 1 and len(self.last) > 1


@lru_cache(maxsize=8192)
def read_name(printed: str) -> Name | None:
    """The name, or None for what has no letters or too many words to be one. Raises nothing."""
    found = [spelled(word) for word in _without_patronymic(WORD.findall(plain(printed[:_LONGEST])))]
    generation = next((word for word in found[1:] if word in GENERATIONS), "")
    words = [word for place, word in enumerate(found) if word and (not place or word not in GENERATIONS)]
    if not 1 <= len(words) <= _MOST_WORDS:
        return None
    return Name(tuple(sorted(words)), words[0], words[-1], generation)


def keys_of(printed: Iterable[str]) -> set[str]:
    """The keys of printed names; what is none has none."""
    return {name.key for name in map(read_name, printed) if name}


def _without_patronymic(words: list[str]) -> list[str]:
    if len(words) < _SHORT:
        return words
    kept = [word for place, word in enumerate(words) if not place or not word.casefold().endswith(PATRONYMICS)]
    return kept if len(kept) >= _FULL else words

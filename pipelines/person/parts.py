"""A printed name as something that can be compared: words in one alphabet, in one spelling."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from junket.pipelines.person.inflection import plain_form

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ\-][^\W\d_]+)*")
_DOUBLE = re.compile(r"([^\W\d_])\1+")
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
    found = [spelled(word) for word in _without_patronymic(_WORD.findall(plain(printed[:_LONGEST])))]
    generations = _table()["generation"]["words"]
    marks = [word for word in found[1:] if word in generations]
    found = [word for place, word in enumerate(found) if word and (not place or word not in generations)]
    if not 1 <= len(found) <= _MOST_WORDS:
        return None
    first, last = found[0], found[-1]
    return Name(tuple(sorted(found)), first, last, marks[0] if marks else "")


def plain(printed: str) -> str:
    """A Russian name of two words in its nominative, where the first tells the case (``Тимура Залесова``)."""
    return plain_form([printed]) if not printed.isascii() and len(printed.split()) == _FULL else printed


def is_plain(printed: str) -> bool:
    """Whether the name is in the nominative, as far as can be told."""
    return plain(printed) == printed


@lru_cache(maxsize=8192)
def spelled(word: str) -> str:
    """The word in lower-case Latin letters, as habits of spelling agree on it; other scripts as they are."""
    table = _table()
    folded = unicodedata.normalize("NFC", word).casefold()
    if folded in table["generation"]["words"]:
        return folded
    latin = "".join(table["cyrillic"].get(char, char) for char in folded)
    for before, after in table["alike"].items():
        latin = latin.replace(before, after)
    plain = "".join(char for char in unicodedata.normalize("NFD", latin) if not unicodedata.combining(char))
    return _DOUBLE.sub(r"\1", re.sub(r"['’ʼ]", "", plain))


def genders_differ(one: str, other: str) -> bool:
    """Whether two spelled family names are a man's and a woman's form: ``ivanov``, ``ivanova``."""
    pairs = _table()["feminine"]["endings"]
    return any({one, other} == {stem + woman, stem + man} for woman, man in pairs for stem in _stems(one, woman, man))


def _stems(name: str, *endings: str) -> list[str]:
    return [name.removesuffix(ending) for ending in endings if name.endswith(ending)]


def script_of(printed: str) -> str:
    """``Latin``, ``Cyrillic``, ``Han`` …: the script of most letters, by Unicode's names of them."""
    names = [unicodedata.name(char, "").split(" ")[0] for char in printed if char.isalpha()]
    most = max(sorted(set(names)), key=names.count, default="")
    return {"CJK": "Han"}.get(most, most.capitalize())


def _without_patronymic(words: list[str]) -> list[str]:
    if len(words) < _SHORT:
        return words
    endings = tuple(ending for each in _table()["patronymic"].values() for ending in each)
    kept = [word for place, word in enumerate(words) if not place or not word.casefold().endswith(endings)]
    return kept if len(kept) >= _FULL else words


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "letters.toml").read_text(encoding="utf-8"))

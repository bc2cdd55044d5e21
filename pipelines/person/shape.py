"""What looks like a name where a text, a label or a line may be one, and the words that it is made of."""

from __future__ import annotations

import re
from functools import lru_cache

from junket.pipelines.person.name_words import LIKELY_JOINERS, OUTLET_WORDS, PARTICLES, without_honorifics

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
"""One word of a name: ``O’Neill`` and ``Anne-Marie`` are one."""
MOST_WORDS = 4
"""Words of a name but for particles: more are an organisation's, or no name at all."""
MOST_INITIALS = 4
_INITIALS = re.compile(r"\A(?:[^\W\d_]\.?[\s\-]?){1,4}\Z")
_SMALL = PARTICLES | LIKELY_JOINERS | OUTLET_WORDS
_CACHED = 64
"""Names up to so many characters are kept: a page asks for the words of the same few again and again."""
_NO_NAME = ',;?!«»“”"…/。、，？！；「」『』'
_NUMBERED = re.compile(
    r"[\[(]?[^\W\d_]{1,24}(?:[ _-][^\W\d_]{1,24})?[ _#№.-]{0,3}\d{1,4}[\])]?|\d{1,3}[.-] ?[^\W\d_]{2,24}"
)
_BAD = frozenset('?!…:=<>{}[]#%^*|\\"“”«»@')
_LEAST_LETTERS = 2
_UNCASED = range(2, 9)
"""Characters of a full name in Chinese, Japanese and Korean."""
_FULL, _MOST_SMALL = range(2, 6), 2
"""Words of a full name, and how many of them may be particles."""
_OWN_SPELLING = 3
"""Words of a name that a user prints in small letters throughout: ``jane doe``."""


def words_of(name: str) -> tuple[str, ...]:
    """The name's words, folded, without titles ("Mr")."""
    return _cached_words(name) if len(name) <= _CACHED else _words(name)


def _words(name: str) -> tuple[str, ...]:
    return without_honorifics([word.casefold() for word in WORD.findall(name)])


_cached_words = lru_cache(maxsize=4_096)(_words)


def is_full(name: str) -> bool:
    """Whether it has a given and a family name, or at least two words besides titles."""
    return len(words_of(name)) > 1


def is_name(printed: str, *, strict: bool) -> bool:
    """A person's (or outlet's) name by its shape: one to four words, each capitalised; or initials.

    ``strict`` where nothing else sets it off: then no word may be in lower case but particles.
    """
    if _INITIALS.match(printed) and printed.upper() == printed and len(WORD.findall(printed)) <= MOST_INITIALS:
        return True
    if any(letter.isdigit() for letter in printed):
        return False
    found = WORD.findall(printed)
    if not 1 <= len(found) <= MOST_WORDS + 1 or any(mark in printed for mark in _NO_NAME):
        return False
    small = [word for word in found if word[0].islower() and word.casefold() not in _SMALL]
    return not found[0][0].islower() and not (small and strict) and len(small) <= 1


def is_numbered(printed: str) -> bool:
    """A word or two and a number, as transcripts call people whose names are not known: ``Speaker 1``, ``1-спикер``.

    Chapters and seasons have this shape as well; only that the same number speaks again tells.
    """
    return _NUMBERED.fullmatch(printed) is not None


def is_name_like(name: str) -> bool:
    """Letters, at least two of them, no digits, no sentence punctuation, and no run of small words among capitals."""
    if not _BAD.isdisjoint(name) or any(map(str.isdigit, name)) or sum(map(str.isalpha, name)) < _LEAST_LETTERS:
        return False
    words = name.split()
    small = sum(word[0].islower() for word in words)
    return small * 2 <= len(words) or small == len(words) <= _OWN_SPELLING


def is_full_name(name: str) -> bool:
    """Two to five words that each begin with a capital (particles apart), or a name without letter case."""
    words = name.split()
    if name.lower() == name.upper():
        return len(name) in _UNCASED
    capital = sum(word[0].isupper() for word in words)
    few = capital > 1 and len(words) - capital <= _MOST_SMALL
    return len(words) in _FULL and few and words[-1][0].isupper()

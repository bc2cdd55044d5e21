"""People's names: what looks like one, which short form fits which full name, whom the page names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from junket.pipelines.page.document import Metadata

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_INITIALS = re.compile(r"\A(?:[^\W\d_]\.?[\s\-]?){1,4}\Z")
_ENGLISH = ("mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady")
_OTHER = ("herr", "frau", "m", "mme", "monsieur", "madame", "г-н", "г-жа", "господин", "госпожа", "мырза", "ханым")
_HONORIFICS = frozenset((*_ENGLISH, *_OTHER))
_INSIDE = frozenset(["de", "da", "di", "del", "della", "der", "den", "van", "von", "zu", "la", "le", "el", "al", "bin"])
_PARTICLES = _INSIDE | {"zum", "ibn", "y", "e", "i", "und", "and", "и", "мен", "the", "of"}
_MAX_WORDS = 4
_INITIALS_MAX = 4
_ADJECTIVE_MIN = 5
_CACHED = 64
"""Names up to so many characters are kept: a page asks for the words of the same few again and again."""
_NO_NAME = ',;?!«»“”"…/。、，？！；「」『』'
_NUMBERED = re.compile(
    r"[\[(]?[^\W\d_]{1,24}(?:[ _-][^\W\d_]{1,24})?[ _#№.-]{0,3}\d{1,4}[\])]?|\d{1,3}[.-] ?[^\W\d_]{2,24}"
)
_GAPS = frozenset(["", " ", "\u00a0"])


def words_of(name: str) -> tuple[str, ...]:
    """The name's words, folded, without titles ("Mr")."""
    return _cached_words(name) if len(name) <= _CACHED else _words(name)


def _words(name: str) -> tuple[str, ...]:
    found = tuple(word.casefold() for word in _WORD.findall(name))
    return tuple(word for word in found if word not in _HONORIFICS) or found


_cached_words = lru_cache(maxsize=4_096)(_words)


def is_name(printed: str, *, strict: bool) -> bool:
    """A person's (or outlet's) name by its shape: one to four words, each capitalised; or initials.

    ``strict`` where nothing else sets it off: then no word may be in lower case but particles.
    """
    if _INITIALS.match(printed) and printed.upper() == printed and len(_WORD.findall(printed)) <= _INITIALS_MAX:
        return True
    if any(letter.isdigit() for letter in printed):
        return False
    found = _WORD.findall(printed)
    if not 1 <= len(found) <= _MAX_WORDS + 1 or any(mark in printed for mark in _NO_NAME):
        return False
    small = [word for word in found if word[0].islower() and word.casefold() not in _PARTICLES]
    return not found[0][0].islower() and not (small and strict) and len(small) <= 1


def is_numbered(printed: str) -> bool:
    """A word or two and a number, as transcripts call people whose names are not known: ``Speaker 1``, ``1-спикер``.

    Chapters and seasons have this shape as well; only that the same number speaks again tells.
    """
    return _NUMBERED.fullmatch(printed) is not None


def fits(short: str, full: str) -> bool:
    """``short`` may stand for ``full``: the same name, some of its words, or its initials."""
    few, many = words_of(short), words_of(full)
    if not few or not many or len(few) > len(many):
        return False
    if len(few) < len(many) and set(few) <= set(many):
        return True
    if few == many:
        return True
    if len(few) == len(many) and all(map(_shortens, few, many)):
        return True
    letters = "".join(few)
    return len(letters) <= _INITIALS_MAX and len(letters) == len(many) and letters == "".join(word[0] for word in many)


def _shortens(few: str, many: str) -> bool:
    return few == many or (len(few) == 1 and many.startswith(few))


def known_names(metadata: Metadata, text: str = "") -> tuple[str, ...]:
    """Names in the title, the lead, the byline and ``text``, in that order, without repeats."""
    title = names_in(metadata.title or "", tails=True)
    found = title + names_in(metadata.lead or "") + list(metadata.authors) + names_in(text, tails=True)
    return tuple(dict.fromkeys(found))


def names_in(text: str, *, tails: bool = False) -> list[str]:
    """Runs of two to four capitalised words: what may be names in running text.

    Of longer runs (headlines in capitals) the last two words with ``tails``, else nothing.
    """
    runs = [_trimmed(words) for words in _runs(text)]
    return [" ".join(words[-2:]) for words in runs if tails and len(words) > _MAX_WORDS] + [
        " ".join(words) for words in runs if 1 < len(words) <= _MAX_WORDS
    ]


def _runs(text: str) -> Iterator[list[str]]:
    """Capitalised words that follow each other, with particles between; most words of a text are neither."""
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match[0]
        capital = word[0].isupper() and not _is_compound_adjective(word)
        if run:
            gap = text[end : match.start()]
            follows = gap in _GAPS or (gap == ". " and len(run[-1]) == 1)
            if not follows or not (capital or word in _INSIDE):
                yield run
                run = []
        if capital or run:
            run.append(word)
            end = match.end()
    yield run


def _is_compound_adjective(word: str) -> bool:
    """Whether it is like "Hitchcock-inspired", which is no name."""
    head, _, tail = word.rpartition("-")
    return bool(head) and tail.islower() and len(tail) >= _ADJECTIVE_MIN


def _trimmed(words: list[str]) -> list[str]:
    while words and words[-1] in _INSIDE:
        words = words[:-1]
    return words

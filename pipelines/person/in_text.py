"""What may be names in running text: capitalised words that follow each other, with particles between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junket.pipelines.person.name_words import LIKELY_PARTICLES, PAIRS, PARTICLE_PATTERN
from junket.pipelines.person.shape import MOST_WORDS, WORD

_CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x10000))))}]"
"""All capital letters of the basic plane, as a class of a pattern."""
_REST = r"[^\W\d_]*(?:['’\-][^\W\d_]+){0,4}"
_INITIALS = rf"(?:\.-?{_CAPITAL}){{0,3}}\.(?=[ \u00a0]?{_CAPITAL})"
_AFTER_CAPITAL = "|".join(f"(?<={first.capitalize()} ){second}" for first, second in map(str.split, PAIRS))
_PARTICLE = f"{PARTICLE_PATTERN}|{_AFTER_CAPITAL}".replace(" ", "[ \u00a0]")
_ROW = re.compile(
    # a capital letter at a word's beginning; asked in this order, the search skips from capital to capital
    rf"{_CAPITAL}(?<![\w@#&’'.\-].)(?:{_INITIALS}|{_REST})"
    rf"(?:[ \u00a0](?:(?:{_PARTICLE})[ \u00a0])?{_CAPITAL}(?:{_INITIALS}|{_REST}))+"
)
_ADJECTIVE_MIN = 5
_GAPS = frozenset(["", " ", "\u00a0"])


def rows_in(text: str) -> Iterator[tuple[int, str]]:
    """Where capitalised words and initials in a row begin, and the row. Linear in the text."""
    return ((match.start(), match[0]) for match in _ROW.finditer(text))


def names_in(text: str, *, tails: bool = False) -> list[str]:
    """Runs of two to four capitalised words: what may be names in running text.

    Of longer runs (headlines in capitals) the last two words with ``tails``, else nothing.
    """
    runs = [_trimmed(words) for words in _runs(text)]
    return [" ".join(words[-2:]) for words in runs if tails and len(words) > MOST_WORDS] + [
        " ".join(words) for words in runs if 1 < len(words) <= MOST_WORDS
    ]


def _runs(text: str) -> Iterator[list[str]]:
    """Capitalised words that follow each other, with particles between; most words of a text are neither."""
    run: list[str] = []
    end = 0
    for match in WORD.finditer(text):
        word = match[0]
        capital = word[0].isupper() and not _is_compound_adjective(word)
        if run:
            gap = text[end : match.start()]
            follows = gap in _GAPS or (gap == ". " and len(run[-1]) == 1)
            if not follows or not (capital or word in LIKELY_PARTICLES):
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
    while words and words[-1] in LIKELY_PARTICLES:
        words = words[:-1]
    return words

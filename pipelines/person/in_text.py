"""What may be names in running text: capitalised words that follow each other, with particles between."""

from __future__ import annotations

from collections.abc import Iterator

from junket.pipelines.person.shape import MOST_WORDS, WORD
from junket.pipelines.person.words import LIKELY_PARTICLES

_ADJECTIVE_MIN = 5
_GAPS = frozenset(["", " ", "\u00a0"])


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

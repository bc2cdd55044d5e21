"""Whether a printed day is an event's (a screening, a release, an opening), told by the words beside it."""

from __future__ import annotations

import re

from junket.pipelines.languages import words
from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS

_BEFORE, _LABEL, _SMALL = (frozenset(map(fold, words("events", key))) for key in ("before", "label", "between"))
_BEHIND = tuple(f" {fold(phrase)} " for phrase in words("events", "behind"))
_DAYS = frozenset(map(fold, words("dates", "weekdays")))
_COLON = re.compile(r"[:：](?!\d)")
_BEHIND_WORDS = 4
"""Words after a date in which it may be said where the film runs."""
_PIECE = re.compile(r"\s[|•·●⋅]\s|\n")
_MOST = 80
"""Characters before and behind a date that are read."""


def is_event(before: str, after: str = "", *, labelled: bool = False) -> bool:
    """Whether the day between these words is an event's.

    A label of a publication or an update before the event's word says that it is not (``Published in Premiere:``).
    ``labelled``: markup says that the words before are a label, as a colon does. Raises nothing.
    """
    if after and (words := _PIECE.split(after[:_MOST])[0].split()[:_BEHIND_WORDS]):
        said = f" {fold(' '.join(words))} "
        if any(phrase in said for phrase in _BEHIND):
            return True
    return _is_labelled(_PIECE.split(before[-_MOST:])[-1], labelled=labelled)


def may_be_event(before: str) -> bool:
    """Whether the words before a day begin with an event's noun: the day counts where no other line has one."""
    words = fold(_PIECE.split(before[-_MOST:])[-1]).split()
    return any(" ".join(words[:end]) in _LABEL for end in range(1, min(len(words), _LONGEST) + 1))


_LONGEST = 3
"""Words of such a noun."""


def _is_labelled(before: str, *, labelled: bool) -> bool:
    stop = _COLON.search(before)
    label, between = (before[: stop.start()], before[stop.end() :]) if stop else (before, "")
    if not _is_small(fold(between).split()):
        return False
    words = fold(label).split()
    whole = len(words)
    while words and (words[-1] in _SMALL or words[-1] in _DAYS) and " ".join(words) not in _BEFORE:
        words.pop()
    known = _BEFORE | _LABEL if stop or labelled or len(words) < whole else _BEFORE
    for start in range(len(words)):
        if " ".join(words[start:]) in known:
            return not any(" ".join(words[:end]) in _PUBLICATION for end in range(1, start + 1))
    return False


def _is_small(words: list[str]) -> bool:
    return all(word in _SMALL or word in _DAYS for word in words)


_PUBLICATION = WORDS.published | WORDS.updated

"""The words that metadata is told by: those that languages have under ``bylines``, folded once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from junket.pipelines.languages import words
from junket.pipelines.languages.fold import fold
from junket.pipelines.person.name_words import GENERATIONS, JOINERS

_FIRST = re.compile(r"[^\W_]+")
_NEAR_START = 40


def squeeze(text: str) -> str:
    """Folded, without spaces: ``The Film Post`` and ``thefilmpost`` are one."""
    return fold(text).replace(" ", "")


def first_word(text: str) -> str:
    """The first word, folded; empty where there is none near the start."""
    match = _FIRST.search(text, 0, _NEAR_START)
    if match is None:
        return ""
    word = match[0]
    return word.lower() if word.isascii() else fold(word)


@dataclass(frozen=True, slots=True)
class BylineWords:
    """The keys of ``bylines``, folded, all languages together."""

    byline: frozenset[str]
    bare: frozenset[str]
    """Labels of one word that need no colon."""
    signed: frozenset[str]
    """Labels of an article's byline, and of no box beside it."""
    card: frozenset[str]
    """Labels in cards for social networks."""
    by_start: dict[str, tuple[str, ...]]
    """All labels that stand before a name, by their first word."""
    contributor: dict[str, str]
    """Label to what it names: photographer, translator, illustrator, editor."""
    roles: dict[str, tuple[str, ...]]
    """Each label that stands before a name, to what it makes of that person: who asks signs the page as well."""
    nobody: frozenset[str]
    nobody_endings: tuple[str, ...]
    sharing: frozenset[str]
    """First words of a button's text."""
    accounts: frozenset[str]
    """Last words of an account's name."""
    agency: frozenset[str]
    """Words that only the names of news and picture agencies hold."""
    organisation: frozenset[str]
    role: frozenset[str]
    credentials: frozenset[str]
    conversation: frozenset[str]
    """Phrases between a guest and the interviewer."""
    published: frozenset[str]
    first_published: tuple[str, ...]
    updated: frozenset[str]
    beside: frozenset[str]
    labels: frozenset[str]
    """Single words of the labels before names and dates, and the words between names."""
    chrome: frozenset[str]
    plain: frozenset[str]
    """Single words of chrome and desks: a line that holds one is no bare name."""


_CONTRIBUTORS = ("photographer", "translator", "illustrator", "editor")


def _folded(*keys: str) -> frozenset[str]:
    return frozenset(fold(word) for key in keys for word in words("bylines", key))


def _load() -> BylineWords:
    asking, byline = _folded("interviewer"), _folded("interviewer", "byline")
    contributor = {label: name for name in _CONTRIBUTORS for label in _folded(name)}
    by_start: dict[str, tuple[str, ...]] = {}
    for label in sorted({*byline, *contributor}):
        start = label.split()[0]
        by_start[start] = (*by_start.get(start, ()), label)
    return BylineWords(
        byline=byline,
        bare=_folded("bare"),
        signed=_folded("signed"),
        card=_folded("card"),
        by_start=by_start,
        contributor=contributor,
        roles={
            **dict.fromkeys(byline, ("author",)),
            **dict.fromkeys(asking, ("author", "interviewer")),
            **{label: (name,) for label, name in contributor.items()},
        },
        nobody=_folded("nobody"),
        nobody_endings=tuple(f" {word}" for word in _folded("desks")),
        sharing=_folded("sharing"),
        accounts=_folded("accounts"),
        agency=_folded("agency"),
        organisation=_folded("organisation"),
        role=_folded("role"),
        credentials=_folded("credentials") | GENERATIONS,
        conversation=_folded("conversation"),
        published=_folded("published"),
        first_published=tuple(_folded("first_published")),
        updated=_folded("updated"),
        beside=_folded("beside"),
        labels=_single(byline, contributor, _folded("published", "updated"), JOINERS),
        chrome=_folded("chrome"),
        plain=_single(_folded("chrome", "nobody")),
    )


def _single(*phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in chain(*phrases) for word in phrase.split())


WORDS = _load()
"""Read with the package; pure data."""

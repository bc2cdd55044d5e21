"""The words that metadata is told by (``words.toml``), folded once, and the fold itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain

from junket.pipelines.languages.fold import fold as fold  # noqa: PLC0414  # the name that most of its callers know

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
class Words:
    """The tables of ``words.toml``, folded."""

    byline: frozenset[str]
    bare: frozenset[str]
    """Labels of one word that need no colon."""
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
    honours: frozenset[str]
    joiners: frozenset[str]
    conversation: frozenset[str]
    """Phrases between a guest and the interviewer."""
    published: frozenset[str]
    updated: frozenset[str]
    beside: frozenset[str]
    labels: frozenset[str]
    """Single words of the labels before names and dates, and the words between names."""
    chrome: frozenset[str]
    plain: frozenset[str]
    """Single words of chrome and desks: a line that holds one is no bare name."""


def _load() -> Words:
    tables = tomllib.loads(files("junket.pipelines.metadata").joinpath("words.toml").read_text("utf-8"))

    def folded(*path: str) -> frozenset[str]:
        return frozenset(fold(word) for word in tables[path[0]][path[1]])

    asking = frozenset(fold(word) for word in chain.from_iterable(tables["interviewer"].values()))
    byline = asking | {fold(word) for word in chain.from_iterable(tables["byline"].values())}
    contributor = {fold(word): name for name, words in tables["contributor"].items() for word in words}
    by_start: dict[str, tuple[str, ...]] = {}
    for label in sorted({*byline, *contributor}):
        start = label.split()[0]
        by_start[start] = (*by_start.get(start, ()), label)
    return Words(
        byline=byline,
        bare=folded("bare", "words"),
        by_start=by_start,
        contributor=contributor,
        roles={
            **dict.fromkeys(byline, ("author",)),
            **dict.fromkeys(asking, ("author", "interviewer")),
            **{label: (name,) for label, name in contributor.items()},
        },
        nobody=folded("nobody", "words"),
        nobody_endings=tuple(f" {fold(word)}" for word in tables["nobody"]["endings"]),
        sharing=folded("nobody", "sharing"),
        accounts=folded("nobody", "accounts"),
        agency=folded("agency", "words"),
        organisation=folded("organisation", "words"),
        role=folded("role", "words"),
        credentials=folded("credentials", "words"),
        honours=folded("honours", "words"),
        joiners=folded("and", "words"),
        conversation=folded("conversation", "words"),
        published=folded("published", "words"),
        updated=folded("updated", "words"),
        beside=folded("beside", "words"),
        labels=frozenset(
            word
            for label in chain(
                byline, contributor, folded("published", "words"), folded("updated", "words"), folded("and", "words")
            )
            for word in label.split()
        ),
        chrome=folded("chrome", "words"),
        plain=frozenset(
            word for line in folded("chrome", "words") | folded("nobody", "words") for word in line.split()
        ),
    )


WORDS = _load()
"""Read with the package; pure data."""

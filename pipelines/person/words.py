"""The words in and around personal names (``words.toml``), one list of each kind for all who ask."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files

_TABLES = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))

SURE_PARTICLES: frozenset[str] = frozenset(_TABLES["particle"]["sure"])
"""Small words before a family name, in whatever text."""
LIKELY_PARTICLES: frozenset[str] = SURE_PARTICLES.union(_TABLES["particle"]["likely"])
"""The same, with some that are words of a text as well."""
PARTICLES: frozenset[str] = LIKELY_PARTICLES.union(_TABLES["particle"]["alone"])
"""The same in a line that is nothing but a name."""
PAIRS: tuple[tuple[str, str], ...] = tuple(tuple(pair.split()) for pair in _TABLES["particle"]["second"])
"""Two of them in a row, of which the second is not sure alone."""
PARTICLE_PATTERN = "|".join(sorted((*map(" ".join, PAIRS), *SURE_PARTICLES), key=len, reverse=True))
"""The sure ones and the pairs, as the inside of a group of a pattern."""
JOINERS: frozenset[str] = frozenset(_TABLES["joiner"]["words"])
OUTLET_WORDS: frozenset[str] = frozenset(_TABLES["outlet"]["words"])
PATRONYMICS: tuple[str, ...] = tuple(ending for each in _TABLES["patronymic"].values() for ending in each)
FEMININE: tuple[tuple[str, str], ...] = tuple(map(tuple, _TABLES["feminine"]["endings"]))
"""Endings of a woman's family name, each with a man's."""
GENERATIONS: frozenset[str] = frozenset(_TABLES["generation"]["words"])
_HONORIFICS: frozenset[str] = frozenset(_TABLES["honorific"]["words"])
_DEGREES: frozenset[str] = frozenset(_TABLES["honorific"]["degrees"])


def without_honorifics(words: Sequence[str]) -> tuple[str, ...]:
    """A name's folded words without titles (``mr``, ``dr med``); as they are where there is nothing else."""
    if _HONORIFICS.isdisjoint(words):
        return tuple(words)
    kept = tuple(
        word
        for before, word in zip(("", *words), words, strict=False)
        if word not in _HONORIFICS and not (word in _DEGREES and before in _HONORIFICS)
    )
    return kept or tuple(words)

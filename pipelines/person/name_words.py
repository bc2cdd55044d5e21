"""The words in and around personal names, which languages have under ``names``: one list of each kind for all."""

from __future__ import annotations

from collections.abc import Sequence

from junket.pipelines.languages import words


def _all(*keys: str) -> frozenset[str]:
    return frozenset(word for key in keys for word in words("names", key))


SURE_PARTICLES = _all("particles")
"""Small words before a family name, in whatever text."""
LIKELY_PARTICLES = SURE_PARTICLES | _all("particles_likely")
"""The same, with some that are words of a text as well."""
PARTICLES = LIKELY_PARTICLES | _all("particles_alone")
"""The same in a line that is nothing but a name."""
PAIRS = words("names", "particle_pairs")
"""Two of them in a row, of which the second is not sure alone."""
PARTICLE_PATTERN = "|".join(sorted((*PAIRS, *SURE_PARTICLES), key=len, reverse=True))
"""The sure ones and the pairs, as the inside of a group of a pattern."""
JOINERS = _all("joiners")
"""Between two names, in whatever text."""
LIKELY_JOINERS = JOINERS | _all("joiners_likely")
"""The same where no place is named behind."""
OUTLET_WORDS = _all("outlets")
PATRONYMICS = words("names", "patronymics")
GENERATIONS = _all("generations")
_HONORIFICS, _LIKELY_HONORIFICS, _DEGREES = map(_all, ("honorifics", "honorifics_likely", "degrees"))
_TITLES = _HONORIFICS | _LIKELY_HONORIFICS
_SHORTEST = 2
"""Words of a name that is given and family name."""
_BEFORE_DEGREES = _DEGREES | {"dr", "prof"}
"""Behind any other title ``Phil`` is a name."""


def without_honorifics(words: Sequence[str]) -> tuple[str, ...]:
    """A name's folded words without titles (``mr``, ``dr med``); as they are where there is nothing else."""
    if _TITLES.isdisjoint(words):
        return tuple(words)
    kept = tuple(
        word
        for place, (before, word) in enumerate(zip(("", *words), words, strict=False))
        if word not in _HONORIFICS
        and not (word in _LIKELY_HONORIFICS and place < len(words) - _SHORTEST)
        and not (word in _DEGREES and before in _BEFORE_DEGREES)
    )
    return kept or tuple(words)

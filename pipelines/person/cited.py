"""A person's name as a reference list sorts it: family name first, where that can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from junket.pipelines.person.name_words import PARTICLES
from junket.pipelines.person.shape import MOST_WORDS

FAMILY_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
"""Languages that print the family name first: there a name is kept as printed, since the page may have turned it."""
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+\Z")


@dataclass(frozen=True, slots=True)
class CitedName:
    """``given`` is empty for a name that is kept whole, as ``family``."""

    family: str
    given: str = ""

    @property
    def inverted(self) -> str:
        """``Family, Given``, or the whole name."""
        return f"{self.family}, {self.given}" if self.given else self.family


def cited_name(name: str, language: str | None = None) -> CitedName:
    """``name``, printed on a page in ``language``, told apart into family and given name.

    The last word is the family name, with the particles before it; initials at the end mean that it
    came first. A name of one word, in a script without capitals, or with another word that begins small
    is kept whole: a wrong cut sorts it under a wrong letter.
    """
    words = " ".join(name.split()).split(" ")
    if not _can_be_cut(words) or language in FAMILY_FIRST:
        return CitedName(" ".join(words))
    if _INITIALS.match(words[-1]):
        first = next((i for i, word in enumerate(words) if _INITIALS.match(word)), 0)
        return CitedName(" ".join(words[:first]), " ".join(words[first:])) if first else CitedName(" ".join(words))
    cut = len(words) - 1
    while cut > 1 and _is_particle(words[cut - 1]):
        cut -= 1
    return CitedName(" ".join(words[cut:]), " ".join(words[:cut]))


def _can_be_cut(words: list[str]) -> bool:
    if not 1 < len(words) <= MOST_WORDS + sum(map(_is_particle, words)):
        return False
    return all(word[0].isupper() or _is_particle(word) for word in words)


def _is_particle(word: str) -> bool:
    return word.casefold() in PARTICLES

"""The worst pages of a set, each with what went wrong: how much is missing, how much is too much, and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\w+")
_SHOWN = 9
"""Words of a run that are shown."""
_LONGEST = 6_000
"""Words of a text that are aligned: beyond, aligning takes minutes and tells no more."""
_EDGE = 0.15
"""Share of a text that is its head or tail."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A page's loss. ``missing`` and ``extra``: shares of the gold's words; the runs are the longest of each."""

    score: float
    missing: float
    extra: float
    missing_run: str
    extra_run: str

    @property
    def kind(self) -> str:
        """The loss in a word or two."""
        if self.missing > 0.9:
            return "another text"
        worse = "missing" if self.missing > self.extra else "extra"
        return f"{worse} {max(self.missing, self.extra):.0%}"


def loss(score: float, found: str, gold: str) -> Loss:
    """What lies between a text and its gold, ``score`` being the page's figure."""
    mine, theirs = _WORD.findall(found.lower()), _WORD.findall(gold.lower())
    counted, expected = Counter(mine), Counter(theirs)
    total = max(1, len(theirs))
    missing, extra = ((one - other).total() / total for one, other in ((expected, counted), (counted, expected)))
    runs = _runs(mine[:_LONGEST], theirs[:_LONGEST])
    return Loss(score, missing, extra, runs["missing"], runs["extra"])


def _runs(mine: Sequence[str], theirs: Sequence[str]) -> dict[str, str]:
    """The longest run of words that only one of the two has, with the place where it stands."""
    longest = {"missing": (0, ""), "extra": (0, "")}
    opcodes = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    for a, b, c, d in (span for what, *span in opcodes if what != "equal"):
        for name, words, start, end in (("extra", mine, a, b), ("missing", theirs, c, d)):
            if end - start > longest[name][0]:
                shown = " ".join(words[start:end][:_SHOWN])
                longest[name] = (end - start, f"{_place(start, end, len(words))}: {shown}")
    return {name: text for name, (_, text) in longest.items()}


def _place(start: int, end: int, length: int) -> str:
    if start <= _EDGE * length:
        return "head" if end < (1 - _EDGE) * length else "all"
    return "tail" if end >= (1 - _EDGE) * length else "middle"

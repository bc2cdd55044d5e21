"""How well turns were found on pages that were made: exactly, and how many words on the wrong side."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from press.made import Made

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Turn

_WORD = re.compile(r"\w+")
_ENDS = 8
_RUN = 4

Gold = Mapping[str, str | None]


@dataclass(frozen=True)
class Found:
    """One page and what the recipe made of it."""

    made: Made
    turns: tuple[Turn, ...]
    confidence: float | None

    @property
    def is_exact(self) -> bool:
        """Each turn has its role and starts and ends with the right eight words."""
        found = [(turn.role, *_ends(turn.text)) for turn in self.turns]
        return found == [(turn["role"], *_ends(turn["text"] or "")) for turn in self.made.turns]

    def wrong_side(self) -> tuple[int, int]:
        """Runs of four words that only the other side says, and all runs."""
        wrong = total = 0
        for role, other in (("question", "answer"), ("answer", "question")):
            said = {run for turn in self.turns if turn.role == role for run in _runs(turn.text)}
            mine = {run for turn in self.made.turns if turn["role"] == role for run in _runs(turn["text"] or "")}
            theirs = {run for turn in self.made.turns if turn["role"] == other for run in _runs(turn["text"] or "")}
            wrong += len(said & (theirs - mine))
            total += len(said)
        return wrong, total


def find(pages: Iterable[Made]) -> list[Found]:
    """The recipe over the pages."""
    found = []
    for made in pages:
        outcome = extract(Page.from_text(made.url, made.html)).outcome
        found.append(Found(made, getattr(outcome, "turns", ()), getattr(outcome, "turns_confidence", None)))
    return found


def wrong_share(found: Iterable[Found]) -> float:
    """The share of the words' runs on the wrong side, over all pages."""
    pairs = [page.wrong_side() for page in found]
    return sum(wrong for wrong, _ in pairs) / max(1, sum(total for _, total in pairs))


def _ends(text: str) -> tuple[list[str], list[str]]:
    words = _WORD.findall(text.casefold())
    return words[:_ENDS], words[-_ENDS:]


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[start : start + _RUN]) for start in range(max(1, len(words) - _RUN + 1))}

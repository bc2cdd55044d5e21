"""Weighs explanations of a whole page: how well these turns read like an interview.

All weights were set by hand, on interviews of the project's own writing and open ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipelines.turns.draft import Proposal, Style
from pipelines.turns.marked import Mark, heeded
from pipelines.turns.sequence import question_score
from pipelines.turns.sheet import Sheet
from pipelines.turns.words import Traits

_FULL_COVERAGE = 0.6
_OVERLOOKED_MAX = 250
_CLEARLY = 2.0
_FEW = 3
_MARKED = 0.9
"""A style trusted so far goes by marks, not by words."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """An explanation's evidence, each 0 to 1."""

    style: str
    asking: float
    """How much the questions read like questions."""
    answered: float
    """Share of the questions, remarks apart, that something answers."""
    coverage: float
    """Share of the text that the turns explain."""
    to_guest: float
    """Share of the questions that say "you"."""
    of_self: float
    """Share of the answers that say "I"."""
    to_reader: float
    """Share of the answers that say "you" and not "I", as FAQs and guides do."""
    complete: float
    """1 minus the share of questions that lie hidden inside answers."""
    shape: float
    """Answers are longer than questions."""
    heeded: float
    """Share of the page's marks (bold, dashes, labels, numbers) that start a turn."""
    pairs: int
    outright: float
    """Share of the questions, remarks apart, that end in a question mark."""
    trust: float

    @property
    def personal(self) -> float:
        """Questions say "you", answers say "I"; FAQs turn it round."""
        return max(0.0, (self.to_guest + self.of_self - self.to_reader) / 2)

    @property
    def score(self) -> float:
        """0 to 1."""
        explained = min(1.0, self.coverage / _FULL_COVERAGE)
        total = 0.26 * self.asking + 0.14 * self.answered + 0.16 * explained
        total += 0.2 * self.personal + 0.2 * self.complete + 0.04 * self.shape
        return total * (0.6 + 0.4 * self.trust) * (0.5 + 0.5 * self.heeded)


def weigh(sheet: Sheet, drafts: Proposal, marks: tuple[Mark, ...], style: Style) -> Weighing | None:
    """The evidence for one explanation; None where only one side speaks. Linear in the text."""
    traits = [sheet.traits(draft.start, draft.end) for draft in drafts]
    asked = [own for own, draft in zip(traits, drafts, strict=True) if draft.role == "question"]
    proper = _proper(traits, drafts, marked=style.trust >= _MARKED)
    if len(proper) < max(_FEW, len(asked) / 2):
        proper = _proper(traits, drafts, marked=False) or asked
    answers = [own for own, draft in zip(traits, drafts, strict=True) if draft.role == "answer"]
    if not asked or not answers:
        return None
    pairs = sum(a.role == "question" and b.role == "answer" for a, b in pairwise(drafts))
    hidden = _hidden(sheet, drafts)
    covered = sum(draft.end - draft.start for draft in drafts) / max(1, len(sheet.text))
    return Weighing(
        style=style.name,
        asking=sum(map(_asking, proper)) / len(proper),
        answered=min(1.0, pairs / len(proper)),
        coverage=covered,
        to_guest=sum(own.second for own in proper) / len(proper),
        of_self=sum(own.first for own in answers) / len(answers),
        to_reader=sum(own.second and not own.first for own in answers) / len(answers),
        complete=1 - hidden / (len(asked) + hidden),
        shape=min(1.0, median(own.length for own in answers) / max(1, median(own.length for own in asked))),
        heeded=heeded(marks, drafts),
        pairs=pairs,
        outright=_outright(asked),
        trust=style.trust,
    )


def _proper(traits: list[Traits], drafts: Proposal, *, marked: bool) -> list[Traits]:
    """The interviewer's turns that something should answer: those that ask, and those that stand alone.

    What is known as a remark is none of them; nor is, where marks tell who speaks, what asks nothing beside
    another turn of the interviewer's ("That comes across very well.").
    """
    proper = []
    for number, (own, draft) in enumerate(zip(traits, drafts, strict=True)):
        beside = [near.role for near in drafts[max(0, number - 1) : number + 2]].count("question") > 1
        if draft.role == "question" and (own.asks or not (own.remark or own.thanks or (marked and beside))):
            proper.append(own)
    return proper


def _outright(asked: list[Traits]) -> float:
    proper = [own for own in asked if own.ends_asking or not (own.thanks or own.remark)]
    return sum(own.ends_asking for own in proper) / max(1, len(proper))


def _asking(traits: Traits) -> float:
    if traits.asks:
        return 1.0
    if traits.thanks or traits.holds_question:
        return 0.8
    return 0.6 if traits.second or traits.remark else 0.1


def _hidden(sheet: Sheet, drafts: Proposal) -> int:
    """Lines inside answers that read like the interviewer's: short, asking, addressing."""
    inside = (
        line
        for draft in drafts
        if draft.role == "answer"
        for line in sheet.lines[draft.first_line : draft.last_line + 1]
        if line.start > draft.start and not line.aside
    )
    return sum(_reads_asked(line.traits) for line in inside)


def _reads_asked(traits: Traits) -> bool:
    return traits.length < _OVERLOOKED_MAX and traits.ends_asking and question_score(traits) > _CLEARLY

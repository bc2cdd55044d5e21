"""Weighs explanations of a whole page: how well these turns read like an interview.

All weights were set by hand, on interviews of the project's own writing and open ones.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from junket.pipelines.turns.draft import Draft, Proposal
from junket.pipelines.turns.sequence import question_score
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.styles.style import Mark, Style
from junket.pipelines.turns.words.lexicon import Traits

_FULL_COVERAGE = 0.6
_LEAST_COVERAGE = 0.5
"""Below this an explanation leaves most of the page unexplained, and any other one is better."""
_OVERLOOKED_MAX = 250
_CLEARLY = 2.0
_REMARK_MAX = 80
"""Longest remark in characters; longer statements that nothing answers were no turns."""
_SLACK = 12
"""Characters between a mark and the words it stands before: dashes, quotes, numbers."""
_MIN_MARKS = 3
_BEFORE = 2
"""Lines before the first turn whose marks count too: a first turn that was overlooked."""


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
    alone: float
    """Share of the answers that say "I" and not only "we", as companies do."""
    to_reader: float
    """Share of the answers that say "you" and not "I", as FAQs and guides do."""
    complete: float
    """1 minus the share of questions that lie hidden inside answers."""
    shape: float
    """Answers are longer than questions."""
    heeded: float
    """Share of the page's marks (bold, dashes, labels, numbers) that start a turn."""
    pairs: int
    asked: float
    """Share of the answered questions that ask, thank or remark; the others are headings or keywords."""
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
        total *= 0.7 + 0.3 * min(1.0, self.coverage / _LEAST_COVERAGE)
        return total * (0.6 + 0.4 * self.trust) * (0.5 + 0.5 * self.heeded)


def weigh(sheet: Sheet, drafts: Proposal, marks: tuple[Mark, ...], style: Style) -> Weighing | None:
    """The evidence for one explanation; None where only one side speaks. Linear in the text."""
    traits = [sheet.traits(draft.start, draft.end) for draft in drafts]
    asked = [own for own, draft in zip(traits, drafts, strict=True) if draft.role == "question"]
    answers = [own for own, draft in zip(traits, drafts, strict=True) if draft.role == "answer"]
    if not asked or not answers:
        return None
    remarks = [
        own for one, own, other in zip(drafts, traits, (*drafts[1:], None), strict=True) if _is_remark(one, own, other)
    ]
    pairs = sum(a.role == "question" and b.role == "answer" for a, b in pairwise(drafts))
    proper = _proper(asked)
    hidden = _hidden(sheet, drafts)
    covered = sum(draft.end - draft.start for draft in drafts) / max(1, len(sheet.text))
    return Weighing(
        style=style.name,
        asking=sum(map(_asking, proper)) / len(proper),
        answered=min(1.0, pairs / max(1, len(asked) - len(remarks))),
        coverage=covered,
        to_guest=sum(own.second for own in proper) / len(proper),
        of_self=sum(own.first for own in answers) / len(answers),
        alone=sum(own.alone for own in answers) / len(answers),
        asked=_asked(drafts, traits),
        to_reader=sum(own.second and not own.first for own in answers) / len(answers),
        complete=1 - hidden / (len(asked) + hidden),
        shape=min(1.0, median(own.length for own in answers) / max(1, median(own.length for own in asked))),
        heeded=_heeded(marks, drafts),
        pairs=pairs,
        outright=_outright(asked, len(remarks)),
        trust=style.trust,
    )


def _is_remark(draft: Draft, traits: Traits, following: Draft | None) -> bool:
    """The interviewer says something and asks nothing: no answer need follow."""
    if draft.role != "question" or traits.asks:
        return False
    goes_on = following is not None and following.role == "question"
    return traits.remark or traits.thanks or (goes_on and traits.length < _REMARK_MAX)


def _asked(drafts: Proposal, traits: list[Traits]) -> float:
    answered = [
        own
        for own, (one, other) in zip(traits, pairwise(drafts), strict=False)
        if (one.role, other.role) == ("question", "answer")
    ]
    return sum(map(_is_spoken, answered)) / max(1, len(answered))


def _is_spoken(traits: Traits) -> bool:
    return traits.asks or traits.holds_question or traits.thanks or traits.remark or traits.second


def _outright(asked: list[Traits], remarks: int) -> float:
    return min(1.0, sum(own.ends_asking for own in asked) / max(1, len(asked) - remarks))


def _proper(asked: list[Traits]) -> list[Traits]:
    """Remarks and thanks do not count against the questions; a talk of nothing else asks nothing."""
    return [own for own in asked if own.asks or not (own.remark or own.thanks)] or asked


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


def _heeded(marks: tuple[Mark, ...], drafts: Proposal) -> float:
    """The share of the marks from just before the first turn to the last at which one starts; 1 where there are few."""
    inside = [mark for mark in marks if drafts[0].first_line - _BEFORE <= mark.line <= drafts[-1].last_line]
    if len(inside) < _MIN_MARKS:
        return 1.0
    starts = sorted(draft.start for draft in drafts)
    return sum(_any_between(starts, mark.start, mark.end + _SLACK) for mark in inside) / len(inside)


def _any_between(starts: list[int], low: int, high: int) -> bool:
    position = bisect_left(starts, low)
    return position < len(starts) and starts[position] <= high

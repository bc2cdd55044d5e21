"""How likely it is that all turns of a page are right: a logistic model of five facts about the page.

The weights were fitted (ridge 1.0) to 43 open interviews and 1,115 generated pages, both sets weighing the same
(``tests/benchmarks/turns.py`` fits them and prints the table). Out of fold (one publisher or one way of printing left
out at a time), 27 of the 43 get 0.9 or more, and 24 of these are exact; of the 1,115, 922 and 870. The rules were
mended on these pages, so pages of new templates do worse: of 340 generated pages in other templates and odder print,
run once before that, 231 got 0.9 and 179 of these were exact.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp

from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.thresholds import TRUSTED
from junket.pipelines.turns.weigh import Weighing

_BASE = 0.64
_MARKED = 2.15
"""Print sets the questions off, and not only their words."""
_LOOSE = -1.13
"""It does not, and some answers have several paragraphs: where they end is guessed."""
_OVERLOOKED = -1.25
"""For each fifth of the page's marks and questions that starts no turn (at most once)."""
_HEADINGS = -1.71
"""For each fifth of a heading a turn that stands in the talk and starts no turn (at most once)."""
_REPEATED = -1.05
"""For each fifth of the turns that follow one of the same side (at most once)."""
_WEIGHTS = (_MARKED, _LOOSE, _OVERLOOKED, _HEADINGS, _REPEATED)
_FIFTH = 5

Evidence = tuple[float, float, float, float, float]


def confidence(sheet: Sheet, drafts: Proposal, weighing: Weighing) -> float:
    """0 to 1, to three places; :data:`find.SURE` is where it is worth relying on."""
    facts = evidence(sheet, drafts, weighing)
    odds = _BASE + sum(weight * fact for weight, fact in zip(_WEIGHTS, facts, strict=True))
    return round(1 / (1 + exp(-odds)), 3)


def evidence(sheet: Sheet, drafts: Proposal, weighing: Weighing) -> Evidence:
    """The five facts, each 0 to 1, in the order of the weights."""
    marked = weighing.trust >= TRUSTED
    several = any(draft.last_line > draft.first_line for draft in drafts if draft.role == "answer")
    starts = {draft.first_line for draft in drafts}
    inside = sheet.lines[drafts[0].first_line : drafts[-1].last_line + 1]
    headings = sum(line.is_heading and line.number not in starts for line in inside) / len(drafts)
    repeated = sum(one.role == other.role for one, other in pairwise(drafts)) / len(drafts)
    return (
        float(marked),
        float(several and not marked),
        min(1.0, _FIFTH * (1 - weighing.heeded * weighing.complete)),
        min(1.0, _FIFTH * headings),
        min(1.0, _FIFTH * repeated),
    )

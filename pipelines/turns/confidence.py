"""How likely it is that all turns of a page are right: a logistic model of five facts about the page.

The weights were fitted (ridge 1.0) to 43 open interviews and 613 pages of the project's own writing, both sets
weighing the same. Out of fold (one publisher or one layout left out at a time), 36 of the 43 get 0.9 or more, and 33
of these are exact; of the 613, 572 and 551. The rules themselves were mended on these pages, so pages of new layouts
will do worse: with the rules and the hand-set score from before that, 56 of 69 of the own pages at 0.9 were exact.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp

from pipelines.turns.bounds import TRUSTED
from pipelines.turns.draft import Proposal
from pipelines.turns.sheet import Sheet
from pipelines.turns.weigh import Weighing

_BASE = 1.34
_MARKED = 1.85
"""Print sets the questions off, and not only their words."""
_LOOSE = -1.85
"""It does not, and some answers have several paragraphs: where they end is guessed."""
_OVERLOOKED = -1.67
"""For each fifth of the page's marks and questions that starts no turn (at most once)."""
_HEADINGS = -1.63
"""For each fifth of a heading a turn that stands in the talk and starts no turn (at most once)."""
_REPEATED = -0.35
"""For each fifth of the turns that follow one of the same side (at most once)."""
_FIFTH = 5


def confidence(sheet: Sheet, drafts: Proposal, weighing: Weighing) -> float:
    """0 to 1, to three places; :data:`find.SURE` is where it is worth relying on."""
    marked = weighing.trust >= TRUSTED
    several = any(draft.last_line > draft.first_line for draft in drafts if draft.role == "answer")
    starts = {draft.first_line for draft in drafts}
    inside = sheet.lines[drafts[0].first_line : drafts[-1].last_line + 1]
    headings = sum(line.is_heading and line.number not in starts for line in inside) / len(drafts)
    repeated = sum(one.role == other.role for one, other in pairwise(drafts)) / len(drafts)
    evidence = _BASE + _MARKED * marked + _LOOSE * (several and not marked)
    evidence += _OVERLOOKED * min(1.0, _FIFTH * (1 - weighing.heeded * weighing.complete))
    evidence += _HEADINGS * min(1.0, _FIFTH * headings) + _REPEATED * min(1.0, _FIFTH * repeated)
    return round(1 / (1 + exp(-evidence)), 3)

"""Class names that set the questions off: chat bubbles, ``p.question``, and the like, whatever the names are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate, whole_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sequence import question_score
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.styles.style import Style, no_marks

_MIN_QUESTIONS = 2
_MIN_GROUPS = 2
_MIN_ASKING = 0.5
_MAX_PROPOSALS = 3


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """For the words that stand on lines that ask, and not on all lines: what carries one asks."""
    groups: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for line in sheet.lines:
        if not line.aside and not line.is_heading:
            groups[line.tokens].append(line.number)
    if len(groups) < _MIN_GROUPS:
        return
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for tokens, numbers in groups.items():
        for token in tokens:
            holders[token].extend(numbers)
    asks = {line.number: question_score(line.traits) > 0 for line in sheet.lines}
    usable = {frozenset(numbers) for numbers in holders.values() if _MIN_QUESTIONS <= len(numbers) < len(sheet.lines)}
    asking = {numbers: sum(map(asks.__getitem__, numbers)) / len(numbers) for numbers in usable}
    best = sorted((-share, -len(numbers), min(numbers), numbers) for numbers, share in asking.items())
    for share, _, _, lines in best[:_MAX_PROPOSALS]:
        if -share >= _MIN_ASKING:
            yield alternate(sheet, whole_lines(lines))


STYLE = Style("classes", propose, no_marks, 0.9)

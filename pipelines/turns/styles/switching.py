"""Any print that changes with the speaker: two looks (element, ancestors, class, bold, italic) that take turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, groupby

from junket.pipelines.turns.alternate import alternate, whole_lines
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sequence import question_score
from junket.pipelines.turns.sheet import Line, Sheet, once_a_page
from junket.pipelines.turns.styles.style import Mark, Style, mark_lines

Look = tuple[str, tuple[str, ...], frozenset[str], bool, bool]

_MAX_LOOKS = 4
"""How many of the page's commonest looks are tried against each other."""
_MIN_RUNS = 6
"""Three questions and three answers: two looks that change less often may be chance."""
_MIN_SHARE = 0.85
"""Share of the lines, from the first to the last of the two looks, that have one of them."""
_MIN_ASKING = 0.5


@dataclass(frozen=True, slots=True)
class Switching:
    """The lines of the look that asks, and those at which the look changes."""

    asking: frozenset[int]
    switches: tuple[int, ...]


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """The look whose lines ask more asks."""
    for found in _find_switching(sheet):
        yield alternate(sheet, whole_lines(found.asking))


def marks(sheet: Sheet) -> Iterable[Mark]:
    """The lines at which the look changes."""
    return mark_lines(sheet, (number for found in _find_switching(sheet) for number in found.switches))


@once_a_page
def _find_switching(sheet: Sheet) -> tuple[Switching, ...]:
    """All pairs of looks that take turns."""
    return tuple(_switchings([line for line in sheet.lines if not line.aside and not line.is_heading]))


def _switchings(lines: list[Line]) -> Iterable[Switching]:
    looks = [_look(line) for line in lines]
    common = [look for look, count in Counter(looks).most_common(_MAX_LOOKS) if count >= _MIN_RUNS // 2]
    for pair in combinations(common, 2):
        places = [place for place, look in enumerate(looks) if look in pair]
        if len(places) < _MIN_SHARE * (places[-1] - places[0] + 1):
            continue
        runs = [[lines[place] for place in run] for _, run in groupby(places, key=looks.__getitem__)]
        if len(runs) >= _MIN_RUNS and (found := _switching(runs)):
            yield found


def _switching(runs: list[list[Line]]) -> Switching | None:
    """The side whose runs ask more, where most of them ask."""
    even, odd = _asking(runs[::2]), _asking(runs[1::2])
    if max(even, odd) < _MIN_ASKING or even == odd:
        return None
    asked = runs[::2] if even > odd else runs[1::2]
    return Switching(frozenset(line.number for run in asked for line in run), tuple(run[0].number for run in runs))


def _asking(runs: list[list[Line]]) -> float:
    return sum(any(question_score(line.traits) > 0 for line in run) for run in runs) / len(runs)


def _look(line: Line) -> Look:
    return (line.tag, line.path, line.tokens, line.all_bold, line.all_italic)


STYLE = Style("switching", propose, marks, 0.95)

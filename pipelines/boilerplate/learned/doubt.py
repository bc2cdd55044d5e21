"""Which blocks are in doubt: those that rules often get wrong, and no others."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from junket.pipelines.boilerplate.learned.similar import BlockKind, block_kind
from junket.pipelines.boilerplate.strip_state import StripState

DOUBTFUL = frozenset({"links", "navigation", "metadata", "advertisement", "sidebar", "footer"})
"""Rules about markup that take out much of what is article. The word of every other rule is final: what it took out
stands elsewhere in the record, or bringing it back did more harm than good on the open pages."""
_UNSEEN = frozenset({"title", "byline", "dateline", "site_name", "residue", "before_title", "subscribe", "share",
                     "cookies", "rates", "weather", "login", "feedback", "numbers", "widget"})  # fmt: skip
"""Rules that are right so often that there is nothing to learn from what they took out."""
_BEFORE, _BEHIND = 4, 6
"""Blocks this far before the first kept one and behind the last may be the article's as well."""
_MOST, _MUCH = 0.5, 0.15
"""Shares of the standing prose."""
_FEWEST = 3


def in_doubt(sheet: StripState) -> list[int]:
    """Positions of the blocks to be judged, in order."""
    sure = _sure_kinds(sheet)
    doubtful = [
        position
        for position in reach(sheet)
        if sheet.rules[position] in DOUBTFUL and position not in sheet.phrases  # exact words of chrome are sure
    ]
    times = Counter(sheet.blocks[position].text for position in doubtful)
    said_once = {position for position in doubtful if times[sheet.blocks[position].text] == 1}
    return [
        position
        for position in reach(sheet)
        if position in said_once or (sheet.rules[position] is None and block_kind(sheet.blocks[position]) not in sure)
    ]


def to_learn_from(sheet: StripState) -> list[int]:
    """Positions of the blocks that the model learns from: far more than it judges, for they show what is what."""
    return [position for position in reach(sheet) if sheet.rules[position] not in _UNSEEN]


def reach(sheet: StripState) -> range:
    """Positions from a little before the first standing block to a little behind the last."""
    kept = [position for position, rule in enumerate(sheet.rules) if rule is None]
    if not kept:
        return range(0)
    return range(max(0, kept[0] - _BEFORE), min(len(sheet.rules), kept[-1] + 1 + _BEHIND))


def _sure_kinds(sheet: StripState) -> set[BlockKind]:
    """Kinds of standing blocks that need no judge.

    What looks like most of the article is the article: the kind that holds over half of the standing prose.
    And what leads to much of it time and again belongs to it (questions, subheadings), what leads to those
    (names before questions), and labels that lead to any prose (names in a talk of many voices).
    """
    standing = [position for position, rule in enumerate(sheet.rules) if rule is None]
    kinds = [block_kind(sheet.blocks[position]) for position in standing]
    prose: dict[BlockKind, float] = {}
    for position, kind in zip(standing, kinds, strict=True):
        prose[kind] = prose.get(kind, 0.0) + sheet.raw[position]
    total = sum(prose.values())
    much = {kind for kind, weight in prose.items() if weight > _MUCH * total}
    pairs, many = Counter(pairwise(kinds)), Counter(kinds)
    leading = _leading(pairs, many, much)
    leading |= _leading(pairs, many, leading)
    with_prose = {kind for kind, weight in prose.items() if weight}
    leading |= _leading(pairs, many, with_prose) - with_prose
    return {kind for kind in much if prose[kind] > _MOST * total} | (leading - much)


def _leading(
    pairs: Counter[tuple[BlockKind, BlockKind]], many: Counter[BlockKind], whither: set[BlockKind]
) -> set[BlockKind]:
    """Kinds that lead to those kinds time and again."""
    times: Counter[BlockKind] = Counter()
    for (kind, after), count in pairs.items():
        if after in whither:
            times[kind] += count
    return {kind for kind, count in times.items() if _often(count, many[kind])}


def _often(times: int, of: int) -> bool:
    return times >= max(_FEWEST, _MOST * of)

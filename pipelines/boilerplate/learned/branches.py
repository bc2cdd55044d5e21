"""Branches: what comes off the line of elements from the article's container up to the root.

Blocks in the article come off the container itself, most as branches of their own; a box of links or
comments is one branch with all that stands in it, and what stands beside the article comes off far up.
"""

from __future__ import annotations

from collections.abc import Sequence

from junket.pipelines.boilerplate.learned.scale import MOST, byte, log, share
from junket.pipelines.boilerplate.prose import linked
from junket.pipelines.boilerplate.strip_state import StripState

NAMES = ("levels_up", "branch_prose", "branch_linked", "branch_blocks", "branch_kept")
"""Where the branch comes off (levels above the container); its share of all prose; how much of its text is in
links; how many blocks it has; how much of its text stands."""
_ON_THE_LINE = (0, MOST, 0, 0, MOST)
"""The row of a block that the line itself holds."""
_MAX_CLIMB = 200


class Branches:
    """The branches within a stretch of the page. A branch's blocks lie side by side."""

    def __init__(self, sheet: StripState, stretch: range) -> None:
        self._sheet, self._stretch = sheet, stretch
        self._level: dict[int, int] = {above: n for n, above in enumerate(sheet.elements.upward(sheet.container))}
        self._known: dict[int, int | None] = {}

    def rows(self, positions: Sequence[int]) -> list[tuple[int, ...]]:
        """``NAMES`` of each block."""
        total = sum(self._sheet.raw)
        rows: dict[int, tuple[int, ...]] = {}
        for position in positions:
            top = self.top(position)
            if top is not None and top not in rows:
                rows[top] = self._row(top, self._around(position, top), total)
        tops = map(self.top, positions)
        return [_ON_THE_LINE if top is None else rows[top] for top in tops]

    def top(self, position: int) -> int | None:
        """The highest element of a block's branch; None for a block that the line itself holds."""
        passed: list[int] = []
        element = self._sheet.blocks[position].element
        known, level, parent = self._known, self._level, self._sheet.elements.parent
        while element is not None and element not in level and len(passed) < _MAX_CLIMB:
            if element in known:
                top = known[element]
                break
            passed.append(element)
            element = parent(element)
        else:
            top = passed[-1] if passed else None
        known.update((below, top) for below in passed)
        return top

    def _around(self, position: int, top: int) -> range:
        """The blocks of a branch, from one of them."""
        first = last = position
        while first > self._stretch.start and self.top(first - 1) == top:
            first -= 1
        while last + 1 < self._stretch.stop and self.top(last + 1) == top:
            last += 1
        return range(first, last + 1)

    def _row(self, top: int, branch: range, total: float) -> tuple[int, ...]:
        parent = self._sheet.elements.parent(top)
        level = self._level.get(parent, 0) if parent is not None else 0
        length = kept = 0
        prose = in_links = 0.0
        for position in branch:
            block = self._sheet.blocks[position]
            length += len(block.text)
            in_links += len(block.text) * linked(block)
            prose += self._sheet.raw[position]
            kept += len(block.text) if self._sheet.rules[position] is None else 0
        return (byte(level), share(prose, total), share(in_links, length), log(len(branch)), share(kept, length))

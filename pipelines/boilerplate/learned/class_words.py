"""What elements are called: learned weights of the words in class, id, role and itemprop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from junket.pipelines.boilerplate.learned.scale import byte

NAMES = ("name_branch", "name_worst", "name_sum")
"""What the names of the branch's highest element say most strongly; the worst and the sum of all above the block."""
_MIDDLE = 128
"""The byte for names that say nothing; each step away is a sixteenth in the logarithm of the odds."""
_SUMMED = 3
Called = tuple[frozenset[str], frozenset[str]]
"""The names of the highest element of a block's branch, and of the block with all above it."""
Weights = Mapping[str, int]
"""What a name says for an article (above 0) or against it, -127 to 127."""


def name_rows(called: Iterable[Called], weights: Weights, page: frozenset[str]) -> list[tuple[int, ...]]:
    """``NAMES`` of each block. ``page`` are the names of the whole page, which say nothing of a block."""
    branch_memo: dict[frozenset[str], int] = {}
    all_memo: dict[frozenset[str], tuple[int, int]] = {}
    rows: list[tuple[int, ...]] = []
    for branch, every in called:
        strongest = branch_memo.get(branch)
        if strongest is None:
            strongest = branch_memo[branch] = _strongest(branch, weights)
        worst_and_sum = all_memo.get(every)
        if worst_and_sum is None:
            worst_and_sum = all_memo[every] = _worst_and_sum(every - page, weights)
        rows.append((strongest, *worst_and_sum))
    return rows


def _strongest(names: frozenset[str], weights: Weights) -> int:
    return _MIDDLE + max((weights[name] for name in names if name in weights), key=_strength, default=0)


def _strength(weight: int) -> tuple[int, int]:
    return abs(weight), weight


def _worst_and_sum(names: frozenset[str], weights: Weights) -> tuple[int, int]:
    found = [weights[name] for name in names if name in weights]
    return _MIDDLE + min(0, min(found, default=0)), byte(_MIDDLE + sum(found) / _SUMMED)

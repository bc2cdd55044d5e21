"""Small trees over columns of bytes, all blocks at once.

The trees are oblivious: each asks the same few questions ("is feature f above t?") of every block, and the
answers, read as a binary number, name the leaf. So a column's answers for all blocks fit in one long integer,
two bytes a block, and a tree costs some microseconds however many blocks there are. (The layout is the one
by which CatBoost evaluates its trees; the long integers are what Python has for vector registers.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_BYTES = 256
_LANE = 2
_SPARE = 64
"""Leaf number of the bytes between the blocks' own: above those of the deepest tree, worth 0."""
MAX_DEPTH = 6
MAX_TREES = 257
"""So that a block's sum fits in its two bytes."""
_ABOVE = [bytes(value > bound for value in range(_BYTES)) for bound in range(_BYTES)]


class Tree(NamedTuple):
    """Questions (feature, bound), least significant answer first, and the worth of each leaf (0 to 255)."""

    questions: tuple[tuple[int, int], ...]
    leaves: bytes


def sums(trees: Sequence[Tree], columns: Sequence[bytes]) -> list[int]:
    """For each block the sum of its leaves' worth."""
    count = len(columns[0])
    size = _LANE * count
    wide = [_spread(column) for column in columns]
    spare = int.from_bytes(bytes((0, _SPARE)) * count, "little")
    answers: dict[tuple[int, int], int] = {}
    total = 0
    for tree in trees:
        leaf = spare
        for bit, question in enumerate(tree.questions):
            answer = answers.get(question)
            if answer is None:
                feature, bound = question
                answer = answers[question] = int.from_bytes(wide[feature].translate(_ABOVE[bound]), "little")
            leaf += answer << bit
        total += int.from_bytes(leaf.to_bytes(size, "little").translate(tree.leaves), "little")
    worth = total.to_bytes(size, "little")
    return [low + _BYTES * high for low, high in zip(worth[::_LANE], worth[1::_LANE], strict=True)]


def table(leaves: Sequence[int]) -> bytes:
    """A tree's leaves as a table over all bytes; what is no leaf is worth 0."""
    return bytes(leaves).ljust(_BYTES, b"\0")


def _spread(column: bytes) -> bytes:
    wide = bytearray(_LANE * len(column))
    wide[::_LANE] = column
    return bytes(wide)

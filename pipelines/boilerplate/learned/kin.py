"""Kin: blocks of one kind, by element and by all that their ancestors are and are called."""

from __future__ import annotations

from collections.abc import Sequence

from junket.pipelines.boilerplate.learned.scale import log, share
from junket.pipelines.boilerplate.sheet import StripState
from junket.pipelines.page.block import Block

Kin = tuple[str, int]
NAMES = ("kin", "kin_prose", "kin_length")
"""How many are of the block's kind; their share of the page's prose; how long they are."""


def kin_of(block: Block) -> Kin:
    """What blocks of one kind share: tag, path and names."""
    return block.tag, block.place


def kin_rows(sheet: StripState, positions: Sequence[int]) -> list[tuple[int, ...]]:
    """``NAMES`` of each block."""
    keys = [kin_of(block) for block in sheet.blocks]
    sums: dict[Kin, list[float]] = {}
    for key, block, prose in zip(keys, sheet.blocks, sheet.raw, strict=True):
        kin = sums.get(key)
        if kin is None:
            sums[key] = [1, prose, len(block.text)]
        else:
            kin[0] += 1
            kin[1] += prose
            kin[2] += len(block.text)
    total = sum(sheet.raw)
    return [
        (log(many), share(prose, total), log(length / many))
        for many, prose, length in (sums[keys[position]] for position in positions)
    ]

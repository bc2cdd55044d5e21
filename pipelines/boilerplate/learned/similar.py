"""Similar blocks: those of one kind, by element and by all that their ancestors are and are called."""

from __future__ import annotations

from collections.abc import Sequence

from junket.pipelines.boilerplate.learned.scale import log, share
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.block import Block

BlockKind = tuple[str, int]
NAMES = ("similar", "similar_prose", "similar_length")
"""How many are of the block's kind; their share of the page's prose; how long they are."""


def block_kind(block: Block) -> BlockKind:
    """What blocks of one kind share: tag, path and names."""
    return block.tag, block.place


def similar_rows(sheet: StripState, positions: Sequence[int]) -> list[tuple[int, ...]]:
    """``NAMES`` of each block."""
    keys = [block_kind(block) for block in sheet.blocks]
    sums: dict[BlockKind, list[float]] = {}
    for key, block, prose in zip(keys, sheet.blocks, sheet.raw, strict=True):
        like = sums.get(key)
        if like is None:
            sums[key] = [1, prose, len(block.text)]
        else:
            like[0] += 1
            like[1] += prose
            like[2] += len(block.text)
    total = sum(sheet.raw)
    return [
        (log(many), share(prose, total), log(length / many))
        for many, prose, length in (sums[keys[position]] for position in positions)
    ]

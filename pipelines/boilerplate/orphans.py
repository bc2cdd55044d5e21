"""Headings and labels that are left with nothing under them."""

from __future__ import annotations

from collections.abc import Sequence

from junket.pipelines.boilerplate.prose import CLOSERS, linked
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.languages.characters import QUESTION_MARKS
from junket.pipelines.page.block import HEADINGS, Block
from junket.pipelines.turns.words.phrases import asks_readers

_LIKES, _ASKING = 2, 0.5
"""Headings of the same place above one that asks, at least, and the share of them that ask."""
_LINKED = 0.5


def drop_orphans(sheet: StripState) -> None:
    """Take out headings at the end of what is kept: their sections were chrome.

    A question stays where headings are questions: its answer is missing, and that is to be said.
    """
    kept = list(sheet.kept())
    for place in reversed(range(len(kept))):
        block = sheet.blocks[kept[place]]
        if block.tag not in HEADINGS:
            return
        if _is_asked(block, [sheet.blocks[position] for position in kept[:place]]):
            continue
        sheet.drop(kept[place], "orphan")


def _is_asked(block: Block, above: Sequence[Block]) -> bool:
    if not _asks(block) or linked(block) >= _LINKED or asks_readers(block.text):
        return False
    alike = [other for other in above if other.tag == block.tag and other.path == block.path]
    return len(alike) >= _LIKES and sum(map(_asks, alike)) >= _ASKING * len(alike)


def _asks(block: Block) -> bool:
    return block.text.rstrip(CLOSERS).endswith(tuple(QUESTION_MARKS))

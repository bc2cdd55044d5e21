"""Tables of data as text: one block a row, cells apart by `` | ``."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from junket.pipelines.page.block import Block, StyleRun, TextStyle
from junket.pipelines.page.elements import Elements

SEPARATOR = " | "
_MAX_CELL = 160
"""A row with a longer cell holds prose (a layout table, a two-column interview): its cells stay blocks."""


def join_rows(blocks: list[Block], elements: Elements) -> list[Block]:
    """The blocks with each row of data as one, renumbered (nobody else holds them yet).

    The cells of a layout table become plain blocks.
    """
    if not any(block.tag == "td" for block in blocks):
        return blocks

    def row_of(block: Block) -> int | None:
        """The ``tr`` that holds a cell's block; None for anything else, so that it stays alone."""
        parent = elements.parent(block.element) if block.tag == "td" and block.element is not None else None
        return parent if parent is not None and elements.tags[parent] == "tr" else None

    joined: list[Block] = []
    for row, cells in groupby(blocks, key=row_of):
        members = list(cells)
        if row is not None and _is_prose(members):
            joined.extend(replace(cell, tag="div", container=None) for cell in members)
        elif row is None or len(members) == 1:
            joined.extend(members)
        else:
            joined.append(_one(members))
    for index, block in enumerate(joined):
        block.index = index
    return joined


def _is_prose(cells: list[Block]) -> bool:
    """Whether a row holds text rather than data: a long cell, or paragraphs (two blocks) in one cell."""
    paragraphs = len(cells) > len({cell.element for cell in cells})
    return paragraphs or any(len(cell.text) > _MAX_CELL for cell in cells)


def _one(cells: list[Block]) -> Block:
    text, runs = "", []
    for cell in cells:
        if text:
            runs.append(StyleRun(len(text), len(text) + len(SEPARATOR), TextStyle.PLAIN))
            text += SEPARATOR
        runs += [StyleRun(run.start + len(text), run.end + len(text), run.style) for run in cell.runs]
        text += cell.text
    return replace(cells[0], text=text, runs=tuple(runs))

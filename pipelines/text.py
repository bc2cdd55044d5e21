"""From kept blocks to the record's text, and back: where each block lies in it."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.page.block import Block
from junket.pipelines.page.document import Body, Paragraph

PARAGRAPH_BREAK = "\n\n"


def join(kept: Iterable[Block]) -> Body:
    """The text of the kept blocks, with ``text[start:end] == block.text`` for each paragraph.

    A blank line stands between paragraphs, one line end between items of a list and rows of a table.
    """
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    length = 0
    before: Block | None = None
    for block in kept:
        if before is not None:
            pieces.append("\n" if _same_list(before, block) else PARAGRAPH_BREAK)
            length += len(pieces[-1])
        paragraphs.append(Paragraph(block, length, length + len(block.text)))
        pieces.append(block.text)
        length += len(block.text)
        before = block
    return Body("".join(pieces), tuple(paragraphs))


def _same_list(one: Block, other: Block) -> bool:
    return one.container is not None and one.container == other.container

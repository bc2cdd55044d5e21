"""From kept blocks to the record's text, and back: where each block lies in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from junket.pipelines.page.block import Block
from junket.pipelines.page.document import Body, Paragraph

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
    holder = _holder(one)
    return holder is not None and holder is _holder(other)


def _holder(block: Block) -> HtmlElement | None:
    """The list that an item stands in, or the table (section) of a row."""
    if block.element is None or block.tag not in {"li", "td"}:
        return None
    parent = block.element.getparent()
    return parent.getparent() if block.tag == "td" and parent is not None else parent

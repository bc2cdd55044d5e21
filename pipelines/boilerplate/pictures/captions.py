"""Captions that no markup names: a short line that stands alone with a picture in one element."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from junket.pipelines.boilerplate.container import ancestors
from junket.pipelines.boilerplate.sheet import Sheet
from junket.pipelines.page.block import Block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LONGEST = 160
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CLIMB = 3
_SPARE = 10
"""Characters beside the caption that may stand with the picture: a counter, a symbol."""
_PICTURES = ("img", "amp-img", "picture")
_TEXTS = frozenset({"p", "div", "td"})


def drop_captions(sheet: Sheet) -> None:
    """Take out lone short lines under a picture; under a heading, or with other paragraphs, they are a section."""
    if sheet.document.tree is None or next(sheet.document.tree.iter(*_PICTURES), None) is None:
        return
    pictured: dict[HtmlElement, bool] = {}
    for position in list(sheet.kept()):
        block = sheet.blocks[position]
        headed = position > 0 and sheet.blocks[position - 1].tag in _HEADINGS
        if (
            block.tag in _TEXTS
            and len(block.text) <= _LONGEST
            and not headed
            and (_is_picture_table if "table" in block.path else _stands_with_picture)(block, pictured)
        ):
            sheet.drop(position, "caption")


def _holds_picture(element: HtmlElement, pictured: dict[HtmlElement, bool]) -> bool:
    """``pictured`` remembers the answers: a thousand blocks may ask of one element."""
    if element not in pictured:
        pictured[element] = next(element.iter(*_PICTURES), None) is not None
    return pictured[element]


def _stands_with_picture(block: Block, pictured: dict[HtmlElement, bool]) -> bool:
    for above in islice(ancestors(block.element), _CLIMB):
        if _holds_picture(above, pictured):
            return _says_no_more(above, block, spare=_SPARE)
    return False


def _is_picture_table(block: Block, pictured: dict[HtmlElement, bool]) -> bool:
    """Whether the innermost table holds a picture and this text alone; a cell of a table of data never does."""
    table = next((above for above in ancestors(block.element) if above.tag == "table"), None)
    return table is not None and _holds_picture(table, pictured) and _says_no_more(table, block, spare=0)


def _says_no_more(above: HtmlElement, block: Block, *, spare: int) -> bool:
    length = 0
    for text in above.itertext("*"):
        length += len(text.strip())
        if length > len(block.text) + spare:
            return False
    return True

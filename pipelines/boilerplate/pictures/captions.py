"""Captions that no markup names: a short line that stands alone with a picture in one element."""

from __future__ import annotations

from itertools import islice

from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.block import HEADINGS, Block
from junket.pipelines.page.elements import Elements

_LONGEST = 160
_CLIMB = 3
_SPARE = 10
"""Characters beside the caption that may stand with the picture: a counter, a symbol."""
_PICTURES = frozenset({"img", "amp-img", "picture"})
_TEXTS = frozenset({"p", "div", "td"})


def drop_captions(sheet: StripState) -> None:
    """Take out lone short lines under a picture; under a heading, or with other paragraphs, they are a section."""
    if _PICTURES.isdisjoint(sheet.elements.tags):
        return
    pictured: dict[int, bool] = {}
    for position in list(sheet.kept()):
        block = sheet.blocks[position]
        headed = position > 0 and sheet.blocks[position - 1].tag in HEADINGS
        if (
            block.tag in _TEXTS
            and len(block.text) <= _LONGEST
            and not headed
            and (_is_picture_table if "table" in block.path else _stands_with_picture)(block, sheet.elements, pictured)
        ):
            sheet.drop(position, "caption")


def _holds_picture(elements: Elements, element: int, pictured: dict[int, bool]) -> bool:
    """``pictured`` remembers the answers: a thousand blocks may ask of one element."""
    if element not in pictured:
        pictured[element] = elements.first(element, _PICTURES) is not None
    return pictured[element]


def _stands_with_picture(block: Block, elements: Elements, pictured: dict[int, bool]) -> bool:
    for above in islice(elements.upward(block.element), _CLIMB):
        if _holds_picture(elements, above, pictured):
            return _says_no_more(elements, above, block, spare=_SPARE)
    return False


def _is_picture_table(block: Block, elements: Elements, pictured: dict[int, bool]) -> bool:
    """Whether the innermost table holds a picture and this text alone; a cell of a table of data never does."""
    table = next((above for above in elements.upward(block.element) if elements.tags[above] == "table"), None)
    if table is None or not _holds_picture(elements, table, pictured):
        return False
    return _says_no_more(elements, table, block, spare=0)


def _says_no_more(elements: Elements, above: int, block: Block, *, spare: int) -> bool:
    length = 0
    for text in elements.pieces(above):
        length += len(text.strip())
        if length > len(block.text) + spare:
            return False
    return True

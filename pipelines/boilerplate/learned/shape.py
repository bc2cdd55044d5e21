"""What a block looks like by itself: length, links, end, lines, element. Shape only: no word of any language."""

from __future__ import annotations

from junket.pipelines.boilerplate.learned.scale import byte, log, share
from junket.pipelines.boilerplate.prose import CLOSERS, ENDS, linked, size
from junket.pipelines.page.block import Block

NAMES = ("length", "linked", "ends", "lines", "element")
"""Characters; how much of them in links; whether a sentence ends it; line breaks; which element."""
_ELEMENTS = (
    "p", "blockquote", "pre", "li", "td", "dd", "dt", "h2", "h3", "h4", "h5", "h6", "h1", "figcaption", "div",
)  # fmt: skip
_ELEMENT = {tag: order for order, tag in enumerate(_ELEMENTS)}


def shape_of(block: Block) -> tuple[int, ...]:
    """``NAMES`` of a block."""
    text = block.text
    return (
        log(size(text)),
        share(linked(block)),
        int(text.rstrip(CLOSERS).endswith(ENDS)),
        byte(text.count("\n")),
        _ELEMENT.get(block.tag, len(_ELEMENTS)),
    )

"""What reads like an article: sentences, not labels. Shape only, so that it holds in any language."""

from __future__ import annotations

import re

from junket.pipelines.languages.characters import HANGUL, UNSPACED
from junket.pipelines.page.block import HEADINGS, Block, TextStyle

ENDS = tuple(".!?…。！？؟।:;")
CLOSERS = "\"'”’»›」』)]"
_INSIDE = re.compile(r"[,;.!?…:](?: |\n)|[、。，！？；：،؛؟।]")
_DENSE = re.compile(f"[{UNSPACED}{HANGUL}]")
_LINKS = frozenset(TextStyle(bits) for bits in range(8) if bits & TextStyle.LINK.value)
_MIN_LENGTH = 25
_LONG = 100
_LINKED = 0.5
"""A block with more of its characters inside links is a list of links."""


def size(text: str) -> int:
    """Length in characters; those of Chinese, Japanese and Korean count threefold, as they say more."""
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def linked(block: Block) -> float:
    """The share of the text inside links (0 to 1)."""
    runs = block.runs
    if len(runs) == 1:  # most blocks; flags are slow to compare
        return float(runs[0].style in _LINKS)
    return sum(run.end - run.start for run in runs if run.style in _LINKS) / max(1, len(block.text))


def prose_weight(block: Block) -> float:
    """How much article text a block holds, in characters; 0 for labels, headings and lists of links."""
    if 3 * len(block.text) < _MIN_LENGTH:
        return 0.0
    length = size(block.text)
    if length < _MIN_LENGTH or block.tag in HEADINGS or block.tag == "figcaption":
        return 0.0
    in_links = linked(block)
    if in_links > _LINKED:
        return 0.0
    if not block.text.rstrip(CLOSERS).endswith(ENDS):
        if length < _LONG:
            return 0.0
        if not _INSIDE.search(block.text):
            return 0.3 * length * (1 - in_links)
    return length * (1 - in_links)

"""The text that a page gives machines only: ``articleBody`` of its JSON-LD, where the markup holds little of it."""

from __future__ import annotations

import re

from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.metadata.jsonld import is_article, read_nodes
from junket.pipelines.page.block import Block, StyleRun, TextStyle
from junket.pipelines.page.characters import clean, collapse
from junket.pipelines.record.record import Doubt

USED: Doubt = "text_from_metadata"
"""Warning: the text is the one of the page's JSON-LD."""
_LEAST = 400
_TIMES = 2.5
_LINE = re.compile(r"\n|<br ?/?>|</p>")
_TAG = re.compile(r"<[^<>]{1,500}>")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s{2,}")


def article_body(sheet: StripState) -> tuple[Block, ...]:
    """Blocks made of ``articleBody``, where it is far longer than what was kept; else none."""
    attributes, texts = sheet.elements.attributes, sheet.elements.texts
    data = [script for script in sheet.document.sought.by_tag["script"] if _is_data(attributes[script].get("type", ""))]
    scripts = [texts[script] for script in data if "articleBody" in texts[script]]
    if not scripts:
        return ()
    bodies = [str(node.get("articleBody") or "") for node in read_nodes(scripts) if is_article(node)]
    longest = max(bodies, key=len, default="")
    kept = sum(len(sheet.blocks[position].text) for position in sheet.kept())
    if len(longest) < max(_LEAST, _TIMES * kept):
        return ()
    return tuple(_paragraphs(longest, len(sheet.blocks)))


def _is_data(media_type: str) -> bool:
    return "json" in media_type.lower()


def _paragraphs(text: str, first: int) -> list[Block]:
    pieces = [line for piece in _LINE.split(text) for line in _SENTENCE_END.split(piece)]
    lines = [collapse(clean(_TAG.sub(" ", piece))) for piece in pieces]
    return [
        Block(index=first + order, text=line, tag="p", runs=(StyleRun(0, len(line), TextStyle.PLAIN),))
        for order, line in enumerate(filter(None, lines))
    ]

"""Blocks that are links and little else: mostly ways to other pages, at times part of the article."""

from __future__ import annotations

from pipelines.boilerplate.sheet import Sheet

_SENTENCE_LENGTH = 60
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def drop_links(sheet: Sheet) -> None:
    """Take out blocks of links, but for linked sentences, headings over prose and lists that are introduced."""
    kept = list(sheet.kept())
    introduced = False
    for order, position in enumerate(kept):
        block = sheet.blocks[position]
        if not sheet.is_link(position):
            introduced = block.text.endswith(":") or (introduced and block.tag in {"li", "td"})
            continue
        if block.tag in _HEADINGS:
            stays = order + 1 < len(kept) and sheet.weights[kept[order + 1]] > 0
        elif block.tag in {"li", "td"}:
            stays = introduced
        else:
            stays = len(block.text) >= _SENTENCE_LENGTH and block.text.endswith((".", "!", "?", "”", '."', "。"))
        if not stays:
            sheet.drop(position, "links")

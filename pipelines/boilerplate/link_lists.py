"""Blocks that are links and little else: mostly ways to other pages, at times part of the article."""

from __future__ import annotations

from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.languages.characters import QUESTION_MARKS
from junket.pipelines.page.block import HEADINGS, Block, TextStyle

_SENTENCE_LENGTH = 60
_MIN_ASKED = 3
_TAIL = 8
_CLOSING = " \"'”’»)"


def drop_links(sheet: StripState) -> None:
    """Take out blocks of links, but for linked sentences, answers, headings over prose and lists introduced."""
    kept = list(sheet.kept())
    introduced = False
    for order, position in enumerate(kept):
        block = sheet.blocks[position]
        if not sheet.is_link(position):
            introduced = block.text.endswith(":") or (introduced and block.tag in {"li", "td"})
            continue
        if block.tag in HEADINGS:
            stays = order + 1 < len(kept) and sheet.weights[kept[order + 1]] > 0
        elif block.tag in {"li", "td"}:
            stays = introduced
        elif _is_asked(sheet, position):
            stays = True
        else:
            stays = len(block.text) >= _SENTENCE_LENGTH and block.text.endswith((".", "!", "?", "”", '."', "。"))
        if not stays:
            sheet.drop(position, "links")


def _is_asked(sheet: StripState, position: int) -> bool:
    """Right after a question in a talk: other blocks that look like it ask, and prose answers them.

    The question itself may be one by its look alone ("Your website, please.").
    """
    before = position - 1
    if before < 0 or sheet.rules[before] is not None or not (_asks(sheet, before) or _stands_out(sheet.blocks[before])):
        return False
    look = _look(sheet.blocks[before])
    alike = sum(
        _look(sheet.blocks[i]) == look and _asks(sheet, i) and sheet.weights[i + 1] > 0 and sheet.rules[i + 1] is None
        for i in sheet.kept()
        if i < before
    )
    return alike >= _MIN_ASKED


def _asks(sheet: StripState, position: int) -> bool:
    return sheet.blocks[position].text[-_TAIL:].rstrip(_CLOSING).endswith(tuple(QUESTION_MARKS))


def _stands_out(block: Block) -> bool:
    return block.tag in HEADINGS or all(run.style & (TextStyle.BOLD | TextStyle.ITALIC) for run in block.runs)


def _look(block: Block) -> tuple[str, tuple[str, ...], frozenset[str], bool]:
    return block.tag, block.path, block.tokens, _stands_out(block)

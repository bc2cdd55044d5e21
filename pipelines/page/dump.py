"""A page given as plain text (a browser's copy, a text rendition): paragraphs by blank lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from junket.crawlers.page import Page
from junket.pipelines.metadata.titles.talk import title_above
from junket.pipelines.page.block import Block, StyleRun, TextStyle
from junket.pipelines.page.characters import clean, collapse
from junket.pipelines.page.cues import words_of_cues
from junket.pipelines.page.decoding.charset import decode
from junket.pipelines.page.decoding.encoded_twice import mend_lines
from junket.pipelines.page.document import Document

MAX_PARAGRAPHS = 100_000
"""Bound on a dump's paragraphs; what lies beyond is one last block (``text_truncated`` says so)."""


def parse_dump(page: Page) -> Document:
    r"""A dump's blocks: ``gap`` counts the blank lines before each, single line ends stay ``\\n``."""
    body, encoding, warnings = decode(page.body, page.charset, markup=False)
    whole, mended = mend_lines(body.decode("utf-8", "replace"))
    warnings += mended
    trimmed = [collapse(raw) for raw in clean(whole).splitlines()]
    blocks: list[Block] = []
    lines: list[str] = []
    gap = 0
    for line in _words(trimmed):
        if line:
            lines.append(line)
        elif lines:
            blocks.append(_block(len(blocks), lines, gap))
            lines, gap = [], 1
            if len(blocks) >= MAX_PARAGRAPHS:
                warnings = (*warnings, "text_truncated")
                break
        else:
            gap += 1
    if lines:
        blocks.append(_block(len(blocks), lines, gap))
    blocks = _title_apart(blocks)
    return Document(page.url, tuple(blocks), base_url=page.url, encoding=encoding, warnings=warnings)


def _words(lines: list[str]) -> Iterable[str]:
    """The lines; of subtitles and timed transcripts the words alone."""
    paragraphs = words_of_cues(lines)
    return lines if paragraphs is None else "\n\n".join(paragraphs).split("\n")


def _title_apart(blocks: list[Block]) -> list[Block]:
    """A title right above the first lines of a talk, with no blank line between, is a paragraph of its own."""
    lines = blocks[0].text.split("\n") if blocks else []
    if not title_above(lines):
        return blocks
    title, rest = _block(0, lines[:1], blocks[0].gap), _block(1, lines[1:], 1)
    return [title, rest, *(replace(block, index=block.index + 1) for block in blocks[1:])]


def _block(index: int, lines: list[str], gap: int) -> Block:
    text = "\n".join(lines)
    return Block(index=index, text=text, tag="p", runs=(StyleRun(0, len(text), TextStyle.PLAIN),), gap=gap)

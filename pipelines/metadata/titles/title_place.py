"""Where a page prints its title: the blocks that are it, and the title of a plain-text dump."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_letters, digits

from junket.pipelines.boilerplate.prose import size
from junket.pipelines.dates import DateContext, find_dates
from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS, squeeze
from junket.pipelines.metadata.bylines.byline_names import read_byline
from junket.pipelines.metadata.titles.talk import talk_starts
from junket.pipelines.page.block import Block
from junket.pipelines.turns.words.phrases import names_itself_interview

_LEAST_WORDS, _LEAST_ABOVE = 3, 2
_PLAIN = frozenset(ascii_letters + digits)
_LINE = 220
"""Characters of a title's line; the longest title of the open bench's gold has 215."""
_SENTENCE = 40
"""Size from which a line that ends in a full stop is a sentence of the text."""
_SENTENCES = 100
"""Characters of a title of two sentences, at most."""
_END = re.compile(r"[^\W\d_]{2}[.?!] [^\W_]")
_DUMP_HEAD = 60
"""Blocks of a dump among which the title is looked for."""
_STOPS = (".", "。", "।", "۔", "։", "።")
_GOES_ON = (":", ",", ";", "：", "，", "、", "；", "،", "؛")
_BESIDE = 30
"""Characters beside a dateline's date."""


def printed_lines(blocks: Sequence[Block]) -> dict[str, str]:
    """The page's short lines, folded, with their first spelling."""
    lines: dict[str, str] = {}
    for block in blocks:
        if len(block.text) <= 2 * _LINE:
            for line in block.text.split("\n"):
                lines.setdefault(fold(line), line)
    return lines


def title_blocks(blocks: Sequence[Block], title: str | None, reading: DateContext) -> list[int]:
    """The indexes of blocks that are nothing but the title (with dateline and byline above or below it)."""
    key = fold(title or "")
    if not key:
        return []
    least = len(key) - len(key) // 8  # a letter may fold to two
    most, most_alone = len(title or "") + 2 * _LINE, len(key) + _BESIDE
    # A quick look at the first character, which the fold of a letter or digit of ASCII keeps but for its case.
    others = _PLAIN - {key[0], key[0].upper()}
    return [
        block.index
        for block in blocks
        if least <= len(text := block.text) <= most
        and ((text[0] not in others and len(text) <= most_alone) or "\n" in text)
        and _is_title(text, key, reading)
    ]


def _is_title(text: str, key: str, reading: DateContext) -> bool:
    if fold(text) == key or ("|" in text and fold(text.rpartition("|")[0]) == key):
        return True
    if "\n" not in text:
        return False
    others = [line for line in text.split("\n") if fold(line) != key]
    return len(others) < text.count("\n") + 1 and all(_is_credit(line, reading) for line in others)


def anchor_of(blocks: Sequence[Block], title: str | None, title_at: Sequence[int], own: frozenset[str]) -> int:
    """The block from which "near the title" is counted: the title as a heading, else the heading most like it."""
    if title_at:
        return next((index for index in title_at if blocks[index].tag in {"h1", "h2"}), title_at[0])
    headings = [block for block in blocks if block.tag in {"h1", "h2"} and squeeze(block.text) not in own]
    first = next((block for block in headings if block.tag == "h1"), None)
    wanted = set(fold(title or "").split())
    like = max(headings, key=lambda block: len(wanted & set(fold(block.text).split())), default=None)
    if like is not None and 2 * len(wanted & set(fold(like.text).split())) > len(wanted):
        return like.index
    return first.index if first else 0


def dump_title(blocks: Sequence[Block], reading: DateContext) -> str | None:
    """The title of a plain-text dump: the heading-like line above the prose that is printed twice, else the longest.

    Lines of navigation are short, captions too; a date, a byline and a sentence are no title. Nor is what somebody
    says: a talk's first question. Two words right above one, a name say, are a title where nothing longer is.
    """
    starts = talk_starts(blocks)
    lines = list(_heading_lines(blocks, reading, starts))
    counted = [fold(line) for line in lines]
    twice = next((line for line in lines if counted.count(fold(line)) > 1), None)
    return twice or max(lines, key=_words, default=None) or _above(blocks, reading, starts)


def _heading_lines(blocks: Sequence[Block], reading: DateContext, starts: frozenset[int]) -> Iterator[str]:
    """Heading-like lines down to the first sentence below one of them, or to where somebody speaks."""
    found = False
    for place, block in enumerate(blocks[:_DUMP_HEAD]):
        line, *others = block.text.split("\n")
        if found and (place in starts or (not others and _is_sentence(line))):
            return
        if place in starts:
            continue
        if _is_heading_like(line, reading) and all(_is_credit(other, reading) for other in others):
            found = True
            yield line


def _above(blocks: Sequence[Block], reading: DateContext, starts: frozenset[int]) -> str | None:
    """The short line right above the first words that somebody says; ``Interview: Name`` where it is all there is."""
    first = min(starts, default=0)
    line = blocks[first - 1].text if first else ""
    if "\n" in line or not line:
        return None
    whole = first == 1 and ":" in line and names_itself_interview(line) and len(line) <= _LINE
    return line if whole or _is_heading_like(line, reading, _LEAST_ABOVE) else None


def _is_sentence(line: str) -> bool:
    return size(line) >= _LINE or (size(line) >= _SENTENCE and line.endswith(_STOPS))


def _words(text: str) -> int:
    """How many words a line has; two letters of Chinese, Japanese or Korean count as one."""
    return max(len(fold(text).split()), (size(text) - len(text) + 2) // 4)


def _is_heading_like(text: str, reading: DateContext, least: int = _LEAST_WORDS) -> bool:
    """``least`` words or more, not a sentence, a date, a byline or a chrome word."""
    if _words(text) < least or len(text) > _LINE or text.endswith(_STOPS + _GOES_ON):
        return False
    if len(text) > _SENTENCES and _END.search(text):
        return False
    return fold(text) not in WORDS.chrome and not _is_credit(text, reading)


def _is_credit(line: str, reading: DateContext) -> bool:
    """A dateline or a byline."""
    dated = next(find_dates(line, reading), None)
    if dated is not None and len(line) - len(dated.text) <= _BESIDE:
        return True
    byline = read_byline(line)
    return byline.labelled and bool(byline.authors or byline.others)

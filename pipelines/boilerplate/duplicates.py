"""What a page prints twice: the title, the lead, a caption, a pull quote. Once is enough."""

from __future__ import annotations

import re

from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.boilerplate.vocabulary import is_title, trimmed
from junket.pipelines.languages.characters import GREEK_QUESTION_MARK, QUESTION_MARKS

_MIN_LENGTH = 40
"""Shorter repeats may be meant ("Yes.", a refrain)."""
_MIN_BYTES = 90
"""The same for scripts that say more with fewer signs: thirty ideographs, in UTF-8."""
_QUESTION = re.compile(rf"[{QUESTION_MARKS}{GREEK_QUESTION_MARK}]\W*$")
_SENTENCE = re.compile(r"[.!?…。]")
_MIN_DOUBLED, _LONGEST_DOUBLED, _FEWEST_WORDS = 6, 300, 4
_KEY = 400
"""Characters by which, with the length, two blocks are known to be the same."""
_MOST_QUOTES = 500
"""Each quotation is looked for in the whole text; a page with more of them is a collection of quotations."""
_QUOTE_NAMES = frozenset({"quote", "pullquote", "blockquote", "pull", "zitat", "citation"})


def drop_titles(sheet: StripState) -> None:
    """The title again, as a heading or a picture's caption in mid-text."""
    title = trimmed(sheet.metadata.title or "")
    for position in list(sheet.kept()):
        if is_title(sheet.blocks[position].text, title):
            sheet.drop(position, "title")


def drop_headlines(sheet: StripState) -> None:
    """First-level headings over the first prose: the headline, where the title reads a little otherwise."""
    for position in list(sheet.kept()):
        if sheet.weights[position]:
            return
        if sheet.blocks[position].tag == "h1":
            sheet.drop(position, "title")


def drop_doubled(sheet: StripState) -> None:
    """A block that says the same words twice (alternative text and caption of one picture)."""
    for position in list(sheet.kept()):
        if is_doubled(sheet.blocks[position].text):
            sheet.drop(position, "caption")


def is_doubled(text: str) -> bool:
    """Whether text is two times the same two or more words, and no sentence."""
    words = text.split() if len(text) <= _LONGEST_DOUBLED else []
    half = len(words) // 2
    if len(words) < _FEWEST_WORDS or len(words) % 2 or words[:half] != words[half:] or len(set(words)) == 1:
        return False
    return len(text) >= _MIN_DOUBLED and not _SENTENCE.search(" ".join(words[:half]))


def drop_duplicates(sheet: StripState) -> None:
    """Blocks whose words stood before. A question may be put twice (to several guests), and stays.

    Of a quotation set apart and the paragraph that it repeats whole, the paragraph stays wherever it stands.
    """
    seen: dict[tuple[int, str], int] = {}
    before = -2
    for position in list(sheet.kept()):
        text = sheet.blocks[position].text
        words = trimmed(text[:_KEY])
        key = (len(words) if len(text) <= _KEY else len(text), words)
        if key not in seen:
            seen[key] = position
            continue
        long_enough = _is_long(words) and not _QUESTION.search(text[-_KEY:])
        if long_enough and _is_quote(sheet, seen[key]) and not _is_quote(sheet, position):
            sheet.drop(seen[key], "pull_quote")
            seen[key] = position
        elif words and (long_enough or before == position - 1):
            sheet.drop(position, "duplicate")
            before = position


def drop_pull_quotes(sheet: StripState) -> None:
    """Quotations set apart whose words the running text holds too."""
    quotes = [i for i in sheet.kept() if _is_quote(sheet, i)]
    if not quotes or len(quotes) > _MOST_QUOTES:
        return
    apart = set(quotes)
    running = "\n".join(trimmed(sheet.blocks[i].text) for i in sheet.kept() if i not in apart)
    for position in quotes:
        words = trimmed(sheet.blocks[position].text)
        if _is_long(words) and words in running:
            sheet.drop(position, "pull_quote")


def _is_long(words: str) -> bool:
    return len(words) >= _MIN_LENGTH or len(words.encode("utf-8", "replace")) >= _MIN_BYTES


def _is_quote(sheet: StripState, position: int) -> bool:
    block = sheet.blocks[position]
    return block.tag == "blockquote" or "blockquote" in block.path or bool(block.names.within(_QUOTE_NAMES))

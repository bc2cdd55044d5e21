"""Where somebody speaks in a plain-text dump: such a line is no title, however much it looks like one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from junket.pipelines.block import Block
from junket.pipelines.language import detect_language
from junket.pipelines.turns.words import Lexicon, lexicon, read_traits

_HEAD, _MOST = 60, 400
"""Blocks of a dump among which a talk may begin, and those that tell what its lines begin with."""
_LABEL = re.compile(r"[\[(]?(?:\d{1,3}[.)]|[QAВО]\d{0,2}[.)]|[^\W_][^:：\n]{0,46}[:：]|[-–—•](?=\s))")
_DIGITS = re.compile(r"\d+")
_OFTEN, _AGAIN = 3, 2
"""How many lines a mark begins where it is no part of a title; less of a label beside which another one comes again."""
_ASKING = 0.5
"""Share of a label's lines that ask where it stands alone: sections ("Review: …") begin many lines as well."""
_MORE = 2
"""Questions below the first one, each answered."""
_SAMPLE = 3_000
_ASKS = re.compile(r"[?？؟][\"'”’»)\]]{0,3}\Z")
_COLONS = frozenset(":：")


def talk_starts(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of the first blocks in which somebody speaks, by a label that comes again, or by asking "you"."""
    head = [block.text.partition("\n")[0] for block in blocks[:_MOST]]
    said: defaultdict[str, set[str]] = defaultdict(set)
    marks = [_mark(line) for line in head]
    for mark, block in zip(marks, blocks, strict=False):
        if mark:
            said[mark].add(block.text)
    labels = [mark for mark, lines in said.items() if mark[-1] in _COLONS and len(lines) >= _AGAIN]
    regular = {mark for mark, lines in said.items() if _is_regular(mark, lines, len(labels))}
    labelled = {place for place, mark in enumerate(marks) if mark in regular}
    return frozenset(place for place in labelled | _questions(blocks) if place < _HEAD)


def _mark(line: str) -> str:
    """What a line begins with: ``Name:``, ``Q.``, a number or a dash; numbers are all one."""
    match = _LABEL.match(line)
    return _DIGITS.sub("0", match[0].casefold()) if match else ""


def _is_regular(mark: str, lines: set[str], labels: int) -> bool:
    """Whether so many different lines begin with a mark that it says who speaks, or counts what is asked."""
    if mark[-1] in _COLONS and labels > 1:
        return len(lines) >= _AGAIN
    asking = sum("?" in line or "？" in line or "؟" in line for line in lines)
    return len(lines) >= _OFTEN and asking >= _ASKING * len(lines)


def _questions(blocks: Sequence[Block]) -> set[int]:
    """What asks and is answered, where there are several and the first says "you" or its answer says "I".

    A name may stand on a line above each.
    """
    asked = [
        place
        for place, (block, following) in enumerate(pairwise(blocks[:_MOST]))
        if block.text.count("\n") <= 1 and _asks(block.text) and not _asks(following.text)
    ]
    if len(asked) <= _MORE or asked[0] >= _HEAD:
        return set()
    first = asked[0]
    words = _words(blocks)
    spoken = read_traits(blocks[first].text, words).second or read_traits(blocks[first + 1].text, words).alone
    return set(asked) if spoken else set()


def _asks(text: str) -> bool:
    return _ASKS.search(text, max(0, len(text) - 4)) is not None


def _words(blocks: Sequence[Block]) -> Lexicon:
    text = "\n".join(block.text for block in blocks[:_HEAD])[:_SAMPLE]
    return lexicon(detect_language(text, None))

"""Where somebody speaks in a plain-text dump: such a line is no title, however much it looks like one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from junket.pipelines.boilerplate.prose import CLOSERS, ENDS, size
from junket.pipelines.language import detect_language
from junket.pipelines.languages.characters import QUESTION_MARKS
from junket.pipelines.page.block import Block
from junket.pipelines.person.shape import is_full, is_name
from junket.pipelines.turns.labels import bare_key
from junket.pipelines.turns.words.lexicon import Lexicon, lexicon, read_traits
from junket.pipelines.turns.words.phrases import phrases

_HEAD, _MOST = 60, 400
"""Blocks of a dump among which a talk may begin, and those that tell what its lines begin with."""
_LABEL = re.compile(
    rf"[\[(]?(?:\d{{1,3}}[.)]|[{''.join(phrases().numbered_letters)}]\d{{0,2}}[.)]"
    r"|[^\W_][^:：\n]{0,46}[:：]|[-–—•](?=\s))"
)
_DIGITS = re.compile(r"\d+")
_OFTEN, _AGAIN = 3, 2
"""How many lines a mark begins where it is no part of a title; less of a label beside which another one comes again."""
_ASKING = 0.5
"""Share of a label's lines that ask where it stands alone: sections ("Review: …") begin many lines as well."""
_MORE = 2
"""Questions below the first one, each answered."""
_OPEN = 0.2
"""Share of what somebody says that may end as no sentence does, where the page's title is told by that."""
_HEAD_LINES, _ASKED_WITHIN = 6, 4
"""Lines of a paragraph that may stand above its talk, and those of the talk among which one asks."""
_LONG_WORD = 20
"""Letters of a long word; Chinese and Japanese break their lines anywhere."""
_SAMPLE = 3_000
_ASKS = re.compile(rf"[{QUESTION_MARKS}][\"'”’»)\]]{{0,3}}\Z")
_COLONS = frozenset(":：")
_QUOTES = tuple("\"'“„«‘「『")


def talk_starts(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of the first blocks in which somebody speaks, by a label that comes again, or by asking "you"."""
    return frozenset(place for place in labelled_starts(blocks) | _questions(blocks) if place < _HEAD)


def labelled_starts(blocks: Sequence[Block]) -> set[int]:
    """The places of the blocks that begin with a label that comes again; the page's title may begin with one too."""
    head = [block.text.partition("\n")[0] for block in blocks[:_MOST]]
    said: defaultdict[str, set[str]] = defaultdict(set)
    begun = [_mark(line) for line in head]
    for mark, block in zip(begun, blocks, strict=False):
        if mark:
            said[mark].add(block.text)
    labels = [mark for mark, lines in said.items() if mark[-1] in _COLONS and len(lines) >= _AGAIN]
    regular = {mark for mark, lines in said.items() if _is_regular(mark, lines, len(labels))}
    labelled = {place for place, mark in enumerate(begun) if mark in regular}
    first = min(labelled, default=_HEAD)
    if first < _HEAD:
        title = blocks[first].text
        others = [blocks[place].text for place in labelled if begun[place] == begun[first]]
        if _is_named_title(title, [text for text in others if text != title], blocks):
            labelled = {place for place in labelled if blocks[place].text != title}
    return labelled


def _is_named_title(block: str, others: Sequence[str], blocks: Sequence[Block]) -> bool:
    """Whether what a name stands before is the page's title ("Ada Lund: the harbour"), not what she says (``others``).

    The label is printed otherwise than all of hers; or the line ends as no sentence does, or is quoted, where nearly
    all that she says is neither.
    """
    look, words = _look(block)
    if not words or not _is_person(look[0]) or read_traits(words, _words(blocks)).thanks:
        return False
    looks = [_look(text) for text in others]
    if len(others) >= _AGAIN and look not in {other for other, _ in looks}:
        return True
    full = is_full(look[0]) or size(look[0]) > len(look[0])
    return full and _is_open(words) and sum(map(_is_open, (said for _, said in looks))) <= _OPEN * len(others)


def _look(text: str) -> tuple[tuple[str, bool], str]:
    """How a label is printed and whether words stand on its line; and all the words behind it."""
    label = _LABEL.match(text)
    end = label.end() if label else 0
    return (text[:end], text[end : end + 1] not in {"", "\n"}), text[end:].strip()


def _is_person(label: str) -> bool:
    """A name, and no word for who asks and who answers."""
    printed = label.rstrip(" :：")
    words = phrases()
    return is_name(printed, strict=True) and bare_key(printed) not in words.question | words.host | words.answer


def _is_open(said: str) -> bool:
    """It is quoted, or ends as no sentence does."""
    return said.startswith(_QUOTES) or not said.rstrip(CLOSERS).endswith(ENDS)


def title_above(lines: Sequence[str]) -> bool:
    """Whether the first of a paragraph's lines is a title, right above a talk or what leads to it.

    A label that comes again begins one of the next lines, somebody asks there, and the line ends where a word more
    would have had room: it is not wrapped.
    """
    near = lines[: _MOST + 1]
    said = [_said(line, following) for line, following in pairwise((*near, ""))]
    starts = labelled_starts([Block(index=place, text=text, tag="p") for place, text in enumerate(said)])
    first = min(starts, default=0)
    if not 0 < first <= _HEAD_LINES or not any(map(_asks, near[first : first + _ASKED_WITHIN])):
        return False
    return len(near[0]) + 1 + len(near[1].partition(" ")[0][:_LONG_WORD]) < max(map(len, near))


def _said(line: str, following: str) -> str:
    """What a line says; with the following one where it is nothing but a label."""
    return f"{line}\n{following}" if line.endswith((":", "：")) else line


def _mark(line: str) -> str:
    """What a line begins with: ``Name:``, ``Q.``, a number or a dash; numbers are all one."""
    match = _LABEL.match(line)
    return _DIGITS.sub("0", match[0].casefold()) if match else ""


def _is_regular(mark: str, lines: set[str], labels: int) -> bool:
    """Whether so many different lines begin with a mark that it says who speaks, or counts what is asked."""
    if mark[-1] in _COLONS and labels > 1:
        return len(lines) >= _AGAIN
    asking = sum(any(map(line.__contains__, QUESTION_MARKS)) for line in lines)
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

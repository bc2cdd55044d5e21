"""The residue of share bars: the words that icons leave at a paragraph's end when their pictures are gone."""

from __future__ import annotations

from functools import lru_cache

from junket.pipelines.boilerplate.vocabulary import match

_TAIL_WORDS = 24
_FEWEST_NETWORKS = 3
_FEWEST_REPEATS = 3
_SENTENCE_ENDS = (".", "!", "?", "…", "”", "»", '"', "。", ")")


def residue_start(text: str) -> int | None:
    """Where share-bar residue begins at the end of ``text`` or at the end of one of its lines, or None.

    Two shapes, both with a word of sharing in them, so that "no no no" stays: one word over and over,
    once an icon ("on on on on Youtube"), and three networks or more after a full stop.
    """
    position = 0
    for line in text.split("\n"):
        start = _in_line(line)
        if start is not None:
            return position + start
        position += len(line) + 1
    return None


def _in_line(line: str) -> int | None:
    if not line[-1:].isalnum():  # a sentence's end; most lines
        return None
    words = line.rsplit(None, _TAIL_WORDS)[-_TAIL_WORDS:]
    first, count = len(words), 0
    while first:
        shares = _is_share_word(words[first - 1])
        if not shares and words.count(words[first - 1]) < _FEWEST_REPEATS:
            break
        first, count = first - 1, count + shares
    tail = words[first:]
    repeats = max((tail.count(word) for word in tail), default=0)
    after_sentence = first == 0 or words[first - 1].endswith(_SENTENCE_ENDS)
    if not count or not after_sentence or (repeats < _FEWEST_REPEATS and count < _FEWEST_NETWORKS):
        return None
    return _offset(line, len(tail))


@lru_cache(maxsize=4096)
def _is_share_word(word: str) -> bool:
    if not word[-1].isalnum():  # "Facebook, Instagram." is a list in a sentence
        return False
    phrase = match(word)
    return phrase is not None and phrase.rule == "share"


def _offset(line: str, count: int) -> int:
    """Where the last ``count`` words begin, the white space before them included."""
    parts = line.rsplit(None, count)
    return len(parts[0].rstrip()) if len(parts) > count else 0

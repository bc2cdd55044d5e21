"""The words of chrome, all languages at once: whole-block phrases and beginnings, by ``vocabulary.toml``'s rules."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from importlib.resources import files
from typing import NamedTuple

from junket.pipelines.languages import words
from junket.pipelines.languages.fold import fold
from junket.pipelines.page.characters import collapse

_EDGES = frozenset(char for char in map(chr, range(0x3100)) if not char.isalnum()) | set("！（），：；？｛｝～")
_SLACK = 12
_OPEN_END = "…"
_SURE = "……"
_SHORT_WORDS, _SHORT_LETTERS = 2, 4
"""A beginning of so few words (in scripts without spaces, letters) may begin what people say."""
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "؟", "।")
_NO_SENTENCE_ENDS = ("...", "…")
_CLOSING = "\"'”“»«’)）」』 "
_SET_OFF = ":：|—–-»(（[•·/"
"""What sets a label off from what it labels."""
_SPACED_SCRIPTS = "\u2e80"
_FIRST = 2
"""Beginnings are filed under their first characters, so that few are tried on a block."""


class Phrase(NamedTuple):
    """One phrase of chrome and the rule it stands under."""

    rule: str
    words: str
    begins: bool
    longest: int
    tail: bool
    sure: bool = True
    """Whether a whole sentence that begins so is chrome as well; else people say such things, in interviews too."""


def trimmed(text: str) -> str:
    """For texts that are compared whole: lower case, straight apostrophes, single spaces, no punctuation at the ends.

    ``str.strip`` takes long with a thousand characters to strip.
    """
    lowered = _lower(text)
    start, end = 0, len(lowered)
    while start < end and lowered[start] in _EDGES:
        start += 1
    while start < end and lowered[end - 1] in _EDGES:
        end -= 1
    return collapse(lowered[start:end])


def _lower(text: str) -> str:
    """Lower case, straight apostrophes, and one letter i: Turkish prints four of them ("İlgili", "YAZDIR")."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    return lowered.replace("’", "'").replace("i\u0307", "i").replace("ı", "i")


def is_title(text: str, title: str) -> bool:
    """Whether a block's text is the title (trimmed already), whatever its case and the punctuation at its ends."""
    return bool(title) and abs(len(text) - len(title)) <= _SLACK and trimmed(text) == title


def _is_short(words: str) -> bool:
    if words[-1:] > _SPACED_SCRIPTS:
        return len(words) <= _SHORT_LETTERS
    return words.count(" ") < _SHORT_WORDS


def _load() -> tuple[dict[str, Phrase], dict[str, list[Phrase]]]:
    rules = tomllib.loads(files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    whole: dict[str, Phrase] = {}
    beginnings: defaultdict[str, list[Phrase]] = defaultdict(list)
    for rule, bounds in rules.items():
        for written in words("chrome", rule):
            begins = written.endswith(_OPEN_END)
            plain = " ".join(_lower(written.rstrip(_OPEN_END)).split())
            sure = written.endswith(_SURE) or not _is_short(plain)
            phrase = Phrase(rule, plain, begins, bounds["longest"], bounds.get("tail", False), sure)
            if folded := fold(plain):
                whole.setdefault(folded, phrase)
            if begins:
                beginnings[plain[:_FIRST]].append(phrase)
    return whole, dict(beginnings)


_WHOLE, _BEGINNINGS = _load()
_STARTS = frozenset(words[:3] for words in _WHOLE)
_LEADING = "\"'«“„•·|→»>*#-–— "
_HEAD = 24
"""Characters that are looked at to see that no phrase begins so."""
LONGEST = max(phrase.longest for phrase in _WHOLE.values())
_LONGEST_CALL = 200
_CALLS_ALL = tuple(words("chrome", part) for part in ("channel", "follow"))
_CALLS_ASCII = tuple(tuple(filter(str.isascii, each)) for each in _CALLS_ALL)
"""Words of channels and words of asking; text in ASCII is only looked through for those in ASCII."""


def match(text: str) -> Phrase | None:
    """The phrase that a block's text is, or begins with. None for text that is too long to be chrome."""
    first_line = text.find("\n", 0, LONGEST)
    if first_line > 0 and (found := _WHOLE.get(fold(text[:first_line]))) and found.tail:
        return found
    if len(text) > LONGEST or not _may_match(text):
        return None
    lowered = _lower(text)
    if found := _WHOLE.get(fold(text)):
        return found
    start = lowered.lstrip(_LEADING)
    for phrase in _BEGINNINGS.get(start[:_FIRST], ()):
        if len(text) > phrase.longest or not start.startswith(phrase.words) or not _word_ends(start, phrase.words):
            continue
        if phrase.sure or not _is_said(start, phrase.words):
            return phrase
    return None


def _may_match(text: str) -> bool:
    """False for text that begins as no phrase does: most text, known by three characters."""
    if len(text) <= _HEAD:
        return True
    head = _lower(text[:_HEAD]).replace("\n", " ")
    if head.lstrip(_LEADING)[:_FIRST] in _BEGINNINGS:
        return True
    begins = fold(text[:_HEAD])[:3]
    return len(begins) < 3 or not _STARTS.isdisjoint((begins, begins[:2], begins[:1]))  # noqa: PLR2004  # as filed


def is_call(text: str) -> bool:
    """Whether a short block asks the reader to follow a channel ("Subscribe to our Telegram").

    One with words of both, wherever they stand in it.
    """
    if len(text) > _LONGEST_CALL:
        return False
    lowered = text.casefold()
    channels, asks = _CALLS_ASCII if lowered.isascii() else _CALLS_ALL
    return any(map(lowered.__contains__, asks)) and any(map(lowered.__contains__, channels))


def is_heading_like(phrase: Phrase, text: str) -> bool:
    """Whether the block (or its first line) is the phrase and nothing else, as a section's heading is."""
    first = fold(text.split("\n", 1)[0])
    return first == fold(phrase.words) or text.rstrip().endswith(":")


def _is_said(text: str, words: str) -> bool:
    """Whether a text that goes on after ``words`` is a sentence, and not a label with what it labels."""
    rest = text[len(words) :].lstrip()
    text = text.rstrip(_CLOSING)
    if not rest or rest[0] in _SET_OFF or text.endswith(_NO_SENTENCE_ENDS):
        return False
    return text.endswith(_SENTENCE_ENDS)


def _word_ends(text: str, words: str) -> bool:
    """Whether the phrase ends where a word does (scripts without spaces: anywhere)."""
    if len(text) == len(words) or not words[-1].isalnum() or words[-1] > _SPACED_SCRIPTS:
        return True
    following = text[len(words)]
    return not following.isalnum() or following > _SPACED_SCRIPTS

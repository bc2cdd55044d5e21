"""What words tell: does a line ask, does it speak of "you" or of "I", is it a remark or thanks.

The words are those that each language has under ``speech``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from junket.pipelines.languages import by_language, words
from junket.pipelines.languages.characters import QUESTION_MARKS

_WORD = re.compile(r"\w+(?:['’]\w+)?")
ASKS = rf"(?:[{QUESTION_MARKS}]|(?:{'|'.join(map(re.escape, words('speech', 'ends')))})(?=。))"
"""A pattern for what ends a question: a mark, or a word before a Japanese full stop."""
_QUESTION_END = re.compile(ASKS + r"(?:[!?.…。！？]{0,3})[\s\"'”’»“)\]*]{0,6}\Z")
MAY_ASK = (*QUESTION_MARKS, *words("speech", "ends"))
"""A text without any of these has no question that :data:`ASKS` finds."""
_BRACKETED_END = re.compile(r"(?<!\s)\s*+(?:\[[^\[\]]{0,200}+\]|\([^()]{0,200}+\))\s*+\Z")
_READ_MAX = 6_000
_INVITATION_MAX = 400
"""In longer texts a "please" or "tell me" is somebody's story, no invitation to speak."""
_UNSPACED = frozenset(["ja", "zh"])
_OPENER = re.compile(r"\A[\W_]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words, or all languages' where the page's is unknown."""

    second: frozenset[str]
    second_cased: frozenset[str]
    second_stems: re.Pattern[str] | None
    first: frozenset[str]
    first_endings: re.Pattern[str] | None
    alone: frozenset[str]
    opens: frozenset[str]
    asks: tuple[str, ...]
    thanks: tuple[str, ...]
    remarks: tuple[str, ...]
    spaced: bool
    """Words stand apart; else phrases are looked for anywhere."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the words of one piece of text tell."""

    length: int
    words: int
    ends_asking: bool
    """Ends with a question mark (closing quotes, brackets and stage directions aside)."""
    holds_question: bool
    opens: bool
    """Starts with a question word."""
    invites: bool
    """Asks without a question mark: "tell us about"."""
    second: bool
    first: bool
    alone: bool
    """Speaks of "I", not only of "we"."""
    thanks: bool
    remark: bool
    quoted: bool
    """Starts with a quotation mark."""

    @property
    def asks(self) -> bool:
        """A question, with or without its mark."""
        return self.ends_asking or self.invites or (self.opens and self.second and not self.first)


@cache
def lexicon(language: str | None, second: str | None = None) -> Lexicon:
    """The words of ``language`` (two letters) and of a page's ``second`` one; of all where it is not listed."""
    known = by_language("speech", "asks")
    codes = [code for code in known if language not in known or code in (language, second)]
    spaced = language not in _UNSPACED

    def gather(key: str) -> list[str]:
        own = by_language("speech", key)
        return list(dict.fromkeys(word for code in codes for word in own.get(code, ())))

    return Lexicon(
        frozenset(gather("second")),
        frozenset(gather("second_cased")),
        _inside_word(gather("second_stems"), "", gather("second_parts")),
        frozenset(gather("first")),
        _inside_word(gather("first_endings"), r"(?![\w'])", gather("first_parts")),
        frozenset(gather("first")) - frozenset(gather("plural")),
        frozenset(gather("opens")),
        tuple(f" {phrase} " if spaced else phrase for phrase in gather("asks")),
        tuple(gather("thanks")),
        tuple(gather("remarks")),
        spaced,
    )


def _inside_word(pieces: list[str], after: str, anywhere: list[str]) -> re.Pattern[str] | None:
    """Finds a piece that stands on a stem of its own ("тым" alone is a word), or one of ``anywhere``; None without."""
    either = [rf"(?<=\w\w)(?:{'|'.join(map(re.escape, pieces))}){after}"] if pieces else []
    either += map(re.escape, anywhere)
    return re.compile("|".join(either)) if either else None


def read_traits(text: str, words: Lexicon) -> Traits:
    """The traits of one line or turn; of a very long one the start and the very end are read."""
    folded = text[:_READ_MAX].casefold().replace("’", "'")
    bare = _OPENER.sub("", folded)
    found = _WORD.findall(folded)
    spoken = f" {' '.join(found)} " if words.spaced else folded
    return Traits(
        length=len(text),
        words=len(found) if words.spaced else len(text) // 2,
        ends_asking=_ends_asking(text),
        holds_question=any(map(folded.__contains__, QUESTION_MARKS)),
        opens="¿" in text[:4] or _opens(found, words.opens),
        invites=len(text) <= _INVITATION_MAX and any(map(spoken.__contains__, words.asks)),
        second=_holds(found, folded, words.second, words.second_stems)
        or (bool(words.second_cased) and _holds_cased(text[:_READ_MAX], words.second_cased)),
        first=_holds(found, folded, words.first, words.first_endings),
        alone=not words.alone.isdisjoint(found) or _ends(folded, words.first_endings),
        thanks=any(map(folded.__contains__, words.thanks)),
        remark=bare.startswith(words.remarks),
        quoted=text.startswith(("“", "«", '"', "„", "‘", "'")),
    )


def _ends_asking(text: str) -> bool:
    tail = text[-240:]
    if not any(map(tail.__contains__, MAY_ASK)):
        return False
    return bool(_QUESTION_END.search(tail) or _QUESTION_END.search(_BRACKETED_END.sub("", tail)))


def _opens(found: list[str], openers: frozenset[str]) -> bool:
    return bool(found) and (found[0] in openers or " ".join(found[:2]) in openers or " ".join(found[:3]) in openers)


def _holds(found: list[str], folded: str, whole: frozenset[str], pieces: re.Pattern[str] | None) -> bool:
    return not whole.isdisjoint(found) or _ends(folded, pieces)


def _ends(folded: str, pieces: re.Pattern[str] | None) -> bool:
    return pieces is not None and pieces.search(folded) is not None


def _holds_cased(text: str, cased: frozenset[str]) -> bool:
    """Words that address only when capitalised, and not because a sentence starts ("Sie")."""
    return any(match[0] in cased and not _starts_sentence(text, match.start()) for match in _WORD.finditer(text))


def _starts_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(' \n"“„«»”–—-:')
    return not before or before[-1] in ".!?…"

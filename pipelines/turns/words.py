"""What words tell: does a line ask, does it speak of "you" or of "I", is it a remark or thanks.

The words are data (``words.toml``), languages side by side.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_QUESTION_END = re.compile(r"[?？؟;](?:[!?.…]{0,3})[\s\"'”’»“)\]*]{0,6}\Z")
_BRACKETED_END = re.compile(r"\s*(?:\[[^\[\]]{0,200}\]|\([^()]{0,200}\))\s*\Z")
_STEM = 2
_READ_MAX = 6_000
_OPENER = re.compile(r"\A[\W_]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words, or all languages' where the page's is unknown."""

    second: frozenset[str]
    second_cased: frozenset[str]
    second_stems: tuple[str, ...]
    first: frozenset[str]
    first_endings: tuple[str, ...]
    opens: frozenset[str]
    asks: tuple[str, ...]
    thanks: tuple[str, ...]
    remarks: tuple[str, ...]


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
    thanks: bool
    remark: bool
    quoted: bool
    """Starts with a quotation mark."""

    @property
    def asks(self) -> bool:
        """A question, with or without its mark."""
        return self.ends_asking or self.invites or (self.opens and self.second and not self.first)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def lexicon(language: str | None) -> Lexicon:
    """The words of ``language`` (two letters); of all languages where it is unknown or not listed."""
    table = _table()
    chosen = [table[language]] if language in table else list(table.values())

    def gather(key: str) -> list[str]:
        return list(chain.from_iterable(entry.get(key, []) for entry in chosen))

    return Lexicon(
        frozenset(gather("second")),
        frozenset(gather("second_cased")),
        tuple(gather("second_stems")),
        frozenset(gather("first")),
        tuple(gather("first_endings")),
        frozenset(gather("opens")),
        tuple(f"{phrase} " for phrase in gather("asks")),
        tuple(gather("thanks")),
        tuple(gather("remarks")),
    )


def read_traits(text: str, words: Lexicon) -> Traits:
    """The traits of one line or turn; of a very long one the start and the very end are read."""
    folded = text[:_READ_MAX].casefold().replace("’", "'")
    bare = _OPENER.sub("", folded)
    found = _WORD.findall(folded)
    distinct = frozenset(found)
    spoken = f" {' '.join(found)} "
    return Traits(
        length=len(text),
        words=len(found),
        ends_asking=_ends_asking(text),
        holds_question=any(mark in text[:_READ_MAX] for mark in "?？؟"),
        opens="¿" in text[:4] or any(" ".join(found[:count]) in words.opens for count in (1, 2, 3)),
        invites=any(f" {phrase}" in spoken for phrase in words.asks),
        second=_holds(distinct, words.second, words.second_stems) or _holds_cased(text[:_READ_MAX], words.second_cased),
        first=not distinct.isdisjoint(words.first) or _ends(distinct, words.first_endings),
        thanks=any(phrase in folded for phrase in words.thanks),
        remark=bare.startswith(words.remarks),
        quoted=text.startswith(("“", "«", '"', "„", "‘", "'")),
    )


def _ends_asking(text: str) -> bool:
    tail = text[-240:]
    return bool(_QUESTION_END.search(tail) or _QUESTION_END.search(_BRACKETED_END.sub("", tail)))


def _holds(found: frozenset[str], whole: frozenset[str], endings: tuple[str, ...]) -> bool:
    if not found.isdisjoint(whole):
        return True
    return bool(endings) and any(ending in word[_STEM:] for word in found for ending in endings)


def _ends(found: frozenset[str], endings: tuple[str, ...]) -> bool:
    """A verb in the first person: the ending on a stem of its own ("тым" alone is a word)."""
    return bool(endings) and any(word[_STEM:].endswith(endings) for word in found)


def _holds_cased(text: str, cased: frozenset[str]) -> bool:
    """Words that address only when capitalised, and not because a sentence starts ("Sie")."""
    if not cased:
        return False
    found = list(_WORD.finditer(text))
    return any(match[0] in cased and not _starts_sentence(text, match.start()) for match in found)


def _starts_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(' \n"“„«»”–—-:')
    return not before or before[-1] in ".!?…"

"""Judges a candidate by the words around it: a film, something else, or nobody can tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from junket.pipelines.films.candidate import TitleCandidate
from junket.pipelines.films.film_words import phrases, words, words_of

_BEFORE, _AFTER = 4, 2
"""How many words before and after a title are beside it."""
_REACH = 300
_STOP = re.compile(r"(?:[.!?…][\"”’»)]?\s)(?=[“\"‘«„]?[^\W\d_a-zа-яё])|\n")
_NEXT, _CLAUSE, _AND = ("|".join(phrases(key)) for key in ("next", "clause", "joiners"))
_AFTER_BREAK = re.compile(rf"[;()–—“„«\"‘]|,? (?:{_NEXT}) ")
_BREAK = re.compile(rf"[;()–—]|, (?:{_CLAUSE})\s")
_JOIN = re.compile(rf"\A[\"”“’»]?[,;]?[\"”“’»]?[ \u00a0]*+(?:(?:{_AND})[ \u00a0]*+)?[\"“„«‘]?\Z", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[A-ZÀ-Ž][\w.\-]{1,60}(?:['’]s|s['’])\s++(?:[\w\-]++\s++){0,2}[\"“„«‘]?\Z")
_YEAR = re.compile(r"\A[\"”“’»]?\s?\((?:[^()]{0,30}, )?(?P<year>(?:18[89]|19\d|20[0-4])\d)(?:, [^()]{0,30})?\)")
_YEAR_BEFORE = re.compile(r"\b(?P<year>(?:18[89]|19\d|20[0-4])\d) (?:[\w\-]+ ){0,3}[\"“„«‘]?\Z")


class Sign(IntEnum):
    """How strongly the words around a candidate speak, and for what."""

    OTHER = -3
    """A word beside it says that it is something else."""
    NONE = 0
    FAINT = 1
    """A year in brackets or an owner's name stands beside it, as with any work."""
    WEAK = 2
    """The sentence speaks of cinema and of nothing else."""
    FILM = 3
    """A word beside it says that it is a film."""


@dataclass(frozen=True, slots=True)
class TitleContext:
    """The sentence of a candidate: what is before and after it."""

    before: str
    after: str


def around(text: str, candidate: TitleCandidate) -> TitleContext:
    """The rest of the sentence, before and after, without the quotation marks."""
    start, end = candidate.outer
    before = text[max(candidate.paragraph.start, start - _REACH) : start]
    after = text[end : min(candidate.paragraph.end, end + _REACH)]
    cut = 0
    for stop in _STOP.finditer(before):
        cut = stop.end()
    stop_after = _STOP.search(after)
    return TitleContext(before[cut:], after[: stop_after.start()] if stop_after else after)


def judged(text: str, found: list[TitleCandidate]) -> list[Sign]:
    """A sign for each candidate; what "and" or a comma joins is of one kind, where only one of them has a sign."""
    signs: list[Sign] = []
    for position, each in enumerate(found):
        sign = _sign(around(text, each), each)
        before = found[position - 1] if position else None
        if (
            before
            and each.strict
            and sign in {Sign.NONE, Sign.WEAK}
            and _JOIN.match(text[before.outer[1] : each.outer[0]])
        ):
            sign = signs[-1] if signs[-1] != Sign.NONE else sign
        signs.append(sign)
    return signs


def year_of(text: str, candidate: TitleCandidate) -> int | None:
    """The year that is printed with a title: ``(2018)`` after it, or ``the 2018 drama`` before it."""
    sentence = around(text, candidate)
    match = _YEAR.match(sentence.after) or _YEAR_BEFORE.search(sentence.before)
    return int(match["year"]) if match else None


def _sign(sentence: TitleContext, candidate: TitleCandidate) -> Sign:
    if candidate.how in {"cued", "listed"}:
        return Sign.FILM
    language = candidate.language
    beside = _beside(sentence, language)
    if beside is not Sign.NONE:
        return beside
    every = [*words_of(sentence.before), *words_of(sentence.after)]
    if not candidate.strict or words("other", language).any(every):
        return Sign.NONE
    if candidate.how == "italic" and len(words_of(candidate.title)) == 1:
        return Sign.NONE  # a name of a magazine, or a word that is stressed
    if any(words(kind, language).any(every) for kind in ("film", "genre", "cinema")):
        return Sign.WEAK
    return Sign.FAINT if _YEAR.match(sentence.after) or _POSSESSIVE.search(sentence.before) else Sign.NONE


def _beside(sentence: TitleContext, language: str | None) -> Sign:
    """What the nearest telling word says."""
    before = words_of(_BREAK.split(sentence.before)[-1])[::-1][:_BEFORE]
    if words("franchise", language).any(words_of(sentence.after.lstrip('”“"’» -‑'))[:1]) and not _STOP.match(
        sentence.after
    ):
        return Sign.OTHER
    after = words_of(_AFTER_BREAK.split(sentence.after.lstrip(',.”“"’» '))[0])[:_AFTER]
    near = [(2 * place, word) for place, word in enumerate(before)]
    nearest = sorted(near + [(2 * place + 1, word) for place, word in enumerate(after)])
    for _, word in nearest:
        if words("film", language).has(word):
            return Sign.FILM
        if words("other", language).has(word):
            return Sign.OTHER
    return Sign.NONE

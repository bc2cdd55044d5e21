"""The language of each turn, on pages that switch between two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from junket.pipelines.language import detect_language

_LETTER = re.compile(r"[^\W\d_]")
_WORDS = {"cyrillic": re.compile(r"[\u0400-\u052f]{2,}"), "latin": re.compile(r"[A-Za-z\u00c0-\u024f]{2,}")}
_SAMPLE = 400
_GLIMPSE = 100
_MIN_LETTERS = 80
"""Fewer letters than this are not enough to tell languages in one script apart: the side's other turns tell."""
_MIN_LETTERS_APART = 30
"""The same where the page has two scripts."""
_MIN_TURNS = 2
"""One turn that seems to be in another language is a quotation or an error of the model."""
_MIN_SHARE = 0.08
"""Share of a page's words in another script from which on these are more than names and titles."""

_Pool = tuple[str, str]
"""Who says it, and in which script."""


def second_language(text: str, language: str | None) -> str | None:
    """The language of the words in the rarer of two scripts, where these are many; None for a page in one script."""
    if language is None or text.isascii():
        return None
    found = {script: words.findall(text) for script, words in _WORDS.items()}
    rare = min(found, key=lambda script: len(found[script]))
    other = max(found, key=lambda script: len(found[script]))
    if len(found[rare]) < _MIN_SHARE * len(found[other]):
        return None
    codes = (detect_language(" ".join(found[script])[:_SAMPLE], None) for script in (rare, other))
    return next((code for code in codes if code and code != language), None)


def turn_languages(texts: Sequence[str], sides: Sequence[str], language: str | None) -> list[str | None]:
    """A language a turn where at least two turns are not in the page's ``language``; else None for each.

    A turn too short to judge has the language that its side's turns in the same script have taken together.
    """
    pools = [(side, _script(text[:_GLIMPSE])) for side, text in zip(sides, texts, strict=True)]
    usual = _usual(texts, pools, language)
    if set(usual.values()) <= {language} and not _halves_switch(texts, language):
        return [None] * len(texts)
    found = [_language(text[:_SAMPLE], usual[pool]) for text, pool in zip(texts, pools, strict=True)]
    others = sum(code != language for code in found)
    return found if others >= _MIN_TURNS else [None] * len(found)


def _usual(texts: Sequence[str], pools: Sequence[_Pool], language: str | None) -> dict[_Pool, str | None]:
    """What the beginnings of a side's turns in one script are written in, taken together."""
    glimpses: defaultdict[_Pool, list[str]] = defaultdict(list)
    for text, pool in zip(texts, pools, strict=True):
        glimpses[pool].append(text[:_GLIMPSE])
    least = _MIN_LETTERS if len({script for _, script in glimpses}) == 1 else _MIN_LETTERS_APART
    return {pool: _language(" ".join(parts)[:_SAMPLE], language, least) for pool, parts in glimpses.items()}


def _halves_switch(texts: Sequence[str], language: str | None) -> bool:
    """Whether one half of the talk seems to be in another language."""
    halves = (texts[: len(texts) // 2], texts[len(texts) // 2 :])
    joined = (" ".join(text[:_GLIMPSE] for text in half) for half in halves)
    return any(_language(half[:_SAMPLE], language) != language for half in joined)


def _script(text: str) -> str:
    """The script of most of the words."""
    if text.isascii():
        return "latin"
    return max(_WORDS, key=lambda script: len(_WORDS[script].findall(text)))


def _language(text: str, usual: str | None, least: int = _MIN_LETTERS) -> str | None:
    if len(_LETTER.findall(text)) < least:
        return usual
    return detect_language(text, None) or usual

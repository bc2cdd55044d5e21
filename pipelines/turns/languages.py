"""The language of each turn, on pages that switch between two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.language import detect_language

_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 400
_GLIMPSE, _PARTS = 100, 2
_MIN_LETTERS = 80
"""Fewer letters than this are not enough to tell languages in one script apart, so that the page's own stands."""
_MIN_TURNS = 2
"""One turn that seems to be in another language is a quotation or an error of the model."""


def turn_languages(texts: Sequence[str], language: str | None) -> list[str | None]:
    """A language a turn where at least two turns are not in the page's ``language``; else None for each."""
    if not _switches(texts, language):
        return [None] * len(texts)
    found = [_language(text[:_SAMPLE], language) for text in texts]
    others = sum(code != language for code in found)
    return found if others >= _MIN_TURNS else [None] * len(found)


def _switches(texts: Sequence[str], language: str | None) -> bool:
    """Whether the beginnings of questions, answers, and both halves of the talk seem to be in another language."""
    parts = (" ".join(text[:_GLIMPSE] for text in texts[start::_PARTS]) for start in range(_PARTS))
    halves = (
        " ".join(text[:_GLIMPSE] for text in half) for half in (texts[: len(texts) // 2], texts[len(texts) // 2 :])
    )
    return any(_language(part[:_SAMPLE], language) != language for part in (*parts, *halves))


def _language(text: str, language: str | None) -> str | None:
    letters = len(_LETTER.findall(text))
    if letters < _MIN_LETTERS:
        return language
    return detect_language(text, None) or language

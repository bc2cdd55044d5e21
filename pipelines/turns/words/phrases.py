"""Labels, asides and credits: the words that each language has under ``labels``, all read together."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from junket.pipelines.languages import words


@dataclass(frozen=True, slots=True)
class Phrases:
    """The keys of ``labels``; a page's labels need not be in its language."""

    question: frozenset[str]
    host: frozenset[str]
    answer: frozenset[str]
    no_speaker: frozenset[str]
    aside_starts: tuple[str, ...]
    picture: tuple[str, ...]
    promotion: tuple[str, ...]
    teasers: tuple[str, ...]
    outro: tuple[str, ...]
    editing: tuple[str, ...]
    interviewer_credit: tuple[str, ...]
    leads_on: tuple[str, ...]
    numbered: tuple[str, ...]
    meets: tuple[str, ...]
    interviews: tuple[str, ...]
    articles: tuple[str, ...]
    roles: frozenset[str]
    title_words: frozenset[str]
    title_breaks: tuple[str, ...]
    interview: tuple[str, ...]
    faq: tuple[str, ...]
    boxes: frozenset[str]
    letters: tuple[str, ...]
    numbered_letters: tuple[str, ...]


@cache
def phrases() -> Phrases:
    """The phrases of all languages."""
    kinds = {field.name: frozenset if field.type == "frozenset[str]" else tuple for field in fields(Phrases)}
    found: dict[str, Any] = {name: kind(sorted(words("labels", name))) for name, kind in kinds.items()}
    return Phrases(**found)


def names_itself_interview(text: str) -> bool:
    """Whether a word for "interview" stands in the text."""
    return any(map(text.casefold().__contains__, phrases().interview))


_WORDS = "|".join(sorted(map(re.escape, phrases().numbered), key=len, reverse=True))
QUESTION_NUMBER = re.compile(
    rf"\A[\s•*·]*+(?:(?:{_WORDS})\s*+(?:№|#|nr\.?|no\.?)?\s*+(\d{{1,3}})(?:\s*+[.):–—-]\s++|\s++)"
    r"|(\d{1,2})\s*+q?\s*+[.):]\s++|(\d{1,2})\s*+[–—|/]\s++|[#№]\s?(\d{1,2})[.:)]?\s++)",
    re.IGNORECASE,
)
"""The number that a question starts with, in one of four groups."""


def asks_readers(text: str) -> bool:
    """Whether a line asks its readers ("Want to read more?"), or to do something for the site."""
    folded = text.casefold().replace("’", "'")
    return any(map(folded.__contains__, phrases().teasers + phrases().promotion + phrases().outro))

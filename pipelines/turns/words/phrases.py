"""Labels, asides and credits as data (``phrases.toml``), languages side by side, all read together."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Phrases:
    """The tables of ``phrases.toml``; a page's labels need not be in its language."""

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
    articles: tuple[str, ...]
    joiners: tuple[str, ...]
    roles: frozenset[str]
    title_words: frozenset[str]
    interview: tuple[str, ...]
    faq: tuple[str, ...]
    boxes: frozenset[str]


@cache
def phrases() -> Phrases:
    """The phrases of all languages."""
    table: dict[str, dict[str, list[str]]] = tomllib.loads(
        files(__package__).joinpath("phrases.toml").read_text("utf-8")
    )

    def words(key: str) -> list[str]:
        return sorted({word for listed in table[key].values() for word in listed})

    return Phrases(
        frozenset(words("question")),
        frozenset(words("host")),
        frozenset(words("answer")),
        frozenset(words("no_speaker")),
        tuple(words("aside_starts")),
        tuple(words("picture")),
        tuple(words("promotion")),
        tuple(words("teasers")),
        tuple(words("outro")),
        tuple(words("editing")),
        tuple(words("interviewer_credit")),
        tuple(f"{word}{end}" for word in words("leads_on") for end in (" ", ", ")),
        tuple(words("numbered")),
        tuple(words("meets")),
        tuple(words("articles")),
        tuple(words("joiners")),
        frozenset(words("roles")),
        frozenset(words("title_words")),
        tuple(words("interview")),
        tuple(words("faq")),
        frozenset(words("boxes")),
    )


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

"""What shows that capitalised words are somebody's name: the words that a language has under ``people``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from junket.pipelines.languages import by_language
from junket.pipelines.languages import words as all_words
from junket.pipelines.languages.sections import SECTIONS

_COMPOUND = 4
"""Letters of a role from which a German word that ends in it is one."""
_SPACE = "[ \u00a0]"


@dataclass(frozen=True, slots=True)
class Cues:
    """One language's words."""

    role: frozenset[str]
    role_oblique: frozenset[str]
    role_small: frozenset[str]
    role_noun: frozenset[str]
    part: frozenset[str]
    no_person: frozenset[str]
    opening: frozenset[str]
    not_names: frozenset[str]
    """Words of which none is in a name."""
    joiner: re.Pattern[str]
    """What may be between two names of a row: a comma, or (``and``) a word."""
    before: re.Pattern[str]
    """What ends a text before a name: a phrase, or a role with "like" or a colon."""
    behind: re.Pattern[str]
    """What begins a text behind a name and is said of persons alone: a verb, an age, who, a role between commas."""
    own: re.Pattern[str]
    """What begins a text behind a name in the possessive."""
    before_ends: tuple[str, ...]
    """How a text ends, folded, that ``before`` may find something in: asked first, since most do not."""
    verb: re.Pattern[str]
    """A verb behind a name."""

    ends: tuple[str, ...]
    """Roles that a word may end in, where nouns are compounds: ``Landeschef``."""

    def is_role(self, word: str) -> bool:
        """Whether a word is a role, however it is printed, or ends in one: ``US-Präsident``."""
        folded = word.casefold()
        if folded in self.role or (self.ends and folded.endswith(self.ends)):
            return True
        return "-" in folded and folded.rpartition("-")[2] in self.role


@cache
def cues(language: str) -> Cues:
    """The words of one of :data:`LANGUAGES`; what is nobody's name in English is nobody's in any."""
    words = {kind: frozenset(by_language("people", kind).get(language, ())) for kind in SECTIONS["people"].keys}
    roles = _any(words["role"] | words["role_small"] | words["role_noun"])
    verbs, such_as = _any(words["verb"]), _any(words["such_as"])
    relative = _any(frozenset(all_words("people", "relative")))
    role_behind = (
        rf"|(?:,|{_SPACE}[—–-]){_SPACE}(?:[^\W\d_][\w’'\-]*{_SPACE}){{0,3}}?(?:{roles})(?!\w)(?!['’]s|{_SPACE}[A-Z])"
    )
    return Cues(
        role=words["role"],
        role_oblique=words["role_oblique"],
        role_small=words["role_small"],
        role_noun=words["role_noun"],
        part=words["part"],
        no_person=words["no_person"],
        ends=tuple(sorted(word for word in words["role"] if len(word) >= _COMPOUND)) if language == "de" else (),
        opening=words["opening"],
        not_names=words["nobody"].union(words["opening"], by_language("people", "nobody")["en"]),
        joiner=re.compile(rf",?{_SPACE}(?P<and>{_any(words['joiner'])}){_SPACE}|,{_SPACE}"),
        before=re.compile(
            rf"(?<![\w;])(?:(?:{_any(words['phrase'])}){_SPACE}?"
            rf"|(?:{roles})(?:,?{_SPACE}(?:{such_as}){_SPACE}|:{_SPACE}?|{_SPACE}[—–-]{_SPACE}))\Z",
            re.IGNORECASE,
        ),
        behind=re.compile(
            rf"{_SPACE}(?:{verbs})(?!\w)|,{_SPACE}?\d\d(?:,|{_SPACE}\()|{_SPACE}\(\d\d\)"
            rf"|{_SPACE}\(1[5-9]\d\d[–—-](?:[12]\d\d\d)?\)|,{_SPACE}(?:{relative})(?!\w)"
            rf"{role_behind if words['behind'] else ''}"
        ),
        own=re.compile(rf"{_SPACE}(?:[\w$“\"\-]+{_SPACE}){{0,3}}?(?:{_any(words['work'])})(?!\w)"),
        before_ends=(*words["phrase"], *words["such_as"], *":—–-"),
        verb=re.compile(rf"{_SPACE}(?:{verbs})(?!\w)"),
    )


def _any(words: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"


LANGUAGES = frozenset(by_language("people", "role"))
"""The languages whose words are known."""

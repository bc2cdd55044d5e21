"""The words of ``cues.toml`` by language: what shows that capitalised words are somebody's name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
    words = {kind: frozenset(table.get(language, ())) for kind, table in _tables().items()}
    roles = _any(words["role"] | words["role_small"] | words["role_noun"])
    verbs, such_as = _any(words["verb"]), _any(words["such_as"])
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
        not_names=words["nobody"].union(words["opening"], _tables()["nobody"]["en"]),
        joiner=re.compile(rf",?{_SPACE}(?P<and>{_any(words['joiner'])}){_SPACE}|,{_SPACE}"),
        before=re.compile(
            rf"(?<![\w;])(?:(?:{_any(words['phrase'])}){_SPACE}?"
            rf"|(?:{roles})(?:,?{_SPACE}(?:{such_as}){_SPACE}|:{_SPACE}?|{_SPACE}[—–-]{_SPACE}))\Z",
            re.IGNORECASE,
        ),
        behind=re.compile(
            rf"{_SPACE}(?:{verbs})(?!\w)|,{_SPACE}?\d\d(?:,|{_SPACE}\()|{_SPACE}\(\d\d\)"
            rf"|{_SPACE}\(1[5-9]\d\d[–—-](?:[12]\d\d\d)?\)|,{_SPACE}(?:who|whose|whom)(?!\w)"
            rf"{role_behind if words['behind'] else ''}"
        ),
        own=re.compile(rf"{_SPACE}(?:[\w$“\"\-]+{_SPACE}){{0,3}}?(?:{_any(words['work'])})(?!\w)"),
        before_ends=(*words["phrase"], *words["such_as"], *":—–-"),
        verb=re.compile(rf"{_SPACE}(?:{verbs})(?!\w)"),
    )


def _any(words: frozenset[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files(__package__) / "cues.toml").read_text(encoding="utf-8"))


LANGUAGES = frozenset(_tables()["role"])
"""The languages whose words are known."""

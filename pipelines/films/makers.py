"""Whose film it is, by the sentence: ``X's “Title”``, ``“Title” directed by X``, ``«Название» режиссёра X``."""

from __future__ import annotations

import re

from junket.pipelines.films.candidate import Candidate
from junket.pipelines.films.judge import around
from junket.pipelines.films.words import phrases
from junket.pipelines.person.in_text import CAPITAL, names_in
from junket.pipelines.person.inflection import without_possessive
from junket.pipelines.person.words import PARTICLE_PATTERN

_PART = rf"{CAPITAL}[\w.’'\-]{{0,60}}"
_NAME = rf"{_PART}(?: (?:{PARTICLE_PATTERN}|{_PART})){{1,3}}"
_POSSESSIVE = re.compile(rf"(?P<name>{_NAME})(?:['’]s|(?<=s)['’])\s++(?:[\w\-]++\s++){{0,3}}[\"“„«‘]?\Z")
_LONGEST_PHRASE = 40


def makers_of(text: str, candidate: Candidate) -> list[str]:
    """Full names that the sentence ties to the film, as printed (in whatever case the grammar asks for)."""
    sentence = around(text, candidate)
    found = [match["name"] for match in [_POSSESSIVE.search(sentence.before)] if match]
    found += _after_cues(sentence.after, ahead=True) + _after_cues(sentence.before, ahead=False)
    return [name for name in dict.fromkeys(found) if " " in name]


def _after_cues(text: str, *, ahead: bool) -> list[str]:
    """The name directly behind a cue. ``ahead``: the text follows the title; else the cue is the last before it."""
    folded = text.casefold()
    if len(folded) != len(text):
        return []
    best: tuple[int, str] | None = None
    for phrase in phrases("maker"):
        place = folded.find(phrase) if ahead else folded.rfind(phrase)
        if place < 0 or (place and folded[place - 1].isalnum()):
            continue
        name = _name_at(text[place + len(phrase) :])
        if name and (best is None or (place < best[0]) == ahead):
            best = (place, name)
    return [best[1]] if best else []


def _name_at(text: str) -> str | None:
    rest = text.lstrip(" :")
    match = re.match(_NAME, rest)
    return without_possessive(match[0]) if match and names_in(match[0]) else None

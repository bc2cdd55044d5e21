"""Whose film it is, by the sentence: ``X's “Title”``, ``“Title” directed by X``, ``«Название» режиссёра X``."""

from __future__ import annotations

import re

from junket.pipelines.films.candidate import TitleCandidate
from junket.pipelines.films.film_words import phrases
from junket.pipelines.films.judge import around
from junket.pipelines.person.in_text import names_in, rows_in
from junket.pipelines.person.inflection import without_possessive

_OWNED = re.compile(r"(?:['’]s|(?<=s)['’])\s++(?:[\w\-]++\s++){0,3}[\"“„«‘]?\Z")
"""Between a name and the title of what is that person's."""
_LONGEST = 200
"""Characters in which a name is sought."""


def makers_of(text: str, candidate: TitleCandidate) -> list[str]:
    """Full names that the sentence ties to the film, as printed (in whatever case the grammar asks for)."""
    sentence = around(text, candidate)
    found = _owners(sentence.before)
    found += _after_cues(sentence.after, ahead=True) + _after_cues(sentence.before, ahead=False)
    return [name for name in dict.fromkeys(found) if " " in name]


def _owners(before: str) -> list[str]:
    owned = _OWNED.search(before)
    end = owned.start() if owned else 0
    return [row for start, row in rows_in(before[:end]) if start + len(row) == end]


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
    start, row = next(rows_in(text.lstrip(" :")[:_LONGEST]), (0, ""))
    return without_possessive(row) if not start and names_in(row) else None

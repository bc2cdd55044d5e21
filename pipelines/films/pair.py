"""The second name of a film, in brackets behind the first: ``Nad Gorodom (Over the City)``."""

from __future__ import annotations

import re
from typing import NamedTuple

from junket.pipelines.films.candidate import TitleCandidate
from junket.pipelines.films.film_words import phrases, words, words_of

_BRACKET = re.compile(r"\A[\"”“’»]?,?\s?\((?P<inside>[^()\n]{2,80})\)")
_LABEL = re.compile(rf"\A(?:in [A-Z]\w+,|{'|'.join(map(re.escape, phrases('title_label')))}) ", re.IGNORECASE)
_TAIL = re.compile(r",? (?:18[89]|19\d|20[0-4])\d\Z")
_MARKS = '"“”„«»‘’ '
_CAPITALS = 0.6
_SHORT = 3
_GREEK = "\u0370"


class Pair(NamedTuple):
    """The other title, and where it stands."""

    title: str
    start: int


def pair_of(text: str, candidate: TitleCandidate) -> Pair | None:
    """The second name of the film, where the bracket holds one: no year, no actor, no remark."""
    end = candidate.outer[1]
    match = _BRACKET.match(text[end : end + 120])
    if not match:
        return None
    inside = _TAIL.sub("", _LABEL.sub("", match["inside"])).strip(_MARKS)
    found = words_of(inside)
    plain = inside.split()
    if not found or not inside[0].isupper() or any(char in inside for char in ";:…/"):
        return None
    labelled, marked = bool(_LABEL.match(match["inside"])), match["inside"][0] in '"“„«‘'
    long = [word for word in plain if len(word) > _SHORT]
    titled = len(found) > 1 and sum(word[0].isupper() for word in long) >= _CAPITALS * len(long)
    if not (
        labelled or marked or (titled and any(word[0].islower() for word in plain)) or _scripts(inside, candidate.title)
    ):
        return None  # two capitalised words are an actor as well as a title
    if words("other", candidate.language).any(found) or words("cinema", candidate.language).any(found):
        return None
    return Pair(inside, end + match.start("inside") + match["inside"].find(inside))


def _scripts(one: str, other: str) -> bool:
    """Whether the two are in different scripts, as a name and its transliteration are."""
    return _is_latin(one) != _is_latin(other)


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(char < _GREEK for char in letters) > len(letters)

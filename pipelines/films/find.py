"""The films of a page: titles that its own words show to be films, each with year, second name and people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from junket.pipelines.films.candidate import TitleCandidate, candidates, is_title, quoted_in
from junket.pipelines.films.film_words import phrases, words, words_of
from junket.pipelines.films.judge import Sign, judged, year_of
from junket.pipelines.films.makers import makers_of
from junket.pipelines.films.pair import pair_of
from junket.pipelines.page.document import Body, Metadata
from junket.pipelines.record.record import Film

MOST = 100
"""Films of one page: a bound on pages that are made to be slow."""
_ABOUT = 2
_SURE = 3
"""Films that a page calls by that word before a year in brackets is believed to speak of one more."""
_EVERY = 1_500
"""Characters for each word of films on a page that is about them, for the same."""
_EDGE = r"(?<![\w]){}(?![\w])"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a film is named: ``text[start:end] == title``."""

    title: str
    start: int
    end: int


def find_films(body: Body, metadata: Metadata, language: str | None) -> tuple[Film, ...]:
    """The films that a page names, in the order of their first mention. Raises nothing."""
    found = _films(body, metadata, language)
    made: list[Film] = []
    others: set[str] = set()
    for title in sorted(found, key=body.text.find)[:MOST]:
        if title in others:
            continue
        places = found[title]
        pair = next(filter(None, (pair_of(body.text, each) for each in places)), None)
        others.add(pair.title if pair else title)
        year = next(filter(None, (year_of(body.text, each) for each in places)), None)
        people = dict.fromkeys(name for each in places for name in makers_of(body.text, each))
        made.append(Film(title=title, other_title=pair.title if pair else None, year=year, people=tuple(people)))
    return tuple(made)


def mentions_of(body: Body, metadata: Metadata, language: str | None) -> list[Mention]:
    """Every place where a film is named, in the order of the text."""
    return sorted(_mentions(body.text, _films(body, metadata, language)), key=lambda each: each.start)


def _films(body: Body, metadata: Metadata, language: str | None) -> dict[str, list[TitleCandidate]]:
    """Titles that are films, with the candidates that show it, the strongest first."""
    told = _told(body.text)
    if told < _ABOUT:
        return {}
    found = candidates(body, language, metadata.title or "")
    by_title: dict[str, list[tuple[Sign, TitleCandidate]]] = {}
    for each, sign in zip(found, judged(body.text, found), strict=True):
        by_title.setdefault(each.title, []).append((sign, each))
    sure = sum(any(sign is Sign.FILM for sign, _ in judgements) for judgements in by_title.values())
    bound = Sign.FAINT if sure >= _SURE and told * _EVERY >= len(body.text) else Sign.WEAK
    films: dict[str, list[TitleCandidate]] = {}
    for title, judgements in by_title.items():
        if _is_film([sign for sign, _ in judgements], bound):
            films[title] = [each for sign, each in judgements if sign is not Sign.OTHER]
            films.update({pair.title: [] for each in films[title] if (pair := pair_of(body.text, each))})
    heading = metadata.title or ""
    if not words("other", language).any(words_of(heading)):
        known = [title for title in quoted_in(heading, language) if title in body.text]
        films.update({title: [] for title in known if title not in by_title})
    return films


def _is_film(signs: list[Sign], bound: Sign) -> bool:
    """What most of the places say: one that says film outdoes any that say little, and as many that say otherwise."""
    sure, others = signs.count(Sign.FILM), signs.count(Sign.OTHER)
    some = sum(bound <= sign < Sign.FILM for sign in signs)
    return sure + some > 0 and (others <= sure or others < some)


def _told(text: str) -> int:
    """A quick look: how often the letters of a word for films stand in the text."""
    folded = text.lower()
    return sum(folded.count(stem) for stem in phrases("stems"))


def _mentions(text: str, films: dict[str, list[TitleCandidate]]) -> Iterator[Mention]:
    """Once a film, the same words are it again: the longest title first, each place once."""
    taken: list[tuple[int, int]] = []
    for title in sorted(films, key=len, reverse=True):
        bare = " " in title or any(each.how in {"cued", "listed"} for each in films[title])
        flags = re.IGNORECASE if title.count(" ") > 1 else re.NOFLAG
        marked = {each.start for each in films[title]}
        for match in re.finditer(_EDGE.format(re.escape(title)), text, flags):
            start, end = match.span()
            if (
                (bare or start in marked)
                and (match[0] == title or is_title(match[0], "en"))
                and not any(start < other and one < end for one, other in taken)
            ):
                taken.append((start, end))
                yield Mention(title, start, end)

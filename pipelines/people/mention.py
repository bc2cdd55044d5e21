"""People whom a text names: full names with something beside them that is said of persons alone.

Capital letters alone name nobody. What shows a person: a role before the name (``director Ada Lind``) or behind it
(``Ada Lind, a painter``), what persons do (``Ada Lind said``, ``Lind said``), an age, a phrase (``starring Ada Lind``),
an actor's brackets behind a character, and to stand in one row with somebody of whom that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from junket.pipelines.page.document import Metadata
from junket.pipelines.people.cues import LANGUAGES, Cues, cues
from junket.pipelines.people.run import Run, runs_in
from junket.pipelines.person.compare import fits
from junket.pipelines.person.inflection import GENITIVES, plain
from junket.pipelines.person.parts import keys_of, read_name
from junket.pipelines.person.words import SURE_PARTICLES
from junket.pipelines.record.record import Film

READ = 60_000
"""Characters of a text that are read for names."""
MOST = 200
"""People of one page: a bound on pages that are made to be slow."""
_BEFORE, _BEHIND = 40, 60
_QUOTES = "“\"„«‘‚'”»’"
_SHOWN, _NOT, _NOTHING = 1, -1, 0
_LOOKS = 30
"""Places of a family name that are looked at."""
_JOINED = 14
_PARTICLE = re.compile(rf"(?:{'|'.join(map(str.capitalize, SURE_PARTICLES))})[ \u00a0]")
_NOUNS = "de"
"""Whose nouns are capitalised, so that one may stand before a name."""


def people_in(
    text: str,
    metadata: Metadata,
    language: str | None,
    *,
    films: Iterable[Film] = (),
    known: Iterable[str] = (),
    linked: Iterable[str] = (),
) -> tuple[str, ...]:
    """Those whom title, lead and text name, in order, each once, without ``known``.

    ``linked`` are names that the page ties to a person's page of an authority. Raises nothing; linear in the text.
    """
    whole = "\n".join(filter(None, (text[:READ], metadata.lead, None if language == "en" else metadata.title)))
    if language not in LANGUAGES:
        return ()
    words = cues(language)
    runs = list(runs_in(whole, language))
    sure = _sure(whole, runs, words, linked)
    titles = {title.casefold() for film in films for title in (film.title, film.other_title) if title}
    found = (
        _plain(run, words, language)
        for run in _as_called(runs, sure, cut=language == _NOUNS)
        if run.name.casefold() not in titles and not _is_opening(whole, run)
    )
    return _each_once((name for name in found if name), [*known])[:MOST]


def _sure(text: str, runs: list[Run], words: Cues, linked: Iterable[str]) -> set[str]:
    """The names of which some place shows that they are a person's."""
    signs = [_sign(text, run, words) for run in runs]
    no = {run.name for run, sign in zip(runs, signs, strict=True) if sign == _NOT}
    sure = {run.name for run, sign in zip(runs, signs, strict=True) if sign == _SHOWN}
    open_names = {run.name for run in runs} - sure - no
    sure |= {name for name in open_names if _is_told(text, name.rpartition(" ")[2], words)}
    sure.update(linked)
    for row in _rows(text, runs, words):
        if any(run.name in sure for run in row):
            sure |= {run.name for run in row} - no
    return sure


def _is_told(text: str, family: str, words: Cues) -> bool:
    """Whether somewhere the family name alone stands before a verb: "Lind said"."""
    place = -1
    for _ in range(_LOOKS):
        place = text.find(family, place + 1)
        if place < 0:
            return False
        if words.verb.match(text, place + len(family)) and not text[place - 1 : place].isalnum():
            return True
    return False


def _rows(text: str, runs: list[Run], words: Cues) -> Iterator[list[Run]]:
    """Names that "and" joins, with those that commas join to them; two with a comma alone may be one and a title."""
    row, sealed = runs[:1], False
    for before, run in pairwise(runs):
        joiner = words.joiner.fullmatch(text, before.end, run.start) if run.start - before.end <= _JOINED else None
        if joiner and (joiner["and"] or not sealed):
            row.append(run)
            sealed = joiner["and"] is not None
            continue
        if sealed:
            yield row
        row, sealed = [run], False
    if sealed:
        yield row


def _as_called(runs: list[Run], sure: set[str], *, cut: bool) -> Iterator[Run]:
    """The runs that are sure, as the page has the whole name: with ``De`` and, ``cut``, without a noun before it."""
    names = {run.name for run in runs}
    for run in runs:
        tail = _tail(run.name)
        is_family = _PARTICLE.match(tail) is not None
        if _PARTICLE.match(run.name) and " " not in tail:
            continue  # "De Niro", whose whole name stands elsewhere if anywhere
        if run.name in sure or (is_family and tail in sure):
            yield run._replace(name=tail) if cut and " " in tail and tail in names and not is_family else run


def _tail(name: str) -> str:
    return name.partition(" ")[2]


def _is_opening(text: str, run: Run) -> bool:
    """Whether the first word is one that the text has in small letters too, and begins a sentence here."""
    first = run.name.partition(" ")[0]
    begins = text[max(0, run.start - 8) : run.start].rstrip('“"«„ \u00a0')[-1:] in {"", ".", "!", "?", "…", "\n"}
    return begins and f" {first.casefold()} " in text


def _sign(text: str, run: Run, words: Cues) -> int:
    """What the words around one place say of it."""
    if _is_quoted(text, run):
        return _NOTHING
    behind = text[run.end : run.end + _BEHIND]
    if _has_role(run.before, words) or _is_announced(text[max(0, run.start - _BEFORE) : run.start], words):
        return _SHOWN
    if run.before.casefold() in words.part or run.before.casefold() in words.no_person:
        return _NOT
    return _SHOWN if (words.own if run.possessive else words.behind).match(behind) else _NOTHING


def _is_announced(before: str, words: Cues) -> bool:
    """Whether a phrase stands before it."""
    return before.rstrip(" \u00a0").casefold().endswith(words.before_ends) and bool(words.before.search(before))


def _has_role(before: str, words: Cues) -> bool:
    word = before.rstrip(".").rpartition("/")[2]
    if word.endswith(","):
        return word[:-1] in words.role_small
    folded = word.casefold()
    return words.is_role(word) or word in words.role_small or folded in words.role_noun or folded in words.role_oblique


def _is_quoted(text: str, run: Run) -> bool:
    """Whether the name is all that stands in quotation marks, as a title does."""
    around = text[run.start - 1 : run.start], text[run.end : run.end + 1].replace(",", "”")
    return all(mark and mark in _QUOTES for mark in around) and not run.possessive


def _plain(run: Run, words: Cues, language: str | None) -> str | None:
    """The name in its plain form; None where its case cannot be undone."""
    name = run.name
    if genitive := GENITIVES.get(language or ""):
        return genitive.sub("", name)
    if run.before.casefold() in words.role_oblique:
        return plain(name) if plain(name) != name else None
    return plain(name)


def _each_once(names: Iterable[str], known: list[str]) -> tuple[str, ...]:
    """The names, without those that are a known one in another spelling, case or length."""
    keys = keys_of(known)
    kept: list[str] = []
    for each in names:
        name = read_name(each)
        if name and name.key not in keys and not any(fits(each, other) for other in (*known, *kept)):
            keys.add(name.key)
            kept.append(each)
    return tuple(kept)

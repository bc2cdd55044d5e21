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
from junket.pipelines.people.span import NameSpan, spans_in
from junket.pipelines.person.compare import fits
from junket.pipelines.person.inflection import GENITIVES, plain
from junket.pipelines.person.name_words import SURE_PARTICLES
from junket.pipelines.person.parts import keys_of, read_name
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
    spans = list(spans_in(whole, language))
    sure = _sure(whole, spans, words, linked)
    titles = {title.casefold() for film in films for title in (film.title, film.other_title) if title}
    found = (
        _plain(span, words, language)
        for span in _as_called(spans, sure, cut=language == _NOUNS)
        if span.name.casefold() not in titles and not _is_opening(whole, span)
    )
    return _each_once((name for name in found if name), [*known])[:MOST]


def _sure(text: str, spans: list[NameSpan], words: Cues, linked: Iterable[str]) -> set[str]:
    """The names of which some place shows that they are a person's."""
    signs = [_sign(text, span, words) for span in spans]
    no = {span.name for span, sign in zip(spans, signs, strict=True) if sign == _NOT}
    sure = {span.name for span, sign in zip(spans, signs, strict=True) if sign == _SHOWN}
    open_names = {span.name for span in spans} - sure - no
    sure |= {name for name in open_names if _is_told(text, name.rpartition(" ")[2], words)}
    sure.update(linked)
    for row in _rows(text, spans, words):
        if any(span.name in sure for span in row):
            sure |= {span.name for span in row} - no
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


def _rows(text: str, spans: list[NameSpan], words: Cues) -> Iterator[list[NameSpan]]:
    """Names that "and" joins, with those that commas join to them; two with a comma alone may be one and a title."""
    row, sealed = spans[:1], False
    for before, span in pairwise(spans):
        joiner = words.joiner.fullmatch(text, before.end, span.start) if span.start - before.end <= _JOINED else None
        if joiner and (joiner["and"] or not sealed):
            row.append(span)
            sealed = joiner["and"] is not None
            continue
        if sealed:
            yield row
        row, sealed = [span], False
    if sealed:
        yield row


def _as_called(spans: list[NameSpan], sure: set[str], *, cut: bool) -> Iterator[NameSpan]:
    """The spans that are sure, as the page has the whole name: with ``De`` and, ``cut``, without a noun before it."""
    names = {span.name for span in spans}
    for span in spans:
        tail = _tail(span.name)
        is_family = _PARTICLE.match(tail) is not None
        if _PARTICLE.match(span.name) and " " not in tail:
            continue  # "De Niro", whose whole name stands elsewhere if anywhere
        if span.name in sure or (is_family and tail in sure):
            yield span._replace(name=tail) if cut and " " in tail and tail in names and not is_family else span


def _tail(name: str) -> str:
    return name.partition(" ")[2]


def _is_opening(text: str, span: NameSpan) -> bool:
    """Whether the first word is one that the text has in small letters too, and begins a sentence here."""
    first = span.name.partition(" ")[0]
    begins = text[max(0, span.start - 8) : span.start].rstrip('“"«„ \u00a0')[-1:] in {"", ".", "!", "?", "…", "\n"}
    return begins and f" {first.casefold()} " in text


def _sign(text: str, span: NameSpan, words: Cues) -> int:
    """What the words around one place say of it."""
    if _is_quoted(text, span):
        return _NOTHING
    behind = text[span.end : span.end + _BEHIND]
    if _has_role(span.before, words) or _is_announced(text[max(0, span.start - _BEFORE) : span.start], words):
        return _SHOWN
    if span.before.casefold() in words.part or span.before.casefold() in words.no_person:
        return _NOT
    return _SHOWN if (words.own if span.possessive else words.behind).match(behind) else _NOTHING


def _is_announced(before: str, words: Cues) -> bool:
    """Whether a phrase stands before it."""
    return before.rstrip(" \u00a0").casefold().endswith(words.before_ends) and bool(words.before.search(before))


def _has_role(before: str, words: Cues) -> bool:
    word = before.rstrip(".").rpartition("/")[2]
    if word.endswith(","):
        return word[:-1] in words.role_small
    folded = word.casefold()
    return words.is_role(word) or word in words.role_small or folded in words.role_noun or folded in words.role_oblique


def _is_quoted(text: str, span: NameSpan) -> bool:
    """Whether the name is all that stands in quotation marks, as a title does."""
    around = text[span.start - 1 : span.start], text[span.end : span.end + 1].replace(",", "”")
    return all(mark and mark in _QUOTES for mark in around) and not span.possessive


def _plain(span: NameSpan, words: Cues, language: str | None) -> str | None:
    """The name in its plain form; None where its case cannot be undone."""
    name = span.name
    if genitive := GENITIVES.get(language or ""):
        return genitive.sub("", name)
    if span.before.casefold() in words.role_oblique:
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

"""Mentions: who is named on a record, in which role, beside which films, with which authority's id."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from junket.pipelines.person.compare import near
from junket.pipelines.person.in_text import names_in
from junket.pipelines.person.inflection import without_possessive
from junket.pipelines.person.parts import Name, read_name
from junket.pipelines.person.transliterate import spelled
from junket.pipelines.record.record import Record

_READ = 8_000
"""Characters of the text that are searched for other spellings of the record's people."""

Ids = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class NameMention:
    """One name on one record."""

    name: str
    record: str
    role: str
    """``interviewee``, ``interviewer``, ``author``, ``translator``, ``photographer``, ``film`` (named with one), or
    ``named``: in title, lead or text."""
    context: tuple[str, ...] = ()
    """What may show that two spellings are one person: the record, its films, in one spelling."""
    films: tuple[str, ...] = ()
    """The films, as printed, that the name stands with."""
    ids: Ids = ()
    """Authority, id there and source, as the page ties them to the name: one id an authority, or none."""


def mentions(record: Record) -> Iterator[NameMention]:
    """Everyone whom the record's columns name, and other spellings of the same people in title, lead and text."""
    ids = _ids(record)
    known: dict[str, Name] = {}
    for each in _of_columns(record, ids):
        yield each
        if (name := read_name(each.name)) and name.is_full:
            known[each.name] = name
    text = f"{record.title or ''}\n{record.lead or ''}\n{record.text[:_READ]}" if known else ""
    by_first: defaultdict[str, list[Name]] = defaultdict(list)
    for name in known.values():
        by_first[name.first].append(name)
    keys = {name.key for name in known.values()}
    for printed in sorted({_plain(without_possessive(each)) for each in names_in(text)} - known.keys()):
        name = read_name(printed)
        if name and (name.key in keys or any(near(name, other) for other in by_first[name.first])):
            yield NameMention(printed, record.id, "named", (f"record {record.id}",), (), ids.get(name.key, ()))


def _of_columns(record: Record, ids: dict[str, Ids]) -> Iterator[NameMention]:
    titles = {film.title: _spelled(film.title) for film in record.films}
    here = f"record {record.id}"
    about = (here, *sorted({f"film {key}" for key in titles.values() if key}))
    signed = (here, f"site {record.site}")
    roles = (
        ("interviewee", record.interviewees, about),
        ("interviewer", record.interviewers, signed),
        ("author", record.authors, signed),
        ("translator", record.translators, signed),
        ("photographer", record.photographers, signed),
    )
    for role, names, context in roles:
        yield from _in_role(role, names, record.id, context, (), ids)
    for film in record.films:
        yield from _in_role("film", film.people, record.id, (here, f"film {titles[film.title]}"), (film.title,), ids)
    others = {name for _, names, _ in roles[:2] for name in names}
    yield from _in_role("named", (name for name in record.people if name not in others), record.id, (here,), (), ids)


def _in_role(  # noqa: PLR0917  # a mention's fields, in their order
    role: str, names: Iterator[str] | tuple[str, ...], record: str, context: tuple[str, ...], films: tuple[str, ...],
    ids: dict[str, Ids],
) -> Iterator[NameMention]:  # fmt: skip
    for printed in dict.fromkeys(map(_plain, names)):
        if name := read_name(printed):
            yield NameMention(printed, record, role, context, films, ids.get(name.key, ()))


def _ids(record: Record) -> dict[str, Ids]:
    """By the spelling of a name the ids that the page ties to it; a page that ties two of one authority ties none."""
    found: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for each in record.authority_links:
        if name := read_name(each.name):
            found[name.key].add((each.authority, each.id, each.source))
    single: dict[str, Ids] = {}
    for key, triples in found.items():
        count = Counter(authority for authority, _ in {(authority, own) for authority, own, _ in triples})
        single[key] = tuple(sorted(triple for triple in triples if count[triple[0]] == 1))
    return single


def _plain(printed: str) -> str:
    """The name as Parquet can hold it: half a surrogate pair is ``?`` there."""
    return printed.encode("utf-8", "replace").decode("utf-8")


def _spelled(title: str) -> str:
    return " ".join(spelled(word) for word in title.split())

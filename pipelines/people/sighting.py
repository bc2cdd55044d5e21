"""Sightings: who is named on a record, in which role, beside which films."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.interview import Interview
from pipelines.people.name import read_name, spelled
from pipelines.people.near import near
from pipelines.turns.names import names_in

_READ = 8_000
"""Characters of the text that are searched for other spellings of the record's people."""


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """One name on one record."""

    name: str
    record: str
    role: str
    """``interviewee``, ``interviewer``, ``author``, ``translator``, ``photographer``, ``film`` (named with one), or
    ``named``: in title, lead or text, in another spelling."""
    context: tuple[str, ...] = ()
    """What may show that two spellings are one person: the record, its films, in one spelling."""
    films: tuple[str, ...] = ()
    """The films, as printed, that the name stands with."""


def sightings(record: Interview) -> Iterator[Sighting]:
    """Everyone whom the record's columns name, and other spellings of the same people in title, lead and text."""
    found = list(_of_columns(record))
    yield from found
    known = {each.name: name for each in found if (name := read_name(each.name)) and name.is_full}
    text = f"{record.title or ''}\n{record.lead or ''}\n{record.text[:_READ]}" if known else ""
    for printed in sorted({*names_in(text)} - known.keys()):
        name = read_name(printed)
        if name and any(name.key == other.key or near(name, other) for other in known.values()):
            yield Sighting(printed, record.id, "named", (f"record {record.id}",))


def _of_columns(record: Interview) -> Iterator[Sighting]:
    titles = {film.title: _spelled(film.title) for film in record.films}
    about = tuple(sorted({f"film {key}" for key in titles.values() if key}))
    roles = (
        ("interviewee", record.interviewees, (f"record {record.id}", *about)),
        ("interviewer", record.interviewers, (f"record {record.id}", f"site {record.site}")),
        ("author", record.authors, (f"record {record.id}", f"site {record.site}")),
        ("translator", record.translators, (f"record {record.id}", f"site {record.site}")),
        ("photographer", record.photographers, (f"record {record.id}", f"site {record.site}")),
    )
    for role, names, context in roles:
        for name in dict.fromkeys(names):
            if read_name(name):
                yield Sighting(name, record.id, role, context)
    for film in record.films:
        for name in film.people:
            if read_name(name):
                yield Sighting(
                    name, record.id, "film", (f"record {record.id}", f"film {titles[film.title]}"), (film.title,)
                )


def _spelled(title: str) -> str:
    return " ".join(spelled(word) for word in title.split())

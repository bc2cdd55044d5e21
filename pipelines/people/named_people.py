"""Everyone whom a page names, and the authorities' pages that it ties to them: the record's columns of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from junket.pipelines.people.authority import OF_PEOPLE, linked, stated
from junket.pipelines.people.recognition import people_in
from junket.pipelines.person.parts import keys_of
from junket.pipelines.reading import Reading
from junket.pipelines.record.record import AuthorityLink, Film, Record


@dataclass(frozen=True, slots=True)
class PeopleNamed:
    """``people``: who speaks, then who is named; ``links``: ties of names that the page prints."""

    people: tuple[str, ...]
    links: tuple[AuthorityLink, ...]


def find_named(reading: Reading, speakers: Iterable[str], films: Iterable[Film]) -> PeopleNamed:
    """Whom the page names. A tie counts for somebody whom it names otherwise, or to a page that only a person has."""
    metadata = reading.metadata
    known = tuple(dict.fromkeys(speakers))
    document = reading.document
    seen = linked(document.elements, document.sought.by_tag["a"], reading.stripping.kept)
    links = dict.fromkeys((*seen, *stated(metadata.same_as)))
    sure = {each.name for each in links if each.source == "link" and each.authority in OF_PEOPLE}
    people = (*known, *people_in(reading.body.text, metadata, reading.language, films=films, known=known, linked=sure))
    signed = (*metadata.authors, *metadata.translators, *metadata.photographers)
    keys = keys_of((*people, *signed))
    return PeopleNamed(people, tuple(each for each in links if keys_of([each.name]) & keys))


def everyone(record: Record, speakers: Iterable[str]) -> tuple[str, ...]:
    """The record's people where ``speakers`` are those who speak: they, and who else is named."""
    before = {*record.interviewers, *record.interviewees}
    return tuple(dict.fromkeys((*speakers, *(name for name in record.people if name not in before))))

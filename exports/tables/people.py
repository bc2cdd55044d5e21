"""The table of people: who is named on the records, under which spellings, one row a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from junket.exports.decisions.people_toml import AUTHORITIES
from junket.exports.tables.arrow_columns import STRINGS, column, schema_of, structs
from junket.exports.tables.groups import in_groups
from junket.exports.tables.table import Table, TableInput
from junket.pipelines.people import Person

_VARIANT = structs(
    column("name", pa.string(), "The name as printed.", nullable=False),
    column("script", pa.string(), "The script of most of its letters: `Latin`, `Cyrillic` …", nullable=False),
    column("count", pa.int32(), "On how many records it stands.", nullable=False),
    column("records", STRINGS, "The `id` of each of them.", nullable=False),
)

_IDENTIFIER = structs(
    column("authority", pa.string(), "`wikidata`, `imdb`, `tmdb` or `viaf`.", nullable=False),
    column("id", pa.string(), "The id there.", nullable=False),
    column("source", pa.string(), "`decision` (people said so), `link` or `json-ld` (pages did).", nullable=False),
    column("records", STRINGS, "The `id` of each record whose page says so; none for a decision.", nullable=False),
    column("believed", pa.bool_(), "False where pages say another as well, or it of others.", nullable=False),
)

PEOPLE = schema_of(
    "people",
    column("person_id", pa.string(), "Stable name of the person, from the spellings of the name.", nullable=False),
    column("aliases", STRINGS, "Ids that the person had, or would have, by single spellings.", nullable=False),
    column("name", pa.string(), "The preferred form: people's, else the spelling on most records.", nullable=False),
    column("variants", _VARIANT, "All spellings, and where each was seen.", nullable=False),
    column(
        "roles",
        STRINGS,
        "`interviewee`, `interviewer`, `author`, `translator`, `photographer`, "
        "`film` (with a film), `named` (in the text).",
        nullable=False,
    ),
    column("films", STRINGS, "Films that a sentence says to be the person's, as printed.", nullable=False),
    column("doubts", STRINGS, "`same_name`, `near_spelling`: see below.", nullable=False),
    column("wikidata", pa.string(), "The person in Wikidata: by people's decision, else as pages link."),
    column("imdb", pa.string(), "The person in IMDb: by people's decision, else as pages link."),
    column("tmdb", pa.string(), "The person in TMDb: by people's decision, else as pages link."),
    column("viaf", pa.string(), "The person in VIAF: by people's decision, else as pages link."),
    column("ids", _IDENTIFIER, "Every id that somebody says is the person's, and where.", nullable=False),
)


def _rows(seen: TableInput) -> Iterator[pa.RecordBatch]:
    return in_groups(PEOPLE, map(_row, seen.people))


def _row(person: Person) -> dict[str, Any]:
    row = asdict(person)
    return row | {authority: person.id_in(authority) for authority in AUTHORITIES}


TABLE = Table(
    name="people",
    schema=PEOPLE,
    rows=_rows,
    sort=("person_id",),
    key=("person_id",),
    refs={"variants.records": "documents", "ids.records": "documents"},
)

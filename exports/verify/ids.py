"""Ids in the standing snapshot: unique where they name, and leading somewhere where they refer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from junket.exports.verify.survey import Finding, Survey

_DOCUMENT_COLUMNS = ["id", "revision", "near_duplicate_of", "persons"]
_PEOPLE_COLUMNS = ["person_id", "variants", "ids"]
_TABLES = """
CREATE TABLE names (kind, id, revision, part, row);
CREATE TABLE refs (kind, id, part, row, field);
"""
_TWICE = """
SELECT kind, id, revision, part, max(row) FROM names GROUP BY kind, id, revision HAVING count(*) > 1 ORDER BY part, 5
"""
_DANGLING = """
SELECT kind, id, part, min(row), field FROM refs
WHERE NOT EXISTS (SELECT 1 FROM names WHERE names.kind = refs.kind AND names.id = refs.id)
GROUP BY kind, id, part, field ORDER BY part, 4
"""
_NAMES = {"documents": "document", "people": "person"}


def ids_lead_somewhere(survey: Survey) -> Iterator[Finding]:
    """No revision stands twice, revisions come in order, and each id of a document or person is that of a row."""
    with closing(sqlite3.connect("")) as index:  # a file of SQLite's own, gone with the connection
        index.executescript(_TABLES)
        for part in survey.standing.files if survey.standing else ():
            with suppress(OSError, pa.ArrowException):  # told by the check of the pages
                _read(survey, part.path, index)
        index.execute("CREATE INDEX by_id ON names (kind, id, revision)")
        for kind, name, revision, part, row in index.execute(_TWICE):
            told = f"revision {revision} of document {name}" if kind == "documents" else f"person {name}"
            yield _finding(survey, part, row, f"{told} stands here and elsewhere")
        for kind, name, part, row, field in index.execute(_DANGLING):
            yield _finding(survey, part, row, f"{field} names the {_NAMES[kind]} {name}, of whom there is no row")


def _read(survey: Survey, part: str, index: sqlite3.Connection) -> None:
    assert survey.standing  # noqa: S101  # it has parts
    table, columns = part.partition("/")[0], _DOCUMENT_COLUMNS if part.startswith("documents/") else _PEOPLE_COLUMNS
    row = 0
    path = survey.home.dataset / survey.standing.version / part
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        for batch in file.iter_batches(1000, columns=columns):
            found = list(enumerate(batch.to_pylist(), row))
            row += len(found)
            key = "id" if table == "documents" else "person_id"
            names = [(table, each[key], each.get("revision"), part, place) for place, each in found]
            index.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", names)
            refs = ((*ref[:2], part, place, ref[2]) for place, each in found for ref in _refs(table, each))
            index.executemany("INSERT INTO refs VALUES (?, ?, ?, ?, ?)", refs)


def _refs(table: str, row: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    """What the row refers to: the table, the id there, and the field that says so."""
    if table == "documents":
        if row["near_duplicate_of"]:
            yield "documents", row["near_duplicate_of"], "near_duplicate_of"
        yield from (("people", each["person_id"], "persons") for each in row["persons"] if each["person_id"])
    else:
        for field in ("variants", "ids"):
            yield from (("documents", name, field) for each in row[field] for name in each["records"])


def _finding(survey: Survey, part: str, row: int, problem: str) -> Finding:
    version = survey.standing.version if survey.standing else ""
    return Finding(file=f"dataset/{version}/{part}", place=f"row {row}", problem=problem, remedy=survey.rebuild)

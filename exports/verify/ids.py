"""Ids in the standing snapshot: unique where they name a row, and leading to one where they refer to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from junket.exports.tables import table_called
from junket.exports.tables.table import Table
from junket.exports.verify.survey import Finding, HomeSurvey

_INDEX = """
CREATE TABLE names (kind, id, key, part, row);
CREATE TABLE refs (kind, id, part, row, field);
"""
_TWICE = """
SELECT kind, key, part, max(row) FROM names GROUP BY kind, id, key HAVING count(*) > 1 ORDER BY part, 4
"""
_DANGLING = """
SELECT kind, id, part, min(row), field FROM refs
WHERE NOT EXISTS (SELECT 1 FROM names WHERE names.kind = refs.kind AND names.id = refs.id)
GROUP BY kind, id, part, field ORDER BY part, 4
"""


def ids_lead_somewhere(survey: HomeSurvey) -> Iterator[Finding]:
    """No key of a table stands twice, and each id by which a row refers to another table is that of a row there."""
    with closing(sqlite3.connect("")) as index:  # a file of SQLite's own, gone with the connection
        index.executescript(_INDEX)
        for part in survey.standing.files if survey.standing else ():
            table = table_called(part.path.partition("/")[0])
            if table is not None:
                with suppress(OSError, pa.ArrowException):  # told by the check of the pages
                    _read(survey, table, part.path, index)
        index.execute("CREATE INDEX by_id ON names (kind, id, key)")
        for kind, key, part, row in index.execute(_TWICE):
            yield _finding(survey, part, row, f"{key} stands here and elsewhere in {kind}")
        for kind, name, part, row, field in index.execute(_DANGLING):
            yield _finding(survey, part, row, f"{field} names {name}, of which there is no row in {kind}")


def _read(survey: HomeSurvey, table: Table, part: str, index: sqlite3.Connection) -> None:
    assert survey.standing  # noqa: S101  # it has parts
    columns = sorted({name.partition(".")[0] for name in (*table.key, *table.refs)})
    row = 0
    path = survey.home.dataset / survey.standing.version / part
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        if not set(table.key) <= set(file.schema_arrow.names):  # an older schema
            return
        for batch in file.iter_batches(1000, columns=columns):
            found = list(enumerate(batch.to_pylist(), row))
            row += len(found)
            names = [(table.name, each.get(table.key[0]), _key(table, each), part, place) for place, each in found]
            index.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", names)
            refs = ((*ref[:2], part, place, ref[2]) for place, each in found for ref in _refs(table, each))
            index.executemany("INSERT INTO refs VALUES (?, ?, ?, ?, ?)", refs)


def _key(table: Table, row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {row.get(name)}" for name in table.key)


def _refs(table: Table, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What the row refers to: the table, the id there, and the field that says so."""
    for field, other in table.refs.items():
        yield from ((other, name, field) for name in _values(row, field.split(".")))


def _values(value: Any, path: list[str]) -> Iterator[str]:  # noqa: ANN401  # a row, and what it holds
    """The values at the path, through lists; null is none."""
    if isinstance(value, list):
        for each in value:
            yield from _values(each, path)
    elif isinstance(value, dict):
        yield from _values(value.get(path[0]), path[1:])
    elif value is not None:
        yield value


def _finding(survey: HomeSurvey, part: str, row: int, problem: str) -> Finding:
    version = survey.standing.version if survey.standing else ""
    return Finding(file=f"dataset/{version}/{part}", place=f"row {row}", problem=problem, remedy=survey.rebuild)

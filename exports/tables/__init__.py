"""The tables of the dataset. A new one is a file with a :class:`Table` and a line in :data:`TABLES`.

Publish, verify, ``schema.json`` and ``DATA_FORMAT.md`` follow this list (CONTRIBUTING.md has an example).
"""

from __future__ import annotations

import json

from junket.exports.tables import documents, people
from junket.exports.tables.arrow_columns import SCHEMA_VERSION, describe
from junket.exports.tables.table import Table

TABLES: tuple[Table, ...] = (documents.TABLE, people.TABLE)


def table_called(name: str) -> Table | None:
    """The table of that name; None for one that this version does not know."""
    return next((table for table in TABLES if table.name == name), None)


def schema_json() -> bytes:
    """The schema for people and programs without Arrow: version and fields, as JSON."""
    first, *others = ({"table": each.name, "fields": [describe(field) for field in each.schema]} for each in TABLES)
    shape = {"table": first["table"], "schema_version": SCHEMA_VERSION, "fields": first["fields"], "others": others}
    return json.dumps(shape, indent=2, ensure_ascii=False).encode() + b"\n"

"""The tables of ``DATA_FORMAT.md``, made from the schema: ``python -m junket.exports.field_tables`` prints them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
from junket.exports.schema import DOCUMENTS, PEOPLE, describe


def field_tables(schema: pa.Schema = DOCUMENTS, heading: str = "### Columns") -> str:
    """A Markdown table of the columns, and one for each column that holds structs. Ends with a line end."""
    columns = [describe(field) for field in schema]
    parts = [heading, _table(columns)]
    for column in columns:
        if "fields" in column:
            parts += [f"### `{column['name']}`", _table(column["fields"])]
    return "\n\n".join(parts) + "\n"


def _table(fields: Iterable[dict[str, Any]]) -> str:
    rows = [f"| `{each['name']}` | {_kind(each)} | {each['description']} |" for each in fields]
    return "\n".join(["| name | type | meaning |", "| --- | --- | --- |", *rows])


def _kind(field: dict[str, Any]) -> str:
    return f"{field['type']}, may be null" if field["nullable"] else str(field["type"])


if __name__ == "__main__":
    sys.stdout.write(field_tables() + "\n" + field_tables(PEOPLE, "### Columns of `people`"))

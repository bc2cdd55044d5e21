"""The tables of ``DATA_FORMAT.md``, made from the schema: ``python -m junket.exports.field_tables`` prints them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from junket.exports.tables import TABLES
from junket.exports.tables.columns import describe
from junket.exports.tables.table import Table


def field_tables(table: Table) -> str:
    """A Markdown table of the columns, and one for each column that holds structs. Ends with a line end."""
    columns = [describe(field) for field in table.schema]
    sort = ", ".join(f"`{name}`" for name in table.sort)
    order = f"Sorted by {sort}." if sort else "In the order of `documents`."
    parts = [f"### Columns of `{table.name}`", order, _table(columns)]
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
    sys.stdout.write("\n".join(map(field_tables, TABLES)))

"""The field tables of ``DATA_FORMAT.md``, made from the schema.

``python -m junket.exports.field_tables DATA_FORMAT.md`` writes them anew where they stand; the prose stays.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from junket.exports.tables import TABLES
from junket.exports.tables.arrow_columns import describe
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


def with_field_tables(document: str) -> str:
    """The document with the field tables of today: each stands from its heading to the next chapter.

    What else is between goes.

    ValueError for a table whose heading it does not have.
    """
    for table in TABLES:
        heading = f"### Columns of `{table.name}`\n"
        before, found, rest = document.partition(heading)
        if not found:
            raise ValueError(f"no heading {heading.strip()}: add it where the table is to stand")
        _, end, after = rest.partition("\n## ")
        document = f"{before}{field_tables(table)}{end}{after}"
    return document


def _table(fields: Iterable[dict[str, Any]]) -> str:
    rows = [f"| `{each['name']}` | {_kind(each)} | {each['description']} |" for each in fields]
    return "\n".join(["| name | type | meaning |", "| --- | --- | --- |", *rows])


def _kind(field: dict[str, Any]) -> str:
    return f"{field['type']}, may be null" if field["nullable"] else str(field["type"])


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.write_text(with_field_tables(place.read_text("utf-8")), "utf-8", newline="\n")

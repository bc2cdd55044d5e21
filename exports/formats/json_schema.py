"""The JSON Schema of a record as ``junket scrape`` prints one: ``docs/record.schema.json``.

``python -m junket.exports.formats.json_schema`` prints that file.
"""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from junket.exports.tables.arrow_columns import SCHEMA_VERSION, describe
from junket.exports.tables.documents import DOCUMENTS
from junket.pipelines.record.record import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def record_schema() -> dict[str, Any]:
    """The schema: types and defaults by the class, descriptions as the columns have them. Every key is always there."""
    kinds = msgspec.json.schema_components([Record], ref_template="#/$defs/{name}")[1]
    del kinds["RuleCount"]
    record = kinds.pop("Record")
    record["properties"]["stripped"] = {"type": "object", "additionalProperties": {"type": "integer"}}
    columns = [describe(field) for field in DOCUMENTS]
    _describe(record, columns)
    for column in columns:
        for name in _refs(record["properties"][column["name"]]):
            _describe(kinds[name], column["fields"])
    return {"$schema": DIALECT, "$comment": f"schema version {SCHEMA_VERSION}", **record, "$defs": kinds}


def _describe(kind: dict[str, Any], fields: list[dict[str, Any]]) -> None:
    given = kind["properties"]
    for shown in given.values():
        shown.pop("default", None)  # a key that is always there needs none
    kind["properties"] = {each["name"]: given[each["name"]] | {"description": each["description"]} for each in fields}
    kind["required"] = list(kind["properties"])


def _refs(shown: dict[str, Any]) -> list[str]:
    """The kinds that a list is of."""
    lists = [shown, *shown.get("anyOf", ())]
    return [each["items"]["$ref"].rpartition("/")[2] for each in lists if "$ref" in each.get("items", {})]


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(record_schema()), indent=2) + b"\n")

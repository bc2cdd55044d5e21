"""What a column of the dataset is made of: name, type, and the description that ``DATA_FORMAT.md`` prints."""

from __future__ import annotations

from datetime import datetime
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pyarrow as pa

from junket.pipelines.record.record import Day, Int64

SCHEMA_VERSION = "5"
"""Raised with each new table and each change of a column's name, type or meaning; a publish then rewrites all files."""

INSTANT = pa.timestamp("us", "UTC")
STRINGS = pa.list_(pa.field("element", pa.string(), nullable=False))
_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    Int64: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    Day: pa.date32(),
    datetime: INSTANT,
}


def column(name: str, kind: pa.DataType, description: str, *, nullable: bool = True) -> pa.Field[Any]:
    """A column of a table, or a field of its structs."""
    return pa.field(name, kind, nullable=nullable, metadata={"description": description})


def columns_of(kind: type) -> list[pa.Field[Any]]:
    """A column for each field of a dataclass or named tuple: type, nullability and description by its annotation."""
    hints = get_type_hints(kind, include_extras=True)
    return [_annotated(name, hint.__origin__, hint.__metadata__[-1]) for name, hint in hints.items()]


def _annotated(name: str, hint: Any, description: str) -> pa.Field[Any]:  # noqa: ANN401  # any annotation
    nullable = NoneType in get_args(hint)
    kinds = [kind for kind in get_args(hint) if kind is not NoneType] if nullable else [hint]
    return column(name, _arrow_type(kinds[0]), description, nullable=nullable)


def _arrow_type(hint: Any) -> pa.DataType:  # noqa: ANN401  # any annotation
    if get_origin(hint) is tuple:
        return pa.list_(pa.field("element", _arrow_type(get_args(hint)[0]), nullable=False))
    if get_origin(hint) is Literal:
        return pa.string()
    return _TYPES[hint] if hint in _TYPES else pa.struct(columns_of(hint))


def structs(*fields: pa.Field[Any]) -> pa.DataType:
    """The type of a column of lists of structs."""
    return pa.list_(pa.field("element", pa.struct(fields), nullable=False))


def schema_of(table: str, *columns: pa.Field[Any]) -> pa.Schema:
    """A table's schema; its version and the table's name stand in each file."""
    return pa.schema(columns, metadata={"junket.schema_version": SCHEMA_VERSION, "junket.table": table})


def describe(field: pa.Field[Any]) -> dict[str, Any]:
    """A field's name, type, nullability, description, and the fields inside it."""
    inner = field.type.value_type if pa.types.is_list(field.type) else None
    nested = [describe(inner.field(i)) for i in range(inner.num_fields)] if inner and pa.types.is_struct(inner) else []
    return {
        "name": field.name,
        "type": type_name(field.type),
        "nullable": field.nullable,
        "description": (field.metadata or {}).get(b"description", b"").decode(),
        **({"fields": nested} if nested else {}),
    }


def type_name(kind: pa.DataType) -> str:
    """The type in short words: ``list<string>``, ``list<struct>``, ``timestamp[us, UTC]``."""
    if pa.types.is_list(kind):
        return f"list<{type_name(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return "struct"
    return "timestamp[us, UTC]" if pa.types.is_timestamp(kind) else str(kind)

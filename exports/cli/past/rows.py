"""Rows as a table, as JSON lines or as CSV, one after the other: a million need no more memory than a thousand."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Literal

import click
import msgspec

from junket.crawlers.terminal import escaped
from junket.exports.cli.printing.table import print_table

Shape = Literal["table", "json", "csv"]
Row = Mapping[str, Any]
"""Plain values and times by column; None where nothing is known."""

_AT_ONCE = 1_000
"""Rows of a table whose columns are set together."""

shape_option = click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "json", "csv"]),
    help="A table, JSON lines (the default in a pipe) or CSV.",
)


def shape_of(given: Shape | None) -> Shape:
    """What was asked for; else a table for people, and JSON lines for programs."""
    return given or ("table" if sys.stdout.isatty() else "json")


def print_rows(names: Sequence[str], rows: Iterable[Row], shape: Shape, title: str = "") -> int:
    """Prints rows of these columns to stdout; how many. Where there is none, CSV still has its first line."""
    match shape:
        case "table":
            return _print_tables(names, iter(rows), title)
        case "csv":
            return _print_csv(names, rows)
        case "json":
            encode = msgspec.json.Encoder().encode
            return _write(encode({name: _plain(row[name]) for name in names}) + b"\n" for row in rows)


def _print_tables(names: Sequence[str], rows: Iterator[Row], title: str) -> int:
    number = 0
    while part := list(islice(rows, _AT_ONCE)):
        print_table(title, tuple(names), [tuple(_cell(row[name]) for name in names) for row in part])
        number, title = number + len(part), ""
    return number


def _print_csv(names: Sequence[str], rows: Iterable[Row]) -> int:
    from junket.exports.formats.csv import csv_cell, csv_line

    sys.stdout.buffer.write(csv_line(names))
    return _write(csv_line([csv_cell(_plain(row[name])) for name in names]) for row in rows)


def _write(lines: Iterable[bytes]) -> int:
    number = 0
    for line in lines:
        sys.stdout.buffer.write(line)
        number += 1
    return number


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a row holds
    """A value as programs read it: a time as ISO 8601 in UTC. Nothing steers a terminal."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return escaped(value) if isinstance(value, str) and sys.stdout.isatty() else value


def _cell(value: Any) -> str:  # noqa: ANN401  # the same
    match value:
        case None:
            return ""
        case int() | float():
            return f"{value:,}"
        case [*words]:
            return ", ".join(map(str, words))
        case _:
            return str(value)

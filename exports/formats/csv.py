"""Records as CSV (RFC 4180), for spreadsheets: a row a record, the columns of ``DATA_FORMAT.md``.

Lists of words are joined by ``; ``, lists of structures (turns, images …) are JSON. A spreadsheet takes a cell that
begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and a page may print one: such cells get an apostrophe in
front (OWASP, CSV Injection), and so do those that begin with white space which a program might take off first.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from junket.exports.formats.json import json_line, record_fields
from junket.exports.tables.documents import DOCUMENTS
from junket.pipelines.record.record import Record

BOM = b"\xef\xbb\xbf"
"""At the beginning of a file, or Excel takes UTF-8 for the system's own code page."""
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters of cells that some program runs; the wide ones are what Excel in East Asia takes for the others."""


def csv_header() -> bytes:
    """The line of the columns' names."""
    return csv_line(DOCUMENTS.names)


def csv_row(record: Record) -> bytes:
    """The record's line; its line breaks stand inside quotes. Lone surrogates become ``?``."""
    fields = record_fields(record)
    return csv_line([csv_cell(fields[name]) for name in DOCUMENTS.names])


def csv_cell(value: Any) -> str | float | None:  # noqa: ANN401  # whatever a field holds
    """A value as a cell: no formula for a spreadsheet; None where there is nothing."""
    if value in (None, "", [], (), {}):
        return None
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return value
        case str():
            return _defused(value)
        case [str(), *_]:
            return _defused("; ".join(value))
        case _:
            return json_line(value).decode()


def _defused(text: str) -> str:
    return f"'{text}" if text[:1] in _FORMULA or text.lstrip()[:1] in _FORMULA else text


def csv_line(cells: Sequence[Any]) -> bytes:
    """Cells as a line with its end."""
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerow(cells)
    return line.getvalue().replace("\0", "\ufffd").encode("utf-8", "replace")

"""Where ``junket scrape`` puts its records: stdout or a file, in one of the formats."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from junket.crawlers.errors import HomeProblem
from junket.exports.atomic import atomic_file
from junket.exports.cli.printing.messages import say
from junket.exports.cli.scraping.output_format import Format
from junket.exports.formats.bibtex import bibtex_entry
from junket.exports.formats.citation import citation
from junket.exports.formats.csl import csl_item
from junket.exports.formats.json import json_line, record_json, record_line
from junket.exports.formats.md import record_markdown
from junket.exports.formats.ris import ris_entry
from junket.exports.formats.tei import CORPUS_END, DECLARATION, corpus_start, record_tei
from junket.exports.formats.text import record_text
from junket.exports.masked import masked, masked_explanation
from junket.pipelines.explanation import Explanation
from junket.pipelines.record.record import Record, Turn

if TYPE_CHECKING:
    from junket.exports.formats.parquet import ParquetRows

WIDEST = 100
"""Columns beyond which lines are hard to read (a terminal's width, when it is smaller, goes first)."""


class RecordOutput:
    """Writes records in a format, one after the other.

    ``array`` makes ``json`` an array and ``tei`` a corpus; else it is one object (CSL-JSON is an array always).
    An explanation is the key ``explain`` in JSON, follows the record in text, and stands on stderr beside the formats
    that are documents.
    """

    def __init__(self, open_sink: ExitStack, path: Path | None, form: Format, *, array: bool) -> None:
        self._stack, self._path, self._format = open_sink, path, form
        self._array = array or form == "csl"
        terminal = path is None and sys.stdout.isatty()
        self._columns = shutil.get_terminal_size().columns if terminal else None
        self._sink: BinaryIO | None = None
        self._rows: ParquetRows | None = None

    def write(self, record: Record, explained: Explanation | None = None) -> None:
        """Adds a record. HomeProblem when the sink fails, BrokenPipeError when its reader went away."""
        record, shown = masked(record), masked_explanation(explained) if explained else None
        if self._format == "parquet":
            self._add_row(record)
        elif self._format != "html":
            self._put(self._record(record, shown))
        if explained:
            self.explain(explained)

    def refer(self, record: Record, turn: Turn | None = None) -> None:
        """Adds the reference to a record, or to one of its turns, in a reference format. Raises as above."""
        self._put(self._reference(masked(record), turn))

    def explain(self, explained: Explanation) -> None:
        """Adds an explanation where the format has a place for one beside the record, or on stderr. Raises as above."""
        from junket.exports.cli.scraping.explaining import explain_text  # costs time, and is seldom asked for

        explained = masked_explanation(explained)
        match self._format:
            case "html":
                from junket.exports.formats.explain_html import explain_html

                self._put(explain_html(explained))
            case "text":
                self._put(explain_text(explained, self._columns))
            case "md" | "tei" | "csv" | "parquet" | "bibtex" | "csl" | "ris":
                say(explain_text(explained, None).decode())

    def _put(self, data: bytes) -> None:
        first = self._sink is None
        with _sink_errors(self._path):
            sink = self._opened()
            sink.write(self._before(first=first) + data)
            sink.flush()

    def _add_row(self, record: Record) -> None:
        from junket.exports.formats.parquet import ParquetRows  # costs time, and is seldom asked for

        with _sink_errors(self._path):
            self._rows = self._rows or ParquetRows(self._opened())
            self._rows.write(record)

    def _opened(self) -> BinaryIO:
        if self._sink is None:
            self._sink = self._stack.enter_context(atomic_file(self._path)) if self._path else sys.stdout.buffer
        return self._sink

    def end(self) -> None:
        """Closes array, corpus or table, where there is one (an empty array on stdout; no file is made for it)."""
        if self._rows:
            with _sink_errors(self._path):
                self._rows.close()
        if self._format == "tei" and self._array and self._sink is not None:
            with _sink_errors(self._path):
                self._sink.write(CORPUS_END)
        if self._format not in {"json", "csl"} or not self._array:
            return
        with _sink_errors(self._path):
            if self._sink is not None:
                self._sink.write(b"\n]\n")
            elif self._path is None:
                sys.stdout.buffer.write(b"[]\n")

    def _before(self, *, first: bool) -> bytes:
        if self._format in {"json", "csl"}:
            return (b"[\n" if first else b",\n") if self._array else b""
        if self._format == "tei":
            return (corpus_start() if self._array else DECLARATION) if first else b""
        if self._format in {"bibtex", "ris"}:
            return b"" if first else b"\n"
        if self._format == "csv":
            return self._csv_start() if first else b""
        return b"" if first or self._format in {"jsonl", "html"} else b"\n---\n\n"

    def _csv_start(self) -> bytes:
        """The names of the columns. The mark that Excel needs is for files: in a pipe it is in the way."""
        from junket.exports.formats.csv import BOM, csv_header  # costs time, and is seldom asked for

        return (BOM if self._path else b"") + csv_header()

    def _reference(self, record: Record, turn: Turn | None = None) -> bytes:
        cited = citation(record, turn)
        if self._format == "csl":
            return json_line(csl_item(cited))
        entry = bibtex_entry(cited) if self._format == "bibtex" else ris_entry(cited)
        return entry.encode("utf-8", "replace")

    def _record(self, record: Record, explained: Explanation | None) -> bytes:
        match self._format:
            case "jsonl":
                return record_line(record, explained) + b"\n"
            case "json":
                return record_json(record, explained) + (b"" if self._array else b"\n")
            case "tei":
                return record_tei(record)
            case "csv":
                from junket.exports.formats.csv import csv_row

                return csv_row(record)
            case "bibtex" | "csl" | "ris":
                return self._reference(record)
            case _:
                return self._readable(record).encode("utf-8", "replace")

    def _readable(self, record: Record) -> str:
        if self._format == "md":
            return record_markdown(record)
        return record_text(record, min(WIDEST, self._columns) if self._columns else None)


@contextmanager
def record_output(path: Path | None, form: Format, *, array: bool) -> Iterator[RecordOutput]:
    """The output of one scrape. A file takes its name when the body ends, and only if a record was written.

    HomeProblem when the file cannot be written; then, and when the body raises, nothing half-written stays.
    """
    with ExitStack() as stack:
        output = RecordOutput(stack, path, form, array=array)
        yield output
        output.end()
        closing = stack.pop_all()
    with _sink_errors(path):
        closing.close()


@contextmanager
def _sink_errors(path: Path | None) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name, remedy = (str(path), "name another file with -o") if path else ("stdout", "")
        if isinstance(error, IsADirectoryError):
            remedy = "--output-dir writes one file a record into a folder"
        raise HomeProblem(name, f"cannot be written: {error.strerror}", remedy) from error

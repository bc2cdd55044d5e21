"""Where ``junket scrape`` puts its records: stdout or a file, in one of nine formats."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from crawlers.errors import HomeProblem
from exports.atomic import atomic_file
from exports.cli.messages import say
from exports.formats.bibtex import bibtex_entry
from exports.formats.citation import citation
from exports.formats.csl import csl_item
from exports.formats.json import json_line, record_json, record_line
from exports.formats.md import record_markdown
from exports.formats.ris import ris_entry
from exports.formats.tei import CORPUS_END, DECLARATION, corpus_start, record_tei
from exports.formats.text import record_text
from exports.masked import masked, masked_explanation
from pipelines.explanation import Explanation
from pipelines.interview import Interview, Turn

Format = Literal["json", "jsonl", "md", "text", "tei", "bibtex", "csl", "ris", "html"]
"""``html`` is a page explained and no record; the others are a record's, three of them the reference to it."""
_BY_SUFFIX: dict[str, Format] = {
    ".json": "json",
    ".md": "md",
    ".markdown": "md",
    ".txt": "text",
    ".xml": "tei",
    ".bib": "bibtex",
    ".ris": "ris",
}
WIDEST = 100
"""Columns beyond which lines are hard to read (a terminal's width, when it is smaller, goes first)."""


def default_format(output: Path | None) -> Format:
    """By the file's suffix (JSON lines where it says nothing); on a terminal readable text, in a pipe JSON lines."""
    if output is not None:
        return _BY_SUFFIX.get(output.suffix.lower(), "jsonl")
    return "text" if sys.stdout.isatty() else "jsonl"


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

    def write(self, record: Interview, explained: Explanation | None = None) -> None:
        """Adds a record. HomeProblem when the sink fails, BrokenPipeError when its reader went away."""
        shown = masked_explanation(explained) if explained else None
        if self._format != "html":
            self._put(self._record(masked(record), shown))
        if explained:
            self.explain(explained)

    def refer(self, record: Interview, turn: Turn | None = None) -> None:
        """Adds the reference to a record, or to one of its turns, in a reference format. Raises as above."""
        self._put(self._reference(masked(record), turn))

    def explain(self, explained: Explanation) -> None:
        """Adds an explanation where the format has a place for one beside the record, or on stderr. Raises as above."""
        from exports.cli.explaining import explain_text  # costs time, and is seldom asked for

        explained = masked_explanation(explained)
        match self._format:
            case "html":
                from exports.formats.explain_html import explain_html

                self._put(explain_html(explained))
            case "text":
                self._put(explain_text(explained, self._columns))
            case "md" | "tei" | "bibtex" | "csl" | "ris":
                say(explain_text(explained, None).decode())

    def _put(self, data: bytes) -> None:
        first = self._sink is None
        with _sink_errors(self._path):
            if self._sink is None:
                self._sink = self._stack.enter_context(atomic_file(self._path)) if self._path else sys.stdout.buffer
            self._sink.write(self._before(first=first) + data)
            self._sink.flush()

    def end(self) -> None:
        """Closes the array or corpus, where there is one (an empty array on stdout; no file is made for it)."""
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
        return b"" if first or self._format in {"jsonl", "html"} else b"\n---\n\n"

    def _reference(self, record: Interview, turn: Turn | None = None) -> bytes:
        cited = citation(record, turn)
        if self._format == "csl":
            return json_line(csl_item(cited))
        entry = bibtex_entry(cited) if self._format == "bibtex" else ris_entry(cited)
        return entry.encode("utf-8", "replace")

    def _record(self, record: Interview, explained: Explanation | None) -> bytes:
        match self._format:
            case "jsonl":
                return record_line(record, explained) + b"\n"
            case "json":
                return record_json(record, explained) + (b"" if self._array else b"\n")
            case "md":
                return record_markdown(record).encode("utf-8", "replace")
            case "tei":
                return record_tei(record)
            case "bibtex" | "csl" | "ris":
                return self._reference(record)
            case _:
                width = min(WIDEST, self._columns) if self._columns else None
                return record_text(record, width).encode("utf-8", "replace")


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
        raise HomeProblem(name, f"cannot be written: {error.strerror}", remedy) from error

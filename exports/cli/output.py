"""Where ``junket scrape`` puts its records: stdout or a file, in one of eight formats."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from crawlers.errors import HomeProblem
from exports.atomic import atomic_file
from exports.cli.messages import say
from exports.formats.bibtex import bibtex_entry
from exports.formats.citation import citation
from exports.formats.csl import csl_item
from exports.formats.explain import explain_lines
from exports.formats.json import json_line, record_json, record_line
from exports.formats.md import record_markdown
from exports.formats.ris import ris_entry
from exports.formats.tei import CORPUS_END, DECLARATION, corpus_start, record_tei
from exports.formats.text import record_text
from pipelines.block import Stripped
from pipelines.interview import Interview, Turn

Format = Literal["json", "jsonl", "md", "text", "tei", "bibtex", "csl", "ris"]
FORMATS: tuple[Format, ...] = ("json", "jsonl", "md", "text", "tei", "bibtex", "csl", "ris")
_BY_SUFFIX: dict[str, Format] = {
    ".json": "json",
    ".md": "md",
    ".markdown": "md",
    ".txt": "text",
    ".xml": "tei",
    ".bib": "bibtex",
    ".ris": "ris",
}
_REFERENCES = frozenset({"bibtex", "csl", "ris"})
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
    ``explain`` adds what was stripped:
    as the key ``explain`` in JSON, on stderr beside the readable formats.
    """

    def __init__(self, open_sink: ExitStack, path: Path | None, form: Format, *, array: bool, explain: bool) -> None:
        self._stack, self._path, self._format = open_sink, path, form
        self._array, self._explain = array or form == "csl", explain
        self._width = min(WIDEST, shutil.get_terminal_size().columns) if path is None and sys.stdout.isatty() else None
        self._sink: BinaryIO | None = None

    def write(self, record: Interview, stripped: Sequence[Stripped] = (), turn: Turn | None = None) -> None:
        """Adds a record; in a reference format, the reference to it or to its ``turn``.

        HomeProblem when the sink fails, BrokenPipeError when its reader went away.
        """
        first = self._sink is None
        shown = stripped if self._explain else None
        with _sink_errors(self._path):
            if self._sink is None:
                self._sink = self._stack.enter_context(atomic_file(self._path)) if self._path else sys.stdout.buffer
            said = self._reference(record, turn) if self._format in _REFERENCES else self._record(record, shown)
            self._sink.write(self._before(first=first) + said)
            self._sink.flush()
        if self._explain and self._format not in {"json", "jsonl"}:
            say(f"stripped from {record.url or record.id}:\n" + "\n".join(explain_lines(stripped)))

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
        if self._format in _REFERENCES:
            return b"" if first else b"\n"
        return b"" if first or self._format == "jsonl" else b"\n---\n\n"

    def _reference(self, record: Interview, turn: Turn | None) -> bytes:
        cited = citation(record, turn)
        if self._format == "csl":
            return json_line(csl_item(cited))
        entry = bibtex_entry(cited) if self._format == "bibtex" else ris_entry(cited)
        return entry.encode("utf-8", "replace")

    def _record(self, record: Interview, stripped: Sequence[Stripped] | None) -> bytes:
        match self._format:
            case "jsonl":
                return record_line(record, stripped) + b"\n"
            case "json":
                return record_json(record, stripped) + (b"" if self._array else b"\n")
            case "md":
                return record_markdown(record).encode("utf-8", "replace")
            case "tei":
                return record_tei(record)
            case _:
                return record_text(record, self._width).encode("utf-8", "replace")


@contextmanager
def record_output(path: Path | None, form: Format, *, array: bool, explain: bool) -> Iterator[RecordOutput]:
    """The output of one scrape. A file takes its name when the body ends, and only if a record was written.

    HomeProblem when the file cannot be written; then, and when the body raises, nothing half-written stays.
    """
    with ExitStack() as stack:
        output = RecordOutput(stack, path, form, array=array, explain=explain)
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

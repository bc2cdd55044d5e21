"""The ledger's lines in the log, so that the ledger is a view too: what is lost of it comes back by reading.

A batch is one WARC ``metadata`` record: its target is ``urn:junket:ledger:<run>``, its block is JSON lines
(``application/x-ndjson``), each one run, a site of one, or one URL with the columns of the ledger. A line may come
several times (a URL that ended twice, a kill between log and ledger); the last one counts, as in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import msgspec.structs

from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import read_records
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.database import DatabaseDamaged, remove
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import Change, Decision
from junket.crawlers.ledger.ledger import FILE_NAME, Ledger, Row

TARGET = "urn:junket:ledger:"
MEDIA_TYPE = "application/x-ndjson"
BATCH = 500
"""Lines of one record: some 150 KiB before compression."""

_encoder = msgspec.json.Encoder()
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class _Run(msgspec.Struct, tag_field="line", tag="run"):
    """A run as a line of the log must be."""

    run_id: str
    operation: str
    started_at: datetime
    finished_at: datetime | None = None
    finish_reason: str | None = None


class _Site(msgspec.Struct, tag_field="line", tag="site"):
    """A site of a run as a line of the log must be. ``measures``: JSON as text."""

    run_id: str
    site: str
    measures: str | None = None


class _Url(msgspec.Struct, tag_field="line", tag="url"):
    """A URL as a line of the log must be."""

    run_id: str
    url: str
    decision: Decision
    reason: str
    detail: str
    status: Number | None = None
    bytes: Number | None = None
    fetched_at: datetime | None = None
    via: str | None = None
    seconds: float | None = None
    change: Change | None = None
    times: Number = 1


_Line = _Run | _Site | _Url
_decoder: msgspec.json.Decoder[_Line] = msgspec.json.Decoder(_Line)


def log_lines(ledger: Ledger, writer: WarcWriter, run_id: str) -> int:
    """Write what is not in the log yet; how many lines. HomeProblem where the log or the ledger cannot be written.

    On return the lines are on disk in the log. ``run_id`` is the run that writes, not always the lines' own.
    """

    def write(runs: list[Row], sites: list[Row], urls: list[Row]) -> None:
        kinds = (("run", runs), ("site", sites), ("url", urls))
        lines = [{"line": kind, **row} for kind, rows in kinds for row in rows]
        writer.write_note(TARGET + run_id, MEDIA_TYPE, b"".join(_encoder.encode(line) + b"\n" for line in lines))

    number = 0
    while done := ledger.to_log(BATCH, write):
        number += done
    return number


def mend(home: Home, run_id: str) -> int:
    """Write what runs that were killed could not, into a file of its own; how many lines."""
    with Ledger(home) as ledger, WarcWriter(home.warc, operation="crawl") as writer:
        return log_lines(ledger, writer, run_id)


def replay(home: Home) -> int:
    """Put the lines of the log back into the ledger; how many. Lines of the ledger that are not logged stand.

    A ledger that is damaged is made anew. HomeProblem where it cannot be written.
    """
    number = 0
    with _sound(home) as ledger:
        for path in home.warc_files():
            for rows in _batches(path):
                ledger.restore(_rows_of(rows, _Run), _rows_of(rows, _Site), _rows_of(rows, _Url))
                number += len(rows)
    return number


def _sound(home: Home) -> Ledger:
    try:
        with Ledger(home) as ledger:
            ledger.prove()
    except DatabaseDamaged:
        remove(home.state / FILE_NAME)
    return Ledger(home)


def _batches(path: Path) -> Iterator[list[_Line]]:
    for found in read_records(path):
        if isinstance(found, WarcRecord) and found.kind == "metadata" and found.target.startswith(TARGET):
            yield [read for line in found.block.splitlines() if (read := _read(line))]


def _read(line: bytes) -> _Line | None:
    """A line's content, None for what is no line of ours."""
    try:
        return _decoder.decode(line)
    except msgspec.MsgspecError:
        return None


def _rows_of(lines: list[_Line], kind: type[_Line]) -> list[Row]:
    """The lines of a kind as the ledger keeps them."""
    rows = (msgspec.structs.asdict(line) for line in lines if isinstance(line, kind))
    return [{name: _stored(value) for name, value in row.items()} for row in rows]


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value

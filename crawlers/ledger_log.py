"""The ledger's lines in the log, so that the ledger is a view too: what is lost of it comes back by reading.

A batch is one WARC ``metadata`` record: its target is ``urn:junket:ledger:<run>``, its block is JSON lines
(``application/x-ndjson``), each one run or one URL with the columns of the ledger. A line may come several
times (a URL that ended twice, a kill between log and ledger); the last one counts, as in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from crawlers.archive.record import Record
from crawlers.archive.records import read_records
from crawlers.archive.writer import WarcWriter
from crawlers.home import Home, home_errors
from crawlers.ledger import Ledger, LedgerDamaged, Row, remove_ledger

TARGET = "urn:junket:ledger:"
MEDIA_TYPE = "application/x-ndjson"
BATCH = 500
"""Lines of one record: some 150 KiB before compression."""

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Row)


def log_lines(ledger: Ledger, writer: WarcWriter, run_id: str) -> int:
    """Write what is not in the log yet; how many lines. HomeProblem where the log or the ledger cannot be written.

    On return the lines are on disk in the log. ``run_id`` is the run that writes, not always the lines' own.
    """

    def write(runs: list[Row], urls: list[Row]) -> None:
        lines = [*({"line": "run", **row} for row in runs), *({"line": "url", **row} for row in urls)]
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
    with home_errors(home):
        home.state.mkdir(parents=True, exist_ok=True)
    with _sound(home) as ledger:
        for path in home.warc_files():
            for rows in _batches(path):
                ledger.restore(_of_kind(rows, "run"), _of_kind(rows, "url"))
                number += len(rows)
    return number


def _sound(home: Home) -> Ledger:
    try:
        return Ledger(home)
    except LedgerDamaged:
        remove_ledger(home)
        return Ledger(home)


def _batches(path: Path) -> Iterator[list[Row]]:
    for found in read_records(path):
        if isinstance(found, Record) and found.kind == "metadata" and found.target.startswith(TARGET):
            yield [row for line in found.block.splitlines() if (row := _row(line))]


def _row(line: bytes) -> Row:
    """A line's values by name; empty for what is no line of ours."""
    try:
        return _decoder.decode(line)
    except msgspec.MsgspecError:
        return {}


def _of_kind(rows: list[Row], kind: str) -> list[Row]:
    needed = {"run": ("run_id", "operation", "started_at"), "url": ("run_id", "url", "decision", "reason", "detail")}
    return [row for row in rows if row.get("line") == kind and all(isinstance(row.get(n), str) for n in needed[kind])]

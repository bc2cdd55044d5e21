"""The crawl ledger: what became of each URL of each run, absences with their reasons included.

SQLite in ``HOME/state/ledger.sqlite`` (write-ahead log, so a kill loses at most the last line and a
reader never waits). Addresses are stored without secrets (:mod:`crawlers.secrets`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from crawlers.errors import HomeProblem
from crawlers.failures import Decision
from crawlers.home import Home
from crawlers.secrets import mask_secrets

FILE_NAME = "ledger.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT PRIMARY KEY, operation TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, finish_reason TEXT
);
CREATE TABLE IF NOT EXISTS urls (
    run_id TEXT NOT NULL, url TEXT NOT NULL, status INTEGER, decision TEXT NOT NULL, reason TEXT NOT NULL,
    detail TEXT NOT NULL, bytes INTEGER, fetched_at TEXT, via TEXT, PRIMARY KEY (run_id, url)
);
"""
_UPSERT = """
INSERT INTO urls (run_id, url, status, decision, reason, detail, bytes, fetched_at, via)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (run_id, url) DO UPDATE SET
    status = excluded.status, decision = excluded.decision, reason = excluded.reason, detail = excluded.detail,
    bytes = excluded.bytes, fetched_at = excluded.fetched_at, via = excluded.via
WHERE excluded.decision != 'skipped' OR urls.decision = 'skipped'
"""  # that a URL was skipped once never hides that it was fetched
_MOST_DETAIL = 500
_BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one URL in one run."""

    url: str
    decision: Decision
    reason: str = ""
    """One word: a record's kind, a rejection's reason, or why there was no page."""
    detail: str = ""
    status: int | None = None
    """HTTP status of the answer, None where there was none."""
    bytes: int | None = None
    """Size of the answer's body, decoded of its content-encoding."""
    fetched_at: datetime | None = None
    via: str | None = None
    """The URL first asked for, where redirects led here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. ``finish_reason`` is None while it runs, and for good where it was killed."""

    run_id: str
    operation: str
    started_at: datetime
    finished_at: datetime | None = None
    finish_reason: str | None = None


class Ledger:
    """The ledger of a home. Raises HomeProblem where its file cannot be read or written.

    ``readonly`` makes nothing: a home without a ledger then reads as an empty one.
    """

    def __init__(self, home: Home, *, readonly: bool = False) -> None:
        self._path = home.state / FILE_NAME
        with _sqlite_errors(self._path):
            self._base = _open(self._path, readonly=readonly)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def start_run(self, run_id: str, operation: str) -> None:
        """Note that a run (``operation``: crawl or scrape) has begun."""
        with _sqlite_errors(self._path), self._base:
            self._base.execute(
                "INSERT INTO runs (run_id, operation, started_at) VALUES (?, ?, ?)",
                (run_id, operation, _text_of(_now())),
            )

    def finish_run(self, run_id: str, finish_reason: str) -> None:
        """Note that a run has ended, and why."""
        with _sqlite_errors(self._path), self._base:
            self._base.execute(
                "UPDATE runs SET finished_at = ?, finish_reason = ? WHERE run_id = ?",
                (_text_of(_now()), finish_reason, run_id),
            )

    def write(self, run_id: str, line: Line) -> None:
        """Note what became of a URL. A later line for the same URL replaces it, unless it only says "skipped"."""
        values = (
            run_id,
            mask_secrets(line.url),
            line.status,
            line.decision,
            line.reason,
            line.detail[:_MOST_DETAIL],
            line.bytes,
            _text_of(line.fetched_at),
            mask_secrets(line.via) if line.via else None,
        )
        with _sqlite_errors(self._path), self._base:
            self._base.execute(_UPSERT, [_storable(value) for value in values])

    def lines(self, run_id: str | None = None) -> Iterator[Line]:
        """The lines of a run (or of all), in the order in which their URLs first ended."""
        names = ", ".join(field.name for field in fields(Line))
        where, values = ("WHERE run_id = ?", (run_id,)) if run_id else ("", ())
        with _sqlite_errors(self._path):
            for row in self._base.execute(f"SELECT {names} FROM urls {where} ORDER BY rowid", values):  # noqa: S608 - our own names
                found = dict(zip((field.name for field in fields(Line)), row, strict=True))
                yield Line(**found | {"fetched_at": _moment(found["fetched_at"])})

    def runs(self) -> list[Run]:
        """All runs, the newest first."""
        names = "run_id, operation, started_at, finished_at, finish_reason"
        query = f"SELECT {names} FROM runs ORDER BY started_at DESC, rowid DESC"  # noqa: S608 - our own names
        with _sqlite_errors(self._path):
            rows = self._base.execute(query).fetchall()
        return [
            Run(
                run_id=run_id,
                operation=operation,
                started_at=datetime.fromisoformat(started_at),
                finished_at=_moment(finished_at),
                finish_reason=reason,
            )
            for run_id, operation, started_at, finished_at, reason in rows
        ]

    def counts(self, run_id: str | None = None) -> dict[tuple[str, str], int]:
        """How many URLs ended with each (decision, reason), in a run or in all."""
        where, values = ("WHERE run_id = ?", (run_id,)) if run_id else ("", ())
        query = (
            f"SELECT decision, reason, COUNT(*) FROM urls {where} GROUP BY decision, reason ORDER BY decision, reason"  # noqa: S608
        )
        with _sqlite_errors(self._path):
            return {(decision, reason): number for decision, reason, number in self._base.execute(query, values)}


def _open(path: Path, *, readonly: bool) -> sqlite3.Connection:
    if readonly and path.is_file():
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
    base = sqlite3.connect(":memory:" if readonly else path, timeout=_BUSY_SECONDS)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.executescript(_SCHEMA)
    return base


@contextmanager
def _sqlite_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        remedy = "check that the disk has space and the folder is writable"
        raise HomeProblem(str(path), f"the ledger cannot be read or written ({error})", remedy) from error


def _storable(value: object) -> object:
    """SQLite takes no lone surrogates."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _now() -> datetime:
    return datetime.now(UTC)


def _text_of(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

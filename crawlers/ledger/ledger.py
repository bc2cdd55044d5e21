"""The crawl ledger: what became of each URL of each run, absences with their reasons included.

SQLite in ``HOME/state/ledger.sqlite`` (write-ahead log, so a kill loses at most the last line and a
reader never waits). Addresses are stored without secrets (:mod:`junket.crawlers.secrets`). It is a view: its lines go
into the log as well (:mod:`junket.crawlers.ledger.ledger_log`), and a line knows whether it is there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home, home_errors, state_file, unsound
from junket.crawlers.ledger.drop import Decision, Ended
from junket.crawlers.secrets import mask_secrets, mask_text

FILE_NAME = "ledger.sqlite"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT PRIMARY KEY, operation TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, finish_reason TEXT,
    logged INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS urls (
    run_id TEXT NOT NULL, url TEXT NOT NULL, status INTEGER, decision TEXT NOT NULL, reason TEXT NOT NULL,
    detail TEXT NOT NULL, bytes INTEGER, fetched_at TEXT, via TEXT, seconds REAL, times INTEGER NOT NULL DEFAULT 1,
    logged INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run_id, url)
);
"""
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS urls_to_log ON urls (logged) WHERE logged = 0",
    "CREATE INDEX IF NOT EXISTS urls_broken ON urls (url) WHERE reason = 'internal_error'",
)
_NEW_COLUMNS = (
    ("urls", "seconds", "REAL"),
    ("urls", "times", "INTEGER NOT NULL DEFAULT 1"),
    ("urls", "logged", "INTEGER NOT NULL DEFAULT 0"),
    ("runs", "logged", "INTEGER NOT NULL DEFAULT 0"),
)
"""What files of Junket 0.1 lack."""
_COLUMNS = ("run_id", "url", "status", "decision", "reason", "detail", "bytes", "fetched_at", "via", "seconds", "times")
_RUN = ("run_id", "operation", "started_at", "finished_at", "finish_reason")
_INSERT = f"""
INSERT INTO urls ({", ".join(_COLUMNS)}, logged) VALUES ({", ".join("?" * len(_COLUMNS))}, ?)
ON CONFLICT (run_id, url) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS[2:-1], "logged"))}, times =
"""  # noqa: S608 - our own names
_UPSERT = _INSERT + "urls.times + 1 WHERE excluded.decision != 'skipped' OR urls.decision = 'skipped'"
"""That a URL was skipped once never hides that it was fetched. ``times``: how often it has ended."""
_RESTORE = _INSERT + "excluded.times WHERE urls.logged = 1 AND excluded.times > urls.times"
"""A line from the log hides none that is newer, in whatever order files are read, and none that is not logged yet."""
_UPSERT_RUN = f"""
INSERT INTO runs ({", ".join(_RUN)}, logged) VALUES (?, ?, ?, ?, ?, 1)
ON CONFLICT (run_id) DO UPDATE SET finished_at = excluded.finished_at, finish_reason = excluded.finish_reason
WHERE runs.logged = 1 AND excluded.finished_at IS NOT NULL
"""  # noqa: S608 - our own names
_AMEND = """
UPDATE urls SET decision = ?, reason = ?, detail = ?, times = times + 1, logged = 0
WHERE reason = 'internal_error' AND url = ? AND fetched_at IS ?
"""
_MOST_DETAIL = 500
_BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one URL in one run."""

    url: str
    decision: Decision
    reason: Ended = ""
    """One word; what another program's pipeline says stands too, and what an older Junket wrote."""
    detail: str = ""
    status: int | None = None
    """HTTP status of the answer, None where there was none."""
    bytes: int | None = None
    """Size of the answer's body, decoded of its content-encoding."""
    fetched_at: datetime | None = None
    via: str | None = None
    """The URL first asked for, where redirects led here; else the page, sitemap or feed that named it."""
    seconds: float | None = None
    """From the request's going out to the answer's first bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. ``finish_reason`` is None while it runs, and for good where it was killed."""

    run_id: str
    operation: str
    started_at: datetime
    finished_at: datetime | None = None
    finish_reason: str | None = None


Row = dict[str, Any]
"""A run or a line as it stands in the tables: plain values by column."""


class LedgerDamaged(HomeProblem):
    """The file is no ledger any more. It is a view: ``rebuild`` reads it back from the log."""


class Ledger:
    """The ledger of a home. Raises HomeProblem where its file cannot be read or written.

    ``readonly`` makes nothing: a home without a ledger then reads as an empty one.
    """

    def __init__(self, home: Home, *, readonly: bool = False) -> None:
        self._path = state_file(home.state / FILE_NAME)
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

    def prove(self) -> None:
        """Raises LedgerDamaged where the file is not sound throughout; all of it is read."""
        with _sqlite_errors(self._path):
            if found := unsound(self._base):
                raise sqlite3.DatabaseError(found[0])

    def start_run(self, run_id: str, operation: str) -> None:
        """Note that a run (``operation``: crawl or scrape) has begun."""
        with _sqlite_errors(self._path), self._base:
            self._base.execute(
                "INSERT INTO runs (run_id, operation, started_at) VALUES (?, ?, ?)",
                (run_id, operation, _text_of(_now())),
            )

    def finish_run(self, run_id: str, finish_reason: str) -> None:
        """Note that a run has ended, and why; the first word stands."""
        with _sqlite_errors(self._path), self._base:
            self._base.execute(
                "UPDATE runs SET finished_at = ?, finish_reason = ?, logged = 0 "
                "WHERE run_id = ? AND finished_at IS NULL",
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
            mask_text(line.detail[:_MOST_DETAIL]),
            line.bytes,
            _text_of(line.fetched_at),
            mask_secrets(line.via) if line.via else None,
            line.seconds,
            1,
            0,
        )
        with _sqlite_errors(self._path), self._base:
            self._base.execute(_UPSERT, [_storable(value) for value in values])

    def amend(self, line: Line) -> None:
        """What has become after all of a page that Junket itself had failed on: the line of its URL and moment."""
        found = (line.decision, line.reason, mask_text(line.detail)[:_MOST_DETAIL])
        where = (mask_secrets(line.url), _text_of(line.fetched_at))
        with _sqlite_errors(self._path), self._base:
            self._base.execute(_AMEND, tuple(map(_storable, (*found, *where))))

    def to_log(self, most: int, write: Callable[[list[Row], list[Row]], None]) -> int:
        """Hands up to so many runs and URLs that are not in the log yet to ``write``; how many. 0: all are there.

        They count as logged when ``write`` returns; what it raises leaves them as they were.
        """
        with _sqlite_errors(self._path), self._base:
            self._base.execute("BEGIN IMMEDIATE")
            runs = self._unlogged("runs", _RUN, most)
            urls = self._unlogged("urls", _COLUMNS, most)
            if runs or urls:
                write([row for _, row in runs], [row for _, row in urls])
            for table, rows in (("runs", runs), ("urls", urls)):
                marks = ((rowid,) for rowid, _ in rows)
                self._base.executemany(f"UPDATE {table} SET logged = 1 WHERE rowid = ?", marks)  # noqa: S608 - our own
        return len(runs) + len(urls)

    def restore(self, runs: Iterable[Row], urls: Iterable[Row]) -> None:
        """Puts back what :meth:`to_log` handed out, in the same order. Lines that are newer here stand."""
        with _sqlite_errors(self._path), self._base:
            self._base.executemany(_UPSERT_RUN, [tuple(row.get(name) for name in _RUN) for row in runs])
            self._base.executemany(
                _RESTORE, [(*(row.get(name) for name in _COLUMNS[:-1]), row.get("times") or 1, 1) for row in urls]
            )

    def _unlogged(self, table: str, names: tuple[str, ...], most: int) -> list[tuple[int, Row]]:
        query = f"SELECT rowid, {', '.join(names)} FROM {table} WHERE logged = 0 ORDER BY rowid LIMIT ?"  # noqa: S608 - our own names
        rows = self._base.execute(query, (most,)).fetchall()
        return [(rowid, dict(zip(names, values, strict=True))) for rowid, *values in rows]

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
        base = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS)
        if not _missing(base):
            return base
        base.close()
        _open(path, readonly=False).close()
        return _open(path, readonly=True)
    base = sqlite3.connect(":memory:" if readonly else path, timeout=_BUSY_SECONDS)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.executescript(_SCHEMA)
    for table, name, kind in _missing(base):
        base.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    for index in _INDEXES:
        base.execute(index)
    return base


def _missing(base: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """The columns that an older file lacks."""
    there = {
        (table, row[1]) for table in ("urls", "runs") for row in base.execute(f"PRAGMA table_info({table})").fetchall()
    }
    return [column for column in _NEW_COLUMNS if column[:2] not in there]


@contextmanager
def _sqlite_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        whole = isinstance(error, sqlite3.OperationalError)
        kind = HomeProblem if whole else LedgerDamaged
        remedy = "check that the disk has space and the folder is writable" if whole else "run junket rebuild"
        raise kind(str(path), f"the ledger cannot be read or written ({error})", remedy) from error


def remove_ledger(home: Home) -> None:
    """Delete the ledger's files: for one that is damaged beyond use. HomeProblem where that fails."""
    with home_errors(home):
        for end in ("", "-wal", "-shm"):
            (home.state / f"{FILE_NAME}{end}").unlink(missing_ok=True)


def _storable(value: object) -> object:
    """SQLite takes no lone surrogates."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _now() -> datetime:
    return datetime.now(UTC)


def _text_of(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

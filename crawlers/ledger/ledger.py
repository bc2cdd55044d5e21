"""The crawl ledger: what became of each URL of each run, absences with their reasons included.

SQLite in ``HOME/state/ledger.sqlite`` (write-ahead log, so a kill loses at most the last line and a
reader never waits). Addresses are stored without secrets (:mod:`junket.crawlers.secrets`). It is a view: its lines go
into the log as well (:mod:`junket.crawlers.ledger.ledger_log`), and a line knows whether it is there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

import msgspec

from junket.crawlers.database import Database, Layout
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import Change, Decision, Ended
from junket.crawlers.secrets import mask_secrets, mask_text

FILE_NAME = "ledger.sqlite"

_RUN_SITES = """
CREATE TABLE IF NOT EXISTS run_sites (
    run_id TEXT NOT NULL, site TEXT NOT NULL, measures TEXT, logged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, site)
)"""
_TABLES = f"""{_RUN_SITES};
CREATE INDEX IF NOT EXISTS run_sites_by_site ON run_sites (site);
CREATE TABLE IF NOT EXISTS runs (
    run_id TEXT PRIMARY KEY, operation TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, finish_reason TEXT,
    logged INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS urls (
    run_id TEXT NOT NULL, url TEXT NOT NULL, status INTEGER, decision TEXT NOT NULL, reason TEXT NOT NULL,
    detail TEXT NOT NULL, bytes INTEGER, fetched_at TEXT, via TEXT, seconds REAL, times INTEGER NOT NULL DEFAULT 1,
    logged INTEGER NOT NULL DEFAULT 0, change TEXT, PRIMARY KEY (run_id, url)
);
CREATE INDEX IF NOT EXISTS urls_to_log ON urls (logged) WHERE logged = 0;
CREATE INDEX IF NOT EXISTS urls_broken ON urls (url) WHERE reason = 'internal_error';
CREATE INDEX IF NOT EXISTS urls_by_ending ON urls (run_id, decision, reason, change, bytes);
"""
_NEW_COLUMNS = (
    ("urls", "seconds", "REAL"),
    ("urls", "times", "INTEGER NOT NULL DEFAULT 1"),
    ("urls", "logged", "INTEGER NOT NULL DEFAULT 0"),
    ("runs", "logged", "INTEGER NOT NULL DEFAULT 0"),
    ("urls", "change", "TEXT"),
)
"""What files of older versions lack."""
_COLUMNS = (
    "run_id", "url", "status", "decision", "reason", "detail", "bytes", "fetched_at", "via", "seconds", "change",
    "times",
)  # fmt: skip
_SITE = ("run_id", "site", "measures")
_RUN = ("run_id", "operation", "started_at", "finished_at", "finish_reason")
_INSERT = f"""
INSERT INTO urls ({", ".join(_COLUMNS)}, logged) VALUES ({", ".join("?" * len(_COLUMNS))}, ?)
ON CONFLICT (run_id, url) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in (*_COLUMNS[2:-1], "logged"))}, times =
"""  # noqa: S608 - our own names
_UPSERT = f"""{_INSERT} urls.times + 1
WHERE urls.reason != 'internal_error' AND (excluded.decision != 'skipped' OR urls.decision = 'skipped')
"""
"""That a URL was skipped once never hides that it was fetched, and nothing hides a fault of Junket's own: a page's
record may come although its links could not be read. ``times``: how often it has ended."""
_RESTORE = _INSERT + "excluded.times WHERE urls.logged = 1 AND excluded.times > urls.times"
"""A line from the log hides none that is newer, in whatever order files are read, and none that is not logged yet."""
_UPSERT_RUN = f"""
INSERT INTO runs ({", ".join(_RUN)}, logged) VALUES (?, ?, ?, ?, ?, 1)
ON CONFLICT (run_id) DO UPDATE SET finished_at = excluded.finished_at, finish_reason = excluded.finish_reason
WHERE runs.logged = 1 AND excluded.finished_at IS NOT NULL
"""  # noqa: S608 - our own names
_UPSERT_SITE = """
INSERT INTO run_sites (run_id, site, measures, logged) VALUES (?, ?, ?, 1)
ON CONFLICT (run_id, site) DO UPDATE SET measures = excluded.measures
WHERE run_sites.logged = 1 AND excluded.measures IS NOT NULL
"""
_AMEND = """
UPDATE urls SET decision = ?, reason = ?, detail = ?, times = times + 1, logged = 0
WHERE reason = 'internal_error' AND url = ? AND fetched_at IS ?
"""
_MOST_DETAIL = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
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
    change: Change | None = None
    """Against what the home had of the URL; None where nothing is known of that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRun:
    """One run. ``finish_reason`` is None while it runs, and for good where it was killed."""

    run_id: str
    operation: str
    started_at: datetime
    finished_at: datetime | None = None
    finish_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRun:
    """A site in a run that was for it. ``measures`` are plain values by name, None where the run did not come to it."""

    run: LedgerRun
    site: str
    measures: dict[str, Any] | None


Row = dict[str, Any]
"""A run or a line as it stands in the tables: plain values by column."""


def _upgrade(base: sqlite3.Connection) -> Iterator[str]:
    for table in ("urls", "runs"):
        there = {name for _, name, *_ in base.execute(f"PRAGMA table_info({table})").fetchall()}
        for at, name, kind in _NEW_COLUMNS:
            if at == table and there and name not in there:
                yield f"ALTER TABLE {table} ADD COLUMN {name} {kind}"
    tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    if "runs" in tables and "run_sites" not in tables:
        yield _RUN_SITES


class Ledger(Database):
    """The ledger of a home."""

    layout = Layout(
        name="ledger", tables=_TABLES, version=0, upgrade=_upgrade, remedy="run junket rebuild", busy_seconds=30
    )

    def __init__(self, home: Home, *, readonly: bool = False) -> None:
        super().__init__(home.state / FILE_NAME, readonly=readonly)

    def start_run(self, run_id: str, operation: str, sites: Iterable[str] = ()) -> None:
        """Note that a run (``operation``: crawl or scrape) has begun, and the domains of the ``sites`` it is for."""
        with self._transaction() as base:
            base.execute(
                "INSERT INTO runs (run_id, operation, started_at) VALUES (?, ?, ?)",
                (run_id, operation, _text_of(_now())),
            )
            base.executemany(
                "INSERT OR IGNORE INTO run_sites (run_id, site) VALUES (?, ?)", [(run_id, s) for s in sites]
            )

    def finish_run(self, run_id: str, finish_reason: str) -> None:
        """Note that a run has ended, and why; the first word stands."""
        with self._transaction() as base:
            base.execute(
                "UPDATE runs SET finished_at = ?, finish_reason = ?, logged = 0 "
                "WHERE run_id = ? AND finished_at IS NULL",
                (_text_of(_now()), finish_reason, run_id),
            )

    def measure(self, run_id: str, site: str, measures: dict[str, Any]) -> None:
        """Note what a run was like at a site: plain values by name. A later call for the two replaces it."""
        text = msgspec.json.encode(measures).decode()
        with self._transaction() as base:
            base.execute(
                "INSERT INTO run_sites (run_id, site, measures) VALUES (?, ?, ?) "
                "ON CONFLICT (run_id, site) DO UPDATE SET measures = excluded.measures, logged = 0",
                (run_id, site, text),
            )

    def write(self, run_id: str, line: LedgerLine) -> None:
        """Note what became of a URL. A later line for the same URL replaces it, unless it only says "skipped".

        That Junket itself failed on it stands in that run, until :meth:`amend`.
        """
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
            line.change,
            1,
            0,
        )
        with self._transaction() as base:
            base.execute(_UPSERT, [_storable(value) for value in values])

    def amend(self, line: LedgerLine) -> None:
        """What has become after all of a page that Junket itself had failed on: the line of its URL and moment."""
        found = (line.decision, line.reason, mask_text(line.detail)[:_MOST_DETAIL])
        where = (mask_secrets(line.url), _text_of(line.fetched_at))
        with self._transaction() as base:
            base.execute(_AMEND, tuple(map(_storable, (*found, *where))))

    def to_log(self, most: int, write: Callable[[list[Row], list[Row], list[Row]], None]) -> int:
        """Hands up to so many runs, their sites and URLs that are not in the log yet to ``write``; how many. 0: none.

        They count as logged when ``write`` returns; what it raises leaves them as they were.
        """
        with self._transaction() as base:
            kinds = (("runs", _RUN), ("run_sites", _SITE), ("urls", _COLUMNS))
            found = [self._unlogged(table, names, most) for table, names in kinds]
            if any(found):
                runs, sites, urls = ([row for _, row in rows] for rows in found)
                write(runs, sites, urls)
            for (table, _), rows in zip(kinds, found, strict=True):
                marks = ((rowid,) for rowid, _ in rows)
                base.executemany(f"UPDATE {table} SET logged = 1 WHERE rowid = ?", marks)  # noqa: S608 - our own
        return sum(map(len, found))

    def restore(self, runs: Iterable[Row], sites: Iterable[Row], urls: Iterable[Row]) -> None:
        """Puts back what :meth:`to_log` handed out, in the same order. Lines that are newer here stand."""
        with self._transaction() as base:
            base.executemany(_UPSERT_RUN, [tuple(row.get(name) for name in _RUN) for row in runs])
            base.executemany(_UPSERT_SITE, [tuple(row.get(name) for name in _SITE) for row in sites])
            base.executemany(
                _RESTORE, [(*(row.get(name) for name in _COLUMNS[:-1]), row.get("times") or 1, 1) for row in urls]
            )

    def _unlogged(self, table: str, names: tuple[str, ...], most: int) -> list[tuple[int, Row]]:
        query = f"SELECT rowid, {', '.join(names)} FROM {table} WHERE logged = 0 ORDER BY rowid LIMIT ?"  # noqa: S608 - our own names
        rows = self._db.execute(query, (most,)).fetchall()
        return [(rowid, dict(zip(names, values, strict=True))) for rowid, *values in rows]

    def lines(self, run_id: str | None = None) -> Iterator[LedgerLine]:
        """The lines of a run (or of all), in the order in which their URLs first ended."""
        names = ", ".join(field.name for field in fields(LedgerLine))
        where, values = ("WHERE run_id = ?", (run_id,)) if run_id else ("", ())
        with self._errors():
            for row in self._db.execute(f"SELECT {names} FROM urls {where} ORDER BY rowid", values):  # noqa: S608 - our own names
                yield line_of(dict(zip((field.name for field in fields(LedgerLine)), row, strict=True)))

    def runs(self, most: int = -1) -> list[LedgerRun]:
        """The runs, the newest first; at most so many (-1: all)."""
        query = f"SELECT {', '.join(_RUN)} FROM runs ORDER BY started_at DESC, rowid DESC LIMIT ?"  # noqa: S608 - our own names
        with self._errors():
            return [run_of(row) for row in self._db.execute(query, (most,)).fetchall()]

    def site_runs(self, site: str | None = None, *, most: int = 100) -> list[SiteRun]:
        """The last runs that were for a site (None: for any), the newest first; at most so many."""
        names = ", ".join(f"runs.{name}" for name in _RUN)
        query = (
            f"SELECT run_sites.site, measures, {names} FROM run_sites JOIN runs USING (run_id) "  # noqa: S608 - our own names
            "WHERE ? IS NULL OR run_sites.site = ? ORDER BY started_at DESC, runs.rowid DESC, run_sites.site LIMIT ?"
        )
        with self._errors():
            return [
                SiteRun(run=run_of(row), site=name, measures=measures and msgspec.json.decode(measures))
                for name, measures, *row in self._db.execute(query, (site, site, most)).fetchall()
            ]

    def counts(self, run_id: str | None = None) -> dict[tuple[str, str], int]:
        """How many URLs ended with each (decision, reason), in a run or in all."""
        where, values = ("WHERE run_id = ?", (run_id,)) if run_id else ("", ())
        query = (
            f"SELECT decision, reason, COUNT(*) FROM urls {where} GROUP BY decision, reason ORDER BY decision, reason"  # noqa: S608
        )
        with self._errors():
            return {(decision, reason): number for decision, reason, number in self._db.execute(query, values)}


def line_of(row: Row) -> LedgerLine:
    """A line from its columns."""
    return LedgerLine(**row | {"fetched_at": _moment(row["fetched_at"])})


def run_of(row: Sequence[Any]) -> LedgerRun:
    """A run from its columns."""
    run_id, operation, started_at, finished_at, reason = row
    return LedgerRun(
        run_id=run_id,
        operation=operation,
        started_at=datetime.fromisoformat(started_at),
        finished_at=_moment(finished_at),
        finish_reason=reason,
    )


def _storable(value: object) -> object:
    """SQLite takes no lone surrogates."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _now() -> datetime:
    return datetime.now(UTC)


def _text_of(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

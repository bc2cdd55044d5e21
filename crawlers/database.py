"""One SQLite file of a home's state: opened, laid out, written in transactions, its errors told in one line.

Ledger, catalogue and frontier are such files. All of them keep a write-ahead log (a reader never waits) and are not
synced with each commit (``synchronous=NORMAL``): a kill loses nothing, a power cut may take back the last commits
whole.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Literal, Self

import msgspec

from junket.crawlers.errors import HomeProblem
from junket.crawlers.folder import make_folder
from junket.crawlers.home import home_errors

_ENDS = ("", "-journal", "-wal", "-shm")
"""What SQLite puts behind the name of a file that it keeps beside the database."""
_UNREADABLE = (sqlite3.Error, zlib.error, msgspec.MsgspecError)


class DatabaseDamaged(HomeProblem):
    """The file is no sound database, or what lies in it is not what was put there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a kind of file holds, and how it is opened."""

    name: str
    tables: str
    """SQL that makes what is missing."""
    version: int
    """``PRAGMA user_version``. A file of a version that is neither this, nor 0, nor in ``older`` is emptied."""
    older: tuple[int, ...] = ()
    upgrade: Callable[[sqlite3.Connection], Iterable[str]] = lambda _: ()
    """The statements that bring an older file up to date, before ``tables``; none for one that is."""
    remedy: str
    """What to do about a file that is damaged."""
    busy_seconds: float
    """How long to wait for another process that is writing."""
    pragmas: tuple[str, ...] = ()


class Database:
    """An open file of one :class:`Layout`; a context manager. HomeProblem where it cannot be read or written."""

    layout: ClassVar[Layout]

    def __init__(self, path: Path | None, *, readonly: bool = False, replace_damaged: bool = False) -> None:
        """Opens the file, made where it is missing (None: in memory).

        ``readonly`` makes nothing: where there is no file it reads as an empty one. ``replace_damaged`` begins anew
        where the file is no database; what is wrong deeper in is told by :meth:`prove`.
        """
        self.path = path
        try:
            with self._errors():
                self._db = _open(path, self.layout, readonly=readonly)
        except DatabaseDamaged:
            if path is None or not replace_damaged:
                raise
            remove(path)
            with self._errors():
                self._db = _open(path, self.layout, readonly=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def prove(self) -> None:
        """Raises DatabaseDamaged where the file is not sound throughout; all of it is read."""
        with self._errors():
            if found := unsound(self._db):
                raise sqlite3.DatabaseError(found[0])

    @contextmanager
    def _transaction(self, mode: Literal["DEFERRED", "IMMEDIATE"] = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """All that is written in the body, or nothing. DEFERRED: readings of the file as it is at the first one."""
        with self._errors():
            self._db.execute(f"BEGIN {mode}")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.rollback()
                raise

    def _errors(self) -> _Errors:
        """What SQLite cannot do, and what a row holds that nobody can read, as a HomeProblem; rolled back."""
        return _Errors(self._told)

    def _told(self, error: BaseException) -> None:
        """Raises the HomeProblem that says ``error``."""
        with suppress(sqlite3.Error, AttributeError):
            self._db.rollback()
        kind = HomeProblem if isinstance(error, sqlite3.OperationalError) else DatabaseDamaged
        problem = f"the {self.layout.name} cannot be used ({error})"
        raise kind(str(self.path), problem, _remedy(error, self.layout)) from error


class _Errors:
    """What :meth:`Database._errors` gives: no generator, since a crawl enters it some fifty times a page."""

    __slots__ = ("_told",)

    def __init__(self, told: Callable[[BaseException], None]) -> None:
        self._told = told

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, _UNREADABLE):
            self._told(error)


def connect(path: Path | None, *, busy_seconds: float, readonly: bool = False) -> sqlite3.Connection:
    """A connection that begins no transaction by itself. HomeProblem where no file stands in the file's place."""
    if path is None:
        return sqlite3.connect(":memory:", isolation_level=None)
    where = f"{state_file(path).absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    return sqlite3.connect(where, uri=True, timeout=busy_seconds, isolation_level=None)


def state_file(path: Path) -> Path:
    """``path``, for SQLite to open. HomeProblem when something else than a file stands there or beside it."""
    for end in _ENDS:
        place = Path(f"{path}{end}")
        if place.exists() and not place.is_file():
            raise HomeProblem(str(place), "is no file", "move it away: Junket makes a file there")
    return path


def unsound(base: sqlite3.Connection, most: int = 1) -> list[str]:
    """What SQLite's own check finds wrong with a database, indexes included. Raises sqlite3.Error where it cannot."""
    rows = base.execute(f"PRAGMA integrity_check({most})").fetchall()
    return [line for (line,) in rows if line != "ok"]


def remove(path: Path) -> None:
    """Deletes a database and what SQLite keeps beside it: for one that is damaged beyond use."""
    with home_errors(path):
        for end in _ENDS:
            Path(f"{path}{end}").unlink(missing_ok=True)


def _open(path: Path | None, layout: Layout, *, readonly: bool) -> sqlite3.Connection:
    if readonly and path and path.exists():
        base = connect(path, busy_seconds=layout.busy_seconds, readonly=True)
        if not list(layout.upgrade(base)):
            return base
        base.close()
        with closing(_open(path, layout, readonly=False)):
            return connect(path, busy_seconds=layout.busy_seconds, readonly=True)
    if path and not readonly:
        with home_errors(path.parent):
            make_folder(path.parent)
    base = connect(None if readonly else path, busy_seconds=layout.busy_seconds)
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", *layout.pragmas):
        base.execute(f"PRAGMA {pragma}")
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version not in {0, layout.version, *layout.older}:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            base.execute(f'DROP TABLE "{name}"')
    for statement in layout.upgrade(base):
        base.execute(statement)
    base.executescript(layout.tables)
    base.execute(f"PRAGMA user_version = {layout.version}")
    return base


def _remedy(error: BaseException, layout: Layout) -> str:
    """By SQLite's code, since a message may hold names of hosts."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says more than is needed
    if code == sqlite3.SQLITE_FULL:
        return "free some space and run it again: it goes on where it stopped"
    if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
        return "change its permissions, or name another home with --home"
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return "another process is writing; run it again when it is done"
    return layout.remedy

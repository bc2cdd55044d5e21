"""One crawl at a time in a home: a lock that says whose it is, and that a dead owner cannot keep."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from junket.crawlers.database import connect
from junket.crawlers.errors import HomeLocked, HomeProblem
from junket.crawlers.home import Home, home_errors

FILE_NAME = "crawl.lock"
OWNER_NAME = "crawl.owner.json"
_LOOKED_AT_SECONDS = 0.1
"""Who looks whether the lock is held (:func:`is_held`) is in the way for some microseconds."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock, and since when."""

    process: int
    host: str
    since: datetime

    def __str__(self) -> str:
        age = int((datetime.now(UTC) - self.since).total_seconds())
        hours, minutes = divmod(max(age, 0) // 60, 60)
        since = f"since {self.since:%Y-%m-%d %H:%M:%S} UTC, {hours} h {minutes} min"
        return f"process {self.process} on {self.host}, {since}"


class LockTaken(Exception):
    """Another process holds the lock."""


@contextmanager
def held(path: Path, wait_seconds: float = 0.0) -> Iterator[None]:
    """Holds the lock at ``path``. LockTaken when another process keeps it so long; HomeProblem when it cannot be made.

    The lock is SQLite's own (an open exclusive transaction on an empty database), so it works on all
    platforms and is gone with the process that held it, however that ended.
    """
    with closing(_taken(path, wait_seconds)):
        yield


def _taken(path: Path, wait_seconds: float) -> sqlite3.Connection:
    """The connection that holds the lock."""
    for emptied in (False, True):
        try:
            return _begin(path, wait_seconds)
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise LockTaken from error
            if emptied:
                problem = f"the lock cannot be taken ({error})"
                raise HomeProblem(str(path), problem, "check that it is writable") from error
        # Bytes of somebody else's. Who could read them holds no lock against anybody, and there is nothing to lose.
        with home_errors(path):
            os.truncate(path, 0)
    raise AssertionError


def _begin(path: Path, wait_seconds: float) -> sqlite3.Connection:
    base = connect(path, busy_seconds=wait_seconds)
    try:
        base.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        base.close()
        raise
    return base


def is_held(path: Path) -> bool:
    """Whether a process holds the lock at ``path``. Reads only, and takes it from nobody."""
    try:
        with closing(connect(path, busy_seconds=0.0, readonly=True)) as base:
            base.execute("SELECT 1 FROM sqlite_master").fetchall()
    except (sqlite3.Error, HomeProblem) as error:
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return False


@contextmanager
def crawl_lock(home: Home) -> Iterator[None]:
    """Holds the home's crawl lock. HomeLocked when another process has it; HomeProblem when it cannot be made.

    Beside it lies a file that says who the owner is; it proves nothing.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(held(home.state / FILE_NAME, _LOOKED_AT_SECONDS))
        except LockTaken as error:
            owner = read_owner(home)
            remedy = "wait until it has ended, or name another folder with --home"
            by_whom = f"another crawl holds this home{f' ({owner})' if owner else ''}"
            raise HomeLocked(str(home.path), by_whom, remedy) from error
        _sign(home.state / OWNER_NAME)
        yield
        with suppress(OSError):
            (home.state / OWNER_NAME).unlink()


def read_owner(home: Home) -> Owner | None:
    """Who took the home's lock last, None when nobody has or nobody knows."""
    try:
        return msgspec.json.decode((home.state / OWNER_NAME).read_bytes(), type=Owner)
    except (OSError, msgspec.MsgspecError):
        return None


def _sign(path: Path) -> None:
    """Write the owner's file whole: whoever reads it meanwhile sees the old one or the new one."""
    owner = Owner(os.getpid(), platform.node()[:100], datetime.now(UTC).replace(microsecond=0))
    fresh = path.with_suffix(f".{owner.process}.new")
    with home_errors(path):
        fresh.write_bytes(msgspec.json.encode(asdict(owner)))
        fresh.replace(path)

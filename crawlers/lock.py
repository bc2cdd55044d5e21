"""One crawl at a time in a home."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from crawlers.errors import HomeLocked, HomeProblem
from crawlers.home import Home

FILE_NAME = "crawl.lock"


@contextmanager
def crawl_lock(home: Home) -> Iterator[None]:
    """Holds the home's crawl lock. HomeLocked when another process has it; HomeProblem when it cannot be made.

    The lock is SQLite's own (an open exclusive transaction on an empty database), so it works on all
    platforms and is gone with the process that held it, however that ended.
    """
    path = home.state / FILE_NAME
    try:
        base = sqlite3.connect(path, timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise HomeProblem(
            str(path), f"the lock cannot be made ({error})", "check that the folder is writable"
        ) from error
    try:
        _take(base, home)
        yield
    finally:
        base.close()


def _take(base: sqlite3.Connection, home: Home) -> None:
    try:
        base.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            remedy = "wait until it has ended, or name another folder with --home"
            raise HomeLocked(str(home.path), "another crawl holds this home", remedy) from error
        raise HomeProblem(str(home.path), f"the lock cannot be taken ({error})", "check that it is writable") from error

"""Which documents a crawl has met before, in millions: keys on disk, the newest ones in memory too.

A key is a hash, so a table of keys in their order is written to all over: with each commit a page of 4 KiB for each
new key. Here new keys go to the end of a small table, with the same commit as the entries that they belong to, and
when there are many all of them go over together, in order (as log-structured merge trees do: O'Neil et al. 1996).
A million URLs of a thousand hosts wrote 14 GB before and 8 GB so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

TABLES = """
CREATE TABLE IF NOT EXISTS seen (crawl INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (crawl, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen_lately (crawl INTEGER NOT NULL, key INTEGER NOT NULL);
"""
NAMES = ("seen", "seen_lately")
TOGETHER = 50_000
"""Keys that go over at once: some 5 MB of memory, and half a second when there are five million."""


class SeenUrls:
    """The keys of one crawl. ``write`` runs a statement in the transaction that is open, or begins one."""

    def __init__(self, db: sqlite3.Connection, crawl: int, write: Callable[..., object]) -> None:
        self._db, self._crawl, self._write = db, crawl, write
        rows = db.execute("SELECT key FROM seen_lately WHERE crawl = ?", (crawl,))
        self._lately = {key for (key,) in rows}

    def __contains__(self, key: int) -> bool:
        if key in self._lately:
            return True
        row = self._db.execute("SELECT 1 FROM seen WHERE crawl = ? AND key = ?", (self._crawl, key)).fetchone()
        return row is not None

    def add(self, key: int) -> bool:
        """Keep a key with the next commit; whether it was new."""
        if key in self:
            return False
        self._write("INSERT INTO seen_lately VALUES (?, ?)", self._crawl, key)
        self._lately.add(key)
        if len(self._lately) >= TOGETHER:
            self._settle()
        return True

    def _settle(self) -> None:
        """Bring the newest keys to the others."""
        lately = "SELECT crawl, key FROM seen_lately WHERE crawl = ? ORDER BY key"
        self._write(f"INSERT OR IGNORE INTO seen {lately}", self._crawl)
        self._write("DELETE FROM seen_lately WHERE crawl = ?", self._crawl)
        self._lately.clear()

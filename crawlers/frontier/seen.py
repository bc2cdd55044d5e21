"""Which documents a crawl has met before, in millions: keys on disk, the newest ones in memory too.

A key is a hash, so a table of keys in their order is written to all over: with each commit a page of 4 KiB for each
new key. Here new keys go to the end of a small table, with the same commit as the entries that they belong to, and
when there are many all of them go over together, in order (as log-structured merge trees do: O'Neil et al. 1996).
A million URLs of a thousand hosts wrote 14 GB before and 8 GB so.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable

TABLES = """
CREATE TABLE IF NOT EXISTS seen (crawl INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (crawl, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen_lately (crawl INTEGER NOT NULL, key INTEGER NOT NULL);
"""
NAMES = ("seen", "seen_lately")
TOGETHER = 50_000
"""Keys that go over at once: some 5 MB of memory, and half a second when there are five million."""
_LATELY = "SELECT crawl, key FROM seen_lately WHERE crawl IN (SELECT value FROM json_each(?))"
_HAS = "SELECT 1 FROM seen WHERE crawl IN (SELECT value FROM json_each(?)) AND key = ?"
_BRING = f"INSERT OR IGNORE INTO seen {_LATELY} ORDER BY crawl, key"
_CLEAR = "DELETE FROM seen_lately WHERE crawl IN (SELECT value FROM json_each(?))"


class SeenUrls:
    """The keys of a crawl, and of ``others``. ``write`` runs a statement in the open transaction, or begins one."""

    def __init__(
        self, db: sqlite3.Connection, crawl: int, write: Callable[..., object], others: Iterable[int] = ()
    ) -> None:
        self._db, self._crawl, self._write = db, crawl, write
        self._all = json.dumps([crawl, *others])
        self._lately: defaultdict[int, set[int]] = defaultdict(set)
        for number, key in db.execute(_LATELY, (self._all,)):
            self._lately[number].add(key)
        self._number = sum(map(len, self._lately.values()))

    def __contains__(self, key: int) -> bool:
        """Whether any of the crawls has met it."""
        if any(key in lately for lately in self._lately.values()):
            return True
        return self._db.execute(_HAS, (self._all, key)).fetchone() is not None

    def add(self, key: int, crawl: int | None = None) -> bool:
        """Keep a key of a crawl (by default the first) with the next commit; whether it was new there."""
        crawl = self._crawl if crawl is None else crawl
        lately = self._lately[crawl]
        if key in lately:
            return False
        if self._db.execute("SELECT 1 FROM seen WHERE crawl = ? AND key = ?", (crawl, key)).fetchone():
            return False
        self._write("INSERT INTO seen_lately VALUES (?, ?)", crawl, key)
        lately.add(key)
        self._number += 1
        if self._number >= TOGETHER:
            self._settle()
        return True

    def _settle(self) -> None:
        """Bring the newest keys to the others."""
        self._write(_BRING, self._all)
        self._write(_CLEAR, self._all)
        self._lately.clear()
        self._number = 0

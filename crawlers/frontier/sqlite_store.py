"""The frontier's store in one SQLite file, ``HOME/state/frontier.sqlite``, for one process at a time (the home's lock).

Of an entry that is done only its key stays: 64 bits. A power cut may take back the last commits whole, and their
pages are fetched again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import msgspec

from junket.crawlers.database import Database, Layout, connect
from junket.crawlers.frontier import seen
from junket.crawlers.frontier.entry import FrontierEntry, document_key, pack, unpack
from junket.crawlers.frontier.seen import SeenUrls
from junket.crawlers.frontier.store import BEHIND, MANY_ATTEMPTS, HostCounts, Leased
from junket.crawlers.urls import site_of

FILE_NAME = "frontier.sqlite"
_MOST_REORDERED = 50_000
"""Entries of a host that are put in order anew at once: two seconds' work."""
_CACHE_KIB = 64_000
_LOG_PAGES = 16_000
"""Pages of 4 KiB after which SQLite's log goes into the file: the more commits go over together, the more of them
touch a page that went anyway."""

_TABLES = """
CREATE TABLE IF NOT EXISTS crawls (id INTEGER PRIMARY KEY, scope TEXT NOT NULL UNIQUE, started_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS hosts (
    id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL, name TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0, pages INTEGER NOT NULL DEFAULT 0, UNIQUE (crawl, name));
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, host INTEGER NOT NULL, priority INTEGER NOT NULL,
    owner TEXT, attempts INTEGER NOT NULL DEFAULT 0, entry BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS holds (crawl INTEGER, host TEXT, until REAL NOT NULL, PRIMARY KEY (crawl, host));
CREATE INDEX IF NOT EXISTS pending ON entries (host, priority DESC, id) WHERE owner IS NULL;
CREATE INDEX IF NOT EXISTS leased ON entries (owner) WHERE owner IS NOT NULL;
"""
_FIRST = "SELECT id, entry, attempts FROM entries WHERE host = ? AND owner IS NULL ORDER BY priority DESC, id LIMIT 1"
_NAMES = ("entries", "hosts", "holds", "crawls", *seen.NAMES)

_HOLD = """
INSERT INTO holds VALUES (?, ?, ?) ON CONFLICT (crawl, host) DO UPDATE SET until = max(until, excluded.until)
"""
_HOSTS = """
SELECT hosts.id, hosts.crawl, name, (SELECT count(*) FROM entries WHERE host = hosts.id AND owner IS NULL), done, pages,
    coalesce((SELECT until FROM holds WHERE holds.crawl = hosts.crawl AND holds.host = name), 0.0)
FROM hosts WHERE crawl IN (SELECT value FROM json_each(?))
"""
_WAITING = """
SELECT name, SUM(number) FROM (
    SELECT name, (SELECT COUNT(*) FROM entries WHERE host = hosts.id AND owner IS NULL) AS number FROM hosts UNION ALL
    SELECT name, COUNT(*) FROM entries JOIN hosts ON hosts.id = entries.host WHERE owner IS NOT NULL GROUP BY name
) GROUP BY name HAVING SUM(number) > 0
"""
_MOVABLE = "SELECT id, priority, entry FROM entries WHERE host = ? AND owner IS NULL AND priority > ? LIMIT ?"


class SqliteStore(Database):
    """A :class:`junket.crawlers.frontier.store.Store` in a file (None: in memory).

    ``scope`` names the crawl: the one of that name which did not finish is taken up again. ``fresh`` drops it first.
    ``scopes`` names crawls of their own for some sites (by :func:`junket.crawlers.urls.site_of`): what one of them
    leaves pending waits for whoever opens that crawl, and keeps no other from beginning anew.
    """

    layout = Layout(
        name="frontier",
        tables=_TABLES + seen.TABLES,
        version=2,
        older=(1,),  # had no ``seen_lately``
        remedy="crawl with --fresh",
        busy_seconds=5,
        pragmas=(f"cache_size = -{_CACHE_KIB}", f"wal_autocheckpoint = {_LOG_PAGES}"),
    )

    def __init__(
        self,
        path: Path | None,
        *,
        scope: str,
        owner: str,
        fresh: bool = False,
        scopes: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(path, replace_damaged=fresh)
        self._owner = owner
        self._numbers: dict[str, int] = {}
        self._scopes = dict.fromkeys((scope, *scopes.values()), 0)
        self._by_site = scopes
        with self._errors():
            self._free_leases()
            for name in self._scopes:
                self._scopes[name] = self._take_up(name, fresh=fresh)
            self._commit()
            self._crawl = self._scopes[scope]
            self._seen = SeenUrls(self._db, self._crawl, self._write, self._scopes.values())

    def hosts(self) -> list[HostCounts]:
        """All hosts of the crawl."""
        with self._errors():
            rows = self._db.execute(_HOSTS, (json.dumps(list(self._scopes.values())),)).fetchall()
        rows = [row for row in rows if row[1] == self._crawl_of(row[2])]
        self._numbers.update({name: number for number, _, name, *_ in rows})
        return [HostCounts(*row[2:]) for row in rows]

    def add(self, entry: FrontierEntry) -> bool:
        """Keep an entry with the next commit; whether it was new."""
        with self._errors():
            if not self._seen.add(document_key(entry.url), self._crawl_of(entry.host)) and not entry.unfiltered:
                return False
            insert = "INSERT INTO entries (host, priority, entry) VALUES (?, ?, ?)"
            self._write(insert, self._host(entry.host), entry.priority, pack(entry))
            return True

    def has_met(self, key: int) -> bool:
        """Whether the document of that key was met before."""
        with self._errors():
            return key in self._seen

    def lease(self, host: str) -> Leased | None:
        """The host's next entry, leased with the next commit."""
        with self._errors():
            row = self._db.execute(_FIRST, (self._host(host),)).fetchone()
            if row is None:
                return None
            number, data, attempts = row
            entry = self._entry(data, number, host)
            self._write("UPDATE entries SET owner = ?, attempts = ? WHERE id = ?", self._owner, attempts + 1, number)
            return Leased(number, entry, attempts + 1)

    def done(self, number: int, host: str, *, keys: Iterable[int] = (), page: bool = False) -> None:
        """The leased entry is gone, and all that was added before is on disk."""
        with self._errors():
            self._write("DELETE FROM entries WHERE id = ?", number)
            self._write("UPDATE hosts SET done = done + 1, pages = pages + ? WHERE id = ?", page, self._host(host))
            for key in keys:
                self._seen.add(key, self._crawl_of(host))
            self._commit()

    def fail(self, number: int, *, behind: bool = False) -> None:
        """The leased entry is pending again."""
        with self._errors():
            update = "UPDATE entries SET owner = NULL, priority = priority - ? WHERE id = ?"
            self._write(update, BEHIND * behind, number)
            self._commit()

    def reorder(self, host: str, rank: Callable[[FrontierEntry], int]) -> int:
        """Give the host's pending entries their priority anew; how many changed."""
        with self._errors():
            rows = self._db.execute(_MOVABLE, (self._host(host), -BEHIND // 2, _MOST_REORDERED)).fetchall()
            ranked = ((rank(self._entry(data, number, host)), priority, number) for number, priority, data in rows)
            changed = [(new, number) for new, priority, number in ranked if new != priority]
            for new, number in changed:
                self._write("UPDATE entries SET priority = ? WHERE id = ?", new, number)
            self._commit()
        return len(changed)

    def hold(self, host: str, until: float) -> None:
        """Nobody asks the host before that moment."""
        with self._errors():
            self._host(host)
            self._write(_HOLD, self._crawl_of(host), host, until)
            self._commit()

    def commit(self) -> None:
        """What was written is on disk."""
        with self._errors():
            self._commit()

    def forget(self) -> None:
        """Drop the crawl."""
        with self._errors():
            for crawl in self._scopes.values():
                self._drop(crawl)
            self._commit()

    def _entry(self, data: bytes, number: int, host: str) -> FrontierEntry:
        try:
            return unpack(data)
        except msgspec.MsgspecError as error:
            raise sqlite3.DatabaseError(f"entry {number} of {host}: {error}") from error

    def _host(self, name: str) -> int:
        if name not in self._numbers:
            crawl = self._crawl_of(name)
            self._write("INSERT OR IGNORE INTO hosts (crawl, name) VALUES (?, ?)", crawl, name)
            query = "SELECT id FROM hosts WHERE crawl = ? AND name = ?"
            (self._numbers[name],) = self._db.execute(query, (crawl, name)).fetchone()
        return self._numbers[name]

    def _crawl_of(self, host: str) -> int:
        """The number of the crawl that a host's entries belong to."""
        scope = self._by_site.get(site_of(f"http://{host}/")) if self._by_site else None
        return self._crawl if scope is None else self._scopes[scope]

    def _free_leases(self) -> None:
        """Whoever holds the home's lock knows that all leases of others are dead."""
        doubtful = "UPDATE entries SET priority = priority - ? WHERE owner IS NOT NULL AND attempts = ?"
        self._write(doubtful, BEHIND, MANY_ATTEMPTS)
        self._write("UPDATE entries SET owner = NULL WHERE owner IS NOT NULL")

    def _take_up(self, scope: str, *, fresh: bool) -> int:
        """The number of the crawl of that name, which is made where there is none."""
        row = self._db.execute("SELECT id FROM crawls WHERE scope = ?", (scope,)).fetchone()
        if row and fresh:
            self._drop(row[0])
        insert = "INSERT OR IGNORE INTO crawls (scope, started_at) VALUES (?, ?)"
        self._write(insert, scope, datetime.now(UTC).isoformat())
        (number,) = self._db.execute("SELECT id FROM crawls WHERE scope = ?", (scope,)).fetchone()
        return int(number)

    def _drop(self, crawl: int) -> None:
        """Forget a crawl. Where it is the only one, tables are emptied whole, which costs nothing."""
        (crawls,) = self._db.execute("SELECT count(*) FROM crawls").fetchone()
        if crawls == 1:
            for name in _NAMES:
                self._write(f"DELETE FROM {name}")  # noqa: S608  # our own names
        else:
            self._write("DELETE FROM entries WHERE host IN (SELECT id FROM hosts WHERE crawl = ?)", crawl)
            self._write("DELETE FROM hosts WHERE crawl = ?", crawl)
            self._write("DELETE FROM holds WHERE crawl = ?", crawl)
            for name in seen.NAMES:
                self._write(f"DELETE FROM {name} WHERE crawl = ?", crawl)  # noqa: S608  # our own names
            self._write("DELETE FROM crawls WHERE id = ?", crawl)

    def _write(self, statement: str, *values: object) -> sqlite3.Cursor:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        return self._db.execute(statement, values)

    def _commit(self) -> None:
        if self._db.in_transaction:
            self._db.execute("COMMIT")


def waiting_by_host(path: Path) -> dict[str, int]:
    """How many requests of any crawl are still to be made, by ``host`` or ``host:port``; none of a file not there.

    What a dead process had leased counts. Raises sqlite3.Error where it cannot be read.
    """
    if not path.exists():
        return {}
    with closing(connect(path, busy_seconds=5, readonly=True)) as base:
        return dict(base.execute(_WAITING).fetchall())

"""The frontier: what a crawl has still to fetch, on disk, so that a kill at any instant loses nothing.

An entry is pending, then leased to whoever fetches it, then done. It is done when its answer is in the log (the
caller's word), and what the page led to is stored in the same transaction: a crawl that is killed in between has the
page once more in its frontier, and fetches it again.

One SQLite file, ``HOME/state/frontier.sqlite``. Of an entry that is done only its key stays: 64 bits. The file is
not synced with each commit (write-ahead log, ``synchronous=NORMAL``): a kill loses nothing, a power cut may take
back the last commits whole, and their pages are fetched again.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from junket.crawlers.database import Database, Layout
from junket.crawlers.frontier import seen
from junket.crawlers.frontier.entry import Entry, document_key, pack, unpack
from junket.crawlers.frontier.rotation import Host, Rotation
from junket.crawlers.frontier.seen import Seen

FILE_NAME = "frontier.sqlite"
LEASE_SECONDS = 7200.0
"""A lease that is older is taken back: longer than the slowest host allowed (8 requests, 300 s apart) may take."""
MANY_ATTEMPTS = 3
"""An entry that was under way at so many kills may be what kills the crawl: it goes behind the others of its host."""
_BEHIND = 1_000_000
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
CREATE INDEX IF NOT EXISTS pending ON entries (host, priority DESC, id) WHERE owner IS NULL;
CREATE INDEX IF NOT EXISTS leased ON entries (owner) WHERE owner IS NOT NULL;
"""
_FIRST = "SELECT id, entry, attempts FROM entries WHERE host = ? AND owner IS NULL ORDER BY priority DESC, id LIMIT 1"
_NAMES = ("entries", "hosts", "crawls", *seen.NAMES)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries a crawl has in each state."""

    pending: int
    leased: int
    done: int


@dataclass(slots=True, eq=False)
class Lease:
    """An entry that is being fetched. ``keys`` are the documents that it stands for: redirects add theirs."""

    number: int
    entry: Entry
    host: Host
    attempts: int
    until: float
    keys: set[int] = field(default_factory=set)
    under_way: bool = True


class Frontier(Protocol):
    """What a crawl asks of its frontier, wherever that is kept."""

    def enqueue(self, entries: Iterable[Entry]) -> int:
        """Store entries; those whose document the crawl has met before are left out. How many were new."""

    def lease(self, most: int = 1) -> list[Lease]:
        """Up to so many entries to fetch now: the hosts in turn, each one's by priority, then by age."""

    def done(self, lease: Lease, links: Iterable[Entry] = ()) -> None:
        """The entry's answer is in the log, and the page led to ``links``: both, or neither, are on disk then."""

    def fail(self, lease: Lease) -> None:
        """The entry was not fetched: it is pending again."""

    def hold(self, host: str, seconds: float) -> None:
        """Lease nothing of the host for so long."""

    def counts(self) -> Counts:
        """Pending, leased and done."""


class SqliteFrontier(Database):
    """A :class:`Frontier` in a file (None: in memory), for one process at a time, which the home's lock proves.

    ``scope`` names the crawl: the one of that name which did not finish is taken up again. ``fresh`` drops it
    first. ``room`` and ``clock``: see :class:`junket.crawlers.frontier.rotation.Rotation`. Each method raises
    HomeProblem where the file cannot be read or written.
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
        room: Callable[[str], int] = lambda _host: 8,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(path, replace_damaged=fresh)
        self._owner, self._clock = owner, clock
        self._rotation = Rotation(room, clock)
        self._hosts: dict[str, Host] = {}
        self._leases: dict[int, Lease] = {}
        self._pending = self._done = 0
        self._looked_at = clock()
        with self._errors():
            self._crawl, self.resumed = self._take_up(scope, fresh=fresh)
            self._seen = Seen(self._db, self._crawl, self._write)

    def enqueue(self, entries: Iterable[Entry]) -> int:
        """Store entries; how many were new."""
        with self._errors():
            number = sum(self._add(entry) for entry in entries)
            self._commit()
        return number

    def add(self, entry: Entry) -> bool:
        """Store an entry with the next commit (of :meth:`done`, :meth:`enqueue`, :meth:`fail`); whether it was new."""
        with self._errors():
            return self._add(entry)

    def lease(self, most: int = 1) -> list[Lease]:
        """Up to so many entries to fetch now."""
        self._expire()
        with self._errors():
            found: list[Lease] = []
            while len(found) < most and (host := self._rotation.take()):
                if lease := self._lease(host):
                    found.append(lease)
            self._commit()  # so that an entry which kills the crawl is known by its attempts
        return found

    def find(self, number: object) -> Lease | None:
        """The lease of that number, None when there is none (any more)."""
        return self._leases.get(number) if isinstance(number, int) else None

    def claim(self, lease: Lease, url: str) -> bool:
        """Whether the lease may go on to ``url``: False for a document that has an entry of its own."""
        key = document_key(url)
        if key in lease.keys or lease.entry.unfiltered:
            return True
        with self._errors():
            if key in self._seen:
                return False
        lease.keys.add(key)
        return True

    def done(self, lease: Lease, links: Iterable[Entry] = (), *, page: bool = False) -> None:
        """The entry's answer is in the log; ``page`` counts it among its host's pages. Twice is as good as once."""
        with self._errors():
            for link in links:
                self._add(link)
            if self._leases.pop(lease.number, None):
                self._forget(lease, page=page)
            self._commit()

    def fail(self, lease: Lease, *, behind: bool = False) -> None:
        """The entry is pending again; ``behind`` all others of its host where the caller says so."""
        if self._leases.pop(lease.number, None) is None:
            return
        self.arrived(lease)
        with self._errors():
            update = "UPDATE entries SET owner = NULL, priority = priority - ? WHERE id = ?"
            self._write(update, _BEHIND * behind, lease.number)
            self._commit()
        self._pending += 1
        self._rotation.add(lease.host)

    def departed(self, lease: Lease) -> None:
        """The lease's request is under way once more."""
        if not lease.under_way:
            lease.under_way = True
            self._rotation.depart(lease.host)

    def arrived(self, lease: Lease) -> None:
        """The lease's request takes up no connection any more."""
        if lease.under_way:
            lease.under_way = False
            self._rotation.arrive(lease.host)

    def hold(self, host: str, seconds: float) -> None:
        """Lease nothing of the host for so long."""
        with self._errors():
            self._rotation.hold(self._host(host), seconds)

    def rest(self, lease: Lease) -> None:
        """Lease nothing more of the lease's host while this object lives."""
        self._rotation.rest(lease.host)

    def may_go_on(self) -> bool:
        """Whether anything is pending that may be leased, now or after a pause."""
        return self._pending > self._rotation.resting

    def reorder(self, host: str, rank: Callable[[Entry], int]) -> int:
        """Give the pending entries of a host their priority anew (of very many, the first ones); how many changed.

        Entries that were put behind the others stay there.
        """
        with self._errors():
            query = "SELECT id, priority, entry FROM entries WHERE host = ? AND owner IS NULL AND priority > ? LIMIT ?"
            rows = self._db.execute(query, (self._host(host).number, -_BEHIND // 2, _MOST_REORDERED))
            ranked = ((rank(unpack(data)), priority, number) for number, priority, data in rows)
            changed = [(new, number) for new, priority, number in ranked if new != priority]
            for new, number in changed:
                self._write("UPDATE entries SET priority = ? WHERE id = ?", new, number)
            self._commit()
        return len(changed)

    def counts(self) -> Counts:
        """Pending, leased and done."""
        return Counts(self._pending, len(self._leases), self._done)

    def leases(self) -> list[Lease]:
        """All that is leased."""
        return list(self._leases.values())

    def pages(self) -> dict[str, int]:
        """How many pages of each host are done."""
        with self._errors():
            query = "SELECT name, pages FROM hosts WHERE crawl = ? AND pages > 0"
            return dict(self._db.execute(query, (self._crawl,)).fetchall())

    def close(self, *, finished: bool = False) -> None:
        """Let go of the file. A crawl that ``finished``, with nothing left, is forgotten: the next one is a new one."""
        with self._errors():
            try:
                self._commit()
                if finished and not self._pending and not self._leases:
                    self._drop(self._crawl)
            finally:
                self._db.close()

    def _add(self, entry: Entry) -> bool:
        if not self._seen.add(document_key(entry.url)) and not entry.unfiltered:
            return False
        host = self._host(entry.host)
        self._write(
            "INSERT INTO entries (host, priority, entry) VALUES (?, ?, ?)", host.number, entry.priority, pack(entry)
        )
        self._pending += 1
        self._rotation.add(host)
        return True

    def _lease(self, host: Host) -> Lease | None:
        row = self._db.execute(_FIRST, (host.number,)).fetchone()
        if row is None:
            host.waiting = 0
            self._rotation.arrive(host)
            return None
        number, data, attempts = row
        self._write("UPDATE entries SET owner = ?, attempts = ? WHERE id = ?", self._owner, attempts + 1, number)
        entry = unpack(data)
        until = self._clock() + LEASE_SECONDS
        lease = Lease(number, entry, host, attempts + 1, until, {document_key(entry.url)})
        self._leases[number] = lease
        self._pending -= 1
        return lease

    def _forget(self, lease: Lease, *, page: bool) -> None:
        self._write("DELETE FROM entries WHERE id = ?", lease.number)
        self._write("UPDATE hosts SET done = done + 1, pages = pages + ? WHERE id = ?", page, lease.host.number)
        for key in lease.keys if len(lease.keys) > 1 else ():  # the entry's own was met when it was stored
            self._seen.add(key)
        self._done += 1
        self.arrived(lease)

    def _expire(self) -> None:
        """Take back leases that are too old. Leases stand in the order in which they were given."""
        now = self._clock()
        if now - self._looked_at < LEASE_SECONDS / 100:
            return
        self._looked_at = now
        for lease in [lease for lease in self._leases.values() if lease.until <= now]:
            self.fail(lease)

    def _host(self, name: str) -> Host:
        if name not in self._hosts:
            self._write("INSERT OR IGNORE INTO hosts (crawl, name) VALUES (?, ?)", self._crawl, name)
            query = "SELECT id FROM hosts WHERE crawl = ? AND name = ?"
            (number,) = self._db.execute(query, (self._crawl, name)).fetchone()
            self._hosts[name] = Host(number, name)
        return self._hosts[name]

    def _take_up(self, scope: str, *, fresh: bool) -> tuple[int, bool]:
        """The crawl's number, and whether it is one that did not finish. All leases of the dead are free."""
        doubtful = "UPDATE entries SET priority = priority - ? WHERE owner IS NOT NULL AND attempts = ?"
        self._write(doubtful, _BEHIND, MANY_ATTEMPTS)
        self._write("UPDATE entries SET owner = NULL WHERE owner IS NOT NULL")
        row = self._db.execute("SELECT id FROM crawls WHERE scope = ?", (scope,)).fetchone()
        if row and fresh:
            self._drop(row[0])
            row = None
        if row:
            self._load(row[0])
        else:
            started = datetime.now(UTC).isoformat()
            row = (self._write("INSERT INTO crawls (scope, started_at) VALUES (?, ?)", scope, started).lastrowid,)
        self._commit()
        return row[0], bool(self._pending or self._done)

    def _load(self, crawl: int) -> None:
        query = """
            SELECT hosts.id, name, done, (SELECT count(*) FROM entries WHERE host = hosts.id AND owner IS NULL)
            FROM hosts WHERE crawl = ?
        """
        for number, name, done, waiting in self._db.execute(query, (crawl,)):
            self._hosts[name] = Host(number, name)
            self._rotation.add(self._hosts[name], waiting)
            self._pending += waiting
            self._done += done

    def _drop(self, crawl: int) -> None:
        """Forget a crawl. Where it is the only one, tables are emptied whole, which costs nothing."""
        (crawls,) = self._db.execute("SELECT count(*) FROM crawls").fetchone()
        if crawls == 1:
            for name in _NAMES:
                self._write(f"DELETE FROM {name}")  # noqa: S608  # our own names
        else:
            self._write("DELETE FROM entries WHERE host IN (SELECT id FROM hosts WHERE crawl = ?)", crawl)
            self._write("DELETE FROM hosts WHERE crawl = ?", crawl)
            for name in seen.NAMES:
                self._write(f"DELETE FROM {name} WHERE crawl = ?", crawl)  # noqa: S608  # our own names
            self._write("DELETE FROM crawls WHERE id = ?", crawl)
        self._commit()

    def _write(self, statement: str, *values: object) -> sqlite3.Cursor:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        return self._db.execute(statement, values)

    def _commit(self) -> None:
        if self._db.in_transaction:
            self._db.execute("COMMIT")

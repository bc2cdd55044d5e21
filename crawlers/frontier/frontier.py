"""The frontier: what a crawl has still to fetch, on disk, so that a kill at any instant loses nothing.

An entry is pending, then leased to whoever fetches it, then done. It is done when its answer is in the log (the
caller's word), and what the page led to is stored in the same transaction: a crawl that is killed in between has the
page once more in its frontier, and fetches it again.

The entries lie in a store (:mod:`junket.crawlers.frontier.store`). Here is what one process knows besides: whose turn
it is, what it has leased, and how many entries are where.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from junket.crawlers.frontier.entry import FrontierEntry, document_key
from junket.crawlers.frontier.rotation import Host, Rotation
from junket.crawlers.frontier.store import Store

_MOST_HELD = 900.0
"""Seconds that a stored pause may last at most when it is taken up: the clock may have been set back. By hand: three
times what a server may ask for."""
LEASE_SECONDS = 7200.0
"""A lease that is older is taken back: longer than the slowest host allowed (8 requests, 300 s apart) may take."""


@dataclass(frozen=True, slots=True)
class FrontierCounts:
    """How many entries a crawl has in each state."""

    pending: int
    leased: int
    done: int


@dataclass(slots=True, eq=False)
class Lease:
    """An entry that is being fetched. ``keys`` are the documents that it stands for: redirects add theirs."""

    number: int
    entry: FrontierEntry
    host: Host
    attempts: int
    until: float
    keys: set[int] = field(default_factory=set)
    under_way: bool = True


class Frontier:
    """What one process fetches of the crawl that ``store`` keeps.

    ``room`` and ``clock``: see :class:`junket.crawlers.frontier.rotation.Rotation`; ``wall`` is the time of day, which
    pauses are stored by. ``resumed`` says whether the
    store had the crawl already. Each method raises HomeProblem where the store cannot be read or written.
    """

    def __init__(
        self,
        store: Store,
        *,
        room: Callable[[str], int] = lambda _host: 8,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._store, self._clock, self._wall = store, clock, wall
        self._rotation = Rotation(room, clock)
        self._hosts: dict[str, Host] = {}
        self._leases: dict[int, Lease] = {}
        self._pending = self._done = 0
        self._looked_at = clock()
        for found in store.hosts():
            if (left := min(found.held_until - wall(), _MOST_HELD)) > 0:
                self._rotation.hold(self._host(found.name), left)
            self._rotation.add(self._host(found.name), found.pending)
            self._pending += found.pending
            self._done += found.done
        self.resumed = bool(self._pending or self._done)

    def enqueue(self, entries: Iterable[FrontierEntry]) -> int:
        """Store entries; how many were new."""
        number = sum(map(self.add, entries))
        self._store.commit()
        return number

    def add(self, entry: FrontierEntry) -> bool:
        """Store an entry with the next commit (of :meth:`done`, :meth:`enqueue`, :meth:`fail`); whether it was new."""
        if not self._store.add(entry):
            return False
        self._pending += 1
        self._rotation.add(self._host(entry.host))
        return True

    def lease(self, most: int = 1) -> list[Lease]:
        """Up to so many entries to fetch now: the hosts in turn, each one's by priority, then by age."""
        self._expire()
        found: list[Lease] = []
        while len(found) < most and (host := self._rotation.take()):
            if lease := self._lease(host):
                found.append(lease)
        self._store.commit()  # so that an entry which kills the crawl is known by its attempts
        return found

    def find(self, number: object) -> Lease | None:
        """The lease of that number, None when there is none (any more)."""
        return self._leases.get(number) if isinstance(number, int) else None

    def claim(self, lease: Lease, url: str) -> bool:
        """Whether the lease may go on to ``url``: False for a document that has an entry of its own."""
        key = document_key(url)
        if key in lease.keys or lease.entry.unfiltered:
            return True
        if self._store.has_met(key):
            return False
        lease.keys.add(key)
        return True

    def done(self, lease: Lease, links: Iterable[FrontierEntry] = (), *, page: bool = False) -> None:
        """The entry's answer is in the log; ``page`` counts it among its host's pages. Twice is as good as once.

        It and ``links`` are stored together: both are on disk then, or neither.
        """
        for link in links:
            self.add(link)
        if self._leases.pop(lease.number, None) is None:
            self._store.commit()
            return
        keys = lease.keys if len(lease.keys) > 1 else ()  # the entry's own was met when it was stored
        self._store.done(lease.number, lease.host.name, keys=keys, page=page)
        self._done += 1
        self.arrived(lease)

    def fail(self, lease: Lease, *, behind: bool = False) -> None:
        """The entry was not fetched: it is pending again; ``behind`` all others of its host where wanted."""
        if self._leases.pop(lease.number, None) is None:
            return
        self.arrived(lease)
        self._store.fail(lease.number, behind=behind)
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
        """Lease nothing of the host for so long, nor in a crawl that takes this one up after a kill."""
        self._rotation.hold(self._host(host), seconds)
        self._store.hold(host, self._wall() + seconds)

    def rest(self, lease: Lease) -> None:
        """Lease nothing more of the lease's host while this object lives."""
        self._rotation.rest(lease.host)

    def may_go_on(self) -> bool:
        """Whether anything is pending that may be leased, now or after a pause."""
        return self._pending > self._rotation.resting

    def reorder(self, host: str, rank: Callable[[FrontierEntry], int]) -> int:
        """Give the pending entries of a host their priority anew (of very many, the first ones); how many changed.

        Entries that were put behind the others stay there.
        """
        return self._store.reorder(host, rank)

    def counts(self) -> FrontierCounts:
        """Pending, leased and done."""
        return FrontierCounts(self._pending, len(self._leases), self._done)

    def leases(self) -> list[Lease]:
        """All that is leased."""
        return list(self._leases.values())

    def pages(self) -> dict[str, int]:
        """How many pages of each host are done."""
        return {found.name: found.pages for found in self._store.hosts() if found.pages}

    def close(self, *, finished: bool = False) -> None:
        """Let go of the store. A crawl that ``finished``, with nothing left, is forgotten: the next is a new one."""
        try:
            self._store.commit()
            if finished and not self._pending and not self._leases:
                self._store.forget()
        finally:
            self._store.close()

    def _lease(self, host: Host) -> Lease | None:
        found = self._store.lease(host.name)
        if found is None:
            host.waiting = 0
            self._rotation.arrive(host)
            return None
        until, keys = self._clock() + LEASE_SECONDS, {document_key(found.entry.url)}
        lease = Lease(found.number, found.entry, host, found.attempts, until, keys)
        self._leases[lease.number] = lease
        self._pending -= 1
        return lease

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
            self._hosts[name] = Host(len(self._hosts), name)
        return self._hosts[name]

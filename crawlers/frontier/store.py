"""What a crawl asks of whatever keeps its frontier: a file of SQLite today, a server for several machines later.

A store keeps the entries of one crawl and what is leased, and gives the few transactions that lose nothing at a kill.
Whose turn it is and how many requests are under way are the process's own
(:mod:`junket.crawlers.frontier.frontier`). ``tests/crawlers/test_frontier_store.py`` is what every store must pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from junket.crawlers.frontier.entry import FrontierEntry

MANY_ATTEMPTS = 3
"""An entry that was under way at so many kills may be what kills the crawl: it goes behind the others of its host."""
BEHIND = 1_000_000
"""What an entry loses of its priority that goes behind the others of its host."""


@dataclass(frozen=True, slots=True)
class HostCounts:
    """How many entries of a host are pending and done, how many of those that are done were pages, and its pause."""

    name: str
    pending: int
    done: int
    pages: int
    held_until: float = 0.0
    """Nobody asks it before that moment: seconds since 1970."""


class Leased(NamedTuple):
    """An entry that nobody else is given until it is done or has failed. ``attempts``: how often it was leased."""

    number: int
    entry: FrontierEntry
    attempts: int


class Store(Protocol):
    """The entries of one crawl. Each method raises HomeProblem where the store cannot be read or written.

    What :meth:`add` and :meth:`lease` wrote is on disk after :meth:`commit` or any later transaction; a kill before
    that takes it back, all of it.
    """

    def hosts(self) -> list[HostCounts]:
        """All hosts of the crawl. A store that was just opened has nothing leased: leases of the dead are pending."""

    def add(self, entry: FrontierEntry) -> bool:
        """Keep an entry; False, and nothing is kept, for a document that was met before (unless ``unfiltered``)."""

    def has_met(self, key: int) -> bool:
        """Whether the document of that key (``entry.document_key``) was added, or was another entry's when it ended."""

    def lease(self, host: str) -> Leased | None:
        """The host's pending entry of the highest priority, of these the oldest; None where there is none."""

    def done(self, number: int, host: str, *, keys: Iterable[int] = (), page: bool = False) -> None:
        """One transaction: the leased entry is gone, with all that was added before, and its host's counts.

        ``keys`` are further documents that it stood for; ``page`` counts it among its host's pages.
        """

    def fail(self, number: int, *, behind: bool = False) -> None:
        """One transaction: the leased entry is pending again; ``behind`` all others of its host where wanted."""

    def reorder(self, host: str, rank: Callable[[FrontierEntry], int]) -> int:
        """One transaction: a new priority for the host's pending entries (of very many, the first); how many changed.

        Entries that went behind the others stay there.
        """

    def hold(self, host: str, until: float) -> None:
        """One transaction: nobody asks the host before that moment (seconds since 1970); a later one stands.

        It is for those who open the store later; whoever holds a host leaves it alone without being told.
        """

    def commit(self) -> None:
        """What was written is on disk."""

    def forget(self) -> None:
        """One transaction: nothing is left of the crawl. The store is only to be closed after that."""

    def close(self) -> None:
        """Let go of it; what was not committed is not kept."""

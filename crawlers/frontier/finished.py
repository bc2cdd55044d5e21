"""A crawl that has fetched everything is forgotten once that is published, and not before.

Whatever ends the publishing, the next crawl of the same sites finds nothing left to fetch and publishes.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from junket.crawlers.database import connect
from junket.crawlers.errors import HomeLocked
from junket.crawlers.frontier.sqlite_store import FILE_NAME, SqliteStore
from junket.crawlers.home import Home
from junket.crawlers.lock import crawl_lock

_WITHOUT_ENTRIES = """
SELECT scope FROM crawls WHERE NOT EXISTS
    (SELECT 1 FROM hosts JOIN entries ON entries.host = hosts.id WHERE hosts.crawl = crawls.id)
"""


def forget_finished(home: Home) -> None:
    """Forget the crawls of a home that have nothing left to fetch; to be called when all of its log is published.

    Nothing while another crawl runs there. HomeProblem where the frontier cannot be written.
    """
    with suppress(HomeLocked), crawl_lock(home):
        drop_finished(home)


def drop_finished(home: Home) -> None:
    """The same for whoever holds the crawl's lock."""
    path = home.state / FILE_NAME
    for scope in _finished(path):
        with SqliteStore(path, scope=scope, owner="") as store:
            store.forget()


def _finished(path: Path) -> list[str]:
    """The names of crawls without entries; none of a file that cannot be read, which the next crawl tells."""
    if not path.exists():
        return []
    with suppress(sqlite3.Error), closing(connect(path, busy_seconds=5, readonly=True)) as base:
        return [scope for (scope,) in base.execute(_WITHOUT_ENTRIES)]
    return []

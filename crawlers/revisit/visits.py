"""The visits of a home: ``HOME/state/visits.sqlite``, a row an address, and what its sites' dates are worth.

The rows are a view of the log, made anew by a rebuild. What is remembered of a site's ``lastmod`` may be lost: it is
learned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from junket.crawlers.archive.index.captures import Stamp
from junket.crawlers.database import Database, Layout
from junket.crawlers.frontier.entry import document_key
from junket.crawlers.home import Home
from junket.crawlers.revisit.visit import Visit
from junket.crawlers.urls import site_of

FILE_NAME = "visits.sqlite"
YOUNG = 3
"""Looks after the first until which a page is young: what is corrected is corrected early. By hand."""

_TABLES = """
CREATE TABLE IF NOT EXISTS visits (
    key INTEGER PRIMARY KEY, site TEXT NOT NULL, url TEXT NOT NULL, first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, last_checked INTEGER NOT NULL, changed_at INTEGER, checks INTEGER NOT NULL,
    changes INTEGER NOT NULL, missed_since INTEGER, gone_at INTEGER, moved_to TEXT, content TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS visits_by_site ON visits (site, last_checked);
CREATE TABLE IF NOT EXISTS covered (warc_file TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS claims (
    site TEXT PRIMARY KEY, listed INTEGER NOT NULL, claimed INTEGER NOT NULL, held INTEGER NOT NULL,
    audited INTEGER NOT NULL, missed INTEGER NOT NULL
);
"""
_NAMES = (
    "url", "first_seen", "last_seen", "last_checked", "changed_at", "checks", "changes", "missed_since", "gone_at",
    "moved_to", "content",
)  # fmt: skip
_SELECT = f"SELECT key, {', '.join(_NAMES)} FROM visits"  # noqa: S608 - our own names
_MOST_CONTENT = 16
"""Characters of a content hash that are kept: 64 bits tell two states of a page apart."""


@dataclass(frozen=True, slots=True)
class KnownVisit:
    """A row: the :class:`Visit` of an address, its key, and where it moved to."""

    key: int
    visit: Visit
    moved_to: str | None

    def shows(self, content_hash: str) -> bool:
        """Whether its record's content is the one with that hash."""
        return self.visit.content == content_hash[:_MOST_CONTENT]


@dataclass(slots=True)
class Claims:
    """What a site's ``lastmod`` dates have been worth."""

    listed: int = 0
    """Known pages that the last run found a date for."""
    claimed: int = 0
    """Pages asked since their date said that they are newer than the last look."""
    held: int = 0
    """Of these, so many had changed."""
    audited: int = 0
    """Pages looked at although their date said that they are as they were."""
    missed: int = 0
    """Of these, so many had changed all the same."""


class Visits(Database):
    """The open visits of a home; a context manager. HomeProblem where they cannot be read or written."""

    layout = Layout(name="visits", tables=_TABLES, version=1, remedy="run junket rebuild", busy_seconds=60)

    def __init__(self, home: Home, *, readonly: bool = False) -> None:
        super().__init__(home.state / FILE_NAME, readonly=readonly, replace_damaged=not readonly)

    def find(self, url: str) -> KnownVisit | None:
        """The row of an address, whatever its spelling; None for one that the home does not know."""
        with self._errors():
            row = self._db.execute(f"{_SELECT} WHERE key = ?", (document_key(url),)).fetchone()
        return _known(row) if row else None

    def put(self, rows: Iterable[tuple[Visit, str | None]]) -> None:
        """Files visits, each with where its address moved to, in place of those that stand; all or none."""
        names = ("key", "site", *_NAMES)
        statement = f"INSERT OR REPLACE INTO visits ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names
        with self._transaction() as base:
            base.executemany(statement, (_row(visit, moved_to) for visit, moved_to in rows))

    def covers(self, warc_file: str, stamp: Stamp) -> bool:
        """Whether the captures of the file, as it is by length and time, are in."""
        query = "SELECT 1 FROM covered WHERE warc_file = ? AND bytes = ? AND modified = ?"
        with self._errors():
            return self._db.execute(query, (warc_file, *stamp)).fetchone() is not None

    def cover(self, files: dict[str, Stamp]) -> None:
        """Notes that the captures of these files are in."""
        with self._transaction() as base:
            rows = [(name, *stamp) for name, stamp in files.items()]
            base.executemany("INSERT OR REPLACE INTO covered VALUES (?, ?, ?)", rows)

    def clear(self) -> None:
        """Forgets all rows, so that they are made anew; what is known of dates stays."""
        with self._transaction() as base:
            base.execute("DELETE FROM visits")
            base.execute("DELETE FROM covered")

    def of_site(self, site: str) -> Iterator[KnownVisit]:
        """All rows of a site (a host, :func:`junket.crawlers.urls.site_of`), the one looked at longest ago first."""
        with self._errors(), closing(self._db.cursor()) as cursor:
            for row in cursor.execute(f"{_SELECT} WHERE site = ? ORDER BY last_checked, key", (site,)):
                yield _known(row)

    def young(self, site: str) -> int:
        """How many articles of a site are young and not gone."""
        query = (
            "SELECT count(*) FROM visits WHERE site = ? AND checks < ? AND content <> '' AND gone_at IS NULL "
            "AND missed_since IS NULL AND moved_to IS NULL"
        )
        with self._errors():
            return int(self._db.execute(query, (site, YOUNG)).fetchone()[0])

    def claims(self, site: str) -> Claims:
        """What is remembered of a site's dates."""
        query = "SELECT listed, claimed, held, audited, missed FROM claims WHERE site = ?"
        with self._errors():
            row = self._db.execute(query, (site,)).fetchone()
        return Claims(*row) if row else Claims()

    def remember(self, site: str, claims: Claims) -> None:
        """Keeps what a site's dates have been worth."""
        values = (site, claims.listed, claims.claimed, claims.held, claims.audited, claims.missed)
        with self._transaction() as base:
            base.execute("INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?, ?, ?)", values)


def _row(visit: Visit, moved_to: str | None) -> tuple[Any, ...]:
    values = {**visit._asdict(), "moved_to": moved_to, "content": visit.content[:_MOST_CONTENT]}
    return (document_key(visit.url), site_of(visit.url), *(values[name] for name in _NAMES))


def _known(row: Sequence[Any]) -> KnownVisit:
    key, *values = row
    named = dict(zip(_NAMES, values, strict=True))
    moved_to = named.pop("moved_to")
    return KnownVisit(key, Visit(**named), moved_to)

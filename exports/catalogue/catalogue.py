"""The catalogue: what became of each capture in the log. Derived; it can be deleted and rebuilt.

One SQLite file, ``HOME/state/catalogue.sqlite``, one row a capture (WARC file and offset): the record
as compressed JSON, or the reason why there is none. Revisions are a grouping of the rows, not a state; so is
what is known of a site's template, by which each record is settled on its way out.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import msgspec

from junket.crawlers.archive.index.captures import Stamp
from junket.crawlers.database import Database, Layout
from junket.crawlers.discovery.part_url import part_of
from junket.crawlers.home import Home
from junket.crawlers.revisit.visit import Outcome
from junket.crawlers.site.site import Site
from junket.exports.catalogue.revisions import FiledCapture, Revisions
from junket.exports.catalogue.template_memory import TemplateMemory
from junket.exports.surrogates import without_surrogates
from junket.pipelines.record.pager import own_part
from junket.pipelines.record.record import EXTRACTOR_VERSION, Record, Rejected
from junket.pipelines.template import pack
from junket.pipelines.workers.beside import Beside
from junket.pipelines.workers.page_bound import PageTooSlow

FILE_NAME = "catalogue.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS captures (
    warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL,
    url TEXT NOT NULL, site TEXT NOT NULL, rules_version TEXT, extractor_version TEXT NOT NULL,
    id TEXT, canonical_url TEXT, fetched_at TEXT, content_hash TEXT,
    part INTEGER, lines BLOB, record BLOB, reason TEXT, detail TEXT,
    PRIMARY KEY (warc_file, warc_offset));
CREATE INDEX IF NOT EXISTS captures_by_id ON captures (id) WHERE id IS NOT NULL;
CREATE INDEX IF NOT EXISTS captures_by_site ON captures (site, id, fetched_at, warc_file, warc_offset)
    WHERE id IS NOT NULL;
CREATE INDEX IF NOT EXISTS captures_by_rules ON captures (site, rules_version, extractor_version);
CREATE TABLE IF NOT EXISTS scanned (
    warc_file TEXT PRIMARY KEY, bytes INTEGER NOT NULL, problems TEXT NOT NULL, modified INTEGER NOT NULL);
"""
_INSERT = """
INSERT OR IGNORE INTO captures (warc_file, warc_offset, url, site, rules_version, extractor_version,
    id, canonical_url, fetched_at, content_hash, part, lines, record, reason, detail)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_IN_ORDER = """
SELECT captures.rowid, captures.id, captures.site, content_hash, part, warc_file, warc_offset FROM captures
JOIN (
    SELECT id, max(site) AS first, max(canonical_url) AS second FROM captures WHERE id IS NOT NULL GROUP BY id
) AS place ON captures.id = place.id
ORDER BY first, second, captures.id, fetched_at, warc_file, warc_offset
"""
_LINES = """
SELECT id, lines FROM captures WHERE site = ? AND id IS NOT NULL ORDER BY id, fetched_at, warc_file, warc_offset
"""


class Catalogue(Database):
    """The open catalogue of a home; a context manager. HomeProblem when it cannot be read or written."""

    path: Path
    layout = Layout(
        name="catalogue",
        tables=_TABLES,
        version=4,
        remedy="it is derived: run junket rebuild to make it anew",
        busy_seconds=60,
    )

    def __init__(self, home: Home, *, readonly: bool = False) -> None:
        super().__init__(home.state / FILE_NAME, readonly=readonly)
        self._home = home

    def add(self, warc_file: str, warc_offset: int, outcome: Record | Rejected, site: Site) -> bool:
        """Files the outcome of one capture, made with the rules of ``site``.

        False when the capture is in the catalogue already (nothing changes then).
        """
        head = (warc_file, warc_offset, outcome.url, site.domain, site.rules_version, EXTRACTOR_VERSION)
        tail: tuple[object, ...]
        if isinstance(outcome, Rejected):
            tail = (None, None, None, None, None, None, None, outcome.reason, outcome.detail)
        else:
            blob = zlib.compress(_json(outcome), 3)
            at = _sortable(outcome.fetched_at)
            lines = pack(outcome) if outcome.kind != "listing" else None
            part = own_part(outcome)
            address = part_of(outcome.canonical_url).stem if part else outcome.canonical_url
            tail = (outcome.id, address, at, outcome.content_hash, part, lines, blob, None, None)
        with self._errors():
            return self._db.execute(_INSERT, _clean((*head, *tail))).rowcount == 1

    def known(self, warc_file: str) -> set[int]:
        """Offsets of the captures of that file that are in the catalogue."""
        with self._errors():
            rows = self._db.execute("SELECT warc_offset FROM captures WHERE warc_file = ?", (warc_file,))
            return {offset for (offset,) in rows}

    def has(self, warc_file: str, offset: int) -> bool:
        """Whether the capture at that place is in the catalogue."""
        query = "SELECT 1 FROM captures WHERE warc_file = ? AND warc_offset = ?"
        with self._errors():
            return self._db.execute(query, (warc_file, offset)).fetchone() is not None

    def fetched_since(self, site: str, moment: datetime, most: int) -> Iterator[Record]:
        """Records of a site's captures since then, at most so many, as they are filed."""
        query = (
            "SELECT record FROM captures WHERE site = ? AND id IS NOT NULL AND fetched_at >= ? "
            "ORDER BY fetched_at DESC LIMIT ?"
        )
        with self._errors():
            for (blob,) in self._db.execute(query, (site, _sortable(moment), most)):
                yield msgspec.json.decode(zlib.decompress(blob), type=Record)

    def newest_before(self, id_: str, moment: datetime) -> Record | None:
        """The last record of a document that was fetched before then, as it is filed."""
        query = "SELECT record FROM captures WHERE id = ? AND fetched_at < ? ORDER BY fetched_at DESC LIMIT 1"
        with self._errors():
            row = self._db.execute(query, (id_, _sortable(moment))).fetchone()
            return msgspec.json.decode(zlib.decompress(row[0]), type=Record) if row else None

    def outcome(self, warc_file: str, offset: int) -> Outcome | None:
        """What the capture at that place gave; None for one that is no page, or not in the catalogue."""
        query = "SELECT content_hash, reason FROM captures WHERE warc_file = ? AND warc_offset = ?"
        with self._errors():
            row = self._db.execute(query, (warc_file, offset)).fetchone()
        return Outcome(*row) if row else None

    def log_files(self) -> dict[str, int]:
        """The WARC files that captures were read from, and how many bytes of them all in all; 0: as yet some."""
        query = "SELECT warc_file, 0 FROM captures UNION SELECT warc_file, bytes FROM scanned ORDER BY 1, 2"
        with self._errors():
            return dict(self._db.execute(query))

    def scanned_bytes(self, warc_file: str) -> int | None:
        """How long the file was when all its captures were in; None before."""
        with self._errors():
            row = self._db.execute("SELECT bytes FROM scanned WHERE warc_file = ?", (warc_file,)).fetchone()
        return row[0] if row else None

    def is_scanned(self, warc_file: str, stamp: Stamp) -> bool:
        """Whether all captures of the file are in, and it is as it was then by length and time."""
        query = "SELECT 1 FROM scanned WHERE warc_file = ? AND bytes = ? AND abs(modified) = ?"
        with self._errors():
            return self._db.execute(query, (warc_file, *stamp)).fetchone() is not None

    def mark_scanned(self, warc_file: str, stamp: Stamp, problems: list[str], *, waiting: bool = False) -> None:
        """Notes that all captures of the file are in, as it was then, and what could not be read.

        ``waiting``: some of its revisits refer to what no file of the home holds yet (:meth:`look_again`).
        """
        length, modified = stamp
        with self._errors():
            self._db.execute(
                "INSERT OR REPLACE INTO scanned (warc_file, bytes, modified, problems) VALUES (?, ?, ?, ?)",
                (warc_file, length, -modified if waiting else modified, msgspec.json.encode(problems).decode()),
            )

    def look_again(self, *, at_all: bool) -> None:
        """Has files with waiting revisits, or all files, read again: what they refer to may have come."""
        with self._errors():
            self._db.execute("UPDATE scanned SET modified = 0 WHERE modified < 0 OR ?", (at_all,))

    def problems(self) -> dict[str, list[str]]:
        """WARC file to what could not be read in it, for the files where there is something."""
        with self._errors():
            rows = self._db.execute(
                "SELECT warc_file, problems FROM scanned WHERE problems <> '[]' ORDER BY 1"
            ).fetchall()
        return {name: msgspec.json.decode(problems, type=list[str]) for name, problems in rows}

    def forget_stale(self, rules_of: Callable[[str], str | None]) -> int:
        """Drops outcomes of another extractor, of site rules that changed since, and failures of Junket itself.

        They are made again then. A page that was too slow stays so for the same extractor and rules.

        ``rules_of(url)`` is the version of the rules that hold for a URL now. Returns how many were dropped.
        """
        with self._errors():
            dropped = self._forget("reason = 'internal_error' AND detail NOT LIKE ?", f"{PageTooSlow.__name__}:%")
            groups = self._db.execute(
                "SELECT site, rules_version, extractor_version, min(url) FROM captures GROUP BY 1, 2, 3"
            ).fetchall()
            for site, rules, extractor, url in groups:
                if extractor == EXTRACTOR_VERSION and rules == rules_of(url):
                    continue
                dropped += self._forget(
                    "site = ? AND rules_version IS ? AND extractor_version = ?", site, rules, extractor
                )
        return dropped

    def clear(self) -> None:
        """Forgets everything. DatabaseDamaged where the file is not sound throughout."""
        self.prove()
        with self._transaction() as base:
            base.execute("DELETE FROM captures")
            base.execute("DELETE FROM scanned")

    def revisions(self) -> Generator[Record, None, None]:
        """All documents, revision by revision, sorted by site, then canonical URL; streamed.

        Each record comes settled: without the lines that are its site's template, as all captures show it.
        A capture with the standing revision's content hash adds nothing: the first capture's
        provenance stays. Any other makes the next revision. The parts of a split article are one document.
        """
        settle = TemplateMemory(self.lines).settle
        with Beside() as beside, self._transaction("DEFERRED") as base, closing(base.cursor()) as cursor:
            make = Revisions(self._home, self._record, settle, beside)
            captures = map(FiledCapture._make, cursor.execute(_IN_ORDER))
            for _, document in groupby(captures, lambda capture: capture.document):
                yield from make.of(list(document))

    def lines(self, site: str) -> Iterator[tuple[str, bytes]]:
        """The packed lines (``pipelines.template``) of a site's captures with their documents' ids, sorted by id."""
        with self._errors(), closing(self._db.cursor()) as cursor:
            for record_id, lines in cursor.execute(_LINES, (site,)):
                if lines:
                    yield record_id, lines

    def damaged(self) -> Iterator[tuple[str, int, str]]:
        """Captures whose record cannot be read: WARC file, offset, and why."""
        query = "SELECT warc_file, warc_offset, record FROM captures WHERE record IS NOT NULL"
        with self._errors(), closing(self._db.cursor()) as cursor:
            for warc_file, offset, blob in cursor.execute(query):
                try:
                    msgspec.json.decode(zlib.decompress(blob), type=Record)
                except (zlib.error, msgspec.MsgspecError, TypeError) as error:
                    yield warc_file, offset, f"the record cannot be read ({error})"

    def counts(self) -> tuple[int, int, dict[str, int]]:
        """``(captures, captures with a record, rejected by reason)``."""
        with self._errors():
            captures, records = self._db.execute("SELECT count(*), count(id) FROM captures").fetchone()
            rows = self._db.execute(
                "SELECT reason, count(*) FROM captures WHERE reason IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
            ).fetchall()
        return captures, records, dict(rows)

    def _record(self, rowid: int) -> Record:
        (blob,) = self._db.execute("SELECT record FROM captures WHERE rowid = ?", (rowid,)).fetchone()
        return msgspec.json.decode(zlib.decompress(blob), type=Record)

    def _forget(self, where: str, *values: object) -> int:
        """Drops captures, and the mark that their files are done. ``where`` is ours, never input."""
        with self._transaction():
            self._db.execute(
                f"DELETE FROM scanned WHERE warc_file IN (SELECT warc_file FROM captures WHERE {where})",  # noqa: S608  # see docstring
                values,
            )
            return self._db.execute(f"DELETE FROM captures WHERE {where}", values).rowcount  # noqa: S608  # see docstring


def _sortable(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else None


def _json(record: Record) -> bytes:
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return msgspec.json.encode(msgspec.convert(without_surrogates(msgspec.to_builtins(record)), Record))


def _clean(values: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(without_surrogates(value) if isinstance(value, str) else value for value in values)

"""When each document was seen, and whether it is gone: from the visits of its addresses, at each publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from junket.crawlers.home import Home
from junket.crawlers.revisit.visits import KnownVisit, Visits
from junket.pipelines.record.record import Record


def with_presence(home: Home, records: Iterable[Record]) -> Iterator[Record]:
    """The records with when their documents were seen. A document that has several addresses is seen at any of them.

    It is gone, or moved, where all of them are. HomeProblem where the visits cannot be read.
    """
    with closing(Visits(home, readonly=True)) as visits:
        for record in records:
            addresses = dict.fromkeys((record.url, record.canonical_url, *(part.url for part in record.parts)))
            rows = [row for row in map(visits.find, filter(None, addresses)) if row]
            yield _with(record, rows) if rows else record


def _with(record: Record, rows: list[KnownVisit]) -> Record:
    seen = [row.visit for row in rows]
    gone = [visit.gone_at for visit in seen if visit.gone_at is not None]
    moved = [row.moved_to for row in rows if row.moved_to]
    lost = len(gone) + len(moved) >= len(rows)
    return replace(
        record,
        first_seen=_moment(min(visit.first_seen for visit in seen)),
        last_seen=_moment(max(visit.last_seen for visit in seen)),
        last_checked=_moment(max(visit.last_checked for visit in seen)),
        gone_at=_moment(max(gone)) if lost and gone else None,
        moved_to=moved[-1] if lost and moved else None,
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

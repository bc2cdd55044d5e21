"""Which findings are open, since when, and who was told: ``HOME/state/alerts.sqlite``.

A memory, no part of the log: where it is lost, what is open is told once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec

from junket.crawlers.database import Database, Layout
from junket.crawlers.home import Home
from junket.crawlers.secrets import mask_secrets
from junket.exports.alerts.notice import Notice

FILE_NAME = "alerts.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS notices (
    site TEXT NOT NULL, kind TEXT NOT NULL, since TEXT NOT NULL, over_at TEXT, notice BLOB NOT NULL,
    PRIMARY KEY (site, kind)
);
CREATE TABLE IF NOT EXISTS told (
    site TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, told_at TEXT NOT NULL,
    PRIMARY KEY (site, kind, target)
);
"""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A notice, since when it is open, and when it was over."""

    notice: Notice
    since: datetime
    over_at: datetime | None


class AlertMemory(Database):
    """The memory of a home."""

    layout = Layout(
        name="memory of alerts",
        tables=_TABLES,
        version=1,
        remedy="delete it: what is open is told once more",
        busy_seconds=10,
    )

    def __init__(self, home: Home | None) -> None:
        """The memory of ``home``; None: one that lasts as long as this object."""
        super().__init__(home.state / FILE_NAME if home else None, replace_damaged=True)

    def note(self, notices: Iterable[Notice], judged: Collection[str], now: datetime) -> None:
        """What is wrong now at the sites that were ``judged``. What is not wrong there any more is over."""
        with self._transaction() as base:
            found = {(each.site, each.kind): replace(each, page=mask_secrets(each.page)) for each in notices}
            for (site, kind), notice in found.items():
                base.execute(
                    "INSERT INTO notices (site, kind, since, notice) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (site, kind) DO UPDATE SET notice = excluded.notice, over_at = NULL",
                    (site, kind, _text(notice.since or now), msgspec.json.encode(notice)),
                )
            for site, kind in base.execute("SELECT site, kind FROM notices WHERE over_at IS NULL").fetchall():
                if site in judged and (site, kind) not in found:
                    base.execute("UPDATE notices SET over_at = ? WHERE site = ? AND kind = ?", (_text(now), site, kind))

    def to_tell(self, target: str) -> tuple[list[Remembered], list[Remembered]]:
        """What that target has not been told: what is open; and what is over of that which it was told."""
        query = (
            "SELECT notice, since, over_at FROM notices LEFT JOIN told "
            "ON told.site = notices.site AND told.kind = notices.kind AND told.target = ? "
            "WHERE (over_at IS NULL) = (told_at IS NULL) ORDER BY since, notices.site, notices.kind"
        )
        with self._errors():
            rows = [
                Remembered(msgspec.json.decode(notice, type=Notice), _moment(since), over_at and _moment(over_at))
                for notice, since, over_at in self._db.execute(query, (target,)).fetchall()
            ]
        return [row for row in rows if not row.over_at], [row for row in rows if row.over_at]

    def told(self, target: str, those: Iterable[Remembered], now: datetime) -> None:
        """The target knows of those now."""
        with self._transaction() as base:
            for each in those:
                key = (each.notice.site, each.notice.kind, target)
                if each.over_at:
                    base.execute("DELETE FROM told WHERE site = ? AND kind = ? AND target = ?", key)
                else:
                    base.execute("INSERT OR IGNORE INTO told VALUES (?, ?, ?, ?)", (*key, _text(now)))

    def forget(self, targets: Collection[str]) -> None:
        """Drops what is over and known to all who were told; and who was told but is no target any more."""
        with self._transaction() as base:
            for (target,) in base.execute("SELECT DISTINCT target FROM told").fetchall():
                if target not in targets:
                    base.execute("DELETE FROM told WHERE target = ?", (target,))
            base.execute(
                "DELETE FROM notices WHERE over_at IS NOT NULL AND NOT EXISTS "
                "(SELECT 1 FROM told WHERE told.site = notices.site AND told.kind = notices.kind)"
            )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)

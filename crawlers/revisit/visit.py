"""What a home knows of one address: a function of its captures alone, in whatever order files are read."""

from __future__ import annotations

import calendar
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import NamedTuple

from junket.crawlers.archive.index.cdxj import REVISIT, Capture

GONE_AFTER = 2 * 86400
"""Seconds between two looks at which a page must be missing to count as gone. By hand: a site's bad day is no loss."""
_MISSING = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_MOVED = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}


class Outcome(NamedTuple):
    """What a capture gave: a record's content hash, or the reason why there is none."""

    content_hash: str | None
    reason: str | None


class Visit(NamedTuple):
    """An address's times, in seconds since 1970 (UTC), None where there was none."""

    url: str
    """As it was asked last with success."""
    first_seen: int
    last_seen: int
    """The last answer that brought the page, or said that it is as it was."""
    last_checked: int
    """The last answer that says anything of the page, its absence included."""
    changed_at: int | None = None
    """When its content was first seen as it is now; None where it never changed."""
    checks: int = 0
    """How often it was looked at after the first time."""
    changes: int = 0
    """How many of these looks found other content. A record's content counts, not its page's bytes."""
    missed_since: int | None = None
    """The first of the looks in a row that found it missing (404, 410, a page that says so)."""
    gone_at: int | None = None
    """The same, once it has been missing at two looks that lie days apart (:data:`GONE_AFTER`)."""
    moved: Capture | None = None
    """The last capture, where it redirects for good."""
    content: str = ""
    """The content hash of the record as it stands; empty where the page gives none."""

    @property
    def article(self) -> bool:
        """Whether the page gave a record."""
        return bool(self.content)


def visit_of(captures: Iterable[Capture], outcome_of: Callable[[Capture], Outcome | None]) -> Visit | None:
    """What captures of one address, the oldest first, say of it; None where none of them brought a page.

    ``outcome_of`` a capture: what it gave, None where it was no page to the run (a sitemap, say). Errors of the server
    and refusals say nothing of the page.
    """
    visit: Visit | None = None
    shown = payload = ""
    for capture in captures:
        at = seconds_of(capture.timestamp)
        if capture.status in _MISSING:
            visit = visit and _missed(visit, at)
        elif capture.status in _MOVED:
            visit = visit and visit._replace(last_checked=at, moved=capture)
        elif capture.mime == REVISIT:
            visit = visit and _seen(visit, at, capture, changed=capture.digest != payload)
        elif capture.status is None or capture.status == HTTPStatus.OK:
            outcome = outcome_of(capture)
            if outcome is None:
                continue
            if outcome.reason == "not_found":
                visit = visit and _missed(visit, at)
                continue
            content = outcome.content_hash or ""
            showing, payload = content or capture.digest, capture.digest
            visit = _seen(visit, at, capture, changed=showing != shown)._replace(content=content)
            shown = showing
    return visit


def seconds_of(timestamp: str) -> int:
    """Fourteen digits as seconds since 1970; 0 for no moment."""
    try:
        return calendar.timegm(time.strptime(timestamp, "%Y%m%d%H%M%S"))
    except ValueError:
        return 0


def _seen(visit: Visit | None, at: int, capture: Capture, *, changed: bool) -> Visit:
    if visit is None:
        return Visit(capture.url, at, at, at)
    return visit._replace(
        url=capture.url,
        last_seen=at,
        last_checked=at,
        checks=visit.checks + 1,
        changes=visit.changes + changed,
        changed_at=at if changed else visit.changed_at,
        missed_since=None,
        gone_at=None,
        moved=None,
    )


def _missed(visit: Visit, at: int) -> Visit:
    since = visit.missed_since if visit.missed_since is not None else at
    gone = since if at - since >= GONE_AFTER else visit.gone_at
    return visit._replace(last_checked=at, missed_since=since, gone_at=gone, moved=None)

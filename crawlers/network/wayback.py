"""The Wayback Machine: asking it for its copy of a page, and reading what it answers as that page.

The request goes through the same guarded, archived path as any other. The archive's robots.txt is
not asked: this is its documented access by URL, one request for one address that a person named, no
crawl. Each such page says so (``robots`` is ``unchecked``, ``robots_rule`` is :data:`UNASKED`,
``archived_from`` names the capture). The site's own robots.txt is not asked either, since the site is
not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from junket.crawlers.ledger.failures import Failure, failure
from junket.crawlers.secrets import mask_secrets

BASE = "https://web.archive.org"
UNASKED = "a web archive was asked by name; neither its robots.txt nor the site's was"

_CAPTURE = re.compile(r"https?://[^/?#]+/web/(\d{14})id_/(https?:/{1,2}[^\x00-\x20]+)")


@dataclass(frozen=True, slots=True)
class WaybackCapture:
    """A web archive's copy: the address it is a copy of, and when it was made (UTC)."""

    url: str
    captured_at: datetime


def capture_request(url: str, base: str) -> str:
    """The address of the newest capture of ``url`` in the archive at ``base``.

    ``2`` is any time from the year 2000 on, which the archive turns into its newest; ``id_`` asks for
    the bytes as captured, without the archive's toolbar and rewritten links.
    """
    return f"{base.rstrip('/')}/web/2id_/{url}"


def read_capture(url: str, memento_datetime: str | None) -> WaybackCapture | None:
    """The capture that an answer is, or None for any other answer.

    A capture carries ``Memento-Datetime`` (RFC 7089) and the original address in its URL. The time is
    the header's; the URL's 14 digits stand in where the header cannot be read.
    """
    found = _CAPTURE.fullmatch(url)
    if not found or not memento_datetime:
        return None
    captured_at = _http_date(memento_datetime) or _timestamp(found[1])
    original = re.sub(r"^(https?):/+", r"\1://", found[2])
    return WaybackCapture(original, captured_at) if captured_at else None


def no_copy(url: str, status: int, *, is_capture: bool) -> Failure | None:
    """Why an answer holds no copy of ``url``; None where it does: a capture of a page, not of an error."""
    subject, success = mask_secrets(url), status in range(200, 300)
    if is_capture and success:
        return None
    if is_capture:
        problem = f"the Wayback Machine's newest copy of it is an error page ({status})"
        return failure("not_archived", subject, problem)
    if success or status in (404, 410):
        return failure("not_archived", subject)
    return failure("server_error", subject, f"the Wayback Machine answers {status}", "try again later")


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _timestamp(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None

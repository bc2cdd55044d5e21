"""One exchange with a server: what was asked, what came back, and what we know around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from junket.crawlers.ledger.drop import AsideReason
from junket.crawlers.page import RobotsDecision

Header = tuple[str | bytes, str | bytes]
Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is cut: the values of WARC 1.1's ``WARC-Truncated``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """The record in the log whose payload an answer repeats, and how that is known."""

    not_modified: bool
    """The server said so (304); else it sent the same bytes again."""
    record_id: str
    url: str
    date: str
    """Its ``WARC-Date``."""
    payload_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """How a browser came to a DOM: which one, and from which ``response`` (or ``revisit``) in the log."""

    browser: str
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its response, for the log. Headers are name and value pairs in order, all of them.

    ``body`` is as received: its content-encoding untouched, its transfer-encoding already taken off.
    ``fetched_at`` needs a time zone.
    """

    url: str
    """The address that was asked (not the one after a redirect: each hop is an exchange)."""
    status: int
    response_headers: Sequence[Header] = ()
    body: bytes = field(default=b"", repr=False)
    fetched_at: datetime
    method: str = "GET"
    request_headers: Sequence[Header] = ()
    request_body: bytes = field(default=b"", repr=False)
    protocol: str | None = None
    """As Scrapy names it: ``HTTP/1.0``, ``HTTP/1.1``, ``h2``."""
    ip_address: str | None = None
    truncated: Truncation | None = None
    requested_url: str | None = None
    """The URL first asked for, where redirects led here."""
    robots: RobotsDecision = "unchecked"
    robots_rule: str | None = None
    site_rights: str | None = None
    """What the site's files say of the page's rights: a line of :func:`junket.crawlers.rights.right.to_line`."""
    no_page: AsideReason | None = None
    """Why the run set it aside although bytes came."""
    archived_url: str | None = None
    """The original address of the content, when ``url`` is a web archive's capture of it."""
    archived_at: datetime | None = None
    """When that web archive captured it; needs a time zone."""
    revisit: Revisit | None = None
    """Where the answer brings nothing new: only its headers are kept."""

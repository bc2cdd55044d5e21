"""What the first room hands on: one fetched (or given) page and where its bytes lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from junket.crawlers.rights.right import Right

MAX_BODY_BYTES = 32 * 1024 * 1024
"""Bound on a page's decoded body (DESIGN: bounded size everywhere; 32 MiB as measured in Scrapy)."""

RobotsDecision = Literal["allowed", "ignored", "unchecked"]


@dataclass(frozen=True, slots=True)
class WarcLocation:
    """Where a page's archived bytes lie. ``offset`` and ``length`` are bytes in the ``.warc.gz`` file."""

    file: str
    offset: int
    length: int
    record_id: str
    payload_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as fetched, read from a WARC, or given as a file or a string.

    ``body`` is decoded of any content-encoding and at most :data:`MAX_BODY_BYTES` long
    (``truncated`` says that it was cut). ``url`` is the address after redirects, empty when
    nobody knows it. ``headers`` are name and value pairs in the order received.
    """

    url: str
    body: bytes = field(repr=False)
    media_type: str = "text/html"
    """Without parameters, lower case. ``text/plain`` marks a plain-text dump."""
    charset: str | None = None
    """The charset that the transport claims (Content-Type, MHTML part, ``utf-8`` for a str given)."""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    fetched_at: datetime | None = None
    """UTC; None when nobody knows when the page was captured."""
    requested_url: str | None = None
    """The URL first asked for, where redirects led elsewhere."""
    location: WarcLocation | None = None
    unchanged: bool = False
    """A record of it would be that of the capture before it: the same bytes, the same rights."""
    robots: RobotsDecision = "unchecked"
    robots_rule: str | None = None
    site_rights: tuple[Right, ...] = ()
    """What the site's own files say of this page (tdmrep.json, ai.txt); empty where nobody asked them."""
    named: bool = False
    """Asked for by name (a scrape), so that any text makes a record; a crawl keeps articles only."""
    archived_from: str | None = None
    """The web archive's capture URL, when the bytes came from there and not from the site."""
    truncated: bool = False
    source: str | None = None
    """The file that it was read from, as people named it (``pages.zip!/talk.html``); None for what was fetched."""

    def header(self, name: str) -> str | None:
        """The first header of that name (any case), or None."""
        wanted = name.casefold()
        return next((value for key, value in self.headers if key.casefold() == wanted), None)

    @classmethod
    def from_text(cls, url: str, text: str, *, media_type: str = "text/html") -> Page:
        """A page from a string already decoded. Lone surrogates become U+FFFD."""
        return cls(url=url, body=text.encode("utf-8", "replace"), media_type=media_type, charset="utf-8", named=True)

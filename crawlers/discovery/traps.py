"""Traps: URLs that a crawler must not follow however it came to them.

The bounds are those of the Internet Archive's Heritrix 3 (TooManyPathSegmentsDecideRule 20,
TooManyHopsDecideRule 20, PathologicalPathDecideRule 2 repetitions), with a shorter URL and fewer
parameters than it allows: an article's address needs neither.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from junket.crawlers.discovery.discovery import LinkKind
from junket.crawlers.discovery.link_words import words
from junket.crawlers.ledger.drop import BoundReason

MAX_DEPTH = 20
"""Links from a start page; pages of one listing count once."""
MAX_URL = 2_000
MAX_SEGMENTS = 20
MAX_PARAMETERS = 8
MAX_VIEWS = 100
"""Addresses that differ in their parameters only, pages of a listing and numbered articles aside: facets, sessions."""
_MAX_PATHS = 100_000
MAX_REPEATS = 2
"""How often one path segment may come again."""
FIRST_YEAR = 1990
"""No page on the web is older; a calendar that leads further back is endless."""

_YEAR_IN_URL = re.compile(r"(?:[/=?&_-])((?:1\d|2\d)\d\d)(?=[/&_-]|$)")


def trap(url: str, kind: LinkKind, depth: int) -> BoundReason | None:
    """Why a URL is not to be followed; None where nothing speaks against it."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(url) > MAX_URL:
        return "url_too_long"
    if depth > MAX_DEPTH:
        return "too_deep"
    if len(segments) > MAX_SEGMENTS:
        return "too_many_segments"
    if parts.query.count("&") >= MAX_PARAMETERS:
        return "too_many_parameters"
    repeats = Counter(segment for segment in segments if not segment.isdecimal())
    if repeats and max(repeats.values()) > MAX_REPEATS:
        return "repeated_segments"
    return "calendar_out_of_range" if kind == "listing" and _beyond(url) else None


class Views:
    """Counts, for each path, the addresses that differ in their parameters alone. Memory is bounded."""

    def __init__(self) -> None:
        self._views: Counter[str] = Counter()

    def too_many(self, url: str) -> bool:
        """Counts an address that is met for the first time; True where its path has had more than its share."""
        parts = urlsplit(url)
        known = words()
        names = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
        numbered = any(name in known.article_parameters for name in names)
        if not names or numbered or any(known.picks_page(name) for name in names):
            return False
        path = f"{parts.netloc}{parts.path}"
        if path in self._views or len(self._views) < _MAX_PATHS:
            self._views[path] += 1
        return self._views[path] > MAX_VIEWS


def _beyond(url: str) -> bool:
    """True for a listing of a year before the web or after the next one."""
    years = [int(year) for year in _YEAR_IN_URL.findall(urlsplit(url)._replace(scheme="", netloc="").geturl())]
    return bool(years) and not any(FIRST_YEAR <= year <= datetime.now(UTC).year + 1 for year in years)

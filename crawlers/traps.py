"""Traps: URLs that a crawler must not follow however it came to them.

The bounds are those of the Internet Archive's Heritrix 3 (TooManyPathSegmentsDecideRule 20,
TooManyHopsDecideRule 20, PathologicalPathDecideRule 2 repetitions), with a shorter URL and fewer
parameters than it allows: an article's address needs neither.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawlers.discovery import LinkKind

MAX_DEPTH = 20
"""Links from a start page; pages of one listing count once."""
MAX_URL = 2_000
MAX_SEGMENTS = 20
MAX_PARAMETERS = 8
MAX_REPEATS = 2
"""How often one path segment may come again."""
FIRST_YEAR = 1990
"""No page on the web is older; a calendar that leads further back is endless."""

_YEAR_IN_URL = re.compile(r"(?:[/=?&_-])((?:1\d|2\d)\d\d)(?=[/&_-]|$)")


def trap(url: str, kind: LinkKind, depth: int) -> str:
    """Why a URL is not to be followed, as one word; empty where nothing speaks against it."""
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
    words = Counter(segment for segment in segments if not segment.isdecimal())
    if words and max(words.values()) > MAX_REPEATS:
        return "repeated_segments"
    return "calendar_out_of_range" if kind == "listing" and _beyond(url) else ""


def _beyond(url: str) -> bool:
    """True for a listing of a year before the web or after the next one."""
    years = [int(year) for year in _YEAR_IN_URL.findall(urlsplit(url)._replace(scheme="", netloc="").geturl())]
    return bool(years) and not any(FIRST_YEAR <= year <= datetime.now(UTC).year + 1 for year in years)

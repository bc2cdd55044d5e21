"""Endless series: pages that differ by numbers only and bring nothing new (calendars, pages past the last).

A series is all listings whose URLs are alike once their numbers are set to zero. One that shows no new
article on several of its pages in a row is spent: no more of it is fetched. Listings that go on bringing
articles go on to :data:`MAX_PAGES`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from junket.crawlers.discovery.link_words import words

MAX_BARREN = 5
"""Pages in a row without a new article after which a series is spent."""
MAX_PAGES = 1_000
"""Pages of one series."""
_MAX_SERIES = 20_000
_MAX_SEEN = 50_000
_NUMBER = re.compile(r"\d+")


@dataclass(slots=True)
class _Series:
    pages: int = 0
    barren: int = 0
    seen: set[int] = field(default_factory=set)

    @property
    def spent(self) -> bool:
        return self.barren >= MAX_BARREN or self.pages >= MAX_PAGES


class SeriesWatch:
    """Counts, for each series, the pages in a row that brought no new article. Memory is bounded."""

    def __init__(self) -> None:
        self._series: dict[str, _Series] = {}

    def is_spent(self, url: str) -> bool:
        """True where the URL's series has brought nothing for so long that no more of it is worth a request."""
        found = self._series.get(shape_of(url))
        return found is not None and found.spent

    def visited(self, url: str, articles: Iterable[str]) -> None:
        """A listing was fetched and links to these articles. One without a number is no part of a series."""
        shape = shape_of(url)
        if shape == _without_fragment(url) or (shape not in self._series and len(self._series) >= _MAX_SERIES):
            return
        series = self._series.setdefault(shape, _Series())
        new = {hash(article) for article in articles} - series.seen
        series.pages += 1
        series.barren = 0 if new else series.barren + 1
        if len(series.seen) < _MAX_SEEN:
            series.seen |= new


def shape_of(url: str) -> str:
    """The URL with each number in its path and query set to zero."""
    parts = urlsplit(url)
    return f"{parts.netloc}{_NUMBER.sub('0', parts.path)}?{_NUMBER.sub('0', parts.query)}"


def _without_fragment(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}?{parts.query}"


def listing_of(url: str) -> str:
    """The listing that a URL is a page of: without the parameter or segments that pick the page."""
    known, parts = words(), urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and segments[-1].isdecimal():
        segments = segments[:-1]
        if segments and segments[-1].lower() in known.page_segments:
            segments = segments[:-1]
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not known.picks_page(pair[0].lower())]
    return f"{parts.netloc}/{'/'.join(segments)}?{urlencode(sorted(pairs))}"

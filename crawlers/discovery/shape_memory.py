"""What the addresses of a site turned out to lead to: a judgement of links that is learned from the site's own pages.

The rules of :mod:`junket.crawlers.discovery.discovery` know what addresses look like on most sites. Each page that a
crawl fetches shows whether they hold on this one. What is counted is the *shape* of an address: what kind of thing each
part of its path is (a word, a number, a date, a slug), which parameters it has, and, finer, the word that it begins
with.

The chance that a shape leads to an article is the share of those that did, drawn towards what the coarser shape
says, and that towards what the rules say, by :data:`WEIGHT` imagined pages (Laplace's rule with a prior that is
handed down). So a few pages say little and many say all. It lives in the run: a crawl learns it anew in a few pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from junket.crawlers.discovery.discovery import LinkKind
from junket.crawlers.urls import site_of

PRIOR: dict[LinkKind, float] = {"article": 0.8, "listing": 0.1, "other": 0.2, "skip": 0.0}
"""How often pages are articles that the rules take for one; the middle of what the open sites show."""
WEIGHT = 4.0
MAX_SHAPES = 50_000
FIRST_REVIEW = 8
"""Pages of a site after which what waits is put in order anew; then at twice as many, and so on."""

_DATE = re.compile(r"(?:19|20)\d\d(?:[-_.]?[01]\d){0,2}")
_SEPARATOR = re.compile(r"[-_+ .]")
_HEADLINE = 4


class ShapeMemory:
    """Pages fetched and articles among them, by site and shape. Memory is bounded: later shapes are not counted."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], list[int]] = {}
        self._pages: dict[str, int] = {}

    def learn(self, url: str, *, is_article: bool) -> bool:
        """A page was fetched. True when so much is known of its site that what waits is worth a new order."""
        site = site_of(url)
        for key in _keys(site, url):
            if key in self._counts or len(self._counts) < MAX_SHAPES:
                counts = self._counts.setdefault(key, [0, 0])
                counts[0] += 1
                counts[1] += is_article
        pages = self._pages[site] = self._pages.get(site, 0) + 1
        return pages >= FIRST_REVIEW and pages & (pages - 1) == 0

    def chance(self, url: str, kind: LinkKind) -> float:
        """How likely the URL, which the rules take for a ``kind``, leads to an article (0 to 1)."""
        likely = PRIOR[kind]
        for key in _keys(site_of(url), url):
            pages, articles = self._counts.get(key, (0, 0))
            likely = (articles + WEIGHT * likely) / (pages + WEIGHT)
        return likely

    def seen(self, url: str) -> tuple[int, int]:
        """Pages fetched of the URL's finest shape, and articles among them."""
        pages, articles = self._counts.get(list(_keys(site_of(url), url))[-1], (0, 0))
        return pages, articles


def _keys(site: str, url: str) -> Iterator[tuple[str, str]]:
    """The URL's shapes, the coarser first."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment][:12]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})[:8]
    shape = "/".join(_part(segment) for segment in segments) + ("?" + "&".join(names) if names else "")
    yield site, shape
    first = segments[0].lower() if len(segments) > 1 and _part(segments[0]) in ("word", "words") else ""
    yield site, f"{first}:{shape}"


def _part(segment: str) -> str:
    """What kind of thing a part of a path is; a file's ending stays."""
    stem, dot, ending = segment.rpartition(".")
    if not dot or not (ending.isalpha() and len(ending) <= _HEADLINE):
        stem, ending = segment, ""
    ending = f".{ending.lower()}" if ending else ""
    if _DATE.fullmatch(stem):
        return "date" + ending
    if stem.isdigit():
        return "number" + ending
    words = [word for word in _SEPARATOR.split(stem) if word]
    numbered = any(character.isdigit() for character in stem)
    if len(words) >= _HEADLINE:
        return ("headline+number" if numbered else "headline") + ending
    if numbered:
        return "code" + ending
    return ("words" if len(words) > 1 else "word") + ending

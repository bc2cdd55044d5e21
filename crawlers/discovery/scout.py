"""Discovery's memory and judgement: which of the links that a crawl meets to follow, in which order, and why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from junket.crawlers.discovery.discovery import LinkClass, LinkKind, classify
from junket.crawlers.discovery.link_words import is_next_text
from junket.crawlers.discovery.links import Link, PageLinks
from junket.crawlers.discovery.part_url import part_links
from junket.crawlers.discovery.series import SeriesWatch, listing_of
from junket.crawlers.discovery.shape_memory import ShapeMemory
from junket.crawlers.discovery.traps import Views, trap
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import BoundReason
from junket.crawlers.site.site import Site
from junket.crawlers.site.site_file import site_for_url
from junket.crawlers.urls import canonicalize, document_id, site_of

MAX_DOCUMENTS = 1_000
"""Sitemaps and feeds of one site that are read."""

MAX_SEEN = 500_000
"""Addresses that are remembered; beyond, the frontier alone knows what was met before."""

MAX_CLASSES = 4_000
"""Links of which the class is remembered: a site's menus stand on each of its pages."""

_PRIORITY: dict[LinkKind, int] = {"article": 40, "listing": 20, "other": 0}
"""Articles before the listings that bring more of them, the rest last; deeper pages later."""
_CERTAIN = 50
"""The priority of a page that is an article for certain, as far as the site's own pages show."""
_PAGINATION = 25
_FROM_SITEMAP = -20
"""What only a sitemap names is older, mostly, than what listings and feeds show."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page worth a request. ``depth`` counts links from a start page, pages of one listing as one."""

    url: str
    kind: LinkKind
    depth: int = 0
    priority: int = 0
    guess: LinkKind | None = None
    """What the rules take it for, where the site's own pages may show otherwise; None where they are sure."""
    step: int = 0
    """What its place in the site adds to the priority that its address earns."""
    why: str = ""


class KnownPages(Protocol):
    """What is known from earlier runs: see :class:`junket.crawlers.revisit.due.Revisits`."""

    def knows(self, url: str) -> bool:
        """Whether an earlier run had the page."""

    def skips(self, url: str, found: LinkClass, *, depth: int, lastmod: str = "", fresh: bool = True) -> bool:
        """Whether a known page is left."""


class Scout:
    """Judges links, and remembers what it has let through.

    ``hosts`` are the sites to stay on (empty: those of the page at hand). ``sites`` are those already loaded;
    the others are looked up in ``home`` and among the built-in ones. ``most`` bounds the requests for one site;
    ``told`` hears of each link not followed because of a bound (``told(url, reason)``). What is no page or lies
    on another site is left without a word: links of that kind stand on each page. ``known``: the pages
    of earlier runs, some of which are left.
    """

    def __init__(
        self,
        hosts: frozenset[str],
        home: Path | Home | str | None = None,
        *,
        sites: Sequence[Site] = (),
        most: int = 20_000,
        told: Callable[[str, BoundReason], None] | None = None,
        known: KnownPages | None = None,
    ) -> None:
        self._hosts, self._most, self._told = hosts, most, told or (lambda _url, _reason: None)
        self._known = known
        self._home = Path(home) if isinstance(home, str) else home
        self._named = {host: site for site in sites for host in (site.domain, *site.hosts)}
        self._seen: set[int] = set()
        self._issued: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()
        self.series = SeriesWatch()
        self.shapes = ShapeMemory()
        self._views = Views()
        self._classes: dict[tuple[str, str], LinkClass] = {}

    def begin(self, url: str) -> Found:
        """A page that was asked for: followed without a judgement."""
        self._seen.add(_key(url))
        return Found(url, self._classify(url).kind, priority=_PRIORITY["article"] + 10)

    def again(self, url: str) -> Found:
        """A page that is known from earlier runs and looked at again: behind new articles."""
        self._seen.add(_key(url))
        return Found(url, self._classify(url).kind, 1, _PRIORITY["listing"])

    def on_site(self, url: str) -> bool:
        """True for a URL of the sites to stay on."""
        return not self._hosts or site_of(url) in self._hosts

    def take_document(self, url: str) -> bool:
        """True, once, for a sitemap or feed that is to be read."""
        site = site_of(url)
        if not self.on_site(url) or self._documents[site] >= MAX_DOCUMENTS or not self._is_new(url):
            return False
        self._documents[site] += 1
        return True

    def look(self, url: str, links: PageLinks, *, kind: LinkKind | None = None, depth: int = 0) -> Iterator[Found]:
        """What to follow from a page that was fetched; ``kind`` is what it was taken for."""
        self._seen.add(_key(url))
        kind = kind or self._classify(url).kind
        judged = [(link, self._judge(link, url, kind)) for link in links.links if self._is_here(link.url, url)]
        if kind == "listing":
            self.series.visited(url, (link.url for link, found in judged if found.kind == "article"))
        if links.cut:
            self._told(url, "too_many_links")
        fresh = kind == "article" or self._is_fresh(judged)
        for link, found in judged:
            below = depth + (found.why not in ("next_page", "part"))
            if "nofollow" not in link.rel and (request := self._follow(link.url, found, below, fresh=fresh)):
                yield request

    def _is_fresh(self, judged: Sequence[tuple[Link, LinkClass]]) -> bool:
        """Whether at least half of the articles that a page links to are not known from earlier runs."""
        if self._known is None:
            return True
        articles = [link.url for link, found in judged if found.kind == "article"]
        return 2 * sum(map(self._known.knows, articles)) <= len(articles)

    def look_at_sitemap(self, pages: Iterable[tuple[str, str, str]], sitemap: str = "") -> Iterator[Found]:
        """What to follow of a sitemap's URLs, with their titles and dates of change.

        It is read no further once its site's queue is full.
        """
        for url, title, changed in pages:
            if self._issued[site_of(url)] >= self._most:
                self._told(sitemap or url, "queue_full")
                return
            if not self.on_site(url):
                continue
            if found := self._follow(url, self._classify(url, title), 1, _FROM_SITEMAP, lastmod=changed):
                yield found

    def look_at_feed(self, entries: Iterable[tuple[str, str, str]]) -> Iterator[Found]:
        """What to follow of a feed's URLs, with their titles and dates of change.

        All of it is articles, whatever the URLs look like.
        """
        for url, title, changed in entries:
            found = self._classify(url, title)
            if found.kind in ("listing", "other") and not found.sure:
                found = LinkClass("article", "feed")
            if self.on_site(url) and (request := self._follow(url, found, 1, lastmod=changed)):
                yield request

    def _judge(self, link: Link, page_url: str, page_kind: LinkKind) -> LinkClass:
        """The link's class; the next page of the same listing is one, the next part of an article is an article."""
        found = self._classify(link.url, link.text)
        points_on = "next" in link.rel or is_next_text(link.text) or link.text.isdecimal()
        if (
            points_on
            and page_kind != "article"
            and found.kind != "skip"
            and listing_of(link.url) == listing_of(page_url)
        ):
            return LinkClass("listing", "next_page", sure=found.sure)
        if page_kind == "article" and found.kind != "skip" and part_links([link], page_url):
            return LinkClass("article", "part", sure=True)
        return found

    def _follow(
        self, url: str, found: LinkClass, depth: int, extra: int = 0, *, lastmod: str = "", fresh: bool = True
    ) -> Found | None:
        if found.kind == "skip" or not self._is_new(url):
            return None
        if self._known and self._known.skips(url, found, depth=depth, lastmod=lastmod, fresh=fresh):
            self._told(url, "not_due")
            return None
        if reason := self._objection(url, found.kind, depth):
            self._told(url, reason)
            return None
        self._issued[site_of(url)] += 1
        step = extra - depth
        if found.why in ("next_page", "pagination"):
            return Found(url, found.kind, depth, _PAGINATION + step, why=found.why)
        if found.sure or found.why == "feed":
            return Found(url, found.kind, depth, _PRIORITY[found.kind] + step, why=found.why)
        return Found(url, found.kind, depth, self.rank(url, found.kind, step), found.kind, step, found.why)

    def rank(self, url: str, guess: LinkKind, step: int) -> int:
        """The priority of a page that the rules take for a ``guess``, by what the site's own pages have shown."""
        learned = round(_CERTAIN * self.shapes.chance(url, guess))
        return step + (max(learned, _PRIORITY["listing"]) if guess == "listing" else learned)

    def _objection(self, url: str, kind: LinkKind, depth: int) -> BoundReason | None:
        if reason := trap(url, kind, depth):
            return reason
        if kind == "listing" and self.series.is_spent(url):
            return "series_spent"
        if self._views.too_many(url):
            return "too_many_views"
        return "queue_full" if self._issued[site_of(url)] >= self._most else None

    def _is_here(self, url: str, page_url: str) -> bool:
        return self.on_site(url) if self._hosts else site_of(url) == site_of(page_url)

    def _is_new(self, url: str) -> bool:
        key = _key(url)
        if key in self._seen:
            return False
        if len(self._seen) >= MAX_SEEN:
            self._seen.clear()
        self._seen.add(key)
        return True

    def _classify(self, url: str, text: str = "") -> LinkClass:
        known = self._classes.get((url, text))
        if known is None:
            if len(self._classes) >= MAX_CLASSES:
                self._classes.clear()
            known = self._classes[url, text] = classify(url, text, self.site(url))
        return known

    def site(self, url: str) -> Site:
        """The rules of the URL's site."""
        return self._named.get(site_of(url)) or site_for_url(url, self._home)


def _key(url: str) -> int:
    """The same for all spellings of one document's address (http and https, with and without www.)."""
    return hash(document_id(canonicalize(url)))

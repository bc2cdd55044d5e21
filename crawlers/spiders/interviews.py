"""The one generic, site-driven spider: from start pages, sitemaps and feeds to every article of its sites."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from junket.crawlers.discovery.feed import read_feed
from junket.crawlers.discovery.links import PageLinks, asks_nofollow, read_links
from junket.crawlers.discovery.scout import Found, Scout
from junket.crawlers.discovery.shape_memory import PRIOR
from junket.crawlers.discovery.sitemap import Sitemap, SitemapEntry
from junket.crawlers.errors import UsageProblem
from junket.crawlers.frontier.entry import FrontierEntry
from junket.crawlers.frontier.scheduler import crawl_resumed
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import AsideReason, BoundReason, Change
from junket.crawlers.ledger.ledger import LedgerLine
from junket.crawlers.ledger.ledger_keeper import note, report_failure
from junket.crawlers.network.response import page_from_response
from junket.crawlers.page import Page
from junket.crawlers.polite.robots import RobotsMiddleware
from junket.crawlers.revisit.due import Revisits
from junket.crawlers.rights.rights_toml import RightsDecisions, read_rights
from junket.crawlers.run.crawl_bounds import MAX_SITE_PAGES, Budget, OnSite, OutOfBounds, WithinBudget
from junket.crawlers.run.crawl_plan import CrawlPlan, plan_crawl
from junket.crawlers.site.site import Site
from junket.crawlers.urls import site_of

EACH_APART = "*"
"""The crawl's name where each site has its own: what is of none of them, which is nothing that is fetched."""
MAX_FEEDS = 5
"""Feeds of one start page that are read; the others are usually comments."""
MAX_FEED_PAGES = 10
MAX_LINES = 200
"""Ledger lines a reason and run for links that were not followed."""
MAX_NOT_DUE = 10
"""The same for known pages that are not due: most pages of most runs, each of which has its line in an earlier run."""
MAX_CHILDREN = 50_000
"""Sitemaps that one index may name (sitemaps.org)."""
MAX_SITEMAP_DEPTH = 3
"""Indexes in indexes. The protocol allows one; some systems write two."""


class InterviewsSpider(scrapy.Spider):
    """Yields one :class:`junket.crawlers.page.Page` for each page fetched, listings too: the pipelines tell them apart.

    ``start`` URLs, ``sites`` (names or TOML files) and ``urls_file`` (one start URL a line) are where discovery
    begins, ``allow`` names further hosts to stay on; lists, or strings with commas or white space between
    (``scrapy crawl interviews -a start=https://example.org/``). ``max_pages`` bounds the run,
    ``max_site_pages`` each site. ``recheck``: pages that the home knows are looked at again, due or not. ``apart``:
    each of the ``sites`` is a crawl of its own to the frontier. Raises UsageProblem and Unreachable for what is not
    right.
    """

    name = "interviews"
    operation = "crawl"

    def __init__(
        self,
        *,
        start: str | Sequence[str] = (),
        sites: str | Sequence[str] = (),
        urls_file: str | None = None,
        allow: str | Sequence[str] = (),
        max_pages: str | int | None = None,
        max_site_pages: str | int = MAX_SITE_PAGES,
        recheck: bool = False,
        apart: bool = False,
        **kwargs: Any,  # noqa: ANN401 - Scrapy's interface
    ) -> None:
        super().__init__(**kwargs)
        self._start, self._sites, self._allow = _listed(start), _listed(sites), _listed(allow)
        self._urls_file = urls_file
        self.budget = Budget(
            _number(max_pages, "max_pages"),
            _number(max_site_pages, "max_site_pages") or MAX_SITE_PAGES,
            limit_of=lambda url: self._scout.site(url).max_pages,
        )
        self._plan = CrawlPlan()
        self._scout = Scout(self._plan.hosts)
        self._rights = RightsDecisions()
        self._recheck, self._apart = bool(recheck), bool(apart)
        self._revisits = Revisits(None, self._site, now=time.time())
        self.stops: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - Scrapy's interface
        """Scrapy's way to build it; the home of the settings brings its own site files."""
        spider: Self = super().from_crawler(crawler, *args, **kwargs)
        home = crawler.settings.get("JUNKET_HOME")
        if spider._start or spider._sites or spider._urls_file:
            spider._plan = plan_crawl(
                start=spider._start,
                sites=spider._sites,
                urls_file=spider._urls_file,
                allow=spider._allow,
                home=Home(Path(home)) if home else None,
            )
        spider._rights = read_rights(Home(Path(home))) if home else RightsDecisions()
        crawler.signals.connect(spider.resumed, crawl_resumed)
        crawler.signals.connect(spider.kept, signals.item_scraped)
        crawler.signals.connect(spider.dropped, signals.item_dropped)
        crawler.signals.connect(spider.ended, signals.spider_closed)
        place = Home(Path(home)) if home else None
        spider._revisits = Revisits(place, spider._site, now=time.time(), every=spider._recheck)
        spider._scout = Scout(
            spider._plan.hosts,
            home,
            sites=spider._plan.sites,
            most=2 * spider.budget.max_site_pages,
            told=spider._stopped,
            known=spider._revisits,
        )
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The bounds of the crawl, as two downloader middlewares around robots.txt.

        At the priority of a spider's own settings: Scrapy's runner sets the project's once more.
        """
        super().update_settings(settings)
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES") | {OnSite: 40, WithinBudget: 105}
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="spider")

    @property
    def scope(self) -> str:
        """The crawl's name in the frontier: a stopped crawl is taken up by the next one of the same sites."""
        return EACH_APART if self._apart else " ".join(sorted(self._plan.hosts))

    @property
    def scopes(self) -> dict[str, str]:
        """The names of crawls that sites have of their own, by host."""
        return self._plan.scopes if self._apart else {}

    @property
    def run_sites(self) -> list[str]:
        """The domains of the sites that the run is for: those of its start pages."""
        return sorted({self._scout.site(url).domain for url in self._plan.start})

    def resumed(self, pages: dict[str, int]) -> None:
        """What an earlier run of this crawl has fetched (by host) counts in the budget of each site."""
        for host, number in pages.items():
            self.budget.by_site[site_of(f"http://{host}")] += number

    async def start(self) -> AsyncIterator[Request]:
        """Start pages, then the sites' sitemaps and feeds."""
        if not self._plan.start:
            raise UsageProblem(
                "interviews", "nothing to crawl", "give -a start=URL, -a sites=NAME or -a urls_file=FILE"
            )
        for url in self._plan.start:
            yield self._page_request(self._scout.begin(url))
        for site in self._plan.sites:
            for url in site.feeds:
                yield self._request(url, "feed")
            for url in site.sitemaps:
                yield self._request(url, "sitemap")
        for origin in dict.fromkeys(urljoin(url, "/") for url in self._plan.start):
            for request in await self._sitemaps_of(origin):
                yield request
        run_id = self.crawler.settings.get("JUNKET_RUN_ID")
        for url in self._revisits.failed(self._plan.hosts, self.run_sites, run_id):
            yield self._page_request(self._scout.begin(url))
        for url in self._revisits.due(self._plan.hosts):
            yield self._page_request(self._scout.again(url))

    def change_of(self, url: str, content_hash: str) -> Change:
        """How a record compares with what the home had of its address."""
        return self._revisits.change_of(url, content_hash)

    def links_of(self) -> dict[str, int]:
        """How many articles the run has met at each site that it is for, known or not, by domain."""
        met = dict.fromkeys(self.run_sites, 0)
        for host, number in self._revisits.met.items():
            domain = self._scout.site(f"http://{host}/").domain
            if domain in met:
                met[domain] += number
        return met

    def loss_of(self, url: str) -> Change | None:
        """``gone`` where a page is missing for good."""
        return self._revisits.loss_of(url)

    def ended(self) -> None:
        """What the run taught of its sites is kept."""
        self._revisits.close()

    def parse(self, response: Response) -> Iterator[Page | Request]:
        """The page, and requests for what it links to."""
        yield from self._page_and_links(response)
        self._close_when_spent()  # last: what the page leads to is for the next run

    def _page_and_links(self, response: Response) -> Iterator[Page | Request]:
        page = page_from_response(response)
        if page.unchanged:  # its links are read all the same: a kill may have come before they were stored
            self._unchanged(response)
        else:
            yield page
        if page.media_type in ("text/html", "application/xhtml+xml"):
            links = read_links(response.body, response.url, page.charset)
            yield from self._feeds(response, links)
            if links.nofollow or asks_nofollow(page.header("X-Robots-Tag") or ""):
                self._stopped(response.url, "nofollow")
                return
            for found in self._scout.look(response.url, links, kind=response.meta.get("kind"), depth=_depth(response)):
                yield self._page_request(found)

    def kept(self, item: object) -> None:
        """A page has become a record: the site's addresses of its shape lead to articles."""
        if not isinstance(item, Page):  # without pipelines nobody has judged it
            self._learn(getattr(item, "url", ""), is_article=True)

    def dropped(self, item: object, exception: Exception) -> None:
        """A page was judged to be no article."""
        if isinstance(item, Page) and getattr(exception, "reason", "") == "not_an_article":
            self._learn(item.url, is_article=False)

    def _learn(self, url: str, *, is_article: bool) -> None:
        # Scrapy's own scheduler cannot put in order anew (and passes isinstance() for any other).
        reorder = getattr(self.crawler.engine.scheduler, "reorder", None)
        if self._scout.shapes.learn(url, is_article=is_article) and reorder:
            reorder(urlsplit(url).netloc.lower(), self._rank)

    def _rank(self, entry: FrontierEntry) -> int:
        guess, step = entry.meta.get("guess"), entry.meta.get("step")
        if not isinstance(step, int) or guess not in PRIOR:
            return entry.priority
        return self._scout.rank(entry.url, guess, step)

    def parse_sitemap(self, response: Response) -> Iterator[Request]:
        """Requests for a sitemap's pages and for the sitemaps that it names, the newest first."""
        sitemap = Sitemap(response.body, response.url)
        children: list[SitemapEntry] = []
        for found in self._scout.look_at_sitemap(_pages(sitemap, children), response.url):
            yield self._page_request(found)
        self._read(response, "sitemap", sitemap.read)
        if sitemap.cut:
            self._stopped(response.url, "sitemap_too_long")
        level = response.meta.get("level", 0) + 1
        if children and level > MAX_SITEMAP_DEPTH:
            self._stopped(response.url, "sitemap_too_deep")
            return
        for child in sorted(children, key=lambda entry: entry.lastmod, reverse=True):
            if self._scout.take_document(child.url):
                yield self._request(child.url, "sitemap", level=level)

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """Requests for a feed's entries and for its next page."""
        feed = read_feed(response.body, response.url)
        self._read(response, "feed", len(feed.entries))
        for found in self._scout.look_at_feed((entry.url, entry.title, entry.updated) for entry in feed.entries):
            yield self._page_request(found)
        level = response.meta.get("level", 0) + 1
        if feed.next_url and feed.entries and level < MAX_FEED_PAGES and self._scout.take_document(feed.next_url):
            yield self._request(feed.next_url, "feed", level=level)

    def failed(self, failure: Failure) -> None:
        """Note why a request brought nothing."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it before the errback
        cause = failure.value
        if isinstance(cause, OutOfBounds):
            self._stopped(request.url, cause.reason, cause.detail)
        elif request.meta.get("guessed") and isinstance(cause, HttpError):
            line = LedgerLine(url=request.url, decision="skipped", reason="no_sitemap", status=cause.response.status)
            note(self.crawler, line)
        else:
            report_failure(self.crawler, failure)
        self._close_when_spent()

    def _site(self, url: str) -> Site:
        return self._scout.site(url)

    def refusal(self, request: Request) -> tuple[BoundReason, str] | None:
        """Why a request must not go out although it was queued (:class:`junket.crawlers.run.crawl_bounds.OnSite`)."""
        if closed := self._scout.site(request.url).closed_at(datetime.now(UTC)):
            return "outside_hours", closed
        if skipped := self._skipped(request.url):
            return "rights_skip", skipped
        if self._plan.hosts and (site := site_of(request.url)) not in self._plan.hosts:
            return "offsite", f"leads to {site or 'no site'}"
        if request.meta.get("kind") == "listing" and self._scout.series.is_spent(request.url):
            return "series_spent", "the pages before it brought no new article"
        return None

    def _skipped(self, url: str) -> str:
        """Who decided that it is not fetched, and on what ground; empty where nobody did."""
        decision = self._rights.for_url(url, datetime.now(UTC).date())
        return f"{decision.basis} ({decision.decided_by})" if decision and decision.use == "skip" else ""

    async def _sitemaps_of(self, origin: str) -> list[Request]:
        """The sitemaps that robots.txt names; where it names none, the usual place is tried."""
        if self._scout.site(origin).closed_at(datetime.now(UTC)) or self._skipped(origin):
            return []  # the start page says so in the ledger
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        try:
            named = await robots.sitemaps(origin) if robots else ()
        except Exception:  # noqa: BLE001 - the start page meets the same failure and reports it
            return []
        fresh = [url for url in named if self._scout.on_site(url) and self._scout.take_document(url)]
        if named:
            return [self._request(url, "sitemap") for url in fresh]
        guess = urljoin(origin, "/sitemap.xml")
        return [self._request(guess, "sitemap", guessed=True)] if self._scout.take_document(guess) else []

    def _feeds(self, response: Response, links: PageLinks) -> Iterator[Request]:
        """The feeds that a start page names."""
        if _depth(response) == 0:
            named = [feed.url for feed in links.feeds if "comment" not in feed.url.lower()][:MAX_FEEDS]
            fresh = [url for url in named if self._scout.on_site(url) and self._scout.take_document(url)]
            yield from (self._request(url, "feed") for url in fresh)

    def _page_request(self, found: Found) -> Request:
        meta = {"role": "page", "kind": found.kind, "depth_of_links": found.depth}
        if found.guess:
            meta |= {"guess": found.guess, "step": found.step}
        return Request(found.url, callback=self.parse, errback=self.failed, priority=found.priority, meta=meta)

    def _request(self, url: str, role: str, **meta: Any) -> Request:  # noqa: ANN401 - meta holds anything
        parse = self.parse_feed if role == "feed" else self.parse_sitemap
        return Request(url, callback=parse, errback=self.failed, priority=100, meta={"role": role, **meta})

    def _read(self, response: Response, reason: AsideReason, entries: int) -> None:
        detail = f"{entries} entries"
        line = LedgerLine(url=response.url, decision="skipped", reason=reason, detail=detail, status=response.status)
        note(self.crawler, line)

    def _unchanged(self, response: Response) -> None:
        """Nothing is new: the capture before has the page, and its record stands."""
        self._revisits.looked(response.url, changed=False)
        line = LedgerLine(
            url=response.url,
            decision="skipped",
            reason="not_modified",
            status=response.status,
            fetched_at=response.meta.get("fetched_at"),
            change="unchanged",
        )
        note(self.crawler, line)

    def _stopped(self, url: str, reason: BoundReason, detail: str = "") -> None:
        """A bound was met: counted always, in the ledger for the first of each reason."""
        self.crawler.stats.inc_value(f"discovery/{reason}")
        self.stops[reason] += 1
        if self.stops[reason] <= (MAX_NOT_DUE if reason == "not_due" else MAX_LINES):
            note(self.crawler, LedgerLine(url=url, decision="skipped", reason=reason, detail=detail))

    def _close_when_spent(self) -> None:
        if self.budget.spent:
            raise CloseSpider("max_pages")


def _pages(sitemap: Iterable[SitemapEntry], children: list[SitemapEntry]) -> Iterator[tuple[str, str, str]]:
    """The pages of a sitemap as they are read; the sitemaps that it names go into ``children``."""
    for entry in sitemap:
        if entry.kind == "page":
            yield entry.url, entry.title, entry.lastmod
        elif len(children) < MAX_CHILDREN:
            children.append(entry)


def _depth(response: Response) -> int:
    return int(response.meta.get("depth_of_links", 0))


def _listed(value: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else tuple(value)


def _number(value: str | int | None, name: str) -> int | None:
    if value is None or value == "":
        return None
    if not str(value).isdecimal() or int(value) < 1:
        raise UsageProblem(f"{name}={value}", "must be a number from 1 on", "leave it out for no bound of your own")
    return int(value)

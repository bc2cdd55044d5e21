"""The spider of a survey: one page, its robots.txt, a few sitemaps and feeds; no other page is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from junket.crawlers.discovery.feed import read_feed
from junket.crawlers.discovery.links import read_links
from junket.crawlers.discovery.sitemap import Sitemap
from junket.crawlers.discovery.survey import MAX_DOCUMENTS, Surveyor
from junket.crawlers.ledger.failures import explain, of_status
from junket.crawlers.network.response import page_from_response
from junket.crawlers.polite.robots import RobotsMiddleware


class SurveySpider(scrapy.Spider):
    """Reads what ``surveyor`` asks for. For ``crawlers.discovery.survey.survey``, not for ``scrapy crawl``."""

    name = "survey"
    operation = "survey"
    custom_settings = {"RETRY_TIMES": 1, "JUNKET_LONGEST_WAIT": 5.0}  # noqa: RUF012 - Scrapy's interface

    def __init__(self, surveyor: Surveyor | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Scrapy's interface
        super().__init__(**kwargs)
        self._surveyor = surveyor
        self._read = 0

    async def start(self) -> AsyncIterator[Request]:
        """robots.txt, the sitemaps that it and the site's file name, the start page."""
        if self._surveyor is None:
            return
        start, site = self._surveyor.survey.url, self._surveyor.site
        self._surveyor.look_at_site()
        named = [*site.sitemaps, *await self._robots(start)]
        guess = [] if named else [urljoin(start, "/sitemap.xml")]
        yield Request(start, callback=self.parse, errback=self.failed, priority=10)
        for request in (*self._documents(site.feeds, "feed"), *self._documents([*named, *guess], "sitemap")):
            yield request

    def parse(self, response: Response, **_kwargs: Any) -> Iterator[Request]:  # noqa: ANN401 - Scrapy's interface
        """The start page: its links are judged, its feeds read."""
        assert self._surveyor is not None  # noqa: S101  # no request goes out without one
        page = page_from_response(response)
        links = read_links(response.body, response.url, page.charset)
        self._surveyor.look_at_page(response.url, links)
        yield from self._documents([feed.url for feed in links.feeds if "comment" not in feed.url.lower()], "feed")

    def parse_sitemap(self, response: Response) -> Iterator[Request]:
        """A sitemap's pages are judged, the sitemaps that it names are read, as far as the bound goes."""
        assert self._surveyor is not None  # noqa: S101  # no request goes out without one
        sitemap, children = Sitemap(response.body, response.url), []

        def pages() -> Iterator[tuple[str, str, str]]:
            for entry in sitemap:
                if entry.kind == "page":
                    yield entry.url, entry.title, entry.lastmod
                else:
                    children.append(entry)

        self._surveyor.look_at_entries(response.url, self._surveyor.scout.look_at_sitemap(pages(), response.url))
        said = f"{sitemap.read - len(children)} pages, {len(children)} sitemaps" + (", cut" if sitemap.cut else "")
        self._surveyor.note("sitemap", response.url, said)
        newest = sorted(children, key=lambda entry: entry.lastmod, reverse=True)
        yield from self._documents([entry.url for entry in newest], "sitemap")

    def parse_feed(self, response: Response) -> None:
        """A feed's entries are judged."""
        assert self._surveyor is not None  # noqa: S101  # no request goes out without one
        feed = read_feed(response.body, response.url)
        entries = ((entry.url, entry.title, entry.updated) for entry in feed.entries)
        self._surveyor.look_at_entries(response.url, self._surveyor.scout.look_at_feed(entries))
        self._surveyor.note("feed", response.url, f"{len(feed.entries)} entries")

    def failed(self, failure: Failure) -> None:
        """Note what could not be had."""
        assert self._surveyor is not None  # noqa: S101  # no request goes out without one
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it before the errback
        response = getattr(failure.value, "response", None)
        found = (of_status(request.url, response.status) if response else None) or explain(
            request.url, failure.value or RuntimeError()
        )
        if kind := request.meta.get("document"):
            self._surveyor.note(kind, request.url, f"not read: {found.error.problem}")
        else:
            self._surveyor.survey.error = found.error

    async def _robots(self, start: str) -> list[str]:
        assert self._surveyor is not None  # noqa: S101  # no request goes out without one
        robots = self.crawler.get_downloader_middleware(RobotsMiddleware)
        if robots is None:  # ROBOTSTXT_OBEY is off
            return []
        try:
            policy = await robots.policy(start)
        except Exception:  # noqa: BLE001 - the start page meets the same failure and reports it
            return []
        self._surveyor.look_at_robots(urljoin(start, "/robots.txt"), policy)
        return [urljoin(start, url) for url in policy.sitemaps]

    def _documents(self, urls: Any, kind: str) -> Iterator[Request]:  # noqa: ANN401 - any sequence of URLs
        """Requests for sitemaps or feeds, up to the bound; what lies beyond is noted."""
        assert self._surveyor is not None  # noqa: S101  # no request goes out without one
        parse = self.parse_feed if kind == "feed" else self.parse_sitemap
        left = 0
        for url in urls:
            if not self._surveyor.scout.take_document(url):
                continue
            if self._read >= MAX_DOCUMENTS:
                left += 1
                continue
            self._read += 1
            yield Request(url, callback=parse, errback=self.failed, priority=5, meta={"document": kind})
        if left:
            self._surveyor.note(
                "feed" if kind == "feed" else "sitemap", self._surveyor.survey.url, f"{left} more, not read"
            )

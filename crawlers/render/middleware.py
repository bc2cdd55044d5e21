"""The browser's place in a crawl: the downloader middleware that gives a page as the browser shows it.

The answer came as any other did (guard, robots.txt, pace) and lies in the log already, marked as rendered. The DOM goes
into the log beside it, with what its scripts fetched, and only then on.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Headers, Request, Response

from junket.crawlers.archive.exchange import Exchange, Rendered
from junket.crawlers.archive.http_message import of_a_record
from junket.crawlers.archive.middleware import ArchiveMiddleware, NotArchived
from junket.crawlers.archive.record import RENDERED_TYPE
from junket.crawlers.errors import HomeProblem
from junket.crawlers.network.guard import Guard
from junket.crawlers.network.response import first_asked, header_pairs
from junket.crawlers.page import WarcLocation
from junket.crawlers.polite.blocks import BlockList
from junket.crawlers.render.browser import Browser, RenderBounds, RenderFailed, Rendering, Subresource
from junket.crawlers.render.not_rendered import NotRendered
from junket.crawlers.render.proxy import GuardingProxy
from junket.crawlers.render.wanted import Wanted
from junket.crawlers.run.halt import halt


class RenderMiddleware:
    """Renders what :class:`junket.crawlers.render.wanted.Wanted` wants, one page at a time.

    Bounds: ``JUNKET_RENDER_PAGES`` a run, ``JUNKET_RENDER_SECONDS`` a page, ``JUNKET_RENDER_MEMORY`` (bytes).
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler, self._wanted = crawler, Wanted(crawler)
        self._left = settings.getint("JUNKET_RENDER_PAGES")
        self._bounds = RenderBounds(
            seconds=settings.getfloat("JUNKET_RENDER_SECONDS"), memory=settings.getint("JUNKET_RENDER_MEMORY")
        )
        self._proxy: GuardingProxy | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderMiddleware:
        """Scrapy's way to build it."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Forget what was decided of an earlier hop or try."""
        request.meta.pop("rendering", None)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The page as the browser shows it, once it is on disk. Raises NotRendered."""
        if not self._wanted.wants(request, response):
            return response
        if self._wanted.lacks:
            raise NotRendered("browser_missing")
        if self._left <= 0:
            raise NotRendered("render_failed", "as many pages are rendered as a run may (JUNKET_RENDER_PAGES)")
        self._left -= 1
        rendering = await self._render(response)
        shown = _shown(response, rendering)
        request.meta["unchanged"] = False  # the shell may be, and what its scripts fetch not
        if before := request.meta.get("warc_location"):
            request.meta["warc_location"] = await self._archive(request, shown, rendering, before)
        return shown

    async def close(self) -> None:
        """End browser and proxy."""
        if self._browser:
            await self._browser.close()
        if self._proxy:
            await self._proxy.close()

    async def _render(self, response: Response) -> Rendering:
        browser = await self._started()
        try:
            return await browser.render(response.url, response.status, header_pairs(response), response.body)
        except RenderFailed as error:
            raise NotRendered("render_failed", f"the browser could not show the page: {error}") from error

    async def _started(self) -> Browser:
        async with self._starting:
            if self._browser is None:
                settings = self._crawler.settings
                blocks = BlockList.from_settings(settings)
                self._proxy = GuardingProxy(Guard.from_settings(settings), check=blocks.check if blocks else None)
                await self._proxy.start()
                self._browser = Browser(self._proxy, user_agent=settings.get("USER_AGENT"), bounds=self._bounds)
            return self._browser

    async def _archive(
        self, request: Request, shown: Response, rendering: Rendering, before: WarcLocation
    ) -> WarcLocation:
        archive = self._crawler.get_downloader_middleware(ArchiveMiddleware)
        writer = archive.writer() if archive else None
        if writer is None:
            raise NotArchived("the log cannot be written")
        page = _exchange(request, shown)
        rendered = Rendered(browser=rendering.browser, record_id=before.record_id)
        fetched = [_subresource(each) for each in rendering.subresources]
        try:
            return await asyncio.to_thread(writer.write_rendition, page, rendered, fetched)
        except HomeProblem as error:
            halt(self._crawler, error)
            raise NotArchived(str(error)) from error


def _shown(response: Response, rendering: Rendering) -> Response:
    """The answer with the DOM for its body, and those headers that a reader of the log will find too."""
    headers = Headers({"Content-Type": RENDERED_TYPE})
    for name, value in of_a_record(header_pairs(response)):
        headers.appendlist(name, " ".join(value.split()))
    return response.replace(body=rendering.dom.encode("utf-8", "replace"), headers=headers, encoding="utf-8")


def _exchange(request: Request, shown: Response) -> Exchange:
    fetched_at: datetime = request.meta["fetched_at"]
    return Exchange(
        url=shown.url,
        status=shown.status,
        response_headers=header_pairs(shown),
        body=shown.body,
        fetched_at=fetched_at,
        requested_url=first_asked(request.meta),
        robots=request.meta.get("robots", "unchecked"),
        robots_rule=request.meta.get("robots_rule"),
        site_rights=request.meta.get("site_rights"),
    )


def _subresource(each: Subresource) -> Exchange:
    return Exchange(
        url=each.url,
        status=each.status,
        response_headers=each.headers,
        body=each.body,
        fetched_at=each.fetched_at,
        method=each.method,
        no_page="subresource",
    )

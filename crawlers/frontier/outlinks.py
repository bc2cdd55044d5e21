"""What a page leads to goes into the frontier before the page counts as done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response

from junket.crawlers.frontier.entry import LEASE
from junket.crawlers.frontier.scheduler import FrontierScheduler


@dataclass(slots=True)
class _Open:
    """A page that is being read: how many of its items are in the pipelines, and whether that is all."""

    items: int = 0
    read: bool = False
    again: bool = False
    """It asked for itself once more."""


class Outlinks:
    """Spider middleware nearest to the engine; does nothing for requests without a lease.

    Stores the requests of a page as they come. When the page is read and the pipelines are through with its items,
    it tells the scheduler that the request has ended.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._open: dict[int, _Open] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        middleware = cls(crawler)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(middleware.item_ended, signal)
        return middleware

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The items of a page; its requests are stored."""
        lease = _lease(response)
        if lease is None:
            async for thing in result:
                yield thing
            return
        page = self._open.setdefault(lease, _Open())
        async for thing in result:
            if isinstance(thing, Request):
                page.again = page.again or thing.meta.get(LEASE) == lease
                self._crawler.engine.crawl(thing)
            else:
                page.items += 1
                yield thing
        self._read(lease, response)

    def process_spider_exception(self, response: Response, exception: Exception) -> None:
        """The spider has raised something of its own: what came before is kept, nothing more will come."""
        del exception  # the ledger has it
        lease = _lease(response)
        if lease is not None:
            self._open.setdefault(lease, _Open())
            self._read(lease, response)

    def item_ended(self, response: Response | None) -> None:
        """An item has come through the pipelines, one way or another."""
        page = self._open.get(_lease(response) or 0) if response is not None else None
        if response is not None and page:
            page.items -= 1
            self._end(response, page)

    def _read(self, lease: int, response: Response) -> None:
        """All of the page has been read. One that asked for itself once more is not done."""
        page = self._open[lease]
        page.read = True
        if page.again:
            del self._open[lease]
        else:
            self._end(response, page)

    def _end(self, response: Response, page: _Open) -> None:
        scheduler = self._crawler.engine.scheduler
        if page.read and page.items == 0 and response.request and isinstance(scheduler, FrontierScheduler):
            self._open.pop(response.request.meta[LEASE], None)
            scheduler.ended(response.request)


def _lease(response: Response | None) -> int | None:
    return response.request.meta.get(LEASE) if response is not None and response.request else None

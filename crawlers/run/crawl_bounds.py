"""A crawl's bounds, held at the moment of each request: the sites it stays on, the pages it may fetch.

Links are judged when they are found; redirects, retries and whole queues are judged here. Requests of
other origin (robots.txt, ``scrapy shell``) carry no ``meta["role"]`` and pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request

from junket.crawlers.ledger.drop import BoundReason
from junket.crawlers.urls import site_of

MAX_SITE_PAGES = 10_000
"""Pages of one site in one run, unless the run says otherwise."""


_BOUNDS_OF_THE_RUN: set[BoundReason] = {"max_pages", "no_contact"}
"""Bounds after which the next run goes on: the requests stay in the frontier."""
_BOUNDS_OF_THE_HOST: set[BoundReason] = {"outside_hours", "host_overloaded"}
"""The same for all that waits at one host."""


class OutOfBounds(IgnoreRequest):
    """A request beyond the crawl's bounds."""

    def __init__(self, reason: BoundReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail
        self.postponed = reason in _BOUNDS_OF_THE_RUN or reason in _BOUNDS_OF_THE_HOST
        self.rests_host = reason in _BOUNDS_OF_THE_HOST


@dataclass(slots=True)
class Budget:
    """Pages fetched, in all and for each site, against what may be."""

    max_pages: int | None = None
    max_site_pages: int = MAX_SITE_PAGES
    limit_of: Callable[[str], int | None] = lambda _url: None
    """The bound that a URL's site has of its own, by its file."""
    pages: int = 0
    by_site: Counter[str] = field(default_factory=Counter)

    def problem(self, url: str) -> tuple[BoundReason, str] | None:
        """Reason and detail where one more page of the URL's site is too many."""
        if self.spent:
            return "max_pages", f"the run's {self.max_pages} pages are fetched"
        most = min(self.limit_of(url) or self.max_site_pages, self.max_site_pages)
        if self.by_site[site_of(url)] >= most:
            return "max_site_pages", f"the site's {most} pages are fetched"
        return None

    def take(self, url: str) -> None:
        """Count a page."""
        self.pages += 1
        self.by_site[site_of(url)] += 1

    @property
    def spent(self) -> bool:
        """True when the run may fetch no more pages."""
        return self.max_pages is not None and self.pages >= self.max_pages


class OnSite:
    """Downloader middleware before robots.txt: refuses what leads off the crawl's sites or into a spent series."""

    def __init__(self, refusal: Callable[[Request], tuple[BoundReason, str] | None]) -> None:
        self._refusal = refusal

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it; off for spiders without a ``refusal``."""
        if not (refusal := getattr(crawler.spider, "refusal", None)):
            raise NotConfigured
        return cls(refusal)

    def process_request(self, request: Request) -> None:
        """Raises OutOfBounds."""
        if "role" in request.meta and (found := self._refusal(request)):
            raise OutOfBounds(*found)


class WithinBudget:
    """Downloader middleware after robots.txt: lets through as many pages as the spider's ``budget`` has, once each."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it; off for spiders without a ``budget``."""
        if not isinstance(budget := getattr(crawler.spider, "budget", None), Budget):
            raise NotConfigured
        return cls(budget)

    def process_request(self, request: Request) -> None:
        """Raises OutOfBounds. A redirect or a retry of a page that was counted is not counted again."""
        if request.meta.get("role") != "page" or request.meta.get("counted"):
            return
        if found := self._budget.problem(request.url):
            raise OutOfBounds(*found)
        self._budget.take(request.url)
        request.meta["counted"] = True

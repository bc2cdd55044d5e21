"""Politeness: how long to wait between two requests to one host.

A host gets ``DOWNLOAD_DELAY`` and Scrapy's AutoThrottle above it. Two kinds of host are paced apart:
those whose robots.txt names a ``Crawl-delay`` (their word counts), and those that
``JUNKET_ALLOW_PRIVATE`` names (one's own machine needs no pause).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.settings import BaseSettings

from crawlers.guard import host_and_port

MAX_CRAWL_DELAY = 300.0
"""Seconds; a longer ``Crawl-delay`` is honoured up to this, as Heritrix does (respectCrawlDelayUpToSeconds)."""

_OWN_MACHINE = {"delay": 0.0, "concurrency": 8, "jitter": 0.0}


def own_slots(settings: BaseSettings) -> dict[str, dict[str, float]]:
    """``DOWNLOAD_SLOTS`` for the hosts that ``JUNKET_ALLOW_PRIVATE`` names. Raises UsageProblem."""
    return {host_and_port(text)[0]: dict(_OWN_MACHINE) for text in settings.getlist("JUNKET_ALLOW_PRIVATE")}


class Politeness:
    """Downloader middleware that keeps AutoThrottle's hands off the hosts paced apart."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._paced = set(own_slots(crawler.settings))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Politeness:
        """Scrapy's way to build it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Mark the requests to hosts paced apart."""
        if _host(request.url) in self._paced:
            request.meta["autothrottle_dont_adjust_delay"] = True

    def pace(self, url: str, crawl_delay: float) -> None:
        """Leave ``crawl_delay`` seconds (bounded) between requests to the URL's host, one at a time."""
        host, settings = _host(url), self._crawler.settings
        least = 0.0 if host in own_slots(settings) else settings.getfloat("DOWNLOAD_DELAY")
        delay = min(max(crawl_delay, least), MAX_CRAWL_DELAY)
        downloader = self._crawler.engine.downloader
        self._paced.add(host)
        downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0.0}
        if slot := downloader.slots.get(host):  # made before robots.txt was read
            slot.delay, slot.concurrency, slot.jitter = delay, 1, 0.0


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""

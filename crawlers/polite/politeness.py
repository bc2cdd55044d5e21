"""Politeness: how long to wait between two requests to one host.

A host gets ``DOWNLOAD_DELAY`` and Scrapy's AutoThrottle above it. Two kinds of host are paced apart:
those whose robots.txt names a ``Crawl-delay`` (their word counts), and those that
``JUNKET_ALLOW_PRIVATE`` names (one's own machine needs no pause).

The pause begins when an exchange has ended, as Heritrix counts it, not when its request went out: so what
the server sees between two requests is never less than the rule, however slow a connection was to come about.
"""

from __future__ import annotations

from time import monotonic
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.settings import BaseSettings

from junket.crawlers.network.guard import host_and_port

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
        """Queue the request with its host's, and mark those to hosts paced apart."""
        host = _host(request.url)
        # Scrapy keeps the queue of the first hop through redirects to other hosts; the pace is the host's that answers.
        # Where a person waits for one page, its robots.txt is asked beside the pages' pace, as a browser would.
        request.meta["download_slot"] = f"robots.txt of {host}" if request.meta.get("apart") else host
        if host in self._paced:
            request.meta["autothrottle_dont_adjust_delay"] = True

    def ended(self, request: Request) -> None:
        """An exchange is over, well or not: the pause until the host's next one begins now."""
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot:  # without a delay too: the robots.txt that is just read may ask for one
            slot.lastseen = max(slot.lastseen, monotonic())

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

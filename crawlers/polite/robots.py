"""robots.txt obeyed: each site's file is fetched once a day, through the same guarded and archived path.

RFC 9309, more strictly than Scrapy has it: a robots.txt that cannot be had (5xx, 429, no answer in
time) forbids everything. A disallow names its rule. A URL that a person named may be fetched all the
same (``ignore_robots``); the decision and the rule are recorded with the page.

What a request's ``meta`` says:

- in: ``ignore_robots`` (fetch even what is disallowed), ``robots_unasked`` (a reason for not asking
  robots.txt at all), ``dont_obey_robotstxt`` (Scrapy's own word for it)
- out: ``robots`` (a :data:`junket.crawlers.page.RobotsDecision`) and ``robots_rule``
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    IgnoreRequest,
    NotConfigured,
)
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from junket.crawlers.network.guard import Refused
from junket.crawlers.polite.politeness import Politeness
from junket.crawlers.polite.robots_policy import RobotsPolicy, RobotsRuling

robots_answered = object()
"""Signal: a robots.txt, or the answer that there is none. Arguments: ``response``."""

robots_failed = object()
"""Signal: a robots.txt could not be had. Arguments: ``url`` and ``error``."""

_SITE_IS_DOWN = (Refused, CannotResolveHostError, DownloadConnectionRefusedError, DownloadFailedError)
"""Failures that the page itself would meet too: its own error says more than "disallowed" would."""

_MAX_BYTES = 8 * 1024 * 1024
_FIRST = 1000
"""Priority: a robots.txt goes before the pages that wait for it."""


class Disallowed(IgnoreRequest):
    """A request that robots.txt forbids. ``rule`` is the line that does."""

    def __init__(self, url: str, rule: str) -> None:
        super().__init__(f"Forbidden by robots.txt: {rule}")
        self.url, self.rule = url, rule


class RobotsMiddleware:
    """Downloader middleware in the place of Scrapy's RobotsTxtMiddleware; off when ROBOTSTXT_OBEY is."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._holds: float = crawler.settings.getfloat("JUNKET_ROBOTS_SECONDS")
        self._policies: dict[str, tuple[float, asyncio.Task[RobotsPolicy]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Scrapy's way to build it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass with the decision in its ``meta``, or raise :class:`Disallowed`."""
        meta = request.meta
        meta.update(robots="unchecked", robots_rule=meta.get("robots_unasked"))
        if meta.get("dont_obey_robotstxt") or meta.get("robots_unasked"):
            return
        ruling = await self._ruling(request)
        if ruling.allowed:
            meta["robots"] = "allowed"
        elif meta.get("ignore_robots"):
            meta.update(robots="ignored", robots_rule=ruling.rule)
        else:
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise Disallowed(request.url, ruling.rule or "")

    async def policy(self, url: str) -> RobotsPolicy:
        """The policy of the URL's site, fetched at the first call, and again when it is a day old (RFC 9309 2.4).

        Raises what the request raised where the site as a whole cannot be reached.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        asked_at, task = self._policies.get(origin, (0.0, None))
        if task is None or monotonic() - asked_at > self._holds:
            task = asyncio.get_running_loop().create_task(self._fetch(origin))
            self._policies[origin] = monotonic(), task
        # Shielded: one cancelled request must not take the file away from the others that wait for it.
        return await asyncio.shield(task)

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The absolute URLs of the ``Sitemap:`` lines in the robots.txt of the URL's site."""
        policy = await self.policy(url)
        return tuple(urljoin(url, sitemap) for sitemap in policy.sitemaps)

    async def _ruling(self, request: Request) -> RobotsRuling:
        try:
            policy = await self.policy(request.url)
        except _SITE_IS_DOWN as error:
            if not request.meta.get("ignore_robots"):
                raise
            return RobotsRuling(allowed=False, rule=f"robots.txt cannot be had ({error})")
        if policy.crawl_delay and (politeness := self._crawler.get_downloader_middleware(Politeness)):
            politeness.pace(request.url, policy.crawl_delay)
        return policy.ruling(request.url)

    async def _fetch(self, origin: str) -> RobotsPolicy:
        stats = self._crawler.stats
        stats.inc_value("robotstxt/request_count")
        try:
            response = await self._crawler.engine.download_async(self._request(origin))
        except _SITE_IS_DOWN:
            raise
        except IgnoreRequest:  # more redirects than we follow: "unavailable", RFC 9309 2.3.1.2
            return RobotsPolicy(RobotsRuling(allowed=True))
        except Exception as error:  # noqa: BLE001 - whatever failed, the rules are unknown: RFC 9309 2.3.1.4
            stats.inc_value("robotstxt/unreachable")
            self._crawler.signals.send_catch_log(robots_failed, url=f"{origin}/robots.txt", error=error)
            return RobotsPolicy.forbidding(f"robots.txt cannot be had ({error}), which forbids everything (RFC 9309)")
        stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        self._crawler.signals.send_catch_log(robots_answered, response=response)
        return RobotsPolicy.from_answer(response.status, response.body)

    def _request(self, origin: str) -> Request:
        meta: dict[str, Any] = {
            "dont_obey_robotstxt": True,
            "allow_offsite": True,  # RFC 9309 2.3.1.2: redirects count, across hosts too
            "download_maxsize": _MAX_BYTES,
            "apart": getattr(self._crawler.spider, "operation", "") == "scrape",
        }
        return Request(f"{origin}/robots.txt", priority=_FIRST, meta=meta, callback=NO_CALLBACK)

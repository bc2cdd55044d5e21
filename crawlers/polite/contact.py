"""Who runs the crawl: without a contact in the user agent, strangers' servers are asked for a few pages only.

A site's operator who sees a robot in the log must be able to reach whoever sends it; crawls that people
only try out on their own machine need no such thing.
"""

from __future__ import annotations

from collections import Counter
from ipaddress import ip_address
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from junket.crawlers.ledger.drop import BoundReason
from junket.crawlers.network.guard import plain_host
from junket.crawlers.run.crawl_bounds import OutOfBounds
from junket.crawlers.run.halt import end_run

MAX_PAGES = 100
"""Pages off this machine that a crawl without a contact may fetch: enough to see what a site is like."""

FINISH_REASON: BoundReason = "no_contact"


class AnonymousPages:
    """Counts the pages fetched from other machines. A host is another one until its address shows it is not."""

    def __init__(self, most: int = MAX_PAGES) -> None:
        self._most = most
        self._pages: Counter[str] = Counter()
        self._own: set[str] = set()

    @property
    def spent(self) -> bool:
        """True when no more pages may come from other machines."""
        return self._pages.total() >= self._most

    def take(self, url: str) -> bool:
        """Counts a page; False where it may not be fetched."""
        host = _host(url)
        if host in self._own or is_this_machine(host):
            return True
        if self.spent:
            return False
        self._pages[host] += 1
        return True

    def answered(self, url: str, address: str) -> None:
        """The host of ``url`` answered from ``address``: pages of this machine do not count."""
        if is_this_machine(address):
            self._own.add(_host(url))
            self._pages.pop(_host(url), None)


def is_this_machine(host: str) -> bool:
    """True for a loopback address."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


class WithContact:
    """Downloader middleware that holds a crawl without ``JUNKET_CONTACT`` to :data:`MAX_PAGES`, then ends the run."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.get("JUNKET_CONTACT") or getattr(crawler.spider, "operation", "") != "crawl":
            raise NotConfigured
        self._crawler = crawler
        self._anonymous = AnonymousPages()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WithContact:
        """Scrapy's way to build it; off where there is a contact, and for pages that a person names."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises OutOfBounds once the bound is reached."""
        if request.meta.get("role") != "page" or request.meta.get("introduced"):
            return
        if not self._anonymous.take(request.url):
            end_run(self._crawler, FINISH_REASON)
            raise OutOfBounds(FINISH_REASON, f"{MAX_PAGES} pages are fetched, and nobody is named who could be asked")
        request.meta["introduced"] = True

    def process_response(self, request: Request, response: Response) -> Response:
        """The response as it is."""
        if response.ip_address is not None:
            self._anonymous.answered(request.url, str(response.ip_address))
        return response


def _host(url: str) -> str:
    return plain_host(urlsplit(url).hostname or "")

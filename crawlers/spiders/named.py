"""The spider for URLs that a person names: each is fetched once, no link is followed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from junket.crawlers.ledger.ledger_keeper import report_failure
from junket.crawlers.network.response import page_from_response
from junket.crawlers.network.wayback import BASE, UNASKED, capture_request
from junket.crawlers.page import Page
from junket.crawlers.urls import check_url


class NamedSpider(scrapy.Spider):
    """Yields one :class:`junket.crawlers.page.Page` for each URL that answers, whatever its status.

    ``urls`` is a list, or a string with white space between URLs (``scrapy crawl named -a urls=…``).
    ``ignore_robots`` fetches what robots.txt disallows and records it; ``archived`` asks the Wayback
    Machine in place of the sites; ``render`` shows them to a browser. Raises UsageProblem for a URL that is none.
    """

    name = "named"
    operation = "scrape"
    custom_settings = {  # noqa: RUF012 - Scrapy's interface
        "HTTPERROR_ALLOW_ALL": True,
        "RETRY_TIMES": 1,
        "JUNKET_LONGEST_WAIT": 5.0,  # a person is waiting
    }

    def __init__(
        self,
        urls: str | Sequence[str] = (),
        *,
        ignore_robots: bool | str = False,
        archived: bool | str = False,
        render: bool | str = False,
        **kwargs: Any,  # noqa: ANN401 - Scrapy's interface
    ) -> None:
        super().__init__(**kwargs)
        self._urls = [check_url(url) for url in (urls.split() if isinstance(urls, str) else urls)]
        self._ignore_robots = ignore_robots not in (False, "", "0", "false", "no")
        self._archived = archived not in (False, "", "0", "false", "no")
        self._render = render not in (False, "", "0", "false", "no")

    @classmethod
    def handles_request(cls, request: Request) -> bool:
        """True for any web address: ``scrapy parse``, ``shell`` and ``fetch`` take this spider where none is named."""
        return urlsplit(request.url).scheme in ("http", "https")

    async def start(self) -> AsyncIterator[Request]:
        """One request a URL; its place in the list is ``meta["position"]``."""
        base = self.settings.get("JUNKET_WAYBACK") or BASE
        for position, url in enumerate(self._urls):
            meta: dict[str, Any] = {"position": position, "ignore_robots": self._ignore_robots}
            if self._render:
                meta["render"] = True
            if self._archived:
                meta["robots_unasked"] = UNASKED
            target = capture_request(url, base) if self._archived else url
            yield Request(target, callback=self.parse, errback=self.failed, dont_filter=True, meta=meta)

    def parse(self, response: Response) -> Iterator[Page]:
        """The page, as it is: outcome and meaning of its status are for the caller to judge."""
        yield page_from_response(response, named=True)

    def failed(self, failure: Failure) -> None:
        """Note why there is no page."""
        report_failure(self.crawler, failure)

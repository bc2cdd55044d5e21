"""The log's place in a crawl: the downloader middleware that archives each exchange.

It stands nearest to the downloader, so it sees each hop of a redirect, error pages and robots.txt,
with bodies still compressed. What the run will take an answer for is decided first
(:mod:`junket.crawlers.run.aside`) and stands in its record. A response goes on only when its record is on disk; where
it cannot be written, the run stops.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from junket.crawlers.archive.conditional import KnownCapture, KnownCaptures
from junket.crawlers.archive.exchange import Exchange, Revisit
from junket.crawlers.archive.group_commit import GroupCommit
from junket.crawlers.archive.warcinfo import Operation
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import AsideReason
from junket.crawlers.network.response import capture_of, first_asked
from junket.crawlers.page import WarcLocation
from junket.crawlers.run.aside import aside_of
from junket.crawlers.run.halt import halt


class NotArchived(IgnoreRequest):
    """A response that could not be written to the log, and so counts as not fetched."""

    postponed = True  # it stays in the frontier


class ArchiveMiddleware:
    """Archives into the home that the setting ``JUNKET_HOME`` names; without one it only notes the time.

    Sets in the request's ``meta``: ``fetched_at`` (UTC), ``warc_location``
    (:class:`junket.crawlers.page.WarcLocation`) and ``unchanged``. A crawl asks
    for what changed only, and a 304 goes on as the archived answer that it stands for. A spider's ``operation``
    (``crawl`` or ``scrape``) names the files.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        home = crawler.settings.get("JUNKET_HOME")
        self._home = Home.create(home) if home else None
        self._known: KnownCaptures | None = None
        self._writer: WarcWriter | None = None
        self._group_commit: GroupCommit | None = None
        self._broken: HomeProblem | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Scrapy's way to build it. HomeProblem where the home cannot be used."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.close, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Forget what an earlier hop or try left in ``meta``; ask for what changed since the last capture only."""
        for stale in ("fetched_at", "warc_location", "unchanged", "known"):
            request.meta.pop(stale, None)
        if self._home and _operation(self._crawler) == "crawl":
            try:
                self._known = self._known or KnownCaptures(self._home)
                request.meta["known"] = self._known.condition(request)
            except HomeProblem as error:
                halt(self._crawler, error)
                raise NotArchived(str(error)) from error

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response as it came, once it is on disk. Raises :class:`NotArchived` and stops the run otherwise."""
        request.meta["fetched_at"] = datetime.now(UTC)
        if self._home is None:
            return response
        known: KnownCapture | None = request.meta.pop("known", None)
        revisit = known.revisit(request, response) if known else None
        answer = known.restored(response) if known and revisit and revisit.not_modified else response
        same_rights = known is not None and revisit is not None and known.has_rights(request.meta.get("site_rights"))
        exchange = partial(_exchange, request, response, revisit=revisit, with_rights=not same_rights)
        request.meta["warc_location"] = await self._write(request, answer, exchange)
        request.meta["unchanged"] = same_rights and known is not None and known.has_headers(answer)
        return answer

    def writer(self) -> WarcWriter | None:
        """The run's WARC writer, made with its first use; None without a home or when that failed."""
        if self._home is None or self._broken:
            return None
        if self._writer is None:
            self._writer = _writer(self._home, self._crawler)
            self._group_commit = GroupCommit(self._writer)
        return self._writer

    def close(self) -> None:
        """Close the WARC file, if one was opened."""
        if self._writer:
            self._writer.close()
            self._writer = None

    async def _write(
        self, request: Request, answer: Response, exchange: Callable[[AsideReason | None], Exchange]
    ) -> WarcLocation:
        """Where the exchange lies; ``answer`` is what the run goes on with.

        After the first failure nothing more is written: what is in flight is let go.
        """
        if self.writer() is None or self._group_commit is None:
            raise NotArchived(str(self._broken))
        try:
            no_page = aside_of(self._crawler, request, answer)
            return await self._group_commit.write(exchange(no_page))
        except HomeProblem as error:
            if self._broken is None:
                halt(self._crawler, error)
            self._broken = error
            raise NotArchived(str(error)) from error


def _operation(crawler: Crawler) -> Operation:
    return "scrape" if getattr(crawler.spider, "operation", "") == "scrape" else "crawl"


def _writer(home: Home, crawler: Crawler) -> WarcWriter:
    obeyed = crawler.settings.getbool("ROBOTSTXT_OBEY")
    return WarcWriter(
        home.warc,
        operation=_operation(crawler),
        user_agent=crawler.settings.get("USER_AGENT"),
        robots="obeyed; each record says what was decided" if obeyed else "not asked (ROBOTSTXT_OBEY is off)",
    )


def _exchange(
    request: Request, response: Response, no_page: AsideReason | None, *, revisit: Revisit | None, with_rights: bool
) -> Exchange:
    capture = capture_of(response)
    return Exchange(
        url=response.url,
        status=response.status,
        response_headers=_pairs(response),
        body=response.body,
        fetched_at=request.meta["fetched_at"],
        method=request.method,
        request_headers=_pairs(request),
        request_body=request.body,
        protocol=response.protocol,
        ip_address=str(response.ip_address) if response.ip_address else None,
        truncated="disconnect" if "dataloss" in response.flags else None,
        requested_url=None if capture else first_asked(request.meta),
        robots=request.meta.get("robots", "unchecked"),
        robots_rule=request.meta.get("robots_rule"),
        site_rights=request.meta.get("site_rights") if with_rights else None,
        no_page=no_page,
        archived_url=capture.url if capture else None,
        archived_at=capture.captured_at if capture else None,
        revisit=revisit,
    )


def _pairs(message: Request | Response) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, values in message.headers.items() for value in values]

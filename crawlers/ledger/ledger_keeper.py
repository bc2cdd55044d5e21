"""Keeps the ledger during a run: listens to what becomes of each URL, and writes it down at once.

Records and rejections reach it as Scrapy's item signals, failed requests through :func:`report_failure`
(every request's errback should end there), and whatever else a spider decides through :func:`note`.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from twisted.python.failure import Failure as TwistedFailure

from junket.crawlers.archive.middleware import ArchiveMiddleware
from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import Change, Decision, Ended
from junket.crawlers.ledger.failures import explain, of_status
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.crawlers.ledger.ledger_log import BATCH, log_lines
from junket.crawlers.network.response import first_asked
from junket.crawlers.page import Page
from junket.crawlers.polite.robots import robots_answered, robots_failed
from junket.crawlers.run.halt import halt

_SECONDS_BETWEEN = 1.0
"""How often lines go into the log: each time costs an fsync."""

url_ended = object()
"""Signal: a URL has ended without an item. Arguments: ``line`` (:class:`junket.crawlers.ledger.ledger.LedgerLine`)."""

request_failed = object()
"""Signal: a request has failed. Arguments: ``failure`` (``crawlers.ledger.failures.Failure``), ``request``."""


def new_run_id() -> str:
    """``<UTC yyyymmddThhmmssZ>-<8 hex>``."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def note(crawler: Crawler, line: LedgerLine) -> None:
    """Tell the ledger (if one is kept) and the run's counters what became of a URL that gives no item."""
    crawler.signals.send_catch_log(url_ended, line=line)


def report_failure(crawler: Crawler, failure: TwistedFailure) -> None:
    """What every errback should do: note why the request brought no page."""
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it before the errback
    found = explain(request.url, failure.value or RuntimeError())
    response = getattr(failure.value, "response", None)
    crawler.signals.send_catch_log(request_failed, failure=found, request=request)
    note(crawler, _line(found.decision, found.reason, found.error.problem, request=request, response=response))


class LedgerKeeper:
    """Scrapy extension; active with the setting ``JUNKET_HOME``. ``JUNKET_RUN_ID`` names the run."""

    def __init__(self, crawler: Crawler) -> None:
        home = crawler.settings.get("JUNKET_HOME")
        if not home:
            raise NotConfigured
        self._crawler = crawler
        self._run_id = crawler.settings.get("JUNKET_RUN_ID") or new_run_id()
        self._ledger = Ledger(Home.create(home))
        self._written = 0
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerKeeper:
        """Scrapy's way to build it. HomeProblem where the ledger cannot be used."""
        keeper = cls(crawler)
        for handler, signal in (
            (keeper.opened, signals.spider_opened),
            (keeper.closed, signals.spider_closed),
            (keeper.scraped, signals.item_scraped),
            (keeper.dropped, signals.item_dropped),
            (keeper.broke, signals.item_error),
            (keeper.spider_broke, signals.spider_error),
            (keeper.scheduled, signals.request_scheduled),
            (keeper.robots_answered, robots_answered),
            (keeper.robots_failed, robots_failed),
            (keeper.ended, url_ended),
        ):
            crawler.signals.connect(handler, signal)
        return keeper

    def opened(self) -> None:
        """The run begins."""
        spider = self._crawler.spider
        self._ledger.start_run(self._run_id, getattr(spider, "operation", "crawl"), getattr(spider, "run_sites", ()))
        self._log()

    def closed(self, reason: str) -> None:
        """The run ends."""
        try:
            links_of = getattr(self._crawler.spider, "links_of", dict)
            for site, links in links_of().items():
                self._ledger.measure(self._run_id, site, {"links": links})
            self._ledger.finish_run(self._run_id, reason)
        except HomeProblem as error:
            halt(self._crawler, error)
        self._log(again=False)
        self._ledger.close()

    def scraped(self, item: Any, response: Response | None) -> None:  # noqa: ANN401 - items are of any type
        """A page has become a record, or has been fetched for whoever asked."""
        if isinstance(item, Page):  # no pipeline stood behind the spider
            failure = of_status(item.url, item.status or 0)
            line: tuple[Decision, Ended] = (failure.decision, failure.reason) if failure else ("fetched", "page")
        else:
            line = "record", cast("Ended", str(getattr(item, "kind", "")))
        self.ended(replace(_line(*line, response=response, item=item), change=self._change_of(item)))

    def dropped(self, item: Any, response: Response | None, exception: BaseException) -> None:  # noqa: ANN401
        """A page has been rejected; ``exception`` may say why as ``reason`` and ``detail``."""
        named, detail = getattr(exception, "reason", ""), getattr(exception, "detail", str(exception))
        reason: Ended = cast("Ended", str(named)) if named else "dropped"
        self.ended(_line("rejected", reason, str(detail), response=response, item=item))

    def broke(self, item: Any, response: Response | None, failure: TwistedFailure) -> None:  # noqa: ANN401
        """A pipeline has a bug, or no home to write to."""
        if isinstance(failure.value, HomeProblem):
            halt(self._crawler, failure.value)
        self.ended(_line("failed", "internal_error", _bug(failure), response=response, item=item))

    def spider_broke(self, response: Any, failure: TwistedFailure) -> None:  # noqa: ANN401 - or a failure
        """A spider has a bug, in reading a page or in what it does about a request that failed."""
        if isinstance(response, Response):
            self.ended(_line("failed", "internal_error", _bug(failure), response=response))
        else:
            self.ended(_line("failed", "internal_error", _bug(failure), request=getattr(response, "request", None)))

    def scheduled(self, request: Request) -> None:
        """A redirect is on its way: the URL that led here ends with it."""
        hops = request.meta.get("redirect_urls")
        if hops:
            self.ended(_hop(request, hops))

    def robots_answered(self, response: Response) -> None:
        """A robots.txt was read, or there is none."""
        self.ended(_line("skipped", "robots_txt", response=response))

    def robots_failed(self, url: str, error: Exception) -> None:
        """A robots.txt could not be had, which forbids the site."""
        self.ended(
            LedgerLine(url=url, decision="failed", reason="robots_txt", detail=explain(url, error).error.problem)
        )

    def ended(self, line: LedgerLine) -> None:
        """A URL has ended; a ledger that cannot be written stops the run."""
        try:
            if line.reason == "not_found" and (loss_of := getattr(self._crawler.spider, "loss_of", None)):
                line = replace(line, change=loss_of(line.url))
            self._ledger.write(self._run_id, line)
        except HomeProblem as error:
            halt(self._crawler, error)
            return
        self._written += 1
        if self._written >= BATCH:
            self._log()

    def _change_of(self, item: Any) -> Change | None:  # noqa: ANN401
        """How a record compares with what the home had, where the spider knows that."""
        content_hash = getattr(item, "content_hash", None)
        change_of = getattr(self._crawler.spider, "change_of", None)
        if not content_hash or change_of is None:
            return None
        try:
            return cast("Change", change_of(item.url, content_hash))
        except HomeProblem as error:
            halt(self._crawler, error)
            return None

    def _log(self, *, again: bool = True) -> None:
        """Bring the lines since the last time into the log; a first run's line alone waits for company."""
        if self._timer:
            self._timer.cancel()
        archive = self._crawler.get_downloader_middleware(ArchiveMiddleware)
        if archive and (self._written or not again) and (writer := archive.writer()):
            try:
                log_lines(self._ledger, writer, self._run_id)
                self._written = 0
            except HomeProblem as error:
                halt(self._crawler, error)
                return
        if again:
            self._timer = asyncio.get_running_loop().call_later(_SECONDS_BETWEEN, self._log)


def _line(
    decision: Decision,
    reason: Ended,
    detail: str = "",
    *,
    request: Request | None = None,
    response: Response | None = None,
    item: Any = None,  # noqa: ANN401
) -> LedgerLine:
    asked = request or (response.request if response else None)
    meta = asked.meta if asked else {}
    url = response.url if response else getattr(item, "url", asked.url if asked else "")
    return LedgerLine(
        url=url,
        decision=decision,
        reason=reason,
        detail=detail,
        status=response.status if response else None,
        bytes=len(response.body) if response else None,
        fetched_at=meta.get("fetched_at") if response else None,  # a failed hop still carries the time of the last
        via=first_asked(meta) or _named_by(asked),
        seconds=_seconds(meta) if response else None,
    )


def _hop(request: Request, hops: list[str]) -> LedgerLine:
    """The line of the URL that has just led to ``request``, whose ``meta`` still holds what is known of that answer."""
    meta = request.meta
    said = (meta.get("redirect_reasons") or [None])[-1]  # a status, or "meta refresh" for a page that was had
    return LedgerLine(
        url=hops[-1],
        decision="skipped",
        reason="redirected",
        detail=f"to {request.url}",
        status=said if isinstance(said, int) else 200,
        fetched_at=meta.get("fetched_at"),
        via=hops[0] if len(hops) > 1 else _named_by(request),
        seconds=_seconds(meta),
    )


def _named_by(request: Request | None) -> str | None:
    """The page, sitemap or feed that named what was asked for, as the request's Referer says."""
    named = request.headers.get("Referer") if request else None
    return named.decode("latin-1") if named else None


def _seconds(meta: dict[str, Any]) -> float | None:
    latency = meta.get("download_latency")
    return round(float(latency), 3) if latency is not None else None


def _bug(failure: TwistedFailure) -> str:
    return f"{type(failure.value).__name__}: {failure.value}"

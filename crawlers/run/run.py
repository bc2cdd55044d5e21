"""Runs for the command line: fetch named URLs, or crawl. Both go the same guarded, archived path."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.http import Request, Response

from junket.crawlers.errors import JunketError, Unreachable
from junket.crawlers.frontier.frontier import FrontierCounts
from junket.crawlers.frontier.scheduler import FrontierScheduler, crawl_resumed, crawl_stopped
from junket.crawlers.home import Home
from junket.crawlers.ledger.failures import Failure, of_status
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.crawlers.ledger.ledger_keeper import new_run_id, request_failed, url_ended
from junket.crawlers.ledger.ledger_log import mend
from junket.crawlers.ledger.ledger_reader import CHANGES, LedgerReader
from junket.crawlers.lock import crawl_lock
from junket.crawlers.network.guard import Guard
from junket.crawlers.network.wayback import no_copy
from junket.crawlers.page import Page
from junket.crawlers.run.process import INTERRUPTED, project_settings, run_spider, run_stopping
from junket.crawlers.run.run_log import RunLog
from junket.crawlers.secrets import mask_secrets
from junket.crawlers.urls import check_url

Progress = Callable[[dict[str, int | str]], None]
"""Takes the counts of :class:`RunCounts` by name, then ``pending`` (what the frontier holds), ``rate`` (pages a second
of late, as text) and ``host`` (asked last); called at most five times a second, and once at the end."""

_SECONDS_BETWEEN = 0.2
_RATE_SAMPLES = 50
"""The rate is that of so many tellings: ten seconds, where all goes well."""
MOST_NAMED = 20
_WITH_FRONTIER = {
    "SCHEDULER": "junket.crawlers.frontier.scheduler.FrontierScheduler",
    "SPIDER_MIDDLEWARES": {"junket.crawlers.frontier.outlinks.Outlinks": 10},  # nearest to the engine
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one URL: a page, or an error. ``url`` is as it was given."""

    url: str
    page: Page | None = None
    error: JunketError | None = None


@dataclass
class RunCounts:
    """A run's counters. ``pages``: answers to page requests; ``bytes``: of all bodies as received, robots.txt too."""

    pages: int = 0
    records: int = 0
    rejected: int = 0
    bytes: int = 0
    errors: int = 0
    refused: int = 0
    """By the guard or by robots.txt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSummary:
    """How a crawl went. ``finish_reason`` is Scrapy's: ``finished``, ``shutdown`` (interrupted) and others."""

    run_id: str
    finish_reason: str
    pages: int
    records: int
    rejected: int
    bytes: int
    refused: int
    asked: int = 0
    """URLs asked for as pages, answered or not."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    """URLs that failed (:func:`junket.crawlers.ledger.ledger_reader.is_failed`)."""
    pending: int = 0
    """What the frontier still holds: the next crawl of the same sites goes on there."""
    failures: tuple[LedgerLine, ...] = ()
    """The first of those that failed, at most :data:`MOST_NAMED`."""
    stopped_at: dict[str, int] = field(default_factory=dict)
    """Links not followed because of a bound or a trap, by the reason in the ledger."""
    resumed: bool = False
    """Whether it went on where an earlier one had stopped."""

    @property
    def interrupted(self) -> bool:
        """Whether SIGINT or SIGTERM ended it."""
        return self.finish_reason == INTERRUPTED


def fetch(
    urls: Iterable[str],
    *,
    home: Home | Path | str | None = None,
    allow_private: Sequence[str] = (),
    ignore_robots: bool = False,
    archived: bool = False,
    render: bool = False,
    contact: str | None = None,
    log_level: str | None = None,
    settings: dict[str, Any] | None = None,
    on_event: Callable[[Fetched], None] | None = None,
) -> list[Fetched]:
    """Fetch each URL once; the outcomes in the order given. Once a process: it runs Scrapy's reactor.

    ``home``: archive into it (made if missing). ``allow_private``: ``HOST:PORT`` exceptions of the
    guard. ``archived``: ask the Wayback Machine instead. ``render``: show each page to a browser.
    ``log_level``: let Scrapy's log onto stderr from this level on. ``settings``: Scrapy settings on top.
    ``on_event``: called with each outcome as it arrives.

    Raises, before anything is fetched, UsageProblem (a URL that is none, a bad exception) and
    HomeProblem; HomeProblem also when the home fails on the way; KeyboardInterrupt after SIGINT or SIGTERM.
    """
    given = list(urls)
    checked = [check_url(url) for url in given]
    Guard.allowing(allow_private)
    if not checked:
        return []
    collector = _Collector(given, archived=archived, on_event=on_event)
    place, run_id = _place(home), new_run_id()
    overrides = _overrides(place, run_id, allow_private, contact, log_level) | {"ITEM_PIPELINES": {}} | (settings or {})
    listeners: dict[Any, Callable[..., None]] = {
        signals.item_scraped: collector.page_came,
        request_failed: collector.request_failed,
    }
    arguments = {"urls": checked, "ignore_robots": ignore_robots, "archived": archived, "render": render}
    if _run("named", overrides, listeners, place, run_id, arguments) == INTERRUPTED:
        raise KeyboardInterrupt
    return collector.outcomes()


def crawl(
    *,
    home: Home | Path | str,
    spider: str = "interviews",
    allow_private: Sequence[str] = (),
    contact: str | None = None,
    log_level: str | None = None,
    settings: dict[str, Any] | None = None,
    progress: Progress | None = None,
    fresh: bool = False,
    keep_finished: bool = False,
    on_resume: Callable[[int, int], None] | None = None,
    on_stop: Callable[[], None] | None = None,
    before: Callable[[], None] | None = None,
    log: RunLog | None = None,
    **arguments: Any,  # noqa: ANN401 - the spider's own
) -> CrawlSummary:
    """Crawl with a spider into ``home`` (made if missing), holding its lock. Once a process.

    A crawl of the same sites that was killed or stopped is taken up where it was: ``on_resume`` hears how
    many requests are pending and done. ``fresh`` drops what it left. ``keep_finished``: the caller publishes, and
    calls :func:`junket.crawlers.frontier.finished.forget_finished` then. ``before`` is called under the lock;
    ``log`` says how the run's log is kept. ``arguments`` are the spider's. An interrupted crawl (``on_stop`` hears of
    it at once) ends gracefully and still has a summary
    (``summary.interrupted``); a second signal is a KeyboardInterrupt. Raises UsageProblem, HomeProblem and
    HomeLocked before anything is fetched; HomeProblem when the home fails on the way.
    """
    Guard.allowing(allow_private)
    place = home if isinstance(home, Home) else Home.create(home)
    run_id, tally, left = new_run_id(), _Tally(progress), _Left(on_resume)
    overrides = _overrides(place, run_id, allow_private, contact, log_level) | _WITH_FRONTIER
    overrides |= {"JUNKET_FRESH": fresh, "JUNKET_KEEP_FINISHED": keep_finished} | (settings or {})
    log = log or RunLog()
    with crawl_lock(place), log.open(place, run_id):
        log.prune(place)
        mend(place, run_id)
        if before:
            before()
        listeners = tally.listeners() | left.listeners() | ({run_stopping: on_stop} if on_stop else {})
        reason = _run(spider, overrides, listeners, place, run_id, arguments)
    tally.tell()
    counts: dict[str, Any] = tally.of_answers() | _of_ledger(place, run_id)
    counts |= {"pending": left.pending, "resumed": left.taken_up, "stopped_at": left.stopped_at}
    return CrawlSummary(run_id=run_id, finish_reason=reason, **counts)


def with_changes(home: Home, summary: CrawlSummary) -> CrawlSummary:
    """The summary with what publishing has found out of its URLs: new, changed, unchanged or gone."""
    with LedgerReader(home) as ledger:
        found = ledger.tallies([summary.run_id])[summary.run_id]
    return replace(summary, **{name: getattr(found, name) for name in CHANGES})


def _of_ledger(home: Home, run_id: str) -> dict[str, Any]:
    """What a summary has from the ledger, where each URL counts once and failures have their names."""
    with LedgerReader(home) as ledger:
        found = ledger.tallies([run_id])[run_id]
        counts = {name: getattr(found, name) for name in (*CHANGES, "failed")}
        return counts | {"asked": found.pages, "failures": ledger.failures(run_id, MOST_NAMED)}


def _place(home: Home | Path | str | None) -> Home | None:
    return home if isinstance(home, Home) or home is None else Home.create(home)


def _overrides(
    home: Home | None, run_id: str, allow_private: Sequence[str], contact: str | None, log_level: str | None
) -> dict[str, Any]:
    """The settings that a run of the command line needs."""
    overrides: dict[str, Any] = {
        "JUNKET_HOME": str(home.path) if home else None,
        "JUNKET_RUN_ID": run_id,
        "JUNKET_ALLOW_PRIVATE": list(allow_private),
        "LOG_ENABLED": log_level is not None,
        "LOG_LEVEL": log_level or "ERROR",
    }
    return overrides | ({"JUNKET_CONTACT": contact} if contact else {})


def _run(  # noqa: PLR0917 - what a run is made of
    spider: str,
    overrides: dict[str, Any],
    listeners: dict[Any, Callable[..., None]],
    home: Home | None,
    run_id: str,
    arguments: dict[str, Any],
) -> str:
    """The finish reason. However signals ended the run, its ledger says so."""
    try:
        reason = run_spider(spider, project_settings(overrides), listeners, **arguments)
    except KeyboardInterrupt:
        _close_ledger(home, run_id)
        raise
    if reason == INTERRUPTED:
        _close_ledger(home, run_id)
    return reason


def _close_ledger(home: Home | None, run_id: str) -> None:
    """Note the end of an interrupted run, which may have stopped before its own extension could."""
    if home:
        with Ledger(home) as ledger:
            ledger.finish_run(run_id, INTERRUPTED)
        mend(home, run_id)


class _Collector:
    """Gathers the outcomes of named URLs by their place in the list."""

    def __init__(self, urls: Sequence[str], *, archived: bool, on_event: Callable[[Fetched], None] | None) -> None:
        self._urls, self._archived, self._on_event = urls, archived, on_event
        self._found: dict[int, Fetched] = {}

    def page_came(self, item: Page, response: Response) -> None:
        position = response.meta["position"]
        failure = self._failure_of(item, self._urls[position])
        self._put(position, page=None if failure else item, error=failure.error if failure else None)

    def request_failed(self, failure: Failure, request: Request) -> None:
        error = failure.error
        named = mask_secrets(self._urls[request.meta["position"]])
        self._put(request.meta["position"], error=type(error)(named, _with_hop(error, named), error.remedy))

    def outcomes(self) -> list[Fetched]:
        missing = (Unreachable(mask_secrets(url), "no answer came", "try again") for url in self._urls)
        return [self._found.get(at, Fetched(self._urls[at], error=error)) for at, error in enumerate(missing)]

    def _failure_of(self, page: Page, url: str) -> Failure | None:
        status = page.status or 0
        if self._archived:
            return no_copy(url, status, is_capture=bool(page.archived_from))
        return of_status(url, status)

    def _put(self, position: int, *, page: Page | None = None, error: JunketError | None = None) -> None:
        fetched = Fetched(self._urls[position], page, error)
        self._found[position] = fetched
        if self._on_event:
            self._on_event(fetched)


def _with_hop(error: JunketError, named: str) -> str:
    """The problem, and where a redirect had led when it came up."""
    same = error.subject.rstrip("/") in (named.rstrip("/"), f"https://{named}".rstrip("/"))
    return error.problem if same else f"{error.problem}, at {error.subject}"


@dataclass
class _Left:
    """What the frontier says of an earlier crawl at the start, and of this one at the end."""

    on_resume: Callable[[int, int], None] | None
    taken_up: bool = False
    pending: int = 0
    stopped_at: dict[str, int] = field(default_factory=dict)

    def listeners(self) -> dict[Any, Callable[..., None]]:
        return {crawl_resumed: self.resumed, crawl_stopped: self.stopped, signals.spider_closed: self.closed}

    def resumed(self, counts: FrontierCounts) -> None:
        self.taken_up = True
        if self.on_resume:
            self.on_resume(counts.pending, counts.done)

    def closed(self, spider: Spider) -> None:
        self.stopped_at = dict(getattr(spider, "stops", {}))

    def stopped(self, counts: FrontierCounts) -> None:
        self.pending = counts.pending + counts.leased


@dataclass
class _Tally:
    """Counts what happens in a crawl and tells it on, not too often."""

    progress: Progress | None
    counts: RunCounts = field(default_factory=RunCounts)
    _told_at: float = 0.0
    _host: str = ""
    _scheduler: Any = None
    _samples: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_RATE_SAMPLES))

    def listeners(self) -> dict[Any, Callable[..., None]]:
        return {
            signals.request_reached_downloader: self.asked,
            signals.response_downloaded: self.downloaded,
            signals.response_received: self.received,
            signals.item_scraped: self.scraped,
            signals.item_dropped: self.dropped,
            signals.item_error: self.broke,
            signals.spider_error: self.broke,
            url_ended: self.ended,
        }

    def asked(self, request: Request, spider: Spider) -> None:
        self._host, self._scheduler = urlsplit(request.url).netloc, spider.crawler.engine.scheduler

    def downloaded(self, response: Response) -> None:
        self._add("bytes", len(response.body))

    def received(self, request: Request) -> None:
        if not (request.meta.get("dont_obey_robotstxt") or request.meta.get("rights_file")):  # no pages
            self._add("pages")

    def scraped(self) -> None:
        self._add("records")

    def dropped(self) -> None:
        self._add("rejected")

    def broke(self) -> None:
        self._add("errors")

    def ended(self, line: LedgerLine) -> None:
        counter = {"rejected": "rejected", "refused": "refused", "failed": "errors", "record": "records"}
        if name := counter.get(line.decision):
            self._add(name)

    def of_answers(self) -> dict[str, int]:
        """The counts for a summary; what failed is counted in the ledger."""
        return {name: number for name, number in asdict(self.counts).items() if name != "errors"}

    def tell(self) -> None:
        """Tell the counts now."""
        self._told_at = time.monotonic()
        if not self.progress:
            return
        self._samples.append((self._told_at, self.counts.pages))
        (began, before), (now, pages) = self._samples[0], self._samples[-1]
        rate = f"{(pages - before) / (now - began) if now > began else 0.0:.1f}/s"
        pending = self._scheduler.counts().pending if isinstance(self._scheduler, FrontierScheduler) else 0
        self.progress(asdict(self.counts) | {"pending": pending, "rate": rate, "host": self._host})

    def _add(self, name: str, number: int = 1) -> None:
        self.counts = replace(self.counts, **{name: getattr(self.counts, name) + number})
        if time.monotonic() - self._told_at >= _SECONDS_BETWEEN:
            self.tell()

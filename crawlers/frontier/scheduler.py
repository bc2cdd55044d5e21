"""The frontier as Scrapy's scheduler: requests wait on disk, and a lease ends when all of a page is stored.

A lease goes with its request through redirects and second tries (its number is in ``meta``), so that the entry
stays leased until the last of them has ended. Requests that never pass here (robots.txt) need none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Request
from twisted.python.failure import Failure

from junket.crawlers.errors import HomeProblem, JunketError
from junket.crawlers.frontier.entry import LEASE, Errback, FrontierEntry, entry_of, request_of
from junket.crawlers.frontier.frontier import Frontier, FrontierCounts, Lease
from junket.crawlers.frontier.sqlite_store import FILE_NAME, SqliteStore
from junket.crawlers.frontier.store import MANY_ATTEMPTS, Store
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import MAY_PASS
from junket.crawlers.ledger.failures import explain
from junket.crawlers.ledger.ledger import LedgerLine
from junket.crawlers.ledger.ledger_keeper import new_run_id, note
from junket.crawlers.run.halt import halt

crawl_resumed = object()
"""Signal: a crawl that did not finish is taken up again. Arguments: ``counts`` (``crawlers.frontier.Counts``)
and ``pages`` (pages done by host)."""

crawl_stopped = object()
"""Signal: the frontier is closed. Arguments: ``counts``; what is pending or leased is left for the next crawl."""


_MOST_LATE = 1_000
"""So many failed URLs of a run are tried once more; by hand, so that a site that breaks down is not asked all over."""
_LATE_SECONDS = 5.0
"""How long a host is left alone before such a try where nothing else waits; by hand: a server that restarts."""


class FrontierScheduler(BaseScheduler):
    """Scrapy's scheduler on a ``crawlers.frontier.frontier.Frontier``, kept in the home of ``JUNKET_HOME``.

    A spider's ``scope`` names its crawl (by default its name), its ``scopes`` those that sites have of their own.
    ``JUNKET_FRESH`` drops what an earlier one left;
    ``JUNKET_KEEP_FINISHED`` leaves it to :mod:`junket.crawlers.frontier.finished` to forget a crawl that has come to
    its end. A request that failed for a reason that may pass goes out once more, behind all others of its host, where
    that host has answered in this run. An exception with a true attribute ``postponed`` keeps its request for the next
    run, one with ``rests_host`` all that waits at its host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._again: deque[Request] = deque()
        self._postponed: set[int] = set()
        self._doubtful: set[int] = set()
        self._late: set[int] = set()
        self._answered: set[str] = set()
        self._most = crawler.settings.getint("CONCURRENT_REQUESTS")
        crawler.signals.connect(self._left_downloader, signals.request_left_downloader)
        crawler.signals.connect(self._host_answered, signals.response_downloaded)
        crawler.signals.connect(self._idle, signals.spider_idle)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to build it."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Open the frontier; tell of a crawl that is taken up again. HomeProblem where it cannot be used."""
        self._spider = spider
        self.frontier = Frontier(self._store(spider), room=self._room)
        if self.frontier.resumed:
            counts, pages = self.frontier.counts(), self.frontier.pages()
            self._crawler.signals.send_catch_log(crawl_resumed, counts=counts, pages=pages)

    def close(self, reason: str) -> None:
        """Close the frontier. What is under way still, or was put off, is pending at the next start."""
        self._crawler.signals.send_catch_log(crawl_stopped, counts=self.frontier.counts())
        kept = self._postponed or self._crawler.settings.getbool("JUNKET_KEEP_FINISHED")
        try:
            self.frontier.close(finished=reason == "finished" and not kept)
        except HomeProblem as error:
            halt(self._crawler, error)

    def enqueue_request(self, request: Request) -> bool:
        """Store a request; False for a document that the crawl has met, and (the ledger says so) for one not plain."""
        if lease := self.frontier.find(request.meta.get(LEASE)):
            return self._go_on(lease, request)
        try:
            return self.frontier.add(entry_of(request, self._spider))
        except HomeProblem as error:
            halt(self._crawler, error)
        except JunketError as error:
            note(
                self._crawler, LedgerLine(url=request.url, decision="failed", reason="not_plain", detail=error.problem)
            )
        return False

    def next_request(self) -> Request | None:
        """The next request, None when none may go out now."""
        if self._again:
            return self._again.popleft()
        # What waits to be extracted counts as well: a kill costs a second fetch of all that is not stored.
        if len(self.frontier.leases()) - len(self._postponed) >= self._most:
            return None
        try:
            leased = self.frontier.lease()
        except HomeProblem as error:
            halt(self._crawler, error)
            return None
        return self._request(leased[0]) if leased else None

    def has_pending_requests(self) -> bool:
        """Whether anything waits, for now or for later in this run."""
        return bool(self._again) or self.frontier.may_go_on()

    def counts(self) -> FrontierCounts:
        """The frontier's counts."""
        return self.frontier.counts()

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host (``host`` or ``host:port``) alone for so long."""
        try:
            self.frontier.hold(host, seconds)
        except HomeProblem as error:
            halt(self._crawler, error)

    def reorder(self, host: str, rank: Callable[[FrontierEntry], int]) -> None:
        """Give what waits of a host (``host`` or ``host:port``) its priority anew."""
        try:
            self.frontier.reorder(host, rank)
        except HomeProblem as error:
            halt(self._crawler, error)

    def ended(self, request: Request) -> None:
        """All that a request brought is stored, its answer is in the log: its entry is done."""
        if lease := self.frontier.find(request.meta.get(LEASE)):
            self._done(lease, page=bool(request.meta.get("counted")))

    def _store(self, spider: Spider) -> Store:
        """Where the entries of the spider's crawl are kept."""
        settings = self._crawler.settings
        home = settings.get("JUNKET_HOME")
        return SqliteStore(
            Home(Path(home)).state / FILE_NAME if home else None,
            scope=getattr(spider, "scope", spider.name),
            scopes=getattr(spider, "scopes", {}),
            owner=settings.get("JUNKET_RUN_ID") or new_run_id(),
            fresh=settings.getbool("JUNKET_FRESH"),
        )

    def _done(self, lease: Lease, *, page: bool = False) -> None:
        try:
            self.frontier.done(lease, page=page)
        except HomeProblem as error:
            halt(self._crawler, error)

    def _request(self, lease: Lease) -> Request:
        request = request_of(lease.entry, self._spider, lease.number, lambda errback: self._errback(lease, errback))
        if lease.number in self._late:
            request.meta["max_retry_times"] = 0
        return request

    def _go_on(self, lease: Lease, request: Request) -> bool:
        """A redirect or a second try of what is leased; a redirect to a page with an entry of its own ends here."""
        if not self.frontier.claim(lease, request.url):
            self._done(lease)
            return False
        self.frontier.departed(lease)
        self._again.append(request)
        return True

    def _errback(self, lease: Lease, errback: Errback | None) -> Errback:
        def failed(failure: Failure) -> Any:  # noqa: ANN401 - what an errback gives
            if self._tries_late(lease, failure):
                return None
            postponed = getattr(failure.value, "postponed", False)
            if postponed:
                self._postponed.add(lease.number)
                self.frontier.arrived(lease)
            if getattr(failure.value, "rests_host", False):
                self.frontier.rest(lease)
            end: Callable[[], None] = (lambda: None) if postponed else (lambda: self._done(lease))
            try:
                output = errback(failure) if errback else failure
            except Exception:
                end()
                raise
            if isinstance(output, Iterable):
                return _then(output, end)
            end()
            return output

        return failed

    def _tries_late(self, lease: Lease, failure: Failure) -> bool:
        """Whether the request waits for one more try: until then the ledger has the reason, nobody else hears of it."""
        host, number, cause = lease.entry.host, lease.number, failure.value
        if number in self._late or len(self._late) >= _MOST_LATE or host not in self._answered or cause is None:
            return False
        found = explain(lease.entry.url, cause)
        if found.reason not in MAY_PASS or failure.request.meta.get("dont_retry"):  # type: ignore[attr-defined]  # Scrapy's
            return False
        self._late.add(number)
        detail = f"{found.reason}: {found.error.problem}"
        note(self._crawler, LedgerLine(url=lease.entry.url, decision="skipped", reason="retry_later", detail=detail))
        try:
            if not lease.host.waiting:
                self.frontier.hold(host, _LATE_SECONDS)
            self.frontier.fail(lease, behind=True)
        except HomeProblem as error:
            halt(self._crawler, error)
        return True

    def _host_answered(self, request: Request) -> None:
        self._answered.add(urlsplit(request.url).netloc.lower())

    def _left_downloader(self, request: Request) -> None:
        if lease := self.frontier.find(request.meta.get(LEASE)):
            self.frontier.arrived(lease)

    def _idle(self) -> None:
        """Nothing is under way, so a lease that stands was lost on its way: it is tried again, then given up.

        Only one that stood at the last look too, a heartbeat ago: between downloader and spider a response is in
        neither for an instant, and Scrapy calls that idle.
        """
        standing = [lease for lease in self.frontier.leases() if lease.number not in self._postponed]
        lost = [lease for lease in standing if lease.number in self._doubtful]
        self._doubtful = {lease.number for lease in standing}
        for lease in lost:
            if lease.attempts < MANY_ATTEMPTS:
                self.frontier.fail(lease)
                continue
            note(
                self._crawler,
                LedgerLine(url=lease.entry.url, decision="failed", reason="lost", detail="no answer came"),
            )
            self._done(lease)
        if standing:
            raise DontCloseSpider

    def _room(self, host: str) -> int:
        """How many requests of a host the downloader takes at once."""
        downloader = self._crawler.engine.downloader
        slot = downloader.per_slot_settings.get(urlsplit(f"//{host}").hostname or "", {})
        return max(int(slot.get("concurrency", downloader.domain_concurrency)), 1)


def _then(output: Iterable[Any], end: Callable[[], None]) -> Iterator[Any]:
    """``output``, and the end when all of it has been taken."""
    yield from output
    end()

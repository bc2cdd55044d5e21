"""One Scrapy run in this process: settings loaded, spider run, signals handled, the reason it ended."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings

from junket.crawlers.errors import HomeProblem, JunketError
from junket.crawlers.run.halt import run_broken
from junket.crawlers.run.run_log import spare_unheard

INTERRUPTED = "shutdown"
"""Scrapy's finish reason after SIGINT or SIGTERM."""

run_stopping = object()
"""Signal: SIGINT or SIGTERM has come, and the run ends in order. No arguments."""

GRACE_SECONDS = 5.0
"""How long requests under way may take once a run is asked to stop."""

Listeners = Mapping[Any, Callable[..., None]]
"""Handlers by Scrapy signal."""


def project_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """``junket.crawlers.settings`` with ``overrides``, which count as the command line's.

    Loaded here, not through ``scrapy.cfg``: an installed ``junket`` runs outside the checkout.
    """
    settings = Settings()
    settings.setmodule("junket.crawlers.settings", priority="project")
    settings.setdict(dict(overrides or {}), priority="cmdline")
    return settings


def run_spider(spider: str, settings: Settings, listeners: Listeners, **arguments: Any) -> str:  # noqa: ANN401 - a spider's own
    """Run a spider to its end; the finish reason (``finished``, :data:`INTERRUPTED`, …).

    SIGINT and SIGTERM end it gracefully: requests under way have :data:`GRACE_SECONDS`. A second one ends
    it at once, by KeyboardInterrupt. The handlers from before are back afterwards. Raises HomeProblem when
    the run had to stop for it, JunketError when this process has already had its run (Twisted's reactor
    starts once), and whatever the start of the run raised.
    """
    _claim_process()
    watch = _Watch()
    process = CrawlerProcess(settings)
    spare_unheard()
    crawler = process.create_crawler(spider)
    for name, handler in [*listeners.items(), (signals.spider_closed, watch.closed), (run_broken, watch.broken)]:
        crawler.signals.connect(handler, name)
    process.crawl(crawler, **arguments).addErrback(watch.failed)
    with _signals_stop(process, crawler, watch):
        process.start(install_signal_handlers=False)  # Scrapy's own wait for requests under way without end
    if watch.error:
        raise watch.error
    if watch.hurried:
        raise KeyboardInterrupt
    return watch.reason


@dataclass
class _Watch:
    """What is to be known at the end of a run."""

    reason: str = "failed"
    error: BaseException | None = field(default=None)
    hurried: bool = False
    """A second signal came."""

    def closed(self, reason: str) -> None:
        self.reason = reason

    def broken(self, error: HomeProblem) -> None:
        self.error = self.error or error

    def failed(self, failure: Any) -> None:  # noqa: ANN401 - Twisted's Failure
        self.error = self.error or failure.value


_claimed = threading.Lock()


def _claim_process() -> None:
    if not _claimed.acquire(blocking=False):
        raise JunketError("junket", "this process has already run once", "start a new process for the next run")


@contextmanager
def _signals_stop(process: CrawlerProcess, crawler: Crawler, watch: _Watch) -> Iterator[None]:
    """SIGINT and SIGTERM stop the process meanwhile. Does nothing outside the main thread, where Python allows none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stop = _Stop(process, crawler, watch)
    known = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop.signalled) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


class _Stop:
    """Stops a run: in order at the first signal, at once at the second or when the grace is over.

    Stopping at once is safe too: what was fetched is on disk before it counts.
    """

    def __init__(self, process: CrawlerProcess, crawler: Crawler, watch: _Watch) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - importing it earlier would install the wrong one

        self._process, self._crawler, self._watch = process, crawler, watch
        self._reactor: Any = reactor
        self._asked = False

    def signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._reactor.callFromThread(self._stop)

    def _stop(self) -> None:
        self._watch.reason = INTERRUPTED
        if self._asked:
            self._watch.hurried = True
            self._stop_at_once()
            return
        self._asked = True
        self._crawler.signals.send_catch_log(run_stopping)
        self._process.stop()
        self._reactor.callLater(GRACE_SECONDS, self._stop_at_once)

    def _stop_at_once(self) -> None:
        with suppress(RuntimeError):  # it has stopped by itself meanwhile
            self._reactor.stop()

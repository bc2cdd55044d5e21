"""``Retry-After`` kept: a host that asks for a pause gets one, then a second try.

A host that goes on asking gets pauses that double, and after a while is left alone for the rest of the run.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.settings import BaseSettings

from junket.crawlers.run.crawl_bounds import OutOfBounds

_ASKING = (429, 503)
"""Too Many Requests (RFC 6585) and Service Unavailable (RFC 9110 15.6.4)."""

_UNSAID = 10.0
"""Seconds to wait after a 429 that does not say how long."""
_FIRST_PAUSE = 1.0
"""Seconds after a host's first 503 that does not say how long; each further one in a row doubles it."""
_LONG = 5.0
"""Seconds from which the frontier hears of a pause: it is asked again that often (Scrapy's heartbeat)."""
MAX_IN_A_ROW = 10
"""Answers in a row that ask to be left alone (429, 503), after which the host is."""


def seconds_to_wait(status: int, retry_after: str | None, now: datetime) -> float:
    """How long an answer asks to be left alone (RFC 9110 10.2.3: seconds, or a date); 0 where it does not ask."""
    if status not in _ASKING:
        return 0.0
    asked = (retry_after or "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return _UNSAID if status == _ASKING[0] else 0.0
    until = until.replace(tzinfo=UTC) if until.tzinfo is None else until
    return max((until - now).total_seconds(), 0.0)


class RetryAfter:
    """Downloader middleware between the retries and the downloader: holds the host's queue for as long as asked.

    Up to the setting ``JUNKET_LONGEST_WAIT`` (seconds); an answer that asks for more is not tried again. Pauses
    double while a host goes on asking; after :data:`MAX_IN_A_ROW` such answers nothing more is asked of it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings: BaseSettings = crawler.settings
        self._longest = settings.getfloat("JUNKET_LONGEST_WAIT")
        self._in_a_row: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryAfter:
        """Scrapy's way to build it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises OutOfBounds for a host that has asked to be left alone for so long that it is."""
        if self._in_a_row[host := _host(request)] >= MAX_IN_A_ROW:
            raise OutOfBounds("host_overloaded", f"{host} answered 429 or 503 to {MAX_IN_A_ROW} requests in a row")

    def process_response(self, request: Request, response: Response) -> Response:
        """The response as it is; the pause is taken before the host's next request."""
        said = response.headers.get("Retry-After")
        wait = seconds_to_wait(response.status, said.decode("latin-1") if said else None, _now(response))
        wait = max(wait, self._back_off(_host(request), response.status))
        if wait > self._longest:
            request.meta["dont_retry"] = True
        if wait:
            self._hold(request, min(wait, self._longest))
        return response

    def _back_off(self, host: str, status: int) -> float:
        """The pause that the host has earned by its last answers; any other answer makes it start anew."""
        if status not in _ASKING:
            self._in_a_row.pop(host, None)
            return 0.0
        self._in_a_row[host] += 1
        return min(_FIRST_PAUSE * 2.0 ** (self._in_a_row[host] - 1), self._longest)

    def _hold(self, request: Request, seconds: float) -> None:
        # Other hosts get the connections meanwhile. Scrapy's schedulers pass isinstance() for one another.
        hold = getattr(self._crawler.engine.scheduler, "hold", None)
        if hold and seconds >= _LONG:
            hold(urlsplit(request.url).netloc.lower(), seconds)
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot and seconds:
            self._crawler.stats.inc_value("junket/pauses_asked_for")
            slot.delay = max(slot.delay, 0.001)  # a slot without a delay never looks at the clock
            # Scrapy sends the next request "delay" after "lastseen"; half a jitter more keeps the pause whole.
            slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay * (1 - slot.jitter))


def _now(response: Response) -> datetime:
    """The time by the server's own clock, where it names one: ours may be a day off, and then so would the pause."""
    with suppress(ValueError):
        said = parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
        return said.replace(tzinfo=UTC) if said.tzinfo is None else said
    return datetime.now(UTC)


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""

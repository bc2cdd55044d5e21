"""Stopping a run whose home can no longer take what it fetches: better no page than a lost one."""

from __future__ import annotations

import asyncio
import logging

from scrapy.crawler import Crawler

from junket.crawlers.errors import HomeProblem

run_broken = object()
"""Signal: a run stops because of ``error``, a HomeProblem. Sent once or more."""

FINISH_REASON = "home_problem"

_logger = logging.getLogger(__name__)
_closing: set[asyncio.Task[None]] = set()


def halt(crawler: Crawler, error: HomeProblem) -> None:
    """Close the run, reason :data:`FINISH_REASON`, and tell whoever started it why."""
    crawler.signals.send_catch_log(run_broken, error=error)
    _logger.error("%s", error)
    end_run(crawler, FINISH_REASON)


def end_run(crawler: Crawler, reason: str) -> None:
    """Close the run in order: what is under way ends. From inside the event loop."""
    task = asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason=reason))
    _closing.add(task)  # the loop itself holds tasks weakly
    task.add_done_callback(_closing.discard)

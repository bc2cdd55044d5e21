"""``--jobs N``: pages extracted in processes beside this one, outcomes in the order of the pages.

The processes are those of a crawl (:mod:`junket.pipelines.workers.worker_pool`), so that the outcomes are the same to
the byte.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from junket.crawlers.page import Page
from junket.exports.targets import Given
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.workers.page_bound import WorkerDied
from junket.pipelines.workers.worker_pool import WorkerPool

_AHEAD = 4
"""Pages read for each process, the one under way included: none waits, and memory stays bounded."""

Extracted = Record | Rejected | Exception | None
"""A page's outcome, or why there is none; None where the asker is to extract it, or there is no page."""
_Waiting = deque[tuple[Given, asyncio.Task[Extracted] | None]]


def in_processes(givens: Iterable[Given], number: int, home: Path | None) -> Iterator[tuple[Given, Extracted]]:
    """Each of ``givens`` with its page's outcome, from ``number`` processes by the site rules of ``home``.

    A process that dies takes the page with it at which it was: WorkerDied is its outcome, and the others go on.
    The event loop runs only while this waits for an outcome, so that what makes ``givens`` may run another one.
    """
    loop = asyncio.new_event_loop()
    pool = WorkerPool(number, home)
    waiting: _Waiting = deque()
    try:
        for given in givens:
            waiting.append((given, loop.create_task(_outcome(pool, given.page)) if given.page else None))
            if len(waiting) >= number * _AHEAD:
                yield _settled(loop, waiting)
        while waiting:
            yield _settled(loop, waiting)
    finally:
        loop.run_until_complete(_end(pool, [task for _, task in waiting if task]))
        loop.close()


async def _outcome(pool: WorkerPool, page: Page) -> Extracted:
    try:
        return await pool.outcome(page)
    except WorkerDied as error:
        return error


async def _end(pool: WorkerPool, left: list[asyncio.Task[Extracted]]) -> None:
    """Lets go of what nobody waits for any more, as after an interruption, and ends the processes."""
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await pool.close()


def _settled(loop: asyncio.AbstractEventLoop, waiting: _Waiting) -> tuple[Given, Extracted]:
    """The first of those that wait, when its outcome is there."""
    given, task = waiting[0]
    outcome = loop.run_until_complete(task) if task else None
    waiting.popleft()
    return given, outcome

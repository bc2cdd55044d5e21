"""Extraction in processes beside a crawl's own, so that fetching and extracting take two cores.

Asked and answered over pipes (:mod:`pipelines.worker`), in order. A process that dies takes one page with it, the one
at which it was; the others are asked again of a new one.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from crawlers.page import Page
from pipelines.interview import Interview, Rejected
from pipelines.worker import LENGTH, outcome_of, question

MOST_DEATHS = 3
"""Processes that die one after the other without an answer: then there is something wrong with all of them."""
_MOST = 4
"""Each takes some 100 MB, and four extract more than one crawl fetches."""
_AHEAD = 3
"""Questions in the pipe: the one under way, and the next ones, so that the process never waits."""
_SECONDS_A_PAGE = 300.0
"""A page that takes longer never ends; the slowest known takes some seconds."""
_SECONDS_TO_END = 5.0


class WorkerDied(RuntimeError):
    """The process that was to extract a page has died at it, or did not come to an end."""


def usual_number() -> int:
    """One process a processor, at most four; none for a single one, nor where asyncio has no pipes (Windows)."""
    processors = os.cpu_count() or 1
    return 0 if os.name == "nt" or processors == 1 else min(_MOST, processors)


class WorkerPool:
    """At most ``number`` processes that extract pages by the rules of ``home``. For use in one event loop.

    Another one is started when those that run have their pipes full: a polite crawl is served by one.

    ``program`` are Python's arguments, for a program that answers as :mod:`pipelines.worker` does.
    """

    def __init__(self, number: int, home: Path | None, program: Sequence[str] = ("-m", "pipelines.worker")) -> None:
        command = (sys.executable, "-P", *program, *([str(home)] if home else []))
        self._workers = [_Worker(command) for _ in range(number)]

    async def outcome(self, page: Page) -> Interview | Rejected | None:
        """The page's outcome; None where the caller is to extract it. Raises WorkerDied."""
        worker = min((worker for worker in self._workers if worker.works), key=_Worker.waiting_time, default=None)
        if worker is None:
            return None
        try:
            return outcome_of(await worker.ask(question(page)))
        except (UnicodeEncodeError, msgspec.MsgspecError):
            return None

    async def close(self) -> None:
        """End the processes."""
        await asyncio.gather(*(worker.close() for worker in self._workers))


@dataclass(slots=True)
class _Worker:
    """One process, and what it is asked: the first question is the one at which it is."""

    command: tuple[str, ...]
    deaths: int = 0
    _asked: deque[tuple[bytes, asyncio.Future[bytes]]] = field(default_factory=deque)
    _sent: int = 0
    _process: Process | None = None
    _reading: asyncio.Task[None] | None = None

    @property
    def works(self) -> bool:
        return self.deaths < MOST_DEATHS

    def waiting_time(self) -> int:
        """In pages. Starting a process takes as long as a full pipe."""
        return len(self._asked) if self._reading else max(_AHEAD, len(self._asked))

    async def ask(self, message: bytes) -> bytes:
        """The answer. What waits here is bounded by Scrapy, which fetches no more while pages are in its pipelines."""
        asked: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._asked.append((message, asked))
        self._send()
        if self._reading is None:
            self._reading = asyncio.create_task(self._serve())
        return await asked

    async def close(self) -> None:
        if self._reading:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if process := self._process:
            self._process = None
            await _end(process, _SECONDS_TO_END)

    async def _serve(self) -> None:
        """Start a process and hand its answers out; when it dies, another one, while there is anything to ask."""
        while self._asked:
            try:
                await self._one_life()
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                await self._bury(error)
        self._reading = None

    async def _one_life(self) -> None:
        self._process = process = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(), start_new_session=True
        )
        while True:
            self._send()
            answer = await self._answer(process)
            self.deaths = 0
            self._sent -= 1
            _, asked = self._asked.popleft()
            if not asked.done():
                asked.set_result(answer)

    def _send(self) -> None:
        while self._process and self._process.stdin and self._sent < min(len(self._asked), _AHEAD):
            self._process.stdin.write(self._asked[self._sent][0])
            self._sent += 1

    async def _answer(self, process: Process) -> bytes:
        assert process.stdout, "asked for"  # noqa: S101 - for mypy
        head = b""
        while not head:
            busy = bool(self._asked)
            try:
                head = await asyncio.wait_for(process.stdout.readexactly(LENGTH.size), _SECONDS_A_PAGE)
            except TimeoutError:
                if busy:
                    raise
        (size,) = LENGTH.unpack(head)
        return await process.stdout.readexactly(size)

    async def _bury(self, error: Exception) -> None:
        """The page at which the process died is told so; more than one death in a row is told to all that wait."""
        self.deaths += 1
        self._sent = 0
        if process := self._process:
            self._process = None
            await _end(process, 0.0)
        for _ in range(1 if self.works else len(self._asked)):
            if self._asked and not (asked := self._asked.popleft()[1]).done():
                asked.set_exception(WorkerDied(f"the process that was to extract it has died ({error!r})"))


async def _end(process: Process, grace: float) -> None:
    """End a process and let go of its pipes; by force when it has not ended after so many seconds."""
    if process.stdin:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.communicate(), grace)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


def _environment() -> dict[str, str]:
    """Ours, with our own way to find modules: ``-P`` alone keeps the working folder out."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}

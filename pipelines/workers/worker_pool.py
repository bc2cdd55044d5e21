"""Extraction in processes beside a crawl's own, so that fetching and extracting take two cores.

Asked and answered over pipes (:mod:`junket.pipelines.workers.worker`), in order. A process that dies takes at most one
page with it, the one at which it was: at once where that page cost too much, else when a second process has died at it.
All others are asked again.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from junket.crawlers.page import Page
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.workers.page_bound import MOST_SECONDS_OF_SILENCE, MOST_TRIES, PageTooSlow, death
from junket.pipelines.workers.worker import LENGTH, outcome_of, question

MOST_DEATHS = 3
"""Processes that die one after the other without an answer: then no other one is started in this place."""
_MOST = 4
"""Each takes some 100 MB, and four extract more than one crawl fetches."""
_AHEAD = 3
"""Questions in the pipe: the one under way, and the next ones, so that the process never waits."""
_SECONDS_TO_END = 5.0


def usual_number() -> int:
    """One process a processor, at most four; none for a single one, nor where asyncio has no pipes (Windows)."""
    processors = os.cpu_count() or 1
    return 0 if os.name == "nt" or processors == 1 else min(_MOST, processors)


class WorkerPool:
    """At most ``number`` processes that extract pages by the rules of ``home``. For use in one event loop.

    Another one is started when those that run have their pipes full: a polite crawl is served by one.

    ``program`` are Python's arguments, for a program that answers as :mod:`junket.pipelines.workers.worker` does.
    """

    def __init__(
        self, number: int, home: Path | None, program: Sequence[str] = ("-m", "junket.pipelines.workers.worker")
    ) -> None:
        command = (sys.executable, "-P", *program, *([str(home)] if home else []))
        self._workers = [_Worker(command) for _ in range(number)]

    async def outcome(self, page: Page) -> Record | Rejected | None:
        """The page's outcome; None where the caller is to extract it. Raises WorkerDied, which is the page's own."""
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


@dataclass(slots=True, eq=False)
class _Question:
    message: bytes
    answer: asyncio.Future[bytes]
    deaths: int = 0
    """Of processes that were at it."""


@dataclass(slots=True)
class _Worker:
    """One process, and what it is asked: the first question is the one at which it is."""

    command: tuple[str, ...]
    deaths: int = 0
    _asked: deque[_Question] = field(default_factory=deque)
    _sent: int = 0
    _process: Process | None = None
    _started: bool = False
    """Whether the process has come so far as to take questions."""
    _reading: asyncio.Task[None] | None = None
    _closed: bool = False

    @property
    def works(self) -> bool:
        return self.deaths < MOST_DEATHS and not self._closed

    def waiting_time(self) -> int:
        """In pages. Starting a process takes as long as a full pipe."""
        return len(self._asked) if self._reading else max(_AHEAD, len(self._asked))

    async def ask(self, message: bytes) -> bytes:
        """The answer. What waits here is bounded by Scrapy, which fetches no more while pages are in its pipelines."""
        asked = _Question(message, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        self._send()
        if self._reading is None:
            self._reading = asyncio.create_task(self._serve())
        return await asked.answer

    async def close(self) -> None:
        """End the process, which ends the reading: a cancellation may get lost in wait_for before Python 3.12."""
        self._closed = True
        if self._process and self._process.stdin:
            self._process.stdin.close()
        if reading := self._reading:
            _, late = await asyncio.wait({reading}, timeout=_SECONDS_TO_END)
            if late and self._process:
                _kill(self._process)
            await asyncio.gather(reading, return_exceptions=True)
        if process := self._process:
            self._process = None
            await _end(process, 0.0)

    async def _serve(self) -> None:
        """Start a process and hand its answers out; when it dies, another one. Without one all questions go back."""
        while self._asked and self.works:
            try:
                await self._one_life()
            except TimeoutError:
                await self._bury(0.0)
            except (OSError, asyncio.IncompleteReadError):
                await self._bury(_SECONDS_TO_END)
        while self._asked:
            _tell(self._asked.popleft(), b"")
        self._reading = None

    async def _one_life(self) -> None:
        self._process = process = await asyncio.create_subprocess_exec(
            *self.command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(), start_new_session=True
        )
        if self._closed:
            return
        self._send()
        await self._answer(process)
        self._started = True
        while True:
            self._send()
            answer = await self._answer(process)
            self.deaths = 0
            self._sent -= 1
            _tell(self._asked.popleft(), answer)

    def _send(self) -> None:
        while self._process and self._process.stdin and self._sent < min(len(self._asked), _AHEAD):
            self._process.stdin.write(self._asked[self._sent].message)
            self._sent += 1

    async def _answer(self, process: Process) -> bytes:
        assert process.stdout, "asked for"  # noqa: S101 - for mypy
        head = b""
        while not head:
            busy = bool(self._asked)
            try:
                head = await asyncio.wait_for(process.stdout.readexactly(LENGTH.size), MOST_SECONDS_OF_SILENCE)
            except TimeoutError:
                if busy:
                    raise
        (size,) = LENGTH.unpack(head)
        return await process.stdout.readexactly(size)

    async def _bury(self, grace: float) -> None:
        """Tell the page at which the process died, if it is the page's doing."""
        exit_code = None
        if process := self._process:
            self._process = None
            await _end(process, grace)
            exit_code = process.returncode
        at_page, self._sent, self._started = self._started and self._asked and not self._closed, 0, False
        error = death(exit_code)
        if at_page:
            self._asked[0].deaths += 1
            if isinstance(error, PageTooSlow) or self._asked[0].deaths >= MOST_TRIES:
                _tell(self._asked.popleft(), error)
        self.deaths += not isinstance(error, PageTooSlow)


def _tell(asked: _Question, what: bytes | Exception) -> None:
    if asked.answer.done():
        return
    if isinstance(what, Exception):
        asked.answer.set_exception(what)
    else:
        asked.answer.set_result(what)


async def _end(process: Process, grace: float) -> None:
    """End a process and let go of its pipes; by force when it has not ended after so many seconds."""
    if process.stdin:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.communicate(), grace)
    except TimeoutError:
        _kill(process)
        await process.communicate()


def _kill(process: Process) -> None:
    """Not process.kill(), which asks first how the process has ended, and asyncio does not hear of it."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """Ours, with our own way to find modules: ``-P`` alone keeps the working folder out."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}

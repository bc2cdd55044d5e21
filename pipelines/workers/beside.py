"""A process beside this one for what pages may cost: it does one thing after another, and none beyond its bound.

Where the system can (Linux), it is a copy of this process, made in some milliseconds when it is first needed and again
after a death; elsewhere a new one. Values go both ways over a pipe that nobody else holds.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec, Self, TypeVar

from junket.pipelines.workers.page_bound import (
    MOST_SECONDS_OF_SILENCE,
    MOST_TRIES,
    PageTooSlow,
    WorkerDied,
    begin_page,
    death,
    no_core,
)

_COPIES = sys.platform == "linux"
_FIRST_FILE = 3
"""After stdin, stdout and stderr."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Beside:
    """Calls functions in a process of their own, one at a time; close it when done. Costs nothing before it is used."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(
        self, function: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> _Result:
        """What ``function`` returns or raises (with the traceback from beside as a note).

        It is one that can be named from its module. PageTooSlow when it costs more than a page may; WorkerDied when
        the process died at it twice.
        """
        for left in reversed(range(MOST_TRIES)):
            try:
                done, value = self._asked((function, args, kwargs))
            except WorkerDied as error:
                if left == 0 or isinstance(error, PageTooSlow):
                    raise
                continue
            if not done:
                raise value
            result: _Result = value
            return result
        raise AssertionError("the last try returns or raises")

    def close(self) -> None:
        """End the process: between two calls it holds nothing."""
        if self._pipe:
            self._pipe.close()
        if self._process:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _asked(self, question: object) -> tuple[bool, Any]:
        pipe = self._pipe or self._start()
        try:
            pipe.send(question)
            if pipe.poll(MOST_SECONDS_OF_SILENCE):
                answer: tuple[bool, Any] = pipe.recv()
                return answer
        except (EOFError, OSError):
            raise self._buried() from None
        except BaseException:  # a signal to this process: the answer would come to the next question
            self.close()
            raise
        self.close()
        raise PageTooSlow("the process that was to extract it does not come to an end")

    def _start(self) -> Connection:
        context: Any = multiprocessing.get_context("fork" if _COPIES else "spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()
        return self._pipe

    def _buried(self) -> WorkerDied:
        process = self._process
        assert process, "it was asked"  # noqa: S101 - for mypy
        process.kill()  # it has closed its pipe, so it is dying already
        process.join()
        error = death(process.exitcode)
        self.close()
        return error


def _serve(pipe: Connection) -> None:
    """Answer until the pipe's other end is gone. Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if _COPIES:
        _let_go_of_files(pipe.fileno())
    no_core()
    with suppress(EOFError, OSError):
        while True:
            function, args, kwargs = pipe.recv()
            begin_page()
            pipe.send(_answer(function, args, kwargs))


def _let_go_of_files(kept: int) -> None:
    """What the copied process has open (sockets, locks, the other end of the pipe) must not stay open for this one."""
    signal.set_wakeup_fd(-1)
    os.closerange(_FIRST_FILE, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _answer(function: Callable[..., Any], args: Any, kwargs: Any) -> tuple[bool, Any]:  # noqa: ANN401 - of any function
    """Whether it returned, and what; else the error."""
    try:
        return True, function(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 - it goes to who asked
        error.add_note("In the process beside:\n" + "".join(traceback.format_exception(error)))
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        except Exception:  # noqa: BLE001 - an error that cannot be sent as it is
            return False, RuntimeError(f"{type(error).__name__}: {error}")
        return False, error

"""A bound on the time of work that may be left half done: what takes longer is broken off."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TookTooLong(Exception):  # no error: the work is for another time
    """The body was broken off."""


@contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """Raises TookTooLong in the body, from wherever it is, once it has taken ``seconds``.

    For the main thread of a process in which SIGTERM raises KeyboardInterrupt, as the command line has it; elsewhere
    the body takes the time that it takes. A signal of somebody else's is a KeyboardInterrupt still.
    """
    lock, ended, late = threading.Lock(), threading.Event(), threading.Event()

    def ring() -> None:
        with lock:
            if not ended.is_set():
                late.set()
                _thread.interrupt_main(signal.SIGTERM)

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
        with lock:
            ended.set()
    except KeyboardInterrupt:
        if late.is_set():
            raise TookTooLong from None
        raise
    finally:
        timer.cancel()

"""How much processor time one page may cost, and what became of a process that one cost its life.

Only a process can be ended at any instant, whatever it is at: Python, a regular expression, or C code that neither
looks for signals nor lets go of the interpreter. So pages are extracted in processes beside the program's own
(:mod:`junket.pipelines.workers.beside`, :mod:`junket.pipelines.workers.worker_pool`), and each sets its own bound, page
by page. It is processor time and not the clock's, so that a busy machine ends nothing.
"""

from __future__ import annotations

import math
import signal
import sys
import time

if sys.platform != "win32":
    import resource

MOST_SECONDS = 60.0
"""Six times what the worst of the hostile pages in the tests costs at most."""
MOST_SECONDS_OF_SILENCE = 1800.0
"""By the clock: for a process that neither answers nor uses its processor time, and for systems without the bound."""
MOST_TRIES = 2
"""Deaths of another kind (out of memory, killed by somebody) may be no fault of the page: it is asked once more."""


class WorkerDied(RuntimeError):
    """The process that was to extract a page has died at it, or did not come to an end."""


class PageTooSlow(WorkerDied):
    """A page cost more than its processor time; the process that was at it is gone."""


def begin_page() -> None:
    """Give this process :data:`MOST_SECONDS` from now on, after which the system ends it. Nothing on Windows."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = math.ceil(time.process_time() + MOST_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def no_core() -> None:
    """Leave no image of this process on disk when the system ends it. Nothing on Windows."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def death(exit_code: int | None) -> WorkerDied:
    """The error for a process that ended so (negative: by that signal) while it was at a page."""
    if sys.platform != "win32" and exit_code == -signal.SIGXCPU:
        return PageTooSlow(f"it took more than {MOST_SECONDS:.0f} s of processor time")
    return WorkerDied(f"the process that was to extract it has died (exit code {exit_code})")

"""The browser's processes as Linux shows them: which they are, what they hold, and their end.

Elsewhere there is no ``/proc``: then nothing is known of them, and Playwright's own end must do.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_MOST = 10_000


def marked(mark: str) -> list[int]:
    """Processes whose command line holds ``mark``, and all that they started."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    for entry in [entry for entry in _listed() if entry.isdigit()][:_MOST]:
        with suppress(OSError, ValueError, IndexError):
            parents[int(entry)] = int(_text(entry, "stat").rpartition(")")[2].split()[1])
            if mark in _text(entry, "cmdline"):
                found.add(int(entry))
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found)


def memory_of(process: int) -> int:
    """Bytes that it holds, of shared ones its part (PSS); all that are resident where that cannot be read; else 0."""
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        with suppress(OSError, ValueError, IndexError):
            lines = _text(str(process), name).splitlines()
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))
    return 0


def end_tree(processes: list[int], mark: str) -> None:
    """Kill those of the processes that are still there, and still the ones meant."""
    still = set(processes) & set(marked(mark)) if processes and mark else set()
    for process in still:
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)


def _listed() -> list[str]:
    try:
        return os.listdir(_PROC)  # noqa: PTH208 - names alone, thousands of them
    except OSError:
        return []


def _text(process: str, name: str) -> str:
    return (_PROC / process / name).read_text("utf-8", "replace")

"""A program that is given some bytes and a bounded time; whatever it started ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

_LOOK_EVERY = 0.05
_MOST_SAID = 4_000


def run_bounded(program: Sequence[str], given: bytes, seconds: float, stop: threading.Event) -> str:
    """Runs the program with ``given`` on its stdin; empty when it ended well, else one line that says how it did not.

    It has a process group of its own, which is killed when the time is over, when ``stop`` is set, and when the
    program has ended: nothing that it left behind goes on. Its stdout goes nowhere, of its stderr the end is kept.
    """
    with tempfile.TemporaryFile() as stdin:
        stdin.write(given)
        stdin.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own words, and no shell
                program, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
            )
        except (OSError, ValueError) as error:
            return f"cannot be started ({getattr(error, 'strerror', None) or error})"
    said = bytearray()
    reader = threading.Thread(target=_keep_end, args=(process, said), daemon=True)
    reader.start()
    ended = _wait(process, monotonic() + seconds, stop)
    _end(process)
    code = process.wait()
    reader.join(1)
    if not ended:
        return "was interrupted" if stop.is_set() else f"has not ended in {seconds:g} seconds, and was killed"
    if code == 0:
        return ""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return f"ended with code {code}" + (f": {lines[-1].strip()}" if lines else "")


def _wait(process: subprocess.Popen[bytes], until: float, stop: threading.Event) -> bool:
    """Whether the process ends in time."""
    while _runs(process):
        if monotonic() >= until or stop.wait(_LOOK_EVERY):
            return False
    return True


def _runs(process: subprocess.Popen[bytes]) -> bool:
    if sys.platform == "win32":
        return process.poll() is None
    # Not reaped, so that its number is nobody else's when its group is killed.
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills the process and its group; on Windows, which has none, the process alone."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _keep_end(process: subprocess.Popen[bytes], said: bytearray) -> None:
    assert process.stderr is not None  # noqa: S101 - it was asked for
    with process.stderr as stream:
        while piece := stream.read1(65536):  # type: ignore[attr-defined]  # a buffered reader has it
            said += piece
            del said[:-_MOST_SAID]

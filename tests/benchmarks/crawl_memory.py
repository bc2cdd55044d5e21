"""Resident memory of a long crawl, its extracting processes included, at each tenth of a loopback site.

    python tests/benchmarks/crawl_memory.py --pages 50000

Prints one line of JSON: for each tenth the largest sum that was seen in it, in MB, of the crawl's own process
(``crawl``) and of the processes that extract beside it (``workers``). Needs /proc.
"""
# ruff: noqa: T201 - a script that prints its figures

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from loopback_site import Site

CHECKOUT = Path(__file__).resolve().parents[2]
TENTHS = 10
_SECONDS_BETWEEN = 0.5


def serve(pages: int, told: Connection) -> None:
    """Runs in a process of its own: what the server holds is no part of the figure."""
    with Site(pages, keep=False) as site:
        told.send(site.place)
        while True:  # it is killed when the crawl has ended
            told.recv()
            told.send(len(site.seen))


def resident(process: int) -> float:
    """MB; 0 for a process that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0.0)


def children(process: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]
    except OSError:
        return []


def measure(pages: int, home: Path) -> dict[str, object]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(pages + 1, theirs), daemon=True)
    server.start()
    place = ours.recv()
    command = [sys.executable, "-m", "junket", "crawl", f"http://{place}/", "--home", str(home), "-q"]
    command += ["--allow-private", place, "--max-site-pages", str(pages + 10)]
    peaks = {"crawl": [0.0] * TENTHS, "workers": [0.0] * TENTHS}
    started, fetched = time.monotonic(), 0
    with subprocess.Popen(command, cwd=CHECKOUT) as running:
        while running.poll() is None:
            ours.send("seen")
            fetched = ours.recv()
            tenth = min(fetched * TENTHS // pages, TENTHS - 1)
            seen = {"crawl": resident(running.pid), "workers": sum(map(resident, children(running.pid)))}
            for name, megabytes in seen.items():
                peaks[name][tenth] = max(peaks[name][tenth], megabytes)
            time.sleep(_SECONDS_BETWEEN)
    server.kill()
    rounded = {name: [round(each) for each in values] for name, values in peaks.items()}
    seconds = round(time.monotonic() - started)
    return {"pages": pages, "fetched": fetched, "exit": running.returncode, "seconds": seconds, **rounded}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=50_000)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(parser.parse_args().pages, Path(folder) / "home")))


if __name__ == "__main__":
    main()

"""Pages a second of a whole crawl (archive, ledger, records, dataset) beside bare Scrapy on the same loopback site.

    python tests/benchmarks/crawl_speed.py --pages 2000 [--peer-python PYTHON]

``--peer-python`` names an interpreter that has Scrapy and trafilatura: then Scrapy with trafilatura in its pipeline
runs too (an absolute path). Each program is a process of its own, its start included. Prints one line of JSON.
"""
# ruff: noqa: T201 - a script that prints its figures

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from loopback_site import Site

HERE = Path(__file__).resolve().parent
ENVIRONMENT = os.environ | {"PYTHONPATH": str(HERE.parents[1])}


def serve(pages: int, weight: int, told: Connection) -> None:
    """Runs in a process of its own: a server that shares the crawler's would be part of the figure."""
    with Site(pages, weight=weight) as site:
        for number in range(1, pages):
            site.answer(f"/films/talk-{number}-about-bread")
        site.seen.clear()
        told.send(site.place)
        while True:
            told.recv()
            told.send(len(site.seen))
            site.seen.clear()


def run(command: list[str]) -> tuple[float, float]:
    """Wall and peak memory (MB) of a command that must succeed."""
    started = time.monotonic()
    with subprocess.Popen(command, cwd=HERE, env=ENVIRONMENT, stdout=subprocess.DEVNULL) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{command} ended with {running.returncode}")
    return time.monotonic() - started, used.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def measure(pages: int, weight: int, rounds: int, peer_python: str | None) -> dict[str, object]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=serve, args=(pages + 1, weight, theirs), daemon=True).start()
    place = ours.recv()
    url, bare = f"http://{place}/", str(HERE / "bare_spider.py")
    found: dict[str, object] = {"pages": pages, "weight": weight, "rounds": rounds}
    rates: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as home:
            junket = [sys.executable, "-m", "junket", "crawl", url, "--home", home, "--allow-private", place, "-q"]
            junket += ["--max-site-pages", str(pages + 10)]
            commands = {"bare": [sys.executable, bare, url], "junket": junket}
            if peer_python:
                commands["trafilatura"] = [peer_python, bare, url, "trafilatura"]
            for name, command in commands.items():
                seconds, peak = run(command)
                ours.send("seen")
                if (fetched := ours.recv()) != pages:
                    raise SystemExit(f"{name} fetched {fetched} of {pages} pages")
                rates.setdefault(name, []).append(pages / seconds)
                found[f"{name}_peak_mb"] = round(peak)
    best = {name: statistics.median(values) for name, values in rates.items()}
    found |= {f"{name}_pages_a_second": round(rate, 1) for name, rate in best.items()}
    found["share_of_bare"] = round(best["junket"] / best["bare"], 2)
    if "trafilatura" in best:
        found["times_trafilatura"] = round(best["junket"] / best["trafilatura"], 2)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--weight", type=int, default=1, help="of a page: 1 is 18 kB, 5 what news sites have")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-python")
    given = parser.parse_args()
    print(json.dumps(measure(given.pages, given.weight, given.rounds, given.peer_python)))


if __name__ == "__main__":
    main()

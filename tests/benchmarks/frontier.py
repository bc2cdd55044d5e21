"""The frontier with millions of URLs: enqueues and dequeues a second, and the most memory that it took.

    python tests/benchmarks/frontier.py --urls 5000000

Prints one line of JSON. Entries come as a crawl brings them: twenty links a page, each page done in a transaction of
its own; half as many links again are known already.
"""
# ruff: noqa: T201 - a script that prints its figures

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from junket.crawlers.frontier.entry import FrontierEntry
from junket.crawlers.frontier.frontier import Frontier
from junket.crawlers.frontier.sqlite_store import SqliteStore

LINKS = 20
KNOWN = 10


def entry(number: int, hosts: int) -> FrontierEntry:
    url = f"https://film-press-{number % hosts}.example/interviews/2024/a-talk-about-bread-and-film-{number}"
    meta = {"role": "page", "kind": "article", "depth_of_links": 2, "depth": 3}
    return FrontierEntry(url, "parse", "failed", 40 - number % 7, "https://film-press.example/interviews/", meta=meta)


def measure(urls: int, dequeues: int, hosts: int, folder: Path) -> dict[str, object]:
    frontier = Frontier(SqliteStore(folder / "frontier.sqlite", scope="bench", owner="bench"))
    started = time.monotonic()
    for first in range(0, urls, LINKS):
        known = max(first - KNOWN, 0)
        frontier.enqueue(entry(number, hosts) for number in range(known, min(first + LINKS, urls)))
    filled = time.monotonic()
    full = frontier.counts()
    taken = 0
    while taken < dequeues and (leases := frontier.lease(16)):
        for lease in leases:
            frontier.done(lease)
        taken += len(leases)
    emptied = time.monotonic()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    return {
        "urls": urls, "hosts": hosts, "pending_when_full": full.pending, "dequeues": taken,
        "enqueues_a_second": round(urls / (filled - started)), "dequeues_a_second": round(taken / (emptied - filled)),
        "peak_rss_mb": round(peak), "file_mb": round((folder / "frontier.sqlite").stat().st_size / 2**20),
        "seconds": round(emptied - started),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=5_000_000)
    parser.add_argument("--hosts", type=int, default=1000)
    parser.add_argument("--dequeues", type=int, help="how many of them to take out again (by default all)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(given.urls, given.dequeues or given.urls, given.hosts, Path(folder))))


if __name__ == "__main__":
    main()

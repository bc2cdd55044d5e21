"""SIGKILLs at random instants over a loopback site, then one run to the end: what is lost, doubled, fetched again.

    python tests/benchmarks/kills.py --pages 1000 --kills 200

Prints one line of JSON. Stops by itself after ``--seconds``. Needs a system with SIGKILL.
"""
# ruff: noqa: T201 - a script that prints its figures

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from loopback_site import Site

from junket.crawlers.home import Home
from junket.exports.catalogue.catalogue import Catalogue

CHECKOUT = Path(__file__).parents[2]


def crawl(site: Site, home: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "junket", "crawl", site.start, "--home", str(home)]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    return subprocess.Popen(
        [*command, "--allow-private", site.place, "-q"],
        cwd=CHECKOUT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_somewhere(running: subprocess.Popen[str], site: Site, progress: float, rng: random.Random) -> bool:
    """Kill once so many pages were asked for and a random moment more, or during the start; whether it was there."""
    early = time.monotonic() + (rng.uniform(0, 1.5) if rng.random() < 0.1 else 60)
    while len(site.seen) < progress and time.monotonic() < early and running.poll() is None:
        time.sleep(0.002)
    time.sleep(rng.uniform(0, 0.05))
    running.kill()
    running.communicate()
    return running.returncode != 0


def measure(pages: int, kills: int, seconds: float, seed: int, folder: Path) -> dict[str, object]:
    rng, end, home = random.Random(seed), time.monotonic() + seconds, folder / "home"
    instants = sorted(rng.uniform(0, pages) for _ in range(kills))
    killed = 0
    with Site(pages, latency=0.05) as site:
        while killed < kills and time.monotonic() < end and len(site.seen) < pages - 1:
            killed += kill_somewhere(crawl(site, home), site, instants[killed], rng)
        before_the_last = len(site.seen)
        last = crawl(site, home)
        _, messages = last.communicate(timeout=600)
    with Catalogue(Home.open(home), readonly=True) as catalogue:
        rows = Counter(record.url for record in catalogue.revisions())
    again = sum(site.seen.values()) - len(site.seen)
    return {
        "pages": pages - 1, "kills": killed, "seed": seed, "exit": last.returncode, "messages": messages,
        "pages_fetched_when_the_kills_ended": before_the_last,
        "lost": pages - 1 - len(rows), "doubled": sum(rows.values()) - len(rows),
        "fetched_again": again, "fetched_again_per_kill": round(again / max(killed, 1), 2),
        "most_often": max(site.seen.values()), "seconds": round(time.monotonic() - end + seconds),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(given.pages + 1, given.kills, given.seconds, given.seed, Path(folder))))


if __name__ == "__main__":
    main()

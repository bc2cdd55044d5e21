"""Crawls for `make long`: many kills, millions of URLs, many pages. ``JUNKET_LONG_PAGES`` bounds the last."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
PAGES = int(os.environ.get("JUNKET_LONG_PAGES", "50000"))


def figures(script: str, *arguments: str):
    command = [sys.executable, str(BENCHMARKS / script), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=7000)
    print(done.stdout)  # noqa: T201 - the figures are what the run is for
    return json.loads(done.stdout)


def test_two_hundred_kills_lose_nothing():
    found = figures("kills.py", "--pages", "1000", "--kills", "200")
    assert (found["lost"], found["doubled"], found["exit"]) == (0, 0, 0)
    assert found["fetched_again_per_kill"] <= 16


def test_five_million_urls_in_little_memory():
    found = figures("frontier.py", "--urls", "5000000")
    assert found["peak_rss_mb"] < 300
    assert min(found["enqueues_a_second"], found["dequeues_a_second"]) > 2000


def test_memory_stays_flat_over_a_long_crawl():
    found = figures("crawl_memory.py", "--pages", str(PAGES))
    assert (found["exit"], found["fetched"]) == (0, PAGES)
    # From the second tenth on: the first one loads. The last one holds the publish.
    for name, most in (("crawl", 60), ("workers", 60)):
        assert max(found[name][2:9]) < found[name][1] + most, name

from __future__ import annotations

import sys

import forked
import kills
import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_random_instants_a_crawl_loses_nothing_and_doubles_nothing(tmp_path, monkeypatch):
    def crawl(site, home):
        command = ["crawl", site.start, "--home", str(home), "--allow-private", site.place, "-q"]
        return forked.start(["-m", "junket", *command])

    monkeypatch.setattr(kills, "crawl", crawl)
    found = kills.measure(pages=101, kills=3, seconds=100, seed=0, folder=tmp_path)
    assert (found["lost"], found["doubled"], found["exit"], found["messages"]) == (0, 0, 0, "")
    assert found["fetched_again"] <= 16 * found["kills"]

"""A crawl's ledger after the home's state is deleted and made anew: the same, row by row and column by column."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import sys
import time
from pathlib import Path

import forked
import pytest

HTML = {"Content-Type": "text/html; charset=utf-8"}


def rows(home: Path):
    base = sqlite3.connect(home / "state" / "ledger.sqlite")
    urls = "run_id, url, status, decision, reason, detail, bytes, fetched_at, via, seconds, times"
    runs = "run_id, operation, started_at, finished_at, finish_reason"
    return [
        base.execute(f"SELECT {names} FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608 - our own names
        for names, table in ((urls, "urls"), (runs, "runs"))
    ]


def site(server):
    def reset(handler):
        handler.connection.shutdown(2)

    def slow(_):
        time.sleep(0.05)
        return 200, HTML, b"<p>A talk about bread."

    paths = ["/go", "/gone-talk-about-the-bread", "/shut/talk", "/reset-talk-about-the-bread", "/a/b/a/b/a/b/a/"]
    paths += ["http://10.0.0.1/talk-about-the-bread", "/broken", *(f"/talk-about-the-bread-{n}" for n in range(40))]
    links = "".join(f"<p><a href='{path}'>One more talk about bread</a>" for path in paths)
    robots = f"Sitemap: {server.url('/map.xml')}\nUser-agent: *\nDisallow: /shut/\n"
    return {
        "/": (200, HTML, links.encode()),
        "/robots.txt": (200, {}, robots.encode()),
        "/map.xml": (200, {}, b"<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>"),
        "/ai.txt": (503, {"Retry-After": "0"}, b""),
        "/go": (302, {"Location": "/talk-about-the-bread-1"}, b""),
        "/broken": (500, {}, b""),
        "/gone-talk-about-the-bread": (404, {}, b""),
        "/reset-talk-about-the-bread": reset,
        "*": slow,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("stops", [(), pytest.param((signal.SIGTERM,), marks=pytest.mark.long), (signal.SIGKILL,)])
def test_the_ledger_is_the_same_after_a_rebuild_without_state(serve, tmp_path, stops):
    server = serve({})
    server.routes |= site(server)
    home = tmp_path / "home"
    crawl = ["-m", "junket", "crawl", server.url(), "--home", str(home), "--allow-private", server.place]
    for stop in stops:
        before = len(server.seen)
        with forked.start(crawl) as running:
            while len(server.seen) < before + 20 and running.poll() is None:
                time.sleep(0.02)
            running.send_signal(stop)
            running.communicate(timeout=60)
    forked.run(crawl).check_returncode()
    urls, runs = rows(home)
    assert len(runs) == len(stops) + 1
    reasons = {row[4] for row in urls}
    assert {"robots_txt", "robots_disallowed", "redirected", "not_found", "repeated_segments"} <= reasons
    assert {"connection_lost", "server_error", "sitemap", "rights_file"} <= reasons
    via = {row[1].removeprefix(server.url("")): row[8] for row in urls if row[0] == runs[-1][0]}
    if not stops:
        assert (via["/"], via["/talk-about-the-bread-2"]) == (None, server.url())
    shutil.rmtree(home / "state")
    forked.run(["-m", "junket", "rebuild", "--home", str(home)]).check_returncode()
    assert rows(home) == [urls, runs]

"""Crawls that stop and are taken up again: whole runs over a loopback site, each in a process of its own."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections import Counter

import forked
import pytest

from junket.crawlers.frontier.entry import FrontierEntry
from junket.crawlers.frontier.frontier import Frontier
from junket.crawlers.frontier.sqlite_store import SqliteStore
from junket.crawlers.home import Home

HTML = {"Content-Type": "text/html; charset=utf-8"}

CRAWL = textwrap.dedent("""
    import json, sys
    from junket.crawlers.errors import JunketError
    from junket.crawlers.run.run import crawl
    given, resumed = json.load(sys.stdin), []
    if limit := given.pop("limit", None):
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    settings = {"ITEM_PIPELINES": {}, **given.pop("settings", {})}
    try:
        summary = crawl(settings=settings, on_resume=lambda *counts: resumed.extend(counts), **given)
    except JunketError as error:
        print(json.dumps({"raised": type(error).__name__, "line": str(error)}))
        raise SystemExit
    print(json.dumps({"reason": summary.finish_reason, "pages": summary.pages, "pending": summary.pending,
                      "resumed": resumed}))
""")


ODD = """
import scrapy

class Odd(scrapy.Spider):
    name = "odd"

    def __init__(self, place, **kwargs):
        super().__init__(**kwargs)
        self.place = place

    async def start(self):
        for path in ("bug", "post", "fine", "plain-bug"):
            yield scrapy.Request(self.place + path, callback=self.plain if path == "plain-bug" else self.parse)

    def parse(self, response):
        yield scrapy.Request(self.place + "next-" + response.url.rpartition("/")[2], callback=self.plain)
        if response.url.endswith("bug"):
            raise ValueError("a bug")
        if response.url.endswith("post"):
            yield scrapy.Request(self.place + "form", method="POST", body="a=1", callback=self.parse)

    def plain(self, response):
        if response.url.endswith("plain-bug"):
            raise ValueError("a bug")
"""


def page(*links: str):
    anchors = "".join(f"<li><a href='{link}'>{link}</a>" for link in links)
    return 200, HTML, f"<html><head><title>Film</title></head><body><ul>{anchors}</ul></body></html>".encode()


def talks(number: int):
    return [f"/talk-number-{at}-with-somebody" for at in range(number)]


def a_site(number: int = 30):
    return {"/": page(*talks(number)), "/robots.txt": (404, {}, b""), "/sitemap.xml": (404, {}, b""), "*": page()}


def pages_seen(server):
    return Counter(path for path in server.seen if not path.endswith((".txt", ".xml", ".json")))


@pytest.fixture
def started(tmp_path):
    """Starts a crawl; a process whose stdout will be the outcome."""

    def start(*servers, **given):
        given = {"home": str(tmp_path / "home"), "allow_private": [server.place for server in servers], **given}
        return forked.start(["-c", CRAWL], given=json.dumps({"start": [servers[0].url()], **given}))

    return start


@pytest.fixture
def crawled(started):
    def run(*servers, **given):
        running = started(*servers, **given)
        out, err = running.communicate(timeout=60)
        assert err == ""
        return json.loads(out)

    return run


def test_a_crawl_at_its_bound_goes_on_where_it_stopped_and_a_finished_one_begins_anew(serve, crawled):
    server = serve(a_site())
    first = crawled(server, max_pages=10)
    assert (first["reason"], first["resumed"], first["pages"]) == ("max_pages", [], 11)  # and the missing sitemap
    assert first["pending"] == 21
    second = crawled(server)
    assert (second["reason"], second["resumed"]) == ("finished", [21, 11])
    assert (set(pages_seen(server).values()), len(pages_seen(server))) == ({1}, 31)
    assert crawled(server)["resumed"] == []
    assert set(pages_seen(server).values()) == {2}


def test_a_full_disk_stops_the_crawl_with_one_line_and_it_goes_on_when_there_is_space(serve, crawled):
    pytest.importorskip("resource", reason="file size limits are POSIX")
    site = a_site(40)
    noise = "".join(f"{number * 7919 % 10007:x} " for number in range(30_000))
    server = serve(site | {"*": (200, HTML, f"<p>{noise}</p>".encode())})
    stopped = crawled(server, limit=400_000)
    assert stopped["raised"] == "HomeProblem"
    assert "\n" not in stopped["line"]
    before = len(pages_seen(server))
    assert before < 41
    outcome = crawled(server)
    assert (outcome["reason"], sum(outcome["resumed"]) > 0) == ("finished", True)
    seen = pages_seen(server)
    assert set(seen) == {"/", *talks(40)}
    assert sum(seen.values()) - len(seen) <= 16


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 20 MB; only root may mount one, and not everywhere."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount, "-t", "tmpfs", "-o", "size=20m", "tmpfs", place]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system needs root and leave to do so")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_small_disk_that_fills_up_stops_the_crawl_and_it_goes_on_when_there_is_space(serve, crawled, small_disk):
    filler, home = small_disk / "filler", str(small_disk / "home")
    filler.write_bytes(bytes(18_000_000))
    noise = "".join(f"{number * 7919 % 10007:x} " for number in range(30_000))
    server = serve(a_site(60) | {"*": (200, HTML, f"<p>{noise}</p>".encode())})
    stopped = crawled(server, home=home)
    assert stopped["raised"] == "HomeProblem"
    assert "\n" not in stopped["line"]
    before = len(pages_seen(server))
    assert before < 61
    filler.unlink()
    outcome = crawled(server, home=home)
    assert (outcome["reason"], sum(outcome["resumed"]) > 0) == ("finished", True)
    seen = pages_seen(server)
    assert set(seen) == {"/", *talks(60)}
    assert sum(seen.values()) - len(seen) <= 16


def test_fresh_begins_anew(serve, crawled):
    server = serve(a_site())
    crawled(server, max_pages=10)
    again = crawled(server, fresh=True)
    assert (again["reason"], again["resumed"]) == ("finished", [])
    assert pages_seen(server)["/"] == 2


def test_a_crawl_of_another_site_leaves_the_stopped_one_alone(serve, crawled):
    server, other = serve(a_site()), serve(a_site(3))
    crawled(server, max_pages=10)
    assert crawled(other)["resumed"] == []
    assert crawled(server)["resumed"] == [21, 11]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(("number", "exits"), [(signal.SIGKILL, -9), (signal.SIGTERM, 0)])
def test_a_stopped_crawl_loses_nothing(serve, started, crawled, number, exits):
    server = serve(a_site(60))

    def slow(_):
        time.sleep(0.05)
        return page()

    server.routes["*"] = slow
    running = started(server)
    while len(server.seen) < 25 and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(number)
    running.communicate(timeout=60)
    assert running.returncode == exits
    at_the_end = len(server.seen)
    outcome = crawled(server)
    assert outcome["reason"] == "finished"
    assert sum(outcome["resumed"]) >= 60
    seen = pages_seen(server)
    assert set(seen) == {"/", *talks(60)}
    assert sum(seen.values()) - len(seen) <= (16 if number == signal.SIGKILL else 0), at_the_end


def junket(server, tmp_path):
    command = ["-m", "junket", "crawl", server.url(), "--home", str(tmp_path / "home"), "--allow-private", server.place]
    return forked.start(command)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_crawl_of_a_server_that_hangs_ends_soon_and_goes_on_later(serve, tmp_path):
    server = serve(a_site(5))
    server.routes |= {path: (404, {}, b"") for path in ("/.well-known/tdmrep.json", "/ai.txt")}
    server.routes["*"] = lambda _: time.sleep(40)
    running = junket(server, tmp_path)
    while not any(path.startswith("/talk") for path in server.seen) and running.poll() is None:
        time.sleep(0.05)
    asked = time.monotonic()
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=30)
    assert (running.returncode, time.monotonic() - asked < 30) == (130, True)
    server.routes["*"] = page()
    again = junket(server, tmp_path)
    _, said = again.communicate(timeout=60)
    assert "resuming: 5 pending, 2 done" in said
    assert set(talks(5)) <= set(server.seen)
    assert again.returncode == 0


def test_a_crawl_that_was_killed_when_all_was_fetched_has_not_failed(serve, tmp_path):
    server = serve(a_site(1))
    home = Home.create(tmp_path / "home")
    frontier = Frontier(SqliteStore(home.state / "frontier.sqlite", scope=server.place, owner="killed"))
    for path in ("", "sitemap.xml"):
        frontier.enqueue([FrontierEntry(server.url("/" + path))])
        frontier.done(*frontier.lease())
    frontier.close()
    running = junket(server, tmp_path)
    _, said = running.communicate(timeout=60)
    assert ("resuming: 0 pending, 2 done" in said, running.returncode) == (True, 0)
    assert not pages_seen(server)


def test_redirects_and_second_tries_stay_with_their_entry(serve, crawled):
    tries = []

    def busy(_):
        tries.append(1)
        return (503, {}, b"") if len(tries) == 1 else page()

    server = serve(
        {
            "/robots.txt": (404, {}, b""),
            "/sitemap.xml": (404, {}, b""),
            "/": page("/moved-to-another-address", "/known-to-the-whole-world", "/busy-for-a-short-while"),
            "/moved-to-another-address": (301, {"Location": "/the-other-address-itself"}, b""),
            "/the-other-address-itself": page("/known-to-the-whole-world"),
            "/known-to-the-whole-world": (302, {"Location": "/"}, b""),
            "/busy-for-a-short-while": busy,
        }
    )
    outcome = crawled(server)
    assert (outcome["reason"], outcome["pending"]) == ("finished", 0)
    assert (pages_seen(server)["/"], pages_seen(server)["/the-other-address-itself"], len(tries)) == (1, 1, 2)


def test_a_spider_with_a_bug_and_one_that_posts_do_not_stop_the_others(serve, tmp_path, run_script):
    server = serve(a_site())
    (tmp_path / "odd.py").write_text(ODD)
    script = """
        import json, sys
        from junket.crawlers.run.run import crawl
        url, place, folder = json.load(sys.stdin)
        sys.path.insert(0, folder)
        from odd import Odd
        options = {"place": url, "allow_private": [place], "settings": {"ITEM_PIPELINES": {}}}
        summary = crawl(home=folder + "/home", spider=Odd, **options)
        print(summary.finish_reason, summary.pending)
    """
    done = run_script(script, [server.url("/"), server.place, str(tmp_path)])
    assert done.stdout.strip() == "finished 0", done.stderr
    assert {"/next-bug", "/next-post", "/next-fine"} <= set(server.seen)
    rows = sqlite3.connect(tmp_path / "home" / "state" / "ledger.sqlite").execute("SELECT url, detail FROM urls")
    said = {url.rpartition("/")[2]: detail for url, detail in rows}
    assert "a bug" in said["bug"]
    assert "a bug" in said["plain-bug"]
    assert Counter(server.seen)["/plain-bug"] == 1
    assert "cannot keep this request: a POST" in said["form"]

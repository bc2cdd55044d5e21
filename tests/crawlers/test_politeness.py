"""What a server sees of a crawl: pauses never under the rule, pauses asked for, hours, blocks."""

from __future__ import annotations

import itertools
import json
import socket
import sqlite3
import textwrap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import forked
import pytest

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.polite.blocks import BlockList, HostBlocked, change_blocked, read_blocked
from junket.crawlers.polite.retry_after import MAX_IN_A_ROW
from junket.crawlers.rights.rights_files import PATHS

HTML = {"Content-Type": "text/html"}
CRAWL = """
    import json, sys
    from junket.crawlers.run.run import crawl
    given = json.load(sys.stdin)
    given["settings"] = {"ITEM_PIPELINES": {}, "LOG_ENABLED": False, **given.get("settings", {})}
    summary = crawl(**given)
    print(json.dumps({"reason": summary.finish_reason, "pages": summary.records, "pending": summary.pending}))
"""


@pytest.fixture
def crawled(run_script, tmp_path):
    """Runs a crawl; its outcome, with the ledger as ``{path: (reason, detail)}``."""

    def run(server, **given):
        given = {"home": str(tmp_path / "home"), "start": [server.url()], "allow_private": [server.place], **given}
        done = run_script(CRAWL, given)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) | {"ledger": ledger_of(tmp_path / "home")}

    return run


def ledger_of(home: Path):
    rows = sqlite3.connect(home / "state" / "ledger.sqlite").execute("SELECT url, reason, detail FROM urls").fetchall()
    return {"/" + url.split("/", 3)[3]: (reason, detail) for url, reason, detail in rows}


def linked(*paths: str):
    return 200, HTML, "".join(f"<p><a href='{path}'>One more talk about bread</a>" for path in paths).encode()


class Arrivals:
    """Notes when each request came in, with a pause of the server's own before some answers."""

    def __init__(self, routes):
        self.times: list[tuple[float, str]] = []
        self._routes = routes
        self._refused: set[str] = set()

    def __call__(self, handler):
        self.times.append((time.monotonic(), handler.path))
        if handler.path == "/slow":
            time.sleep(0.5)
        if handler.path == "/cut" and len([path for _, path in self.times if path == "/cut"]) < 3:
            handler.connection.shutdown(socket.SHUT_RDWR)
            return None
        if handler.path == "/busy" and handler.path not in self._refused:
            self._refused.add(handler.path)
            return 500, {}, b""
        return self._routes.get(handler.path, (404, {}, b""))

    def hold_to(self, rule: float):
        """No gap is under the rule; prints the shortest."""
        gaps = [(round(later - earlier, 3), path) for (earlier, _), (later, path) in itertools.pairwise(self.times)]
        print(f"shortest of {len(gaps)} gaps: {min(gaps)[0]} s, the rule is {rule} s")  # noqa: T201 - shown with -s
        assert min(gaps)[0] >= rule, gaps


def test_no_gap_is_under_the_crawl_delay_whatever_is_asked_for(serve, crawled):
    """Robots.txt, rights, sitemaps, feeds, redirects, retries, connections cut off and pages: one host, one pace."""
    delay = 0.3
    server = serve({})
    arrivals = Arrivals(
        {
            "/robots.txt": (
                200,
                {},
                f"Sitemap: {server.url('/map.xml')}\nUser-agent: *\nCrawl-delay: {delay}".encode(),
            ),
            "/map.xml": (200, {}, f"<urlset><url><loc>{server.url('/slow')}</loc></url></urlset>".encode()),
            "/": (
                200,
                HTML,
                b"<head><link rel=alternate type=application/rss+xml href=/feed></head>"
                + linked("/go", "/busy", "/cut")[2],
            ),
            "/feed": (200, {}, f"<rss><item><link>{server.url('/fed')}</link></item></rss>".encode()),
            "/ai.txt": (302, {"Location": "/robots/ai.txt"}, b""),
            "/go": (302, {"Location": "/gone-on"}, b""),
            "/gone-on": (200, HTML, b"<meta http-equiv=refresh content='0; url=/refreshed'>"),
            **dict.fromkeys(("/slow", "/busy", "/cut", "/fed", "/refreshed"), linked()),
        }
    )
    server.routes["*"] = arrivals
    crawled(server)
    paths = [path for _, path in arrivals.times]
    assert {"/robots.txt", "/map.xml", "/feed", "/go", "/gone-on", "/refreshed", "/slow", "/fed"} <= set(paths)
    assert (paths.count("/busy"), paths.count("/cut"), "/robots/ai.txt" in paths) == (2, 3, True)
    arrivals.hold_to(delay)


def test_no_gap_is_under_the_delay_without_a_crawl_delay(serve, crawled):
    server = serve({})
    paths = [f"/a-talk-about-bread-{number}" for number in range(5)]
    arrivals = Arrivals({"/": linked(*paths), **dict.fromkeys(paths, linked())})
    server.routes["*"] = arrivals
    slot = {"delay": 0.2, "concurrency": 1}
    crawled(server, settings={"DOWNLOAD_SLOTS": {"127.0.0.1": slot}, "AUTOTHROTTLE_ENABLED": False})
    assert len(arrivals.times) == 8 + len(PATHS)
    arrivals.hold_to(0.2)


def test_robots_txt_is_fetched_again_when_it_is_old(serve, crawled):
    server = serve({})
    bodies = iter([b"", *[b"User-agent: *\nDisallow: /late/"] * 50])
    server.routes |= {
        "/robots.txt": lambda _: (200, {}, next(bodies)),
        "/": linked("/talks/"),
        "/talks/": lambda _: time.sleep(0.6) or linked("/late/talk-about-the-old-bread"),
        "*": linked(),
    }
    outcome = crawled(server, settings={"JUNKET_ROBOTS_SECONDS": 0.5})
    assert server.seen.count("/robots.txt") > 1
    assert outcome["ledger"]["/late/talk-about-the-old-bread"][0] == "robots_disallowed"


def test_a_host_that_goes_on_asking_for_rest_gets_it(serve, crawled):
    paths = [f"/a-talk-about-bread-{number}" for number in range(30)]
    server = serve({"/robots.txt": (404, {}, b""), "/": linked(*paths), "*": (503, {}, b"")})
    settings = {"JUNKET_LONGEST_WAIT": 0.05, "RETRY_ENABLED": False, "CONCURRENT_REQUESTS": 1}
    outcome = crawled(server, settings=settings)
    refused = [detail for reason, detail in outcome["ledger"].values() if reason == "host_overloaded"]
    assert server.seen.count("/sitemap.xml") + sum(path in server.seen for path in paths) == MAX_IN_A_ROW
    assert "answered 429 or 503" in refused[0]
    later = [detail for reason, detail in outcome["ledger"].values() if reason == "retry_later"]
    assert len(later) == MAX_IN_A_ROW
    assert "503" in later[0]
    assert outcome["pending"] == 31  # all of it, when the host has rested


def rules(server, home: Path, **keys: str):
    place = Home.create(home).site_overrides / f"{server.place.replace(':', '_')}.toml"
    place.write_text(f"domain = '{server.place}'\n" + "".join(f"{key} = {value}\n" for key, value in keys.items()))


def test_outside_its_hours_a_site_is_not_asked_for_anything(serve, crawled, tmp_path):
    server = serve({"*": linked()})
    now = datetime.now(UTC)
    hours = f"{now + timedelta(hours=2):%H:%M}-{now + timedelta(hours=4):%H:%M}"
    rules(server, tmp_path / "home", hours=f'"{hours}"')
    outcome = crawled(server)
    assert server.seen == []
    assert outcome["ledger"]["/"] == ("outside_hours", f"{server.place} is crawled {hours} UTC only")


def test_a_sites_own_budget_is_kept(serve, crawled, tmp_path):
    server = serve({"/": linked(*(f"/a-talk-about-bread-{n}" for n in range(9))), "*": linked()})
    rules(server, tmp_path / "home", max_pages="3")
    outcome = crawled(server)
    assert outcome["pages"] == 3
    assert ("max_site_pages", "the site's 3 pages are fetched") in outcome["ledger"].values()


ENDLESS = """
    import json, sys
    from junket.crawlers.run.run import crawl
    given = json.load(sys.stdin)
    crawl(settings={"ITEM_PIPELINES": {}, "LOG_ENABLED": False}, **given)
"""


def test_a_block_binds_a_running_crawl_within_ten_seconds(serve, tmp_path):
    arrivals: list[float] = []

    def endless(handler):
        arrivals.append(time.monotonic())
        if handler.path.endswith((".txt", ".xml")):
            return 404, {}, b""
        number = int(handler.path.rsplit("-", 1)[-1]) if "-" in handler.path else 0
        time.sleep(0.05)
        return linked(*(f"/a-talk-about-bread-{number * 4 + n}" for n in (1, 2, 3, 4)))

    server = serve({"*": endless})
    home = tmp_path / "home"
    given = json.dumps({"home": str(home), "start": [server.url()], "allow_private": [server.place]})
    with forked.start(["-c", textwrap.dedent(ENDLESS)], given=given) as running:
        while len(arrivals) < 20:
            assert running.poll() is None
            time.sleep(0.05)
        said = forked.run(["-m", "junket", "block", server.place, "--home", str(home)])
        blocked_at = time.monotonic()
        assert said.stdout == f"{server.place}\n"
        assert running.wait(30) == 0
    assert max(arrivals) - blocked_at < 10
    assert "host_blocked" in {reason for reason, _ in ledger_of(home).values()}


def test_a_block_holds_for_all_below_the_host_and_can_be_lifted(tmp_path):
    home = Home.create(tmp_path)
    change_blocked(home, add=["https://Film.example/x", "127.0.0.1:8000"])
    blocks = BlockList(home)
    for url in ("https://film.example/", "http://www.film.example:8080/", "http://127.0.0.1:8000/a"):
        with pytest.raises(HostBlocked):
            blocks.check(url)
    for url in ("https://afilm.example/", "https://example/", "http://127.0.0.1:8001/"):
        blocks.check(url)
    assert change_blocked(home, remove=["film.example"]) == {"127.0.0.1:8000"}
    assert read_blocked(home) == {"127.0.0.1:8000"}


@pytest.mark.parametrize("text", ["hosts = 3", "hosts = ['a b']", "host = []", "hosts = [", "hosts = [1]"])
def test_a_broken_list_of_blocked_hosts_stops_a_run_before_it_begins(tmp_path, text):
    home = Home.create(tmp_path)
    (tmp_path / "overrides" / "blocked.toml").write_text(text)
    with pytest.raises(UsageProblem):
        BlockList(home)


def test_a_list_that_breaks_during_a_run_leaves_what_was_known(tmp_path, monkeypatch):
    monkeypatch.setattr("junket.crawlers.polite.blocks.POLL_SECONDS", 0)
    home = Home.create(tmp_path)
    change_blocked(home, add=["film.example"])
    blocks = BlockList(home)
    (tmp_path / "overrides" / "blocked.toml").write_text("hosts = [")
    with pytest.raises(HostBlocked):
        blocks.check("https://film.example/")
    change = tmp_path / "overrides" / "blocked.toml"
    change.unlink()
    blocks.check("https://film.example/")

"""Runs with a home: archived, counted, stopped in order when the disk is full or somebody interrupts."""

from __future__ import annotations

import gzip
import json
import shutil
import signal
import sys
import textwrap
import time

import forked
import pytest

from junket.crawlers.archive.reader import read_pages
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.ledger.ledger_log import replay
from junket.crawlers.page import Page
from junket.crawlers.rights.rights_files import PATHS


def test_what_people_decided_to_skip_is_not_asked_for_by_name_either(serve, html, fetched, tmp_path):
    server = serve({"/open/a": html(), "/shut": html(), "/open/go": (302, {"Location": "/shut"}, b"")})
    home = Home.create(tmp_path / "home")
    reason = 'basis = "their letter of 3 May"\ndecided_by = "A. Reader"\n'
    decisions = (
        f'[[decision]]\nuse = "skip"\n{reason}[[decision]]\nuse = "fetch"\nurl = "{server.url("/open/")}"\n{reason}'
    )
    (home.path / "overrides" / "rights.toml").write_text(decisions)
    urls = [server.url(path) for path in ("/open/a", "/shut", "/open/go")]
    outcomes = fetched(*urls, allow=(server,), home=str(home.path))
    assert [outcome["error"] for outcome in outcomes] == [None, "AddressRefused", "AddressRefused"]
    assert "/shut" not in server.seen
    with Ledger(home, readonly=True) as ledger:
        skipped = [(line.decision, line.reason) for line in ledger.lines() if line.url == server.url("/shut")]
    assert set(skipped) == {("skipped", "rights_skip")}


def test_every_exchange_is_archived_and_the_ledger_says_what_became_of_each_url(serve, html, fetched, tmp_path):
    server = serve(
        {
            "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /shut\n"),
            "/a": (
                200,
                {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"},
                gzip.compress(html()[2]),
            ),
            "/go": (302, {"Location": "/b"}, b""),
            "/b": html(),
        }
    )
    home = Home.create(tmp_path / "home")
    urls = [server.url(path) for path in ("/a", "/go", "/gone", "/shut", "/a?token=hush")]
    outcomes = fetched(*urls, "http://10.0.0.1/", allow=(server,), home=str(home.path), ignore_robots=False)
    assert [outcome["error"] for outcome in outcomes] == [
        None,
        None,
        "Unreachable",
        "RobotsDisallowed",
        "Unreachable",
        "AddressRefused",
    ]
    [file] = home.warc_files()
    assert file.name.startswith("scrape-")
    assert outcomes[0]["page"]["warc"] == file.name
    pages = {page.url: page for page in read_pages(file) if isinstance(page, Page)}
    assert set(pages) == {server.url(path) for path in ("/a", "/b", "/gone", "/a?token=hush")}
    assert pages[server.url("/a")].body == html()[2]
    assert pages[server.url("/a")].robots == "allowed"
    assert pages[server.url("/b")].requested_url == server.url("/go")
    with Ledger(home, readonly=True) as ledger:
        lines = {line.url.removeprefix(server.url("")): line for line in ledger.lines()}
        [run] = ledger.runs()
    ended = {url: (line.decision, line.reason, line.status) for url, line in lines.items()}
    assert ended == {
        "/robots.txt": ("skipped", "robots_txt", 200),
        "/.well-known/tdmrep.json": ("skipped", "rights_file", 404),
        "/ai.txt": ("skipped", "rights_file", 404),
        "/a": ("fetched", "page", 200),
        "/go": ("skipped", "redirected", 302),
        "/b": ("fetched", "page", 200),
        "/gone": ("rejected", "not_found", 404),
        "/shut": ("refused", "robots_disallowed", None),
        "/a?token=***": ("rejected", "not_found", 404),
        "http://10.0.0.1/": ("refused", "address_refused", None),
    }
    assert lines["/b"].via == server.url("/go")
    assert lines["/go"].seconds is not None
    assert lines["/go"].fetched_at <= lines["/b"].fetched_at
    assert lines["/a"].bytes == len(html()[2])
    assert 0 <= lines["/a"].seconds < 10
    shutil.rmtree(home.state)
    replay(home)
    with Ledger(home, readonly=True) as ledger:
        assert {line.url.removeprefix(server.url("")): line for line in ledger.lines()} == lines
        assert ledger.runs() == [run]
    assert (run.operation, run.finish_reason) == ("scrape", "finished")


@pytest.mark.parametrize("said", [{"Content-Encoding": "gzip"}, {}])
def test_the_archive_and_the_page_agree(serve, fetched, tmp_path, said):
    headers = {"Content-Type": "text/html; charset=koi8-r"} | said
    server = serve({"/a": (200, headers, gzip.compress("Фильм".encode("koi8-r")))})
    home = Home.create(tmp_path / "home")
    [outcome] = fetched(server.url("/a"), allow=(server,), home=str(home.path))
    [archived] = [page for page in read_pages(home.warc_files()[0]) if isinstance(page, Page)]
    live = outcome["page"]
    assert live["body"] == archived.body.decode("utf-8", "replace")
    assert archived.body == "Фильм".encode("koi8-r")
    for name in (
        "url",
        "status",
        "media_type",
        "charset",
        "requested_url",
        "robots",
        "robots_rule",
        "named",
        "archived_from",
    ):
        assert getattr(archived, name) == live[name]
    assert archived.fetched_at.isoformat() == live["fetched_at"]


_CRAWL = """
    import json, resource, sys
    from junket.crawlers.errors import JunketError
    from junket.crawlers.run.run import crawl
    given = json.load(sys.stdin)
    limit = given.pop("limit", None)
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    told = []
    options = {"spider": "named", "settings": {"ITEM_PIPELINES": {}}, "progress": told.append, **given}
    try:
        summary = crawl(**options)
    except JunketError as error:
        print(json.dumps({"raised": type(error).__name__, "line": str(error)}))
        raise SystemExit
    found = {name: getattr(summary, name) for name in summary.__slots__}
    failures = [line.url for line in found.pop("failures")]
    print(json.dumps({**found, "failures": failures, "interrupted": summary.interrupted, "told": told}))
"""


def test_a_crawl_counts_and_tells_its_progress(serve, html, run_script, tmp_path):
    server = serve({"/a": html(), "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /shut")})
    urls = [server.url(path) for path in ("/a", "/shut")] + ["http://10.0.0.1/", "http://no-such-host.invalid/"]
    given = {"home": str(tmp_path / "home"), "urls": urls, "allow_private": [server.place]}
    done = run_script(_CRAWL, given)
    assert done.stderr == ""
    summary = json.loads(done.stdout)
    counts = {name: summary[name] for name in ("pages", "records", "rejected", "failed", "refused")}
    assert counts == {"pages": 1, "records": 1, "rejected": 0, "failed": 1, "refused": 2}
    missing = len(b"nothing here") * len(PATHS)
    assert summary["bytes"] == len(html()[2]) + len(server.routes["/robots.txt"][2]) + missing
    assert (summary["finish_reason"], summary["interrupted"]) == ("finished", False)
    told = summary["told"][-1]
    counts.pop("failed")
    assert told | {**counts, "bytes": summary["bytes"]} == told
    assert (told["pending"], told["host"], told["rate"][-2:]) == (0, server.place, "/s")
    assert summary["failures"] == ["http://no-such-host.invalid/"]
    assert len(summary["told"]) <= 8
    with Ledger(Home.open(tmp_path / "home"), readonly=True) as ledger:
        assert ledger.runs()[0].run_id == summary["run_id"]


def test_a_full_home_stops_the_crawl_with_one_line_and_loses_no_written_page(serve, html, run_script, tmp_path):
    pytest.importorskip("resource", reason="file size limits are POSIX")
    noise = html("".join(f"{number * 7919 % 10007:x} " for number in range(60_000)))
    server = serve({"*": noise})
    home = Home.create(tmp_path / "home")
    urls = [server.url(f"/{number}") for number in range(40)]
    given = {"home": str(home.path), "urls": urls, "allow_private": [server.place], "limit": 400_000}
    done = run_script(_CRAWL, given)
    assert done.stderr == ""
    raised = json.loads(done.stdout)
    assert raised["raised"] == "HomeProblem"
    assert "\n" not in raised["line"]
    found = [page for file in home.warc_files() for page in read_pages(file)]
    assert [
        page for page in found if not isinstance(page, Page) and page.reason not in ("robots_txt", "rights_file")
    ] == []
    assert len(server.seen) < 40


def test_only_one_crawl_at_a_time_in_a_home(serve, html, run_script, tmp_path):
    from junket.crawlers.lock import crawl_lock

    server = serve({"*": html()})
    home = Home.create(tmp_path / "home")
    with crawl_lock(home):
        done = run_script(_CRAWL, {"home": str(home.path), "urls": [server.url("/a")], "allow_private": [server.place]})
    raised = json.loads(done.stdout)
    assert (raised["raised"], "another crawl holds this home" in raised["line"]) == ("HomeLocked", True)
    assert server.seen == []


@pytest.mark.parametrize("signals", [1, 2])
def test_an_interrupted_fetch_ends_soon_even_when_the_server_hangs(serve, run_script, tmp_path, signals):
    asked = tmp_path / "asked"

    def hang(_):
        asked.touch()
        time.sleep(30)

    server = serve({"/robots.txt": (404, {}, b""), "*": hang})
    script = """
        import json, os, signal, sys, threading, time
        from junket.crawlers.run.run import fetch
        url, place, home, signals, asked = json.load(sys.stdin)
        at = []

        def interrupt():
            while not os.path.exists(asked):
                time.sleep(0.05)
            for _ in range(signals):
                time.sleep(1)
                at.append(time.monotonic())
                os.kill(os.getpid(), signal.SIGINT)

        before = signal.getsignal(signal.SIGINT)
        threading.Thread(target=interrupt, daemon=True).start()
        try:
            fetch([url], allow_private=[place], home=home)
        except KeyboardInterrupt:
            print("interrupted", signal.getsignal(signal.SIGINT) is before)
        print(time.monotonic() - at[-1])
    """
    done = run_script(script, [server.url("/a"), server.place, str(tmp_path / "home"), signals, str(asked)])
    said, seconds = done.stdout.splitlines()
    assert (said, done.stderr) == ("interrupted True", "")
    assert float(seconds) < (25 if signals == 1 else 4)
    with Ledger(Home.open(tmp_path / "home"), readonly=True) as ledger:
        assert ledger.runs()[0].finish_reason == "shutdown"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_ends_gracefully_with_its_summary(serve, html, tmp_path, number):
    def slow(_):
        time.sleep(0.1)
        return html()

    server = serve({"/robots.txt": (404, {}, b""), "*": slow})
    given = {
        "home": str(tmp_path / "home"),
        "urls": [server.url(f"/{at}") for at in range(500)],
        "allow_private": [server.place],
    }
    running = forked.start(["-c", textwrap.dedent(_CRAWL)], given=json.dumps(given))
    while len(server.seen) < 5 and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert err == ""
    summary = json.loads(out)
    assert (summary["finish_reason"], summary["interrupted"]) == ("shutdown", True)
    assert 0 < summary["pages"] < 500
    archived = [page for file in Home.open(tmp_path / "home").warc_files() for page in read_pages(file)]
    assert sum(isinstance(page, Page) for page in archived) == summary["pages"]

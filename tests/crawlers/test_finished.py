"""A kill while a crawl that has fetched all is being published costs no fetch, and the ledger follows the log."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.errors import ExitCode
from junket.crawlers.frontier.finished import forget_finished
from junket.crawlers.frontier.frontier import Frontier
from junket.crawlers.frontier.sqlite_store import FILE_NAME, SqliteStore
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.lock import crawl_lock

MAIN = "import sys\nfrom junket.exports.cli import main\nmain(sys.argv[1:])"
KILLED_IN = """
import os, signal
import junket.exports.cli.crawl as it
it.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""
DIES_AT = """
import os, signal
import junket.crawlers.settings
import junket.pipelines.verdict as it
junket.crawlers.settings.JUNKET_EXTRACT_WORKERS = 0  # a worker would be a new process, without what follows
good = it.extract
def extract(page, site=None):
    if b"data-deadly" in page.body: os.kill(os.getpid(), signal.SIGKILL)
    return good(page, site)
it.extract = extract
"""
WORDS = " ".join(f"On day {day} the crew waited for the fog, and nobody complained." for day in range(12))
NAMES = [f"a-talk-with-number-{number}" for number in range(5)]


def answer(text: str):
    return 200, {"Content-Type": "text/html"}, text.encode()


@pytest.fixture
def site(serve):
    def article(name: str) -> str:
        mark = " data-deadly" if name == NAMES[0] else ""
        return f"<html><title>{name}</title><body><article{mark}><h1>{name}</h1><p>{WORDS}</p></article></body></html>"

    links = "".join(f"<li><a href='/{name}'>{name}</a>" for name in NAMES)
    routes = {f"/{name}": answer(article(name)) for name in NAMES}
    return serve({"/": answer(f"<ul>{links}</ul>"), "/robots.txt": (404, {}, b""), **routes})


@pytest.fixture
def crawl(site, tmp_path):
    """Crawls the site into a home, after some other code."""

    def run(before: str = "", *extra: str) -> subprocess.CompletedProcess[str]:
        command = ["crawl", site.url(), "--home", str(tmp_path / "home"), "--allow-private", site.place, *extra]
        return forked.run(["-c", before + MAIN, *command])

    return run


def fetched(site) -> Counter[str]:
    return Counter(path for path in site.seen if path == "/" or path.startswith("/a-talk"))


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("step", ["catch_up", "publish"])
def test_a_kill_while_it_is_published_costs_no_second_fetch(site, crawl, tmp_path, step):
    once = Counter(["/", *(f"/{name}" for name in NAMES)])
    for _ in range(2):
        assert crawl(KILLED_IN.format(step=step)).returncode == -signal.SIGKILL
        assert fetched(site) == once
    done = crawl()
    assert (done.returncode, fetched(site)) == (ExitCode.OK, once), done.stderr
    assert "all is fetched and is published now" in done.stderr
    assert pq.read_table(tmp_path / "home" / "dataset" / "latest" / "documents").num_rows == 5
    done = crawl("", "--recheck")
    assert "resuming" not in done.stderr
    assert fetched(site) == once + once


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_the_ledger_says_so_when_a_page_that_failed_gives_a_record_after_all(site, crawl, tmp_path):
    home, url = Home(tmp_path / "home"), site.url("/" + NAMES[0])
    assert crawl(DIES_AT).returncode == ExitCode.INTERNAL
    assert ends(home)[url] == ("failed", "internal_error")
    for _ in range(2):  # the second one reads the ledger back from a log that has both lines
        done = forked.run(["-m", "junket", "rebuild", "--home", str(home.path)])
        assert done.returncode == ExitCode.OK, done.stderr
        found = ends(home)
        assert found.pop(url)[0] == "record"
        assert {decision for decision, _ in found.values()} <= {"record", "rejected", "skipped"}
        assert crawl().returncode == ExitCode.OK


def ends(home: Home) -> dict[str, tuple[str, str]]:
    with Ledger(home, readonly=True) as ledger:
        run = ledger.runs()[-1]
        return {line.url: (line.decision, line.reason) for line in ledger.lines(run.run_id)}


def test_a_crawl_with_something_left_and_one_that_runs_are_not_forgotten(tmp_path):
    from junket.crawlers.frontier.entry import FrontierEntry

    home = Home.create(tmp_path / "home")
    path = home.state / FILE_NAME
    done, left = (Frontier(SqliteStore(path, scope=scope, owner="a")) for scope in ("done", "left"))
    for frontier in (done, left):
        frontier.enqueue([FrontierEntry(url=f"https://film.example/{number}") for number in range(2)])
        frontier.done(frontier.lease()[0])
    done.done(done.lease()[0])
    done.close()
    left.close()
    with crawl_lock(home):
        forget_finished(home)
    assert resumed(path, "done")
    forget_finished(home)
    assert (resumed(path, "done"), resumed(path, "left")) == (False, True)


def resumed(path: Path, scope: str) -> bool:
    frontier = Frontier(SqliteStore(path, scope=scope, owner="b"))
    frontier.close()
    return frontier.resumed

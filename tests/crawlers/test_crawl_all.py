"""`junket crawl --all --due`: whole runs of several sites of a home, each in a process of its own."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta

import forked
import pytest

from junket.crawlers.errors import ExitCode
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.lock import crawl_lock
from junket.crawlers.run.halt import FINISH_REASON
from junket.crawlers.schedule.standing import HOME_FAILED
from junket.crawlers.site.site_file import file_name

MAIN = "import sys\nfrom junket.exports.cli import main\nmain(sys.argv[1:])"
OLD = datetime.now(UTC) - timedelta(days=3)


def answer(text, status=200):
    return status, {"Content-Type": "text/html"}, text.encode()


def routes(number=3):
    links = "".join(f"<li><a href='/talk-number-{at}-with-somebody'>{at}</a>" for at in range(number))
    return {"/": answer(f"<ul>{links}</ul>"), "/robots.txt": (404, {}, b""), "*": answer("<p>A talk about bread.")}


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


@pytest.fixture
def schedule(home):
    """Gives a site (``host:port``) a file of its own, so old that its first run is due."""

    def add(place, rule='every = "6h"'):
        path = home.site_overrides / file_name(place)
        path.write_text(f'domain = "{place}"\nstart = ["http://{place}/"]\n{rule}\n', encoding="utf-8")
        os.utime(path, (OLD.timestamp(), OLD.timestamp()))

    return add


@pytest.fixture
def crawl(home):
    def run(*options, private=()):
        allowed = [word for place in private for word in ("--allow-private", place)]
        with forked.start(["-c", MAIN, "crawl", "--home", str(home.path), *options, *allowed]) as running:
            _, err = running.communicate(timeout=90)
        return running.returncode, err

    return run


def pages(server):
    return sorted(path for path in server.seen if path == "/" or path.startswith("/talk"))


def test_due_sites_run_together_go_on_where_they_stopped_and_are_then_not_due(serve, home, schedule, crawl):
    long, short = serve(routes(30)), serve(routes(2))
    places = [long.place, short.place]
    schedule(long.place, 'max_pages = 40\nevery = "6h"')
    schedule(short.place)
    code, err = crawl("--all", "--due", "--max-pages", "20", private=places)
    assert code == ExitCode.OK, err
    assert len(pages(short)) == 3
    assert 3 < len(pages(long)) < 31
    number = len(home.warc_files())
    assert crawl("--all", "--due", private=places)[1].startswith("nothing is due; the next is ")
    assert len(home.warc_files()) == number
    with Ledger(home) as ledger, ledger._transaction() as base:
        base.execute("UPDATE runs SET started_at = ?", (OLD.isoformat(),))
    (home.site_overrides / file_name(long.place)).rename(home.path / "aside.toml")
    code, err = crawl("--all", "--due", private=places)  # the short one alone: begun anew, it asks what is known
    assert pages(short).count("/") == 2, err
    before = pages(long)
    (home.path / "aside.toml").rename(home.site_overrides / file_name(long.place))
    code, err = crawl("--all", "--due", private=places)
    assert "resuming: " in err
    assert len(pages(long)) == 31
    assert len(set(pages(long))) == 31
    assert set(before) < set(pages(long))
    assert pages(short).count("/") == 2


def test_a_site_that_died_and_a_broken_file_stop_no_other_site_and_are_named(serve, home, schedule, crawl):
    alive, gone = serve(routes(1)), serve({"/": answer("", 410), "/robots.txt": (404, {}, b""), "*": answer("", 404)})
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{closed.getsockname()[1]}"
        for place in (alive.place, gone.place, nobody):
            schedule(place)
        (home.site_overrides / "broken.example.toml").write_text('domain = "broken.example"\nevery = "0s"\n', "utf-8")
        code, err = crawl("--all", "--due", "-q", private=[alive.place, gone.place, nobody])
    assert pages(alive) == ["/", "/talk-number-0-with-somebody"]
    assert code == ExitCode.UNREACHABLE
    assert "broken.example.toml:2: every: '0s' must be" in err
    assert f"{gone.place}: http://{gone.place}/: no page could be fetched (" in err
    assert f"{nobody}: http://{nobody}/: no page could be fetched (" in err
    assert alive.place not in err
    code, err = crawl("--all", "--due")  # nothing else is due any more
    assert (code, "nothing is due" in err) == (ExitCode.USAGE, True)


def test_a_timer_that_fires_while_a_run_is_on_skips_its_turn(home, schedule, crawl):
    schedule("film.example")
    with crawl_lock(home):
        code, err = crawl("--all", "--due")
        assert code == ExitCode.OK
        assert err.startswith(f"skipped: {home.path}: another crawl holds this home (process {os.getpid()} on ")
        assert crawl("--all")[0] == ExitCode.LOCKED
    assert not home.warc_files()


def test_what_goes_not_together_is_refused(crawl):
    for options in (["--due"], ["--all", "--site", "film.example"], ["--all", "http://film.example/"]):
        code, err = crawl(*options)
        assert (code, "--due goes with --all" in err) == (ExitCode.USAGE, True)
    assert "no site file there has start pages" in crawl("--all", "--due")[1]


def test_a_run_whose_home_failed_is_known_by_its_reason():
    assert HOME_FAILED == FINISH_REASON

"""A page at which extraction never ends costs its processor time and its own record, whoever asked for it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import forked
import pytest

from junket.crawlers.errors import ExitCode
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.exports.catalogue.catalogue import Catalogue
from junket.pipelines.workers.beside import Beside
from junket.pipelines.workers.page_bound import PageTooSlow, WorkerDied

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the system has no bound on processor time")

SPINS = {"python": "exec('while True: pass')", "c": "any(iter(int, 1))"}
"""The second never comes back to the interpreter, so that no signal is heard and no other thread runs."""
PLANTED = """
import sys
import junket.pipelines.workers.page_bound as bound, junket.pipelines.verdict as it
import junket.pipelines.scrapy_adapter as adapter
bound.MOST_SECONDS = 1
adapter.WORTH_A_PROCESS = 99  # a process of its own would have nothing planted
good = it.extract
def extract(page, site=None):
    if b"data-spin" in page.body: {spin}
    return good(page, site)
it.extract = extract
from junket.exports.cli import main
main(sys.argv[1:])
"""
WORDS = " ".join(f"On day {day} the crew waited for the fog, and nobody complained." for day in range(12))


def article(title: str) -> str:
    spin = " data-spin" if "endless" in title else ""
    return f"<html><title>{title}</title><body><article{spin}><h1>{title}</h1><p>{WORDS}</p></article></body></html>"


@pytest.fixture(params=sorted(SPINS))
def junket(request):
    """The command line with a page that never ends planted, in Python and in C."""

    def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return forked.run(["-c", PLANTED.format(spin=SPINS[request.param]), *arguments], given=given)

    return run


def test_a_batch_answers_the_other_lines(junket):
    lines = [{"id": n, "url": f"https://film.example/{n}", "html": article(n)} for n in ("one", "endless", "two")]
    done = junket("scrape", "--batch", given="\n".join(map(json.dumps, lines)))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["id"], each["reason"]) for each in answers] == [
        ("one", None), ("endless", "internal_error: PageTooSlow"), ("two", None)
    ]  # fmt: skip
    assert done.returncode == ExitCode.OK
    assert "https://film.example/endless" in done.stderr


def test_a_scrape_goes_on_and_names_the_page(junket, tmp_path):
    files = [tmp_path / f"{name}.html" for name in ("one", "endless", "two")]
    for path in files:
        path.write_text(article(path.stem))
    done = junket("scrape", *map(str, files), "--format", "jsonl")
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["one", "two"]
    assert done.returncode == ExitCode.INTERNAL
    assert "endless.html: an error in Junket itself: PageTooSlow" in done.stderr


@pytest.mark.parametrize("junket", ["c"], indirect=True)
def test_a_crawl_and_a_rebuild_publish_the_others(junket, serve, tmp_path):
    def answer(text: str):
        return 200, {"Content-Type": "text/html"}, text.encode()

    names = ("endless-talk-with-one", "a-talk-with-two", "a-talk-with-three", "a-talk-with-four")
    routes = {"/robots.txt": (404, {}, b"")} | {f"/{name}": answer(article(name)) for name in names}
    links = "".join(f"<li><a href='/{name}'>{name}</a>" for name in names)
    server = serve({"/": answer(f"<ul>{links}</ul>"), **routes})
    home = Home(tmp_path / "home")
    done = junket("crawl", server.url(), "--home", str(home.path), "--allow-private", server.place, "--json")
    assert done.returncode == ExitCode.INTERNAL, done.stderr
    assert server.url("/endless-talk-with-one") in done.stderr
    assert json.loads(done.stdout)["failed"] == 1
    with Ledger(home, readonly=True) as ledger:
        ends = {line.url: line for run in ledger.runs() for line in ledger.lines(run.run_id)}
    line = ends[server.url("/endless-talk-with-one")]
    assert (line.decision, line.reason, "PageTooSlow" in line.detail) == ("failed", "internal_error", True)
    assert records(home) == 3
    done = junket("rebuild", "--home", str(home.path))
    assert done.returncode == ExitCode.INTERNAL
    assert server.url("/endless-talk-with-one") in done.stderr
    assert records(home) == 3
    again = junket("rebuild", "--home", str(home.path))
    assert again.returncode == ExitCode.INTERNAL


def records(home: Home) -> int:
    with Catalogue(home, readonly=True) as catalogue:
        return catalogue.counts()[1]


def double(number: int) -> int:
    return 2 * number


def kill_once(mark: str, signal_number: int) -> str:
    path = Path(mark)
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal_number)
    return "done"


def kill_always() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_beside_that_is_killed_is_asked_again_once(tmp_path):
    with Beside() as beside:
        assert beside.call(double, 21) == 42
        assert beside.call(kill_once, str(tmp_path / "mark"), signal.SIGKILL) == "done"
        with pytest.raises(WorkerDied, match="-9"):
            beside.call(kill_always)
        assert beside.call(double, 4) == 8


def test_what_is_raised_beside_is_raised_here_with_where_it_came_from():
    with Beside() as beside, pytest.raises(TypeError) as raised:
        beside.call(double, None)
    assert "in double" in raised.value.__notes__[0]


def test_a_page_may_cost_its_time_however_much_others_cost_before(monkeypatch):
    monkeypatch.setattr("junket.pipelines.workers.page_bound.MOST_SECONDS", 1.0)
    with Beside() as beside:
        assert [beside.call(work, 0.6) for _ in range(4)] == [True] * 4
        with pytest.raises(PageTooSlow, match="1 s of processor time"):
            beside.call(work, 30)


def work(seconds: float) -> bool:
    import time

    begun = time.process_time()
    while time.process_time() - begun < seconds:
        pass
    return True

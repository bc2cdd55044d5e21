"""How many URLs may fail before the run does."""

from __future__ import annotations

import json

import forked
import pyarrow.parquet as pq
import pytest

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.crawlers.run.fail_on import FailOn


@pytest.mark.parametrize(
    ("text", "failed", "asked", "exceeded"),
    [
        ("0", 0, 10, False),
        ("0", 1, 10, True),
        ("3", 3, 3, False),
        ("3", 4, 1000, True),
        ("5%", 5, 100, False),
        ("5%", 6, 100, True),
        (" 2.5% ", 25, 1000, False),
        ("2.5%", 26, 1000, True),
        ("0%", 0, 0, False),
        ("0%", 1, 10_000_000, True),
        ("100%", 7, 7, False),
        ("99%", 1, 0, True),  # what is asked for counts the failures at least
    ],
)
def test_more_than_may_is_more_than_the_number_or_the_share(text, failed, asked, exceeded):
    assert FailOn.read(text).exceeded(failed, asked) is exceeded


@pytest.mark.parametrize("text", ["", "-1", "some", "5 %", "101%", "1.5", "1e3", "5%%", "٣", "inf%", "9" * 13])
def test_what_is_no_number_and_no_share_is_a_usage_problem(text):
    with pytest.raises(UsageProblem) as caught:
        FailOn.read(text)
    assert caught.value.remedy


def test_it_says_what_may_fail():
    assert [str(FailOn.read(text)) for text in ("1000", "2.50%")] == ["1,000", "2.5%"]


@pytest.fixture
def crawl(serve, tmp_path):
    """A crawl by the command line of one page and of one URL at which nobody is."""
    words = " ".join(f"On day {day} the crew waited for the fog, and nobody complained." for day in range(12))
    page = (
        f"<html><title>A talk with Ada Lind</title><body><article><h1>A talk with Ada Lind</h1><p>{words}</p></article>"
    )
    server = serve(
        {"/robots.txt": (404, {}, b""), "/a-talk-with-ada-lind": (200, {"Content-Type": "text/html"}, page.encode())}
    )

    def run(*options):
        urls = [server.url("/a-talk-with-ada-lind"), "http://no-host.invalid/"]
        command = ["crawl", *urls, "--home", str(tmp_path / "home"), "--allow-private", server.place, *options]
        return forked.run(["-m", "junket", *command])

    return run


def test_a_crawl_in_which_more_failed_than_may_publishes_and_exits_with_its_own_code(crawl, tmp_path):
    (tmp_path / "file").write_bytes(b"no folder")
    done = crawl("--fail-on", "49.9%", "-q", "--log-format", "json", "--metrics", str(tmp_path / "file" / "a.prom"))
    assert done.returncode == ExitCode.TOO_MANY_FAILED
    assert "1 of 2 URLs failed, and --fail-on allows 49.9%; junket ledger --failed names them" in done.stderr
    assert "junket: the metrics are as they were: " in done.stderr
    assert pq.read_table(tmp_path / "home" / "dataset" / "latest" / "documents").num_rows == 1
    (log,) = (tmp_path / "home" / "reports").glob("*/run.log")
    said = [json.loads(line)["message"] for line in log.read_text("utf-8").splitlines()]
    assert "http://no-host.invalid/" in said[-2]
    assert said[-1] == "exit code 13: TOO_MANY_FAILED"
    assert "Spider opened" in said
    assert "Spider closed (finished)" in said


def test_a_bad_number_is_told_before_a_home_is_made(crawl, tmp_path):
    done = crawl("--fail-on", "some")
    assert done.returncode == ExitCode.USAGE
    assert "--fail-on some: is no number and no share" in done.stderr
    assert not (tmp_path / "home").exists()

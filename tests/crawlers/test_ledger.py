from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import FILE_NAME, Ledger, LedgerLine

CHECKOUT = Path(__file__).parents[2]
MOMENT = datetime(2026, 5, 4, 3, 2, 1, 5, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def test_a_line_comes_back_as_it_was_written(home):
    line = LedgerLine(
        url="https://film.example/a",
        decision="rejected",
        reason="not_an_article",
        detail="a list of links",
        status=200,
        bytes=512,
        fetched_at=MOMENT,
        via="https://film.example/old",
    )
    with Ledger(home) as ledger:
        ledger.start_run("one", "crawl")
        ledger.write("one", line)
        assert list(ledger.lines("one")) == [line]
        assert list(ledger.lines("other")) == []


def test_secrets_do_not_reach_the_file(home):
    with Ledger(home) as ledger:
        ledger.write(
            "one",
            LedgerLine(
                url="https://ada:hush@film.example/?token=hush",
                decision="failed",
                detail="to https://film.example/?api_key=hush",
                via="https://x.example/?sig=hush",
            ),
        )
    assert b"hush" not in b"".join(path.read_bytes() for path in home.state.iterdir())


def test_a_url_has_one_line_a_run_and_the_last_word_counts(home):
    with Ledger(home) as ledger:
        for run in ("one", "two"):
            ledger.write(run, LedgerLine(url="https://film.example/a", decision="failed", reason="timeout"))
        ledger.write("one", LedgerLine(url="https://film.example/a", decision="record", reason="interview"))
        ledger.write("one", LedgerLine(url="https://film.example/a", decision="skipped", reason="redirected"))
        assert [line.reason for line in ledger.lines("one")] == ["interview"]
        assert ledger.counts() == {("failed", "timeout"): 1, ("record", "interview"): 1}
        assert ledger.counts("two") == {("failed", "timeout"): 1}


def test_runs_come_newest_first_and_a_killed_one_has_no_end(home):
    with Ledger(home) as ledger:
        ledger.start_run("one", "crawl")
        ledger.start_run("two", "scrape")
        ledger.finish_run("two", "finished")
        newest, oldest = ledger.runs()
    assert (newest.run_id, newest.operation, newest.finish_reason) == ("two", "scrape", "finished")
    assert newest.finished_at >= newest.started_at
    assert (oldest.run_id, oldest.finished_at, oldest.finish_reason) == ("one", None, None)


@settings(max_examples=30, deadline=None)
@given(url=st.text(max_size=80), detail=st.text(st.characters(), max_size=80))
def test_any_text_can_be_written_and_read_back(tmp_path_factory, url, detail):
    home = Home.create(tmp_path_factory.mktemp("wild"))
    with Ledger(home) as ledger:
        ledger.write("one", LedgerLine(url=url, decision="failed", detail=detail + "\ud800"))
        assert len(list(ledger.lines())) == 1


def test_reading_makes_nothing(home):
    with Ledger(home, readonly=True) as ledger:
        assert (ledger.runs(), list(ledger.lines()), ledger.counts()) == ([], [], {})
    assert list(home.state.iterdir()) == []


def test_a_reader_does_not_wait_for_the_writer(home):
    with Ledger(home) as writer, Ledger(home, readonly=True) as reader:
        writer.write("one", LedgerLine(url="https://film.example/a", decision="record"))
        assert reader.counts() == {("record", ""): 1}


def test_a_damaged_file_is_one_clear_line(home):
    (home.state / FILE_NAME).write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(HomeProblem, match="ledger cannot be used"):
        Ledger(home)


def test_what_was_written_survives_a_kill(home):
    script = """
import sys, time
from pathlib import Path
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
ledger = Ledger(Home(Path(sys.argv[1])))
ledger.start_run("one", "crawl")
for number in range(10_000_000):
    ledger.write("one", LedgerLine(url=f"https://film.example/{number}", decision="record"))
    print(number, flush=True)
"""
    running = subprocess.Popen([sys.executable, "-c", script, str(home.path)], stdout=subprocess.PIPE, cwd=CHECKOUT)
    seen = [running.stdout.readline() for _ in range(50)]
    running.kill()
    running.communicate()
    with Ledger(home) as ledger:
        assert ledger.counts("one")["record", ""] >= len(seen)

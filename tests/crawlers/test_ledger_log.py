from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.archive.records import Damage, read_records
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import FILE_NAME, Ledger, LedgerLine
from junket.crawlers.ledger.ledger_log import BATCH, MEDIA_TYPE, TARGET, log_lines, mend, replay

MOMENT = datetime(2026, 5, 4, 3, 2, 1, 5, tzinfo=UTC)
LINE = LedgerLine(
    url="https://film.example/a", decision="rejected", reason="not_an_article", detail="a list", status=200, bytes=512,
    fetched_at=MOMENT, via="https://film.example/old", seconds=0.25,
)  # fmt: skip


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def dump(home):
    with Ledger(home, readonly=True) as ledger:
        return ledger.runs(), ledger.site_runs(), [list(ledger.lines(run.run_id)) for run in ledger.runs()]


def forget(home):
    shutil.rmtree(home.state)


def written(home, *lines, run="one"):
    with Ledger(home) as ledger:
        ledger.start_run(run, "crawl")
        for line in lines:
            ledger.write(run, line)


def test_the_ledger_comes_back_from_the_log(home):
    written(home, LINE, LedgerLine(url="https://film.example/b", decision="refused", reason="robots_disallowed"))
    with Ledger(home) as ledger, WarcWriter(home.warc, operation="crawl") as writer:
        assert log_lines(ledger, writer, "one") == 3
        ledger.finish_run("one", "finished")
        assert log_lines(ledger, writer, "one") == 1
        assert log_lines(ledger, writer, "one") == 0
    before = dump(home)
    forget(home)
    assert replay(home) == 4
    assert dump(home) == before
    assert (replay(home), dump(home)) == (4, before)


def test_what_a_run_was_like_at_a_site_comes_back_from_the_log(home):
    with Ledger(home) as ledger, WarcWriter(home.warc, operation="crawl") as writer:
        ledger.start_run("one", "crawl", ["film.example", "reel.example"])
        ledger.write("one", LedgerLine(url="https://film.example/a", decision="record", change="changed"))
        assert log_lines(ledger, writer, "one") == 4
        ledger.measure("one", "film.example", {"records": 3, "errors": {"timeout": 1}})
        assert log_lines(ledger, writer, "one") == 1
        assert ledger.site_runs("film.example")[0].measures == {"records": 3, "errors": {"timeout": 1}}
        assert [found.measures for found in ledger.site_runs("reel.example")] == [None]
    before = dump(home)
    forget(home)
    replay(home)
    assert dump(home) == before


def test_a_batch_is_a_metadata_record_of_json_lines(home):
    written(home, LINE)
    mend(home, "two")
    found = [record for record in read_records(home.warc_files()[0]) if record.kind == "metadata"]
    assert [(record.target, record.header("Content-Type")) for record in found] == [(TARGET + "two", MEDIA_TYPE)]
    run, url = map(json.loads, found[0].block.splitlines())
    assert (run["line"], run["run_id"], run["operation"]) == ("run", "one", "crawl")
    assert (url["line"], url["url"], url["reason"], url["seconds"]) == ("url", LINE.url, LINE.reason, 0.25)


def test_many_lines_are_many_records(home):
    written(home, *(LedgerLine(url=f"https://film.example/{at}", decision="record") for at in range(2 * BATCH + 1)))
    assert mend(home, "two") == 2 * BATCH + 2
    before = dump(home)
    forget(home)
    replay(home)
    assert dump(home) == before


def test_a_line_that_changed_is_logged_again_and_one_not_yet_logged_stands(home):
    written(home, LINE)
    mend(home, "one")
    with Ledger(home) as ledger:
        ledger.write("one", LedgerLine(url=LINE.url, decision="record", reason="interview"))
    replay(home)
    with Ledger(home, readonly=True) as ledger:
        assert [line.reason for line in ledger.lines()] == ["interview"]
    assert mend(home, "one") == 1
    before = dump(home)
    forget(home)
    replay(home)
    assert dump(home) == before


def test_a_log_that_cannot_be_written_leaves_the_lines_to_be_logged(home):
    written(home, LINE)
    with Ledger(home) as ledger:
        with pytest.raises(ZeroDivisionError):
            ledger.to_log(10, lambda _runs, _sites, _urls: 1 / 0)
        assert ledger.to_log(10, lambda _runs, _sites, _urls: None) == 2


def test_nothing_to_mend_makes_no_file(home):
    assert (mend(home, "one"), home.warc_files()) == (0, [])


def test_a_damaged_ledger_is_read_back(home):
    written(home, LINE)
    mend(home, "one")
    before = dump(home)
    for path in home.state.iterdir():
        path.unlink()
    (home.state / FILE_NAME).write_bytes(b"this is no database" * 500)
    replay(home)
    assert dump(home) == before


def test_a_ledger_of_the_first_release_is_read_and_logged(home):
    base = sqlite3.connect(home.state / FILE_NAME)
    base.executescript("""
        CREATE TABLE runs (run_id TEXT PRIMARY KEY, operation TEXT NOT NULL, started_at TEXT NOT NULL,
                           finished_at TEXT, finish_reason TEXT);
        CREATE TABLE urls (run_id TEXT NOT NULL, url TEXT NOT NULL, status INTEGER, decision TEXT NOT NULL,
                           reason TEXT NOT NULL, detail TEXT NOT NULL, bytes INTEGER, fetched_at TEXT, via TEXT,
                           PRIMARY KEY (run_id, url));
        INSERT INTO runs VALUES ('old', 'crawl', '2026-01-02T03:04:05+00:00', NULL, NULL);
        INSERT INTO urls VALUES ('old', 'https://film.example/a', 200, 'record', 'news', '', 9, NULL, NULL);
    """)
    base.close()
    assert [len(part) for part in dump(home)] == [1, 0, 1]
    assert mend(home, "new") == 2


GOOD = {
    "line": "url",
    "run_id": "one",
    "url": "https://film.example/a",
    "decision": "record",
    "reason": "",
    "detail": "",
}
VALUES = st.sampled_from([None, 5, -1, 10**30, "x", "2026-01-02T03:04:05+00:00", [], {}, 0.5])
ROWS = st.dictionaries(st.sampled_from([*GOOD, "status", "bytes", "fetched_at", "seconds", "times"]), VALUES).map(
    lambda wrong: json.dumps(GOOD | wrong).encode()
)


@settings(deadline=None)  # each example makes a home, and a home is synced
@given(block=st.binary(max_size=300) | st.lists(ROWS, max_size=4).map(b"\n".join))
def test_no_content_of_a_record_stops_the_reading(tmp_path_factory, block):
    home = Home.create(tmp_path_factory.mktemp("wild"))
    with WarcWriter(home.warc, operation="crawl") as writer:
        writer.write_note(TARGET + "x", MEDIA_TYPE, block)
    replay(home)
    with Ledger(home, readonly=True) as ledger:
        assert all(line.url for line in ledger.lines())
    assert not any(isinstance(found, Damage) for found in read_records(home.warc_files()[0]))

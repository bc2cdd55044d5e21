"""What a crawl's summary says of its failures."""

from __future__ import annotations

import json

import pytest

from junket.crawlers.ledger.ledger import LedgerLine
from junket.crawlers.run.run import CrawlSummary
from junket.exports.cli.printing.summary import crawl_json, crawl_table


@pytest.fixture
def summary():
    lines = (
        LedgerLine(url="https://film.example/a", decision="failed", reason="timeout", detail="no answer in time"),
        LedgerLine(url="https://film.example/\x1b[2J", decision="failed", reason="internal_error", detail="KeyError"),
    )
    return CrawlSummary(
        run_id="r", finish_reason="finished", pages=9, records=7, rejected=0, bytes=1, refused=0, asked=16, gone=3,
        failed=7, failures=lines,
    )  # fmt: skip


def test_each_failure_is_named_and_how_many_are_not(summary, capsys):
    crawl_table(summary, None)
    told = capsys.readouterr().err
    assert "  failed  https://film.example/a  timeout: no answer in time; try again later\n" in told
    assert "  failed  https://film.example/\\x1b[2J  internal_error: KeyError; " in told
    assert "  failed  and 5 more: junket ledger --failed names them all\n" in told
    assert [line.split() for line in told.splitlines() if line.split()[0] in {"asked", "gone"}] == [
        ["asked", "16"], ["gone", "3"],
    ]  # fmt: skip


def test_programs_have_the_same_with_the_remedy(summary):
    found = json.loads(crawl_json(summary, None))
    assert (found["failed"], found["asked"], found["gone"]) == (7, 16, 3)
    assert [(each["reason"], bool(each["remedy"])) for each in found["failures"]] == [
        ("timeout", True), ("internal_error", True),
    ]  # fmt: skip

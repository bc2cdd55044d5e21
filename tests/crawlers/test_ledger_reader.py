"""Questions to the ledger: by run, ending, site and address; counts; names of runs; an index behind each of them."""

from __future__ import annotations

import re

import pytest

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger import ledger_reader
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.crawlers.ledger.ledger_reader import LedgerQuery, LedgerReader, is_failed

OLD, NEW = "20260301T000000Z-0000000a", "20260302T000000Z-0000000b"
LINES = {
    OLD: [
        ("https://film.example/a", "record", "interview", "new", 100),
        ("https://film.example/b", "rejected", "not_found", "gone", 10),
        ("https://en.film.example/c", "failed", "timeout", None, None),
    ],
    NEW: [
        ("https://www.film.example/a", "record", "interview", "unchanged", 100),
        ("https://film.example/d", "rejected", "server_error", None, 7),
        ("https://other.example/robots.txt", "failed", "robots_txt", None, None),
        ("https://other.example/e", "rejected", "internal_error", "changed", 50),
        ("https://other.example/f", "skipped", "too_deep", None, None),
    ],
}


@pytest.fixture
def home(tmp_path):
    home = Home.create(tmp_path / "home")
    with Ledger(home) as ledger:
        for run_id, lines in LINES.items():
            ledger.start_run(run_id, "crawl", ["film.example"] if run_id == OLD else ["film.example", "other.example"])
            for url, decision, reason, change, size in lines:
                line = LedgerLine(url=url, decision=decision, reason=reason, change=change, bytes=size)
                ledger.write(run_id, line)
    return home


@pytest.fixture
def reader(home):
    with LedgerReader(home) as reader:
        yield reader


def found(reader, most=-1, **query):
    return [line.url.partition("//")[2] for _, line in reader.find(LedgerQuery(**query), most)]


@pytest.mark.parametrize(
    ("query", "urls"),
    [
        ({"run_id": OLD}, ["film.example/a", "film.example/b", "en.film.example/c"]),
        ({"run_id": OLD, "reasons": ("timeout", "not_found")}, ["film.example/b", "en.film.example/c"]),
        ({"decisions": ("record",)}, ["film.example/a", "www.film.example/a"]),
        ({"changes": ("gone", "changed")}, ["film.example/b", "other.example/e"]),
        ({"run_id": NEW, "failed": True}, ["film.example/d", "other.example/e"]),
        ({"site": "film.example"}, ["film.example/a", "film.example/b", "www.film.example/a", "film.example/d"]),
        ({"within": "e/e"}, ["other.example/e"]),
        ({"run_id": NEW, "reasons": ("too_deep",), "site": "film.example"}, []),
        ({"run_id": ""}, []),
    ],
)
def test_a_line_is_found_by_all_that_is_asked_of_it(reader, query, urls):
    assert found(reader, **query) == urls
    assert sum(reader.endings(LedgerQuery(**query)).values()) == len(urls)
    assert found(reader, most=1, **query) == urls[:1]


def test_all_lines_are_those_of_all_runs_in_order(reader):
    assert [run_id for run_id, _ in reader.find(LedgerQuery())] == [OLD] * 3 + [NEW] * 5


def test_a_run_comes_to_what_its_lines_say(reader):
    tallies = reader.tallies([NEW, OLD, "none"])
    of_new, of_old = tallies[NEW], tallies[OLD]
    assert (of_old.pages, of_old.records, of_old.new, of_old.gone, of_old.failed, of_old.bytes) == (3, 1, 1, 1, 1, 110)
    assert (of_new.pages, of_new.records, of_new.unchanged, of_new.changed, of_new.failed) == (3, 1, 1, 1, 2)
    assert tallies["none"].pages == 0
    by_site = reader.site_tallies([NEW])
    assert {site: tally.pages for (_, site), tally in by_site.items()} == {"film.example": 2, "other.example": 1}


def test_a_site_with_a_file_has_the_hosts_that_the_file_lists(home):
    path = home.site_overrides / "film.example.toml"
    path.write_text('domain = "film.example"\nhosts = ["en.film.example"]\n', "utf-8")
    with LedgerReader(home) as reader:
        site = reader.site_named("https://en.film.example/somewhere")
        assert site == "film.example"
        assert "en.film.example/c" in found(reader, run_id=OLD, site=site)


@pytest.mark.parametrize(
    ("word", "run_id"),
    [("last", NEW), ("all", None), (OLD, OLD), ("20260301", OLD), ("20260302T000000Z-0000000b", NEW)],
)
def test_a_run_is_named_by_its_id_the_beginning_of_it_or_a_word(reader, word, run_id):
    assert reader.run_named(word) == run_id


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("2026", f"begins 2 runs: {NEW}, {OLD}; give more of the id"),
        ("20260301T000000Z-0000000c", f"there is no such run; near it: {OLD}"),
        ("yesterday", f"there is no such run; near it: {NEW}, {OLD}"),
    ],
)
def test_what_names_no_run_or_several_is_told_with_the_nearest(reader, word, said):
    with pytest.raises(UsageProblem, match=re.escape(said)):
        reader.run_named(word)


def test_an_empty_ledger_has_a_last_run_of_no_lines(tmp_path):
    with LedgerReader(Home.create(tmp_path / "fresh")) as reader:
        assert found(reader, run_id=reader.run_named("last")) == []
        with pytest.raises(UsageProblem, match="there is no run in this home yet"):
            reader.run_named("2026")


@pytest.mark.parametrize(
    ("ending", "failed"),
    [
        (("failed", "timeout"), True),
        (("failed", "unknown_host"), True),
        (("rejected", "server_error"), True),
        (("rejected", "internal_error"), True),
        (("failed", "robots_txt"), False),
        (("rejected", "not_found"), False),
        (("skipped", "retry_later"), False),
        (("record", "interview"), False),
    ],
)
def test_what_counts_as_failed(ending, failed):
    assert is_failed(*ending) is failed


@pytest.mark.parametrize(
    "query", [{"run_id": NEW}, {"run_id": NEW, "failed": True}, {"reasons": ("timeout",)}, {"changes": ("new",)}]
)
def test_a_query_is_answered_by_an_index_and_sorts_nothing(reader, query):
    plan = planned(reader, *reader._where(LedgerQuery(**query)))
    assert not [step for step in plan if step.startswith("SCAN urls") or "TEMP B-TREE" in step]
    assert any("COVERING INDEX" in step for step in plan)


def test_a_tally_reads_the_lines_of_its_runs_only_and_in_the_index_alone(reader, monkeypatch):
    monkeypatch.setattr(ledger_reader, "_TALLY", f"EXPLAIN QUERY PLAN {ledger_reader._TALLY}")
    plan = [step for *_, step in reader._tallied("''", "1, 3, 4, 5", [NEW])]
    assert "SEARCH urls USING COVERING INDEX urls_by_ending (run_id=?)" in plan


def planned(reader, where, values):
    sql = f"EXPLAIN QUERY PLAN SELECT * FROM urls WHERE {where} ORDER BY rowid"  # noqa: S608 - our own words
    return [step for *_, step in reader._db.execute(sql, values)]


def test_a_fault_of_junkets_own_is_hidden_by_no_later_line_of_its_run(home):
    line = LedgerLine(url="https://film.example/x", decision="failed", reason="internal_error", detail="KeyError")
    with Ledger(home) as ledger:
        ledger.write(NEW, line)
        ledger.write(NEW, LedgerLine(url=line.url, decision="record", reason="interview"))
        assert line in ledger.lines(NEW)

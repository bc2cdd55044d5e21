"""``junket ledger`` and ``junket runs``: what came of each URL, and of each run."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from junket.crawlers.errors import ExitCode
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.crawlers.lock import crawl_lock
from junket.exports.cli import run
from junket.exports.cli.past import rows

FIRST, SECOND = "20260301T000000Z-0000000a", "20260302T000000Z-0000000b"


@pytest.fixture
def junket(home, monkeypatch, capsys):
    """Runs the command line here, on the test's home, as in a pipe or on a terminal."""

    def call(*args, terminal=False):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
        capsys.readouterr()
        code = run([*args, "--home", str(home.path)])
        printed = capsys.readouterr()
        return SimpleNamespace(code=code, out=printed.out, err=printed.err)

    return call


@pytest.fixture
def ledger(home):
    """A run that ended, and one that did not."""
    with Ledger(home) as ledger:
        ledger.start_run(FIRST, "crawl", ["film.example"])
        ledger.write(FIRST, LedgerLine(url="https://film.example/a", decision="record", reason="interview", bytes=5))
        ledger.write(FIRST, LedgerLine(url="https://film.example/b", decision="failed", reason="timeout"))
        ledger.finish_run(FIRST, "finished")
        ledger.start_run(SECOND, "crawl", ["film.example", "other.example"])
        hostile = LedgerLine(
            url="https://film.example/\u202e?token=s3cret",
            decision="failed",
            reason="timeout",
            detail="=cmd|'/C calc'!A0\x1b[2J",
        )
        ledger.write(SECOND, hostile)
        yield ledger


def lines(done):
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.mark.usefixtures("ledger")
def test_in_a_pipe_the_last_run_comes_as_json_lines(junket):
    done = junket("ledger")
    (line,) = lines(done)
    assert (done.code, line["run_id"], line["url"]) == (0, SECOND, "https://film.example/\u202e?token=***")
    assert [each["url"][-1] for each in lines(junket("ledger", "--run", "20260301"))] == ["a", "b"]
    assert [each["url"][-1] for each in lines(junket("ledger", "--run", "all", "--limit", "2"))] == ["a", "b"]
    assert lines(junket("ledger", "--run", "all", "--count")) == [
        {"decision": "failed", "reason": "timeout", "urls": 2},
        {"decision": "record", "reason": "interview", "urls": 1},
    ]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_nothing_in_a_line_steers_a_terminal(junket, shape):
    done = junket("ledger", "--format", shape, terminal=True)
    assert done.code == 0
    assert "film.example" in done.out
    shown = re.sub(r"\x1b\[[0-9;]*m", "", done.out)  # the table's own colours
    assert not {"\x1b", "\u202e"} & set(shown)
    assert "s3cret" not in done.out


@pytest.mark.usefixtures("ledger")
def test_a_spreadsheet_runs_nothing(junket):
    (row,) = csv.DictReader(io.StringIO(junket("ledger", "--format", "csv").out))
    assert row["detail"].startswith("'=cmd")


@pytest.mark.usefixtures("ledger")
def test_a_table_is_cut_and_says_so(junket, ledger, monkeypatch):
    monkeypatch.setattr(rows, "_AT_ONCE", 7)
    for number in range(250):
        ledger.write(SECOND, LedgerLine(url=f"https://film.example/{number}/", decision="skipped", reason="too_deep"))
    done = junket("ledger", terminal=True)
    assert done.out.count("https://film.example/") == 200
    assert "there are more than these 200" in done.err
    done = junket("ledger", "--limit", "251", terminal=True)
    assert (done.out.count("https://film.example/"), done.err) == (251, "")
    assert len(lines(junket("ledger"))) == 251


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--run", "2026"], f"run 2026: begins 2 runs: {SECOND}, {FIRST}"),
        (["--run", "2025"], "run 2025: there is no such run; near it: "),
        (
            ["--reason", "timout"],
            "--reason timout: is no reason, and no line of this ledger has it; did you mean timeout?",
        ),
        (["--decision", "recorded"], "record"),
        (["--limit", "0"], "--limit"),
        (["--site", ""], None),
        (["--site", "https://"], "is no site"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_problem_with_a_way_out(junket, options, said):
    done = junket("ledger", *options)
    if said is None:  # no site given
        assert done.code == ExitCode.OK
        return
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert said in done.err


def test_no_line_is_no_failure(junket, ledger):
    for options in (["--reason", "tls_failed"], ["--url", "nowhere"], ["--site", "third.example"]):
        done = junket("ledger", *options)
        assert (done.code, done.out, done.err) == (0, "", "no lines\n")
    ledger.write(SECOND, LedgerLine(url="https://film.example/z", decision="rejected", reason="their_own_word"))
    assert len(lines(junket("ledger", "--reason", "their_own_word"))) == 1


def test_a_home_without_runs_says_so(junket):
    assert (junket("ledger").err, junket("runs").err) == ("no lines\n", "no runs yet\n")


@pytest.mark.usefixtures("ledger")
def test_the_history_says_when_how_and_what(junket):
    second, first = lines(junket("runs"))
    assert (first["run_id"], first["outcome"], first["pages"], first["records"], first["failed"]) == (
        FIRST, "finished", 2, 1, 1,
    )  # fmt: skip
    assert 0 <= first["seconds"] < 600
    assert (first["sites"], first["bytes"]) == (["film.example"], 5)
    assert (second["outcome"], second["finished_at"], second["seconds"]) == ("killed", None, None)
    assert [each["run_id"] for each in lines(junket("runs", "--limit", "1"))] == [SECOND]
    assert [each["run_id"] for each in lines(junket("runs", "--site", "www.other.example"))] == [SECOND]
    assert junket("runs", "--site", "third.example").err == "no runs of third.example yet\n"
    table = junket("runs", "--format", "table").out
    assert "crawl, killed" in table
    assert "pages 2, records 1, failed 1, 5 B" in table


@pytest.mark.usefixtures("ledger")
def test_a_run_without_an_end_is_running_while_a_crawl_holds_the_home(junket, home):
    with crawl_lock(home):
        assert lines(junket("runs"))[0]["outcome"] == "running"
    assert lines(junket("runs"))[0]["outcome"] == "killed"


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("command", ["ledger", "runs"])
def test_each_column_is_explained(junket, command):
    section = (Path(__file__).parents[2] / "DATA_FORMAT.md").read_text("utf-8").partition("## The crawl ledger")[2]
    paragraph = section.partition(f"`junket {command}` prints")[2].partition("\n\n")[0]
    assert [name for name in lines(junket(command))[0] if f"`{name}`" not in paragraph] == []

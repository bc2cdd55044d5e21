"""The metrics of a home are what its runs came to, in the format that node_exporter's textfile collector takes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from junket.crawlers.errors import HomeProblem
from junket.crawlers.frontier.entry import FrontierEntry
from junket.crawlers.frontier.sqlite_store import FILE_NAME, SqliteStore
from junket.crawlers.ledger import ledger as ledger_module
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.exports.metrics import home_metrics
from junket.exports.metrics.home_metrics import write_metrics
from junket.exports.metrics.text_format import Gauge, text_of

FIRST, SECOND = "20260301T000000Z-0000000a", "20260302T000000Z-0000000b"
STARTED = datetime(2026, 3, 1, tzinfo=UTC)

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
_SAMPLE = re.compile(rf"({_NAME})(?:\{{({_LABEL}(?:,{_LABEL})*)\}})? (-?[0-9]+(?:\.[0-9]+)?)")
_UNESCAPED = {r"\\": "\\", r"\n": "\n", r"\"": '"'}


def parse(content: bytes) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """The samples, by the grammar of the text format 0.0.4 and what the textfile collector asks beyond it.

    Each metric in one group behind its HELP and TYPE; nothing twice; no times.
    """
    text = content.decode("utf-8")
    assert text.endswith("\n")
    found, known, group = {}, set(), ""
    for line in text[:-1].split("\n"):
        if told := re.fullmatch(rf"# HELP ({_NAME}) (?:[^\\\n]|\\[\\n])+", line):
            group = told[1]
            assert group not in known
            known.add(group)
            typed = False
        elif line.startswith("#"):
            assert line == f"# TYPE {group} gauge"
            typed = True
        else:
            sample = _SAMPLE.fullmatch(line)
            assert sample, line
            assert (sample[1], typed) == (group, True)
            labels = re.findall(_LABEL, sample[2] or "")
            key = (
                group,
                frozenset((name, re.sub(r"\\.", lambda it: _UNESCAPED[it[0]], value)) for name, value in labels),
            )
            assert key not in found
            assert len(dict(labels)) == len(labels)
            found[key] = float(sample[sample.re.groups])
    return found


@pytest.fixture
def ledger(home, monkeypatch):
    """Two runs at one site, the newer of which was for another one too and has no end."""
    monkeypatch.setattr(ledger_module, "_now", lambda: STARTED)
    with Ledger(home) as ledger:
        ledger.start_run(FIRST, "crawl", ["film.example"])
        ledger.write(FIRST, LedgerLine(url="https://film.example/a", decision="record", reason="interview", bytes=5))
        monkeypatch.setattr(ledger_module, "_now", lambda: STARTED.replace(minute=1, second=30))
        ledger.finish_run(FIRST, "finished")
        yield ledger


def later_run(ledger, monkeypatch):
    monkeypatch.setattr(ledger_module, "_now", lambda: STARTED.replace(day=2))
    ledger.start_run(SECOND, "crawl", ["film.example", "other.example"])
    for url, decision, reason, change in (
        ("https://film.example/a", "fetched", "page", "unchanged"),
        ("https://film.example/b", "record", "interview", "new"),
        ("https://other.example/c", "failed", "timeout", None),
    ):
        ledger.write(SECOND, LedgerLine(url=url, decision=decision, reason=reason, change=change, bytes=7))


@pytest.fixture
def metrics(home):
    def read(name, site=None, **labels):
        samples = parse(write_metrics(home).read_bytes())
        wanted = {"home": str(home.path), **({"site": site} if site else {}), **labels}
        return samples.get((f"junket_{name}", frozenset(wanted.items())))

    return read


@pytest.mark.usefixtures("ledger")
def test_a_run_that_ended_has_its_times_and_counts(metrics):
    site = "film.example"
    assert metrics("run_start_time_seconds", site) == STARTED.timestamp()
    assert metrics("run_duration_seconds", site) == 90
    assert metrics("run_end_time_seconds", site) == STARTED.timestamp() + 90
    assert metrics("run_outcome", site, outcome="finished") == 1
    assert (metrics("run_pages", site), metrics("run_records", site), metrics("run_body_bytes", site)) == (1, 1, 5)
    assert metrics("warc_files") == 0


def test_each_site_has_its_share_of_its_last_run(metrics, ledger, monkeypatch):
    later_run(ledger, monkeypatch)
    assert (metrics("run_pages", "film.example"), metrics("run_pages", "other.example")) == (2, 1)
    assert [metrics("run_changes", "film.example", change=word) for word in ("new", "unchanged", "gone")] == [1, 1, 0]
    assert (metrics("run_failed_pages", "film.example"), metrics("run_failed_pages", "other.example")) == (0, 1)
    assert metrics("run_outcome", "film.example", outcome="killed") == 1
    assert metrics("run_outcome", "film.example", outcome="finished") is None
    assert metrics("run_duration_seconds", "film.example") is None


@pytest.mark.usefixtures("ledger")
def test_what_waits_what_the_dataset_holds_and_what_was_found(metrics, home):
    assert metrics("site_pending_requests", "film.example") == 0
    assert metrics("run_findings", "film.example") is None
    assert metrics("dataset_documents", "film.example") is None
    for owner in ("dead", "other"):
        with SqliteStore(home.state / FILE_NAME, scope=owner, owner=owner) as store:
            for number in range(3):
                store.add(FrontierEntry(url=f"https://film.example/{owner}/{number}"))
            store.commit()
            store.lease("film.example")
            store.commit()
    assert metrics("site_pending_requests", "film.example") == 6
    report = home.reports / FIRST / "report.json"
    report.parent.mkdir()
    report.write_text(json.dumps({"findings": [{"site": "film.example"}, {"site": "other.example"}]}))
    assert metrics("run_findings", "film.example") == 1
    report.write_text("[]")
    assert metrics("run_findings", "film.example") is None


@pytest.mark.usefixtures("ledger")
def test_what_is_overdue_is_told_of_sites_without_a_run_too(home, tmp_path):
    path = write_metrics(
        home, tmp_path / "collector" / "a.prom", overdue={"film.example": False, "third.example": True}
    )
    found = {
        dict(labels)["site"]: value for (name, labels), value in parse(path.read_bytes()).items() if "over" in name
    }
    assert found == {"film.example": 0, "third.example": 1}
    assert [each.name for each in path.parent.iterdir()] == ["a.prom"]


def test_a_home_without_runs_has_metrics_too(metrics):
    assert (metrics("warc_files"), metrics("run_pages", "film.example"), metrics("metrics_cut")) == (0, None, 0)


def test_the_number_of_sites_is_bounded(metrics, ledger, monkeypatch):
    later_run(ledger, monkeypatch)
    monkeypatch.setattr(home_metrics, "MOST_SITES", 1)
    assert [metrics("run_pages", site) for site in ("film.example", "other.example")] == [2, None]
    assert metrics("metrics_cut") == 1


def test_whatever_a_label_holds_is_one_label():
    gauge = Gauge("junket_it", "What it\nis: a \\ b.")
    hostile = 'a"b\\c\nd} 7\u2028\ud800'
    gauge.add(0.5, site=hostile)
    gauge.add(2**53, site="")
    assert parse(text_of([gauge, Gauge("junket_none", "Left out.")])) == {
        ("junket_it", frozenset({("site", hostile.replace("\ud800", "?"))})): 0.5,
        ("junket_it", frozenset({("site", "")})): float(2**53),
    }


@pytest.mark.usefixtures("ledger")
def test_a_file_that_cannot_be_written_is_a_problem_and_the_old_one_stands(home, tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(HomeProblem):
        write_metrics(home, tmp_path / "file" / "a.prom")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_the_readme_names_each_metric(home, ledger, monkeypatch):
    later_run(ledger, monkeypatch)
    named = set(re.findall(r"`(junket_[a-z_]+)", (Path(__file__).parents[2] / "README.md").read_text("utf-8")))
    assert {gauge.name for gauge in home_metrics.home_metrics(home, {})} == named

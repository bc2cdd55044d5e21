"""A run against its site's own runs: what is found, what is explained by it, and how people are told."""

from __future__ import annotations

import json
import random
import sys
from html.parser import HTMLParser
from pathlib import Path

import forked
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "crawlers"))
from changing_site import Site

from junket.crawlers.errors import ExitCode
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.exports.health.examine import ACCEPTED_AFTER, SiteHealth, accept, healthy, standing
from junket.exports.health.measures import FIELDS, Measures, read_measures
from junket.exports.health.monitors import CAUSES, COLD, judge
from junket.exports.health.report import notice_of, report_of
from junket.exports.health.report_html import page_of

DAY = 86400.0


def run(day=30, **changed):
    chance = random.Random(day)
    new = chance.choice([4, 5, 6, 7, 9])
    usual = {
        "run_id": str(day),
        "started_at": day * DAY,
        "seconds": 60.0,
        "finish_reason": "finished",
        "asked": 40 + new,
        "records": new,
        "new": new,
        "unchanged": 38,
        "links": 60 + chance.randint(-3, 3),
        "sampled": new,
        "characters": 5000.0 + chance.randint(-800, 800),
        "interviews": new - 1,
        "turns": 20.0 + chance.randint(-3, 3),
        "confidence": 0.9,
        "fields": dict.fromkeys(FIELDS, new),
        "languages": {"en": new},
        "latency": 0.2,
        "start": {"https://film.example/": "not_modified"},
        "examples": {"record": "https://film.example/a"},
    }
    return Measures(**(usual | changed))


HISTORY = [run(day) for day in range(29, 9, -1)]


def kinds(now, history=HISTORY):
    return [finding.kind for finding in judge(history, now, site="film.example")]


def test_a_run_like_those_before_is_healthy():
    assert [kinds(run(day, started_at=30 * DAY)) for day in range(30, 90)] == [[]] * 60


def with_reason(word, number=30):
    return run(reasons={word: number}, examples={word: "https://film.example/b"})


def with_fields(**fields):
    now = run()
    return msgspec.structs.replace(now, fields=now.fields | fields)


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (with_reason("consent_wall"), "walls"),
        (with_reason("bot_check"), "walls"),
        (with_reason("login_wall"), "login_wall"),
        (with_reason("forbidden", 22), "blocked"),
        (with_reason("too_many_requests"), "blocked"),
        (with_reason("not_found"), "pages_gone"),
        (with_reason("empty"), "empty_shell"),
        (with_reason("robots_disallowed"), "robots_closed"),
        (with_reason("not_an_article"), "template_changed"),
        (run(failed=25, reasons={"timeout": 25}), "errors"),
        (run(links=30), "listing_shrunk"),
        (with_fields(date=0), "dates_vanished"),
        (with_fields(authors=0), "authors_vanished"),
        (with_fields(date=0, authors=0), "template_changed"),
        (run(interviews=0), "turns_collapsed"),
        (run(turns=2.0), "turns_collapsed"),
        (run(characters=300.0), "text_cut"),
        (run(characters=300.0, turns=3.0), "template_changed"),
        (run(languages={"ru": 9}), "language_changed"),
        (run(alike=6, sampled=6), "duplicate_pages"),
        (run(latency=9.0), "slow"),
        (run(day=34, new=0, records=0, sampled=0), "nothing_new"),
        (run(finish_reason=None), "run_killed"),
        (run(finish_reason="home_problem"), "disk"),
        (run(day=3), "clock"),
        (run(start={"https://film.example/": "unknown_host"}, records=0, asked=1), "site_dead"),
        (run(start={"https://film.example/": "tls_failed"}, records=0, asked=1), "certificate"),
        (run(start={"https://film.example/": "moved"}, records=0, asked=1), "site_moved"),
        (run(start={"https://film.example/": "robots_disallowed"}, records=0, asked=1), "robots_closed"),
    ],
)
def test_a_fault_is_found_and_named_by_its_cause(now, kind):
    assert kinds(now) == [kind]


def test_the_page_that_shows_it_comes_with_the_finding():
    [finding] = judge(HISTORY, with_reason("consent_wall"), site="film.example")
    assert (finding.page, finding.site) == ("https://film.example/b", "film.example")
    assert finding.symptoms[0].now > finding.symptoms[0].usual


def test_a_cold_start_is_judged_by_what_is_wrong_in_any_case():
    assert kinds(with_reason("consent_wall"), HISTORY[: COLD - 1]) == []
    assert kinds(run(start={"https://film.example/": "unknown_host"}, records=0), []) == ["site_dead"]


def test_each_cause_is_of_its_own_and_says_what_to_do():
    assert len({cause.kind for cause in CAUSES}) == len(CAUSES)
    assert all(cause.what and cause.remedy and cause.shown_by for cause in CAUSES)


NUMBER = st.one_of(st.just(0), st.integers(0, 10**9))
LEVEL = st.floats(0, 1e12)
COUNTS = st.dictionaries(st.sampled_from(["not_an_article", "empty", "timeout", "?"]), NUMBER, max_size=3)
ODD = st.builds(
    Measures,
    started_at=LEVEL,
    finish_reason=st.sampled_from([None, "finished", "shutdown"]),
    asked=NUMBER,
    new=NUMBER,
    failed=NUMBER,
    sampled=NUMBER,
    interviews=NUMBER,
    alike=NUMBER,
    links=st.one_of(st.none(), NUMBER),
    characters=LEVEL,
    turns=LEVEL,
    latency=LEVEL,
    reasons=COUNTS,
    fields=COUNTS,
    languages=COUNTS,
    warnings=COUNTS,
)


@given(st.lists(ODD, max_size=8), ODD)
def test_odd_histories_are_judged_too(history, now):
    assert len(judge(history, now)) <= 1


@pytest.mark.parametrize(
    "values", [None, {}, {"links": 3}, {"run_id": "a", "version": 99}, {"run_id": 5}, {"run_id": ""}]
)
def test_what_is_no_measure_is_none(values):
    assert read_measures(values) is None


def test_measures_of_an_older_version_are_read_with_what_they_have():
    assert read_measures({"run_id": "a", "version": 1, "no_more": 3}) == Measures(run_id="a")


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def keep(home, number, findings=()):
    with Ledger(home) as ledger:
        ledger.start_run(str(number), "crawl", ["film.example"])
        ledger.finish_run(str(number), "finished")
        found = [
            {"kind": kind, "site": "film.example", "severity": "error", "what": "", "remedy": ""} for kind in findings
        ]
        ledger.measure(str(number), "film.example", {"run_id": str(number), "findings": found})


def compared_with(home):
    with Ledger(home, readonly=True) as ledger:
        return [run.run_id for run in healthy(ledger.site_runs("film.example"))]


def test_a_fault_does_not_become_the_norm_until_it_lasts_or_is_accepted(home):
    keep(home, 1)
    for number in range(2, 1 + ACCEPTED_AFTER):
        keep(home, number, ["text_cut"])
    assert compared_with(home) == ["1"]
    assert [found.kind for found in standing(home)["film.example"][1]] == ["text_cut"]
    keep(home, 1 + ACCEPTED_AFTER, ["text_cut"])
    assert len(compared_with(home)) == 1 + ACCEPTED_AFTER
    keep(home, 90, ["walls"])
    assert compared_with(home) == ["1"]
    assert accept(home, "film.example")
    assert compared_with(home)[0] == "90"
    assert standing(home)["film.example"][1] == []
    assert not accept(home, "other.example")


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [(tag, name, value) for name, value in attrs if name in ("src", "href", "onload", "onerror")]


def test_the_report_escapes_what_sites_wrote_and_needs_no_network(home):
    evil = '"><script>alert(1)</script>'
    now = run(reasons={"consent_wall": 30, evil: 2}, examples={"consent_wall": f"https://film.example/{evil}"})
    health = [SiteHealth(evil, now, tuple(HISTORY), tuple(judge(HISTORY, now, site=evil)))]
    page = page_of("r", health, {}, {evil: f"# {evil}"})
    assert "<script" not in page
    links = Links()
    links.feed(page)
    assert [(tag, name) for tag, name, _ in links.found] == [("a", "href")]
    report = json.loads(msgspec.json.encode(report_of("r", health, {}, {})))
    assert [finding["kind"] for finding in report["findings"]] == ["walls"]
    assert report["healthy"] is False
    notice = notice_of(health[0].findings[0], home)
    assert notice.figures[0].name == "walls"


def junket(*arguments):
    return forked.run(["-m", "junket", *arguments], timeout=200)


def test_a_crawl_of_a_site_that_broke_says_so_and_so_does_health(home):
    """Real runs: five quiet ones, one in which most pages are missing, one after it was taken as usual."""
    with Site(24) as site:
        crawl = ["crawl", site.start, "--home", str(home.path), "--allow-private", site.place, "-q"]
        for _ in range(COLD + 1):
            done = junket(*crawl)
            assert (done.returncode, done.stderr) == (ExitCode.OK, "")
        assert junket("health", "--home", str(home.path)).returncode == ExitCode.OK
        site.gone.update(dict.fromkeys(range(1, 25), 404))
        done = junket(*crawl)
    assert done.returncode == ExitCode.UNHEALTHY, done.stderr
    assert "pages_gone" in done.stderr
    assert site.place in done.stderr
    asked = junket("health", "--home", str(home.path), "--json")
    assert asked.returncode == ExitCode.UNHEALTHY
    [finding] = json.loads(asked.stdout)["findings"]
    assert finding["page"].startswith(site.start)
    folder = home.reports / finding["run_id"]
    assert {path.name for path in folder.iterdir()} >= {"report.json", "report.html", "run.log"}
    report = json.loads((folder / "report.json").read_text())
    assert list(report["explained"]) == [finding["page"]]
    assert junket("health", "--home", str(home.path), "--accept", site.place).returncode == ExitCode.OK
    assert junket("health", "--home", str(home.path)).returncode == ExitCode.OK
    assert junket("health", "--home", str(home.path), "--accept", "other.example").returncode == ExitCode.USAGE


def test_a_report_that_cannot_be_written_fails_no_run(home):
    from junket.exports.health.report import after_run

    with Ledger(home) as ledger:
        ledger.start_run("r", "crawl", ["film.example"])
    home.reports.rmdir()
    home.reports.write_text("no folder")
    health, problems = after_run(home, "r", ["https://film.example/"])
    assert [site.site for site in health] == ["film.example"]
    assert len(problems) == 1

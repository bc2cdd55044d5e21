"""What is due and what is overdue, after runs that ended, were killed, never came or are dated in the future."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger, LedgerRun
from junket.crawlers.lock import crawl_lock
from junket.crawlers.schedule import overdue as overdue_module
from junket.crawlers.schedule.overdue import overdue
from junket.crawlers.schedule.standing import MOST_TRIES, standing_of, standings
from junket.crawlers.site.site_file import parse_site

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)


def site(rule='every = "6h"', domain="film.example"):
    return parse_site(f'domain = "{domain}"\nstart = ["https://{domain}/"]\n{rule}\n'.encode(), "x.toml")


def run(hours_ago, reason="finished", run_id="r"):
    return LedgerRun(run_id=run_id, operation="crawl", started_at=NOW - hours_ago * HOUR, finish_reason=reason)


def standing(*runs, rule='every = "6h"', known=100, **options):
    return standing_of(site(rule), runs, known_since=NOW - known * HOUR, now=NOW, **options)


@pytest.mark.parametrize(
    ("hours_ago", "reason", "due"),
    [(7, "finished", True), (5, "finished", False), (6, "max_pages", True), (5, "max_pages", False)],
)
def test_a_site_is_due_so_long_after_its_last_run(hours_ago, reason, due):
    assert standing(run(hours_ago, reason)).is_due(NOW) is due


def test_a_site_that_never_ran_is_due_at_once_or_at_its_first_time():
    assert standing().is_due(NOW)
    assert standing(known=-5).is_due(NOW)  # its file is dated in the future
    assert not standing(rule='at = "mon 04:30"', known=24).is_due(NOW)
    assert standing(rule='at = "mon 04:30"', known=72).is_due(NOW)
    assert not standing(rule="").is_due(NOW)


def test_slots_that_a_machine_missed_are_caught_up_by_one_run():
    assert standing(run(24 * 40), rule='at = "daily 03:00"').is_due(NOW)
    assert not standing(run(0.1), run(24 * 40), rule='at = "daily 03:00"').is_due(NOW)


def test_a_site_whose_hours_are_over_waits_for_the_next_ones():
    rule = 'every = "6h"\nhours = "22:00-06:00"'
    late = standing(run(24), rule=rule)
    assert late.due_at < NOW
    assert not late.is_due(NOW)
    assert late.is_due(NOW + 10 * HOUR)


def test_a_killed_run_is_tried_again_and_not_for_ever():
    killed = [run(0.25 * number, None) for number in range(1, MOST_TRIES + 1)]
    for number in range(1, MOST_TRIES):
        assert standing(*killed[:number], run(7)).is_due(NOW)
    given_up = standing(*killed, run(7))
    assert not given_up.is_due(NOW)
    assert given_up.due_at == killed[0].started_at + 6 * HOUR
    assert given_up.owed_since == NOW - HOUR
    assert not standing(run(0.5, None, "here"), run(7), running="here").is_due(NOW)


def test_a_run_by_hand_that_was_stopped_brings_none_forward():
    assert not standing(run(1, "shutdown"), run(3)).is_due(NOW)


def test_a_run_that_is_dated_in_the_future_does_not_count_and_is_told():
    found = standing(run(-1000), run(7))
    assert found.is_due(NOW)
    assert found.doubt.startswith("a run is dated 2026-06-17 04:00 UTC, which is to come")
    assert not standing(run(-1000), run(1), run(7)).is_due(NOW)


@given(
    st.lists(st.integers(min_value=1, max_value=3000), min_size=40, max_size=40),
    st.sampled_from(['every = "6h"', 'at = "mon,thu 04:30"\ntimezone = "Europe/Berlin"', 'at = "02:15,03:45"']),
)
def test_timers_that_fire_at_any_time_give_one_run_for_what_was_due(pauses, rule):
    rules, runs, now = site(rule), [], NOW
    for minutes in pauses:
        now += timedelta(minutes=minutes)
        found = standing_of(rules, runs, known_since=NOW, now=now)
        missed = found.due_at <= now
        assert found.is_due(now) is missed
        if missed:
            runs.insert(0, LedgerRun(run_id="r", operation="crawl", started_at=now, finish_reason="finished"))
            assert not standing_of(rules, runs, known_since=NOW, now=now).is_due(now)


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


@pytest.fixture
def add(home):
    def write(domain="film.example", rule='every = "6h"', changed=NOW - timedelta(days=9)):
        path = home.site_overrides / f"{domain}.toml"
        path.write_text(f'domain = "{domain}"\nstart = ["https://{domain}/"]\n{rule}\n', encoding="utf-8")
        os.utime(path, (changed.timestamp(), changed.timestamp()))

    return write


@pytest.fixture
def ran(home):
    """Files a run of the site that began so long ago."""

    def write(hours_ago, reason="finished", domain="film.example", run_id="one"):
        started = (NOW - hours_ago * HOUR).isoformat()
        with Ledger(home) as ledger:
            ledger.start_run(run_id, "crawl", [domain])
            if reason:
                ledger.finish_run(run_id, reason)
            with ledger._transaction() as base:
                base.execute("UPDATE runs SET started_at = ? WHERE run_id = ?", (started, run_id))

    return write


def causes(home):
    return {found.site: found.cause for found in overdue(home, NOW)}


def test_overdue_sites_come_with_since_when_and_why(home, add, ran):
    for name in ("never", "silent", "killed", "stopped", "failed", "fine"):
        add(f"{name}.example")
    ran(30, domain="silent.example", run_id="1")
    ran(20, None, domain="killed.example", run_id="2")
    ran(20, "shutdown", domain="stopped.example", run_id="3")
    ran(20, "home_problem", domain="failed.example", run_id="4")
    ran(7, domain="fine.example", run_id="5")
    found = {each.site.partition(".")[0]: each for each in overdue(home, NOW)}
    assert {name: each.cause for name, each in found.items()} == {
        "never": "never_started", "silent": "not_started", "killed": "killed", "stopped": "stopped", "failed": "failed",
    }  # fmt: skip
    assert found["silent"].since == NOW - 24 * HOUR
    assert found["silent"].last_run.run_id == "1"
    assert found["never"].since == NOW - timedelta(days=9)
    assert "run 4 ended with home_problem" in found["failed"].why


def test_a_home_that_is_held_says_by_whom_and_a_run_under_way_is_overdue_when_the_next_one_is(home, add, ran):
    add()
    add("other.example")
    ran(7, None, "film.example")
    with crawl_lock(home):
        found = overdue(home, NOW)
        assert [(each.site, each.cause) for each in found] == [("other.example", "home_locked")]
        assert f"process {os.getpid()} on " in found[0].why
        assert len(overdue(home, NOW + 2 * HOUR)) == 2


def test_a_full_disk_is_named_as_the_cause(home, add, monkeypatch):
    add()
    monkeypatch.setattr(overdue_module, "_LEAST_FREE", 1 << 62)
    assert causes(home) == {"film.example": "disk_full"}


def test_a_broken_site_file_hides_no_other_site(home, add):
    add()
    (home.site_overrides / "broken.example.toml").write_text("domain = 1", encoding="utf-8")
    found, problems = standings(home, NOW)
    assert [each.site.domain for each in found] == ["film.example"]
    assert "broken.example.toml:1: domain" in str(problems[0])
    assert causes(home) == {"film.example": "never_started"}

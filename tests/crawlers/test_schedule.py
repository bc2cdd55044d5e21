"""Schedules over time zones, changes of the clock, and moments of every kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.errors import UsageProblem
from junket.crawlers.polite.hours import Hours
from junket.crawlers.schedule.schedule import TICK, Schedule
from junket.crawlers.schedule.weekly import Weekly
from junket.crawlers.site.site_file import parse_site

ZONES = [
    "Asia/Almaty",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
    None,
]
TEXTS = ["daily 03:00", "02:30", "mon,thu 04:30", "fri-mon 00:00,01:30,23:59", "SUN 02:15", "monday-friday 12:00"]
MOMENTS = st.integers(min_value=1_100_000_000, max_value=2_050_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def parsed(*lines, start='start = ["https://film.example/"]'):
    return parse_site("\n".join(('domain = "film.example"', start, *lines)).encode(), "film.example.toml")


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(TEXTS))
def test_the_next_time_comes_after_the_moment_within_a_week_and_none_lies_between(moment, zone, text):
    weekly = Weekly.parse(text)
    found = weekly.after(moment, zone)
    assert moment < found <= moment + timedelta(days=8)
    assert weekly.after(found - timedelta(microseconds=1), zone) == found
    between = moment + (found - moment) / 2
    assert weekly.after(between, zone) == found


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_daily_time_comes_once_a_day_whatever_the_clock_does(moment, zone):
    weekly = Weekly.parse("daily 02:30")
    slots = [moment]
    for _ in range(400):
        slots.append(weekly.after(slots[-1], zone))
    gaps = {after - before for before, after in pairwise(slots[1:])}
    assert min(gaps) >= timedelta(hours=22)
    assert max(gaps) <= timedelta(hours=26)


@given(
    st.sampled_from(ZONES),
    MOMENTS,
    st.lists(st.integers(min_value=1, max_value=60 * 24 * 4), min_size=30, max_size=30),
    st.sampled_from([*TEXTS, timedelta(hours=6), timedelta(days=3)]),
)
def test_each_slot_has_one_run_and_missed_ones_are_caught_up_once(zone, begin, pauses, spelled):
    """Timers that fire whenever they like: a run where one is due, never two for a slot, never none."""
    text = isinstance(spelled, str)
    schedule = Schedule(None if text else spelled, Weekly.parse(spelled) if text else None, timezone=zone)
    now = start = begin
    for minutes in pauses:
        due = schedule.due_after(start)
        assert due > start
        now += timedelta(minutes=minutes)
        if due <= now:
            start = now
            assert schedule.due_after(start) > now  # one run is enough for all that was missed
        else:
            assert schedule.due_after(now) >= due  # no slot lies between


def test_a_time_that_the_clock_leaves_out_is_moved_on_and_one_that_comes_twice_counts_once():
    weekly = Weekly.parse("daily 02:30")
    spring = weekly.after(utc("2026-03-08T05:00"), "America/New_York")
    assert spring == utc("2026-03-08T07:30")  # 03:30 there
    assert weekly.after(spring, "America/New_York") == utc("2026-03-09T06:30")
    autumn = Weekly.parse("daily 01:30").after(utc("2026-11-01T04:00"), "America/New_York")
    assert autumn == utc("2026-11-01T05:30")
    assert Weekly.parse("daily 01:30").after(autumn, "America/New_York") == utc("2026-11-02T06:30")


def test_a_day_that_a_zone_skips_has_no_run_of_its_own():
    weekly = Weekly.parse("daily 03:00")  # Samoa had no 30 December 2011
    first = weekly.after(utc("2011-12-29T14:00"), "Pacific/Apia")
    assert first == utc("2011-12-30T13:00")
    assert weekly.after(first, "Pacific/Apia") == utc("2011-12-31T13:00")


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(["22:00-06:00", "02:30-03:15", "00:00-23:59"]))
def test_what_is_due_waits_for_the_sites_hours_and_no_longer(moment, zone, text):
    hours = Hours.parse(text)
    opened = hours.opening(moment, zone)
    assert hours.holds(opened, zone)
    assert moment <= opened <= moment + timedelta(hours=50)
    if opened > moment:
        assert not hours.holds(opened - timedelta(minutes=1), zone)
    schedule = Schedule(every=timedelta(hours=6), hours=hours, timezone=zone)
    assert schedule.due_after(moment) == hours.opening(moment + timedelta(hours=6), zone)


def test_a_schedule_is_read_from_a_sites_file():
    assert str(parsed('every = "6h"').schedule) == "every 6h"
    site = parsed('at = "Mon,thu 04:30"', 'timezone = "Asia/Almaty"', 'hours = "22:00-06:00"')
    assert str(site.schedule) == "at mon,thu 04:30 Asia/Almaty, 22:00-06:00 only"
    assert parsed().schedule is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['every = "0s"'], "3: every: '0s' must be a number and m, h, d or w"),
        (['every = "0h"'], "3: every: '0h' must be"),
        (['every = "5m"'], "3: every: 5m must be from 15m to 366d"),
        (['every = "900000w"'], "3: every: 900000w must be from 15m to 366d"),
        (["every = 6"], "3: every: must be a text"),
        (['at = "feb 30"'], "3: at: 'feb 30': 'feb' is no day of the week"),
        (['at = "mon 24:00"'], "3: at: 'mon 24:00': '24:00' is no time of day"),
        (['at = "mon, thu 04:30"'], "3: at: 'mon, thu 04:30' must be days and times"),
        (['at = "mon-someday 04:30"'], "'someday' is no day of the week"),
        (['hours = "22:00-06:00"', 'at = "daily 03:00,15:00"'], "4: at: 15:00 is outside hours = '22:00-06:00'"),
        (['every = "6h"', 'at = "03:00"'], "4: at: stands beside every"),
    ],
)
def test_a_schedule_that_nobody_can_meet_is_refused_with_its_line(lines, said):
    with pytest.raises(UsageProblem) as caught:
        parsed(*lines)
    assert said in str(caught.value)


def test_a_schedule_without_start_pages_is_refused():
    with pytest.raises(UsageProblem, match=r"film.example.toml:3: every: there are no start pages"):
        parsed('every = "6h"', start="")


@pytest.mark.parametrize(
    ("schedule", "late"),
    [
        (Schedule(every=timedelta(hours=1)), timedelta(hours=1)),
        (Schedule(every=timedelta(hours=12)), timedelta(hours=3)),
        (Schedule(at=Weekly.parse("mon 12:00")), timedelta(days=1)),
    ],
)
def test_a_run_is_overdue_after_a_quarter_of_its_interval(schedule, late):
    due = utc("2026-05-04T12:00")
    assert schedule.overdue_after(due) == due + 2 * TICK + late


def test_what_is_due_as_the_hours_end_is_overdue_only_after_the_next_ones_begin():
    schedule = Schedule(at=Weekly.parse("daily 05:55"), hours=Hours.parse("22:00-06:00"))
    assert schedule.overdue_after(utc("2026-05-04T05:55")) == utc("2026-05-05T04:00")

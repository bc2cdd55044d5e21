from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.errors import UsageProblem
from junket.crawlers.polite.hours import Hours
from junket.crawlers.site.site_file import parse_site

NIGHT, DAY = Hours.parse("22:00-06:00"), Hours.parse("06:00-22:00")


@pytest.mark.parametrize(
    ("clock", "zone", "open_"),
    [("22:00", None, True), ("05:59", None, True), ("06:00", None, False), ("17:00", "Asia/Almaty", True)],
)
def test_the_night_is_the_sites_own(clock, zone, open_):
    moment = datetime.fromisoformat(f"2026-05-04T{clock}:00+00:00")
    assert NIGHT.holds(moment, zone) is open_


@given(st.datetimes(timezones=st.just(UTC)))
def test_day_and_night_share_the_hours_between_them(moment):
    assert NIGHT.holds(moment) is not DAY.holds(moment)


@pytest.mark.parametrize("text", ["22-6", "24:00-06:00", "22:00-06:60", "22:00-22:00", "22:00-06:00 UTC", "", "x"])
def test_what_is_no_pair_of_times_is_named(text):
    with pytest.raises(UsageProblem, match="hours: "):
        parse_site(f'domain = "film.example"\nhours = "{text}"\n'.encode(), "film.example.toml")


@pytest.mark.parametrize("text", ["0", "-1", "true", '"10"', "1.5"])
def test_a_budget_is_a_number(text):
    with pytest.raises(UsageProblem, match=r"film.example.toml:2: max_pages: must be a number"):
        parse_site(f'domain = "film.example"\nmax_pages = {text}\n'.encode(), "film.example.toml")


def test_a_closed_site_says_when_it_is_open():
    site = parse_site(b'domain = "film.example"\nhours = "22:00-06:00"\ntimezone = "Asia/Almaty"\n', "x")
    noon = datetime(2026, 5, 4, 7, tzinfo=UTC)
    assert site.closed_at(noon) == "film.example is crawled 22:00-06:00 Asia/Almaty only"
    assert site.closed_at(noon + timedelta(hours=12)) == ""

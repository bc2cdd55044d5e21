from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from junket.crawlers.errors import AddressRefused, JunketError, Unreachable, Wall
from junket.crawlers.failures import explain, of_status
from junket.crawlers.guard import Refused
from junket.crawlers.spiders.named import NamedSpider
from scrapy.exceptions import IgnoreRequest

URL = "https://ada:hush@film.example/a?token=hush"


@given(st.text(max_size=300), st.sampled_from([ValueError, OSError, IgnoreRequest, RuntimeError, KeyError, EOFError]))
def test_whatever_fails_has_one_line_without_secrets(said, kind):
    failure = explain(URL, kind(said))
    assert failure.reason
    assert len(str(failure.error).splitlines()) == 1
    assert "hush@" not in str(failure.error)
    assert "token=hush" not in str(failure.error)


@given(st.integers(0, 1000))
def test_each_status_but_success_has_an_error(status):
    failure = of_status(URL, status)
    assert (failure is None) == (200 <= status < 300)
    if failure:
        assert isinstance(failure.error, JunketError)
        assert failure.decision == "rejected"


def test_the_reasons_of_the_ledger_are_the_pipelines_own_where_they_mean_the_same():
    assert [of_status(URL, status).reason for status in (404, 403, 500)] == ["not_found", "forbidden", "server_error"]
    assert isinstance(of_status(URL, 403).error, Wall)
    assert isinstance(of_status(URL, 404).error, Unreachable)


def test_a_refusal_names_the_option_that_would_allow_it():
    failure = explain("http://10.0.0.1/", Refused("http://10.0.0.1/", "a private address"))
    assert isinstance(failure.error, AddressRefused)
    assert "--allow-private" in str(failure.error)


def test_the_named_spider_says_no_to_no_and_yes_to_yes():
    assert not NamedSpider("https://film.example/", archived="0", ignore_robots="no")._ignore_robots
    assert NamedSpider("https://film.example/", ignore_robots="1")._ignore_robots

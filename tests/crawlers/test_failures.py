from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import IgnoreRequest

from junket.crawlers.errors import AddressRefused, JunketError, Unreachable, Wall
from junket.crawlers.ledger.failures import explain, of_status
from junket.crawlers.network.guard import Refused
from junket.crawlers.page import Page
from junket.crawlers.spiders.named import NamedSpider
from junket.exports.cli.scraping.scraping import refusal
from junket.pipelines.record.sniff import rejection_before_text

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


@pytest.mark.parametrize("status", [100, 400, 401, 402, 403, 404, 407, 410, 418, 429, 451, 500, 503, 999])
def test_a_status_has_one_reason_in_a_crawl_and_in_a_scrape(status):
    found, rejected = of_status(URL, status), rejection_before_text(Page(url=URL, body=b"<p>Sorry</p>", status=status))
    assert rejected is not None
    assert (found.reason, found.error.exit_code) == (rejected.reason, refusal(URL, rejected).exit_code)


def test_a_wall_is_told_from_a_page_that_is_gone():
    assert isinstance(of_status(URL, 403).error, Wall)
    assert isinstance(of_status(URL, 404).error, Unreachable)


def test_a_refusal_names_the_option_that_would_allow_it():
    failure = explain("http://10.0.0.1/", Refused("http://10.0.0.1/", "a private address"))
    assert isinstance(failure.error, AddressRefused)
    assert "--allow-private" in str(failure.error)


def test_the_named_spider_says_no_to_no_and_yes_to_yes():
    assert not NamedSpider("https://film.example/", archived="0", ignore_robots="no")._ignore_robots
    assert NamedSpider("https://film.example/", ignore_robots="1")._ignore_robots

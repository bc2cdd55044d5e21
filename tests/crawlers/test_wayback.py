from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.archive.reader import read_pages
from junket.crawlers.home import Home
from junket.crawlers.network.wayback import UNASKED, capture_request, read_capture
from junket.crawlers.page import Page

CAPTURED = "Tue, 29 Sep 2015 13:40:11 GMT"
MOMENT = datetime(2015, 9, 29, 13, 40, 11, tzinfo=UTC)


def capture(body: bytes, **headers: str):
    return 200, {"Content-Type": "text/html; charset=utf-8", "Memento-Datetime": CAPTURED, **headers}, body


def asking(server):
    return {**os.environ, "JUNKET_WAYBACK": server.url("").rstrip("/")}


def test_a_capture_names_the_original_and_its_time():
    found = read_capture("https://web.archive.org/web/20150929134011id_/http://film.example/a?b=c", CAPTURED)
    assert (found.url, found.captured_at) == ("http://film.example/a?b=c", MOMENT)


def test_an_unreadable_date_falls_back_on_the_address():
    found = read_capture("https://web.archive.org/web/20150929134011id_/http:/film.example/", "yesterday")
    assert (found.url, found.captured_at) == ("http://film.example/", MOMENT)


@pytest.mark.parametrize(
    ("url", "memento"),
    [
        ("https://web.archive.org/web/20150929134011id_/http://film.example/", None),
        ("https://web.archive.org/web/20150929134011/http://film.example/", CAPTURED),
        ("https://web.archive.org/web/2id_/http://film.example/", CAPTURED),
        ("https://film.example/a", CAPTURED),
        ("https://web.archive.org/web/20159929134011id_/http://film.example/", "yesterday"),
    ],
)
def test_other_answers_are_no_captures(url, memento):
    assert read_capture(url, memento) is None


@given(st.text(max_size=100), st.text(max_size=40))
def test_any_strings_are_answered(url, memento):
    assert read_capture(url, memento) is None
    found = read_capture(f"https://archive.example/web/20150929134011id_/http://film.example/{url}", memento)
    assert found is None or found.captured_at.tzinfo is not None


def test_the_request_is_for_the_newest_capture_as_it_was():
    assert (
        capture_request("https://film.example/a", "http://127.0.0.1:8/")
        == "http://127.0.0.1:8/web/2id_/https://film.example/a"
    )


def test_an_archived_page_comes_with_its_own_address_and_time(serve, fetched, tmp_path):
    url = "http://film.example/interview"
    server = serve(
        {
            f"/web/2id_/{url}": (302, {"Location": f"/web/20150929134011id_/{url}"}, b""),
            f"/web/20150929134011id_/{url}": capture(b"<p>Ada made a film.</p>"),
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /"),
        }
    )
    home = Home.create(tmp_path / "home")
    [outcome] = fetched(url, allow=(server,), archived=True, env=asking(server), home=str(home.path))
    page = outcome["page"]
    assert page["url"] == url
    assert page["archived_from"] == server.url(f"/web/20150929134011id_/{url}")
    assert page["fetched_at"] == MOMENT.isoformat()
    assert (page["robots"], page["robots_rule"], page["requested_url"]) == ("unchecked", UNASKED, None)
    assert "/robots.txt" not in server.seen
    [archived] = [found for file in home.warc_files() for found in read_pages(file) if isinstance(found, Page)]
    assert (archived.url, archived.archived_from, archived.fetched_at) == (url, page["archived_from"], MOMENT)
    assert (archived.robots, archived.robots_rule) == ("unchecked", UNASKED)


def test_what_is_not_archived_is_said_so(serve, html, fetched):
    server = serve({"/web/2id_/http://film.example/odd": html("the archive's own page"), "*": (404, {}, b"")})
    outcomes = fetched(
        "http://film.example/", "http://film.example/odd", allow=(server,), archived=True, env=asking(server)
    )
    for outcome in outcomes:
        assert (outcome["error"], outcome["code"]) == ("Unreachable", 3)
        assert "the Wayback Machine has no copy of it" in outcome["line"]
        assert outcome["line"].startswith("http://film.example/")


def test_an_archive_that_is_down_or_busy_is_said_so(serve, fetched):
    server = serve({"*": (429, {}, b"")})
    [busy] = fetched("http://film.example/", allow=(server,), archived=True, env=asking(server))
    assert (busy["error"], "the Wayback Machine answers 429" in busy["line"]) == ("Unreachable", True)


def test_a_capture_of_an_error_page_is_no_copy(serve, fetched):
    url = "http://film.example/gone"
    server = serve(
        {
            f"/web/2id_/{url}": (302, {"Location": f"/web/20150929134011id_/{url}"}, b""),
            "*": (404, {"Memento-Datetime": CAPTURED}, b""),
        }
    )
    [outcome] = fetched(url, allow=(server,), archived=True, env=asking(server))
    assert (outcome["error"], outcome["page"]) == ("Unreachable", None)
    assert "newest copy of it is an error page (404)" in outcome["line"]

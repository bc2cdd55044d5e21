from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.polite.robots_policy import MAX_ROBOTS_BYTES, RobotsPolicy

RULES = b"""\
# a comment
User-agent: junket
User-Agent: other
Disallow: /drafts/
Disallow: /drafts/old   # the longer one
Allow: /drafts/old/public
Disallow: /*.pdf$
Crawl-delay: 7

User-agent: *
Disallow: /

Sitemap: https://film.example/map.xml
sitemap: /map2.xml
"""


def text(status: int, body: bytes):
    return status, {"Content-Type": "text/plain"}, body


def ruling(path: str, body: bytes = RULES, status: int = 200):
    return RobotsPolicy.from_answer(status, body).ruling(f"https://film.example{path}")


def test_a_disallow_names_the_longest_rule_and_its_group():
    assert ruling("/drafts/x").rule == "Disallow: /drafts/ (User-agent: junket)"
    assert ruling("/drafts/old/x").rule == "Disallow: /drafts/old (User-agent: junket)"
    assert ruling("/a/b.pdf").rule == "Disallow: /*.pdf$ (User-agent: junket)"
    assert ruling("/x", b"User-agent: *\nDisallow: /\n").rule == "Disallow: / (User-agent: *)"


def test_the_group_for_junket_replaces_the_one_for_all():
    assert ruling("/films/").allowed
    assert ruling("/drafts/old/public/1").allowed
    assert not ruling("/films/", RULES.replace(b"User-agent: junket\n", b"")).allowed


def test_a_contact_or_another_robots_name_does_not_make_a_group_ours():
    assert ruling("/", b"User-agent: junketeer\nDisallow: /\n").allowed
    assert not ruling("/", b"User-agent: JUNKET\nDisallow: /\n").allowed


def test_crawl_delay_and_sitemaps_are_read():
    policy = RobotsPolicy.from_answer(200, RULES)
    assert policy.crawl_delay == 7
    assert policy.sitemaps == ("https://film.example/map.xml", "/map2.xml")


@pytest.mark.parametrize("status", [404, 410, 400, 401, 403, 418, 304])
def test_without_a_file_everything_is_allowed(status):
    assert ruling("/x", b"User-agent: *\nDisallow: /", status).allowed


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_server_that_cannot_answer_forbids_everything(status):
    found = ruling("/x", b"", status)
    assert not found.allowed
    assert str(status) in found.rule


def test_a_rule_spelled_in_a_way_only_the_parser_knows_still_has_words():
    assert ruling("/x", b"User-agent: *\nDisalow: /x").rule == "disallowed for User-agent: *"


def test_a_byte_order_mark_and_a_huge_file_do_no_harm():
    body = b"\xef\xbb\xbfUser-agent: *\nDisallow: /x\n" + b"Disallow: /filler/y\n" * 100_000
    started = time.process_time()
    policy = RobotsPolicy.from_answer(200, body)
    assert ruling("/x", body).rule == "Disallow: /x (User-agent: *)"
    assert len(policy.text) <= MAX_ROBOTS_BYTES
    assert time.process_time() - started < 5


@given(st.binary(max_size=400), st.text(max_size=60))
def test_any_bytes_give_a_ruling(body, path):
    found = RobotsPolicy.from_answer(200, b"User-agent: *\nDisallow: " + body).ruling(f"https://film.example/{path}")
    assert found.allowed == (found.rule is None)


def test_a_disallowed_page_is_not_asked_for_and_the_error_names_the_rule(serve, html, fetched):
    server = serve({"/robots.txt": text(200, b"User-agent: *\nDisallow: /private/\n"), "*": html()})
    shut, open_ = fetched(server.url("/private/1"), server.url("/open"), allow=(server,))
    assert (shut["error"], shut["code"]) == ("RobotsDisallowed", 4)
    assert "Disallow: /private/ (User-agent: *)" in shut["line"]
    assert "--ignore-robots" in shut["line"]
    assert (open_["page"]["robots"], open_["page"]["robots_rule"]) == ("allowed", None)
    assert sorted(server.seen) == ["/open", "/robots.txt"]


def test_ignoring_robots_is_recorded_with_the_rule(serve, html, fetched):
    server = serve({"/robots.txt": text(200, b"User-agent: *\nDisallow: /private/\n"), "*": html()})
    shut, open_ = fetched(server.url("/private/1"), server.url("/open"), allow=(server,), ignore_robots=True)
    assert (shut["page"]["robots"], shut["page"]["robots_rule"]) == ("ignored", "Disallow: /private/ (User-agent: *)")
    assert (open_["page"]["robots"], open_["page"]["robots_rule"]) == ("allowed", None)


def test_a_redirect_into_a_disallowed_place_stops_there(serve, html, fetched):
    routes = {"/robots.txt": text(200, b"User-agent: *\nDisallow: /private/\n"), "*": html()}
    server = serve({**routes, "/go": (301, {"Location": "/private/1"}, b"")})
    [outcome] = fetched(server.url("/go"), allow=(server,))
    assert outcome["error"] == "RobotsDisallowed"
    assert "/private/1" not in server.seen


def test_robots_txt_with_a_server_error_forbids(serve, html, fetched):
    server = serve({"/robots.txt": text(503, b""), "*": html()})
    [outcome] = fetched(server.url("/a"), allow=(server,))
    assert outcome["error"] == "RobotsDisallowed"
    assert "robots.txt answers 503" in outcome["line"]
    assert "/a" not in server.seen


def test_robots_txt_that_never_comes_forbids(serve, html, fetched):
    server = serve({"/robots.txt": lambda _: time.sleep(3), "*": html()})
    [outcome] = fetched(server.url("/a"), allow=(server,), settings={"DOWNLOAD_TIMEOUT": 0.5})
    assert outcome["error"] == "RobotsDisallowed"
    assert "cannot be had" in outcome["line"]
    assert "/a" not in server.seen


def test_robots_txt_is_asked_once_for_many_pages(serve, html, fetched):
    server = serve({"*": html()})
    outcomes = fetched(*(server.url(f"/{number}") for number in range(8)), allow=(server,))
    assert all(outcome["page"] for outcome in outcomes)
    assert server.seen.count("/robots.txt") == 1


def test_a_crawl_delay_is_kept(serve, html, fetched):
    arrivals = []

    def note(_):
        arrivals.append(time.monotonic())
        return html()

    server = serve({"/robots.txt": text(200, b"User-agent: *\nCrawl-delay: 0.6\n"), "*": note})
    fetched(*(server.url(f"/{number}") for number in range(3)), allow=(server,))
    gaps = [later - earlier for earlier, later in itertools.pairwise(arrivals)]
    assert len(gaps) == 2
    assert min(gaps) > 0.5

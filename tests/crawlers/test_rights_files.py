from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.archive.reader import Skipped, read_pages
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.page import Page
from junket.crawlers.rights.ai_txt import AiTxt
from junket.crawlers.rights.right import Right, from_line, to_line
from junket.crawlers.rights.tdm_file import TdmFile

SITE = "https://press.example"


def tdm(*rules: tuple[str, object]) -> TdmFile:
    return TdmFile.read(json.dumps([{"location": place, "tdm-reservation": word} for place, word in rules]).encode())


@pytest.mark.parametrize(
    ("location", "path", "matches"),
    [
        ("/", "/talks/1", True),
        ("/talks/", "/talks/1", True),
        ("/talks/", "/Talks/1", False),
        ("/talks/*.html", "/talks/a/b.html?page=2", True),
        ("/talks/*.html$", "/talks/a/b.html?page=2", False),
        ("/talks/*.html$", "/talks/a/b.html", True),
        ("*/print$", "/talks/1/print", True),
        ("/talks$", "/talks/1", False),
        ("/price-%24", "/price-$", True),
        ("/caf%C3%A9", "/caf%c3%a9/1", True),
        ("/a*b*c$", "/abbc", True),
        ("/a*bc*bc$", "/abc", False),
    ],
)
def test_a_location_matches_as_a_line_of_robots_txt_does(location, path, matches):
    assert tdm((location, 1)).reservation(SITE + path) == ("1" if matches else None)


def test_the_first_rule_that_matches_counts_and_a_policy_stands_behind_it():
    rules = [
        {"location": "/free/", "tdm-reservation": 0},
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://press.example/policy.json"},
        {"location": "/free/but/", "tdm-reservation": 1},
    ]
    found = TdmFile.read(json.dumps(rules).encode())
    assert found.reservation(f"{SITE}/free/but/1") == "0"
    assert found.reservation(f"{SITE}/talks") == "1 https://press.example/policy.json"


@pytest.mark.parametrize(
    "entry",
    [
        1,
        {},
        {"location": "/"},
        {"location": 3, "tdm-reservation": 1},
        {"location": "/", "tdm-reservation": "yes"},
        {"location": "", "tdm-reservation": 1},
    ],
)
def test_what_is_no_rule_is_passed_over(entry):
    whole = {"location": "/a", "tdm-reservation": "1"}
    assert TdmFile.read(json.dumps([entry, whole]).encode()).reservation(f"{SITE}/a") == "1"


@pytest.mark.parametrize("body", [b"", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"location": "/"}', b"<html>"])
def test_what_is_no_such_file_is_one_error(body):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever JSON says
        TdmFile.read(body)


def test_a_pattern_of_many_stars_costs_no_time():
    started = time.process_time()
    assert tdm(("/" + "*a" * 900 + "*b$", 1)).reservation(f"{SITE}/{'a' * 20_000}") is None
    assert time.process_time() - started < 1


@given(st.text(alphabet="/*$ab%", max_size=20), st.text(alphabet="/ab%$", max_size=20))
def test_no_pattern_raises(pattern, path):
    assert tdm((pattern, 1)).reservation(f"{SITE}/{path}") in ("1", None)


@pytest.mark.parametrize(
    ("text", "path", "rule"),
    [
        ("User-Agent: *\nDisallow: /\n", "/talks/1", "Disallow: / (User-agent: *)"),
        ("User-Agent: *\nDisallow: *.html\nAllow: *.jpg\n", "/talks/1.html", "Disallow: *.html (User-agent: *)"),
        ("User-Agent: *\nDisallow: *.html\n", "/talks/1", "Disallow: *.html (User-agent: *)"),
        ("User-Agent: *\nDisallow: *.html\n", "/talks/", "Disallow: *.html (User-agent: *)"),
        ("User-Agent: *\nDisallow: *.jpg\nDisallow: *.mp3\n", "/talks/1", None),
        ("User-Agent: other\nDisallow: /\n", "/talks/1", None),
        ("# The harbour press\n\nWe like readers.\n", "/talks/1", None),
        ("<html><body>User-Agent: *\nDisallow: /\n</body></html>", "/talks/1", None),
    ],
)
def test_ai_txt_forbids_paths_and_kinds_of_file(text, path, rule):
    assert AiTxt(text.encode()).rule_against(SITE + path) == rule


def test_rights_go_through_a_line_of_ascii_and_back():
    rights = (
        Right("tdm_file", "1 https://press.example/\u043f\u0440\u0430\u0432\u0430", datetime(2026, 1, 2, tzinfo=UTC)),
        Right("ai_txt", None, None),
    )
    assert to_line(rights).isascii()
    assert from_line(to_line(rights)) == rights
    assert from_line(None) == from_line("{") == from_line('["x"]') == ()


def text(body: bytes, status: int = 200):
    return status, {"Content-Type": "text/plain"}, body


def test_the_files_are_asked_once_noted_with_each_page_and_come_back_from_the_log(serve, html, fetched, tmp_path):
    rules = b'[{"location": "/kept/", "tdm-reservation": 1}]'
    server = serve(
        {
            "/robots.txt": text(b"", 404),
            "/.well-known/tdmrep.json": text(rules),
            "/ai.txt": text(b"", 404),
            "*": html(),
        }
    )
    kept, free = fetched(server.url("/kept/1"), server.url("/free"), allow=(server,), home=str(tmp_path))
    assert sorted(server.seen) == ["/.well-known/tdmrep.json", "/ai.txt", "/free", "/kept/1", "/robots.txt"]
    (log,) = Home(tmp_path).warc_files()
    found = list(read_pages(log))
    by_url = {each.url: each for each in found if isinstance(each, Page)}
    seen = {url: {right.source: right.value for right in page.site_rights} for url, page in by_url.items()}
    assert seen == {
        server.url("/kept/1"): {"tdm_file": "1", "ai_txt": None},
        server.url("/free"): {"tdm_file": None, "ai_txt": None},
    }
    assert all(right.seen_at for page in by_url.values() for right in page.site_rights)
    assert [each.reason for each in found if isinstance(each, Skipped)].count("rights_file") == 2
    with Ledger(Home(tmp_path), readonly=True) as ledger:
        lines = {line.url: (line.reason, line.status) for line in ledger.lines()}
    assert lines[server.url("/ai.txt")] == ("rights_file", 404)
    assert kept["page"]["status"] == free["page"]["status"] == 200


def test_without_a_home_nothing_more_is_asked(serve, html, fetched):
    server = serve({"/robots.txt": text(b"", 404), "*": html()})
    fetched(server.url("/one"), allow=(server,))
    assert sorted(server.seen) == ["/one", "/robots.txt"]


@pytest.mark.parametrize(
    ("robots", "answer", "word"),
    [
        (b"User-agent: *\nDisallow: /.well-known/\n", text(b"[]"), "unknown: Forbidden by robots.txt"),
        (b"", text(b"", 503), "unknown: status 503"),
        (b"", text(b"{}"), "unknown: no such file"),
        (b"", text(b"<!doctype html><p>Not here."), "None"),
    ],
)
def test_a_file_that_cannot_be_had_forbids_nothing_and_says_so(request, tmp_path, robots, answer, word):
    serve, html, fetched = map(request.getfixturevalue, ("serve", "html", "fetched"))
    server = serve({"/robots.txt": text(robots), "/.well-known/tdmrep.json": answer, "*": html(), "/ai.txt": answer})
    fetched(server.url("/one"), allow=(server,), home=str(tmp_path))
    (log,) = Home(tmp_path).warc_files()
    (page,) = (each for each in read_pages(log) if isinstance(each, Page))
    assert str(page.site_rights[0].value).startswith(word)

"""What failed for a reason that may pass is asked for once more before the crawl ends, and named if it fails again."""

from __future__ import annotations

import json
import socket

import pytest

PAGE = {"Content-Type": "text/html; charset=utf-8"}

CRAWL = """
    import json, sys
    from junket.crawlers.run.run import crawl
    given, told = json.load(sys.stdin), []
    summary = crawl(progress=told.append, settings={"ITEM_PIPELINES": {}, "DOWNLOAD_DELAY": 0.01}, **given)
    failures = [(line.url, line.reason) for line in summary.failures]
    print(json.dumps({"reason": summary.finish_reason, "pending": summary.pending, "failed": summary.failed,
                      "failures": failures, "told": told[-1]}))
"""


def linking(*paths: str):
    links = "".join(f'<p><a href="{path}">A talk about the film {path}</a></p>' for path in paths)
    return 200, PAGE, f"<html><body>{links}</body></html>".encode()


def breaks_off(times: int):
    """A page whose connection breaks off so often, then comes."""
    asked = []

    def answer(handler):
        asked.append(1)
        if len(asked) > times:
            return linking()
        handler.connection.shutdown(socket.SHUT_RDWR)
        return None

    return answer


@pytest.fixture
def crawled(serve, run_script, tmp_path):
    def run(flaky):
        ways = ["/talk-with-the-first-guest", "/talk-with-the-second-guest", "/talk-with-the-third-guest"]
        server = serve(
            {"/robots.txt": (404, {}, b""), "/": linking(ways[0], *ways[1:]), ways[0]: flaky}
            | dict.fromkeys(ways[1:], linking())
        )
        given = {"home": str(tmp_path / "home"), "start": [server.url("/")], "allow_private": [server.place]}
        done = run_script(CRAWL, given)
        assert done.returncode == 0, done.stderr
        return server, ways[0], json.loads(done.stdout)

    return run


def test_a_page_that_failed_is_tried_again_behind_the_others(crawled):
    server, way, outcome = crawled(breaks_off(3))
    assert (outcome["reason"], outcome["pending"], outcome["failed"], outcome["failures"]) == ("finished", 0, 0, [])
    asked = [path for path in server.seen if path.startswith("/talk")]
    assert asked.count(way) == 4  # three tries in a row, then the late one
    assert asked[-1] == way


def test_one_that_fails_again_is_named_and_the_progress_says_where_the_crawl_is(crawled):
    server, way, outcome = crawled(breaks_off(99))
    assert outcome["failed"] == 1
    assert outcome["failures"] == [[server.url(way), "connection_lost"]]
    assert server.seen.count(way) == 4
    assert (outcome["told"]["pending"], outcome["told"]["host"]) == (0, server.place)
    assert outcome["told"]["rate"].endswith("/s")


@pytest.mark.parametrize("status", [404, 403])
def test_what_will_not_pass_is_asked_for_once(crawled, status):
    server, way, outcome = crawled((status, PAGE, b"no"))
    assert server.seen.count(way) == 1
    assert outcome["failures"] == []


def test_a_server_that_asks_for_an_hour_is_left_alone(crawled):
    server, way, outcome = crawled((503, PAGE | {"Retry-After": "3600"}, b"later"))
    assert server.seen.count(way) == 1
    assert outcome["failures"] == [[server.url(way), "server_error"]]

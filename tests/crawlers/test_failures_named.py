"""Whatever counts as a failure of a crawl is named with its URL, whichever way it came about."""

from __future__ import annotations

import json

import pytest

PAGE = {"Content-Type": "text/html; charset=utf-8"}
KINDS = {
    "links": "a page came, and its links cannot be read",
    "page": "reading the page itself fails",
    "errback": "a request failed, and so does what is done about it",
    "item": "a pipeline fails",
    "worker": "the processes at a page died",
    "request": "a request holds what the frontier cannot store",
}
"""Beside the reasons of test_late_tries.py and test_failures.py, for which no page comes."""

CRAWL = """
    import json, sys
    import functools
    from scrapy.exceptions import DropItem
    from junket.crawlers.run.run import crawl
    from junket.crawlers.spiders import interviews
    given, told = json.load(sys.stdin), []

    def breaking(name, what, at):
        @functools.wraps(what)
        def broken(*args, **named):
            if name in at(*args):
                raise KeyError(name)
            return what(*args, **named)
        return broken

    spider = interviews.InterviewsSpider
    interviews.read_links = breaking("the-links", interviews.read_links, lambda body, url, *_: url)
    interviews.page_from_response = breaking("the-page", interviews.page_from_response, lambda response: response.url)
    spider.failed = breaking("the-errback", spider.failed, lambda _, failure: failure.request.url)
    plain = spider._page_request
    def page_request(self, found):
        request = plain(self, found)
        return request.replace(meta=request.meta | {"x": object()}) if "the-request" in found.url else request
    spider._page_request = page_request

    class Dead(DropItem):
        reason, detail = "internal_error", "the processes at it died"

    class Pipeline:
        def process_item(self, item):
            if "the-item" in item.url:
                raise KeyError("item")
            if "the-worker" in item.url:
                raise Dead("dead")
            return item

    settings = {"ITEM_PIPELINES": {Pipeline: 1}, "DOWNLOAD_DELAY": 0.01, "RETRY_TIMES": 0}
    summary = crawl(settings=settings, progress=told.append, **given)
    failures = [(line.url, line.reason, line.detail) for line in summary.failures]
    print(json.dumps({"failed": summary.failed, "asked": summary.asked, "failures": failures}))
"""


@pytest.fixture
def broken_crawl(serve, run_script, tmp_path):
    """A crawl in which each kind goes wrong once, beside one page that does not."""
    ways = {kind: f"/talk-about-the-film-the-{kind}" for kind in [*KINDS, "good"]}
    links = "".join(f'<p><a href="{way}">A talk about the film {way}</a></p>' for way in ways.values())
    answers = dict.fromkeys(ways.values(), (200, PAGE, b"<html><body><p>Ada made a film.</p></body></html>"))
    answers[ways["errback"]] = (404, PAGE, b"no")
    page = (200, PAGE, f"<html><body>{links}</body></html>".encode())
    server = serve({"/robots.txt": (404, {}, b""), "/": page} | answers)
    given = {"home": str(tmp_path / "home"), "start": [server.url("/")], "allow_private": [server.place]}
    done = run_script(CRAWL, given)
    assert done.returncode == 0, done.stderr
    return {server.url(way): kind for kind, way in ways.items()}, json.loads(done.stdout)


def test_each_kind_of_failure_is_named(broken_crawl):
    kinds, outcome = broken_crawl
    assert {kinds[url] for url, _, _ in outcome["failures"]} == set(KINDS)
    assert outcome["failed"] == len(outcome["failures"]) == len(KINDS)
    assert outcome["asked"] == len(KINDS) + 2  # the good page and the start page
    reasons = {kinds[url]: reason for url, reason, _ in outcome["failures"]}
    assert {kind for kind, reason in reasons.items() if reason == "internal_error"} == {
        "links", "page", "errback", "item", "worker",
    }  # fmt: skip
    assert reasons["request"] == "not_plain"
    assert {detail for _, reason, detail in outcome["failures"] if reason == "internal_error"} >= {
        "KeyError: 'the-links'", "KeyError: 'the-page'", "KeyError: 'the-errback'", "the processes at it died",
    }  # fmt: skip

"""A crawl asks for what changed only; what did not is a revisit in the log, and its record stands."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import forked
import pytest
from changing_site import Site
from scrapy.http import Request, Response

from junket.crawlers.archive.conditional import KnownCaptures
from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.reader import Skipped, read_page_at, read_pages
from junket.crawlers.archive.records import read_records
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.page import Page
from junket.exports.catalogue.catalogue import Catalogue

URL = "https://film.example/a"
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def crawl(site, home, *extra):
    site.forget()
    arguments = ["crawl", site.start, "--home", str(home.path), "--allow-private", site.place, "--json", *extra]
    done = forked.run(["-m", "junket", *arguments], timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def records_of(home):
    return [record for path in home.warc_files() for record in read_records(path)]


def archived(home, *, url=URL, body=b"<p>words</p>", when=THEN, status=200, **headers):
    said = [("Content-Type", "text/html"), *((name.replace("_", "-"), value) for name, value in headers.items())]
    exchange = Exchange(url=url, status=status, response_headers=said, body=body, fetched_at=when)
    with WarcWriter(home.warc, operation="crawl") as writer:
        return writer.write_exchange(exchange)


def asked(home, url=URL, role="page"):
    """The conditions that a crawl's request for ``url`` is sent with."""
    request = Request(url, meta={"role": role})
    KnownCaptures(home).condition(request)
    names = {b"If-None-Match", b"If-Modified-Since"} & set(request.headers)
    return {name.decode(): request.headers[name].decode() for name in names}


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def test_an_unchanged_site_is_asked_conditionally_and_makes_revisits_and_no_revision(home):
    with Site(24) as site:
        first = crawl(site, home)
        pages = site.by_status()[200]
        again = crawl(site, home)
        assert (first["records"], again["records"], again["failed"]) == (24, 0, 0)
        assert set(site.by_status()) == {304}
        assert again["unchanged"] > 0
        assert first["snapshot"]["rows"] == again["snapshot"]["rows"]
    revisits = [record for record in records_of(home) if record.kind == "revisit"]
    assert 0 < len(revisits) <= pages
    for record in revisits:
        assert record.header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        named = [other for other in records_of(home) if f"<{other.record_id}>" == record.header("WARC-Refers-To")]
        assert [(other.kind, other.target) for other in named] == [("response", record.target)]
        assert record.header("WARC-Refers-To-Date") == named[0].header("WARC-Date")
        assert record.header("WARC-Payload-Digest") == named[0].header("WARC-Payload-Digest")
    last = max(home.warc_files(), key=lambda path: path.stat().st_mtime_ns)
    unchanged = [page for page in read_pages(last) if isinstance(page, Page)]
    assert all(page.unchanged for page in unchanged)
    assert b"We met number" in next(page.body for page in unchanged if "talk-" in page.url)
    with Catalogue(home, readonly=True) as catalogue:
        assert catalogue.known(last.name) == set()
    with Ledger(home, readonly=True) as ledger:
        changes = {line.change for line in ledger.lines(again["run_id"]) if line.reason == "not_modified"}
    assert changes == {"unchanged"}


def test_an_etag_of_each_request_falls_back_to_the_digest(home):
    with Site(6, etags="each_request") as site:
        crawl(site, home)
        again = crawl(site, home)
        assert set(site.by_status()) == {200}
        assert again["records"] == 0
    profiles = {record.header("WARC-Profile") for record in records_of(home) if record.kind == "revisit"}
    assert profiles == {"http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"}


def test_the_log_alone_gives_the_dataset_of_the_runs(home):
    with Site(6) as site:
        crawl(site, home)
        site.edit(2)
        crawl(site, home)
        live = crawl(site, home)["snapshot"]
    for path in home.state.glob("catalogue*"):
        path.unlink()
    done = forked.run(["-m", "junket", "rebuild", "--home", str(home.path)], timeout=300)
    assert done.returncode == 0, done.stderr
    assert "nothing changed" in done.stderr + done.stdout or live["rows"] == 7


@pytest.mark.parametrize(
    ("headers", "conditions"),
    [
        ({"ETag": '"a"'}, {"If-None-Match": '"a"'}),
        ({"ETag": 'W/"a"'}, {"If-None-Match": 'W/"a"'}),
        ({"Last_Modified": "Sat, 28 Feb 2026 12:00:00 GMT"}, {"If-Modified-Since": "Sat, 28 Feb 2026 12:00:00 GMT"}),
        ({"Last_Modified": "Sat, 28 Feb 2099 12:00:00 GMT"}, {}),
        ({"Last_Modified": "yesterday"}, {}),
        ({"ETag": '"\u00e9"'}, {}),
        ({}, {}),
    ],
)
def test_only_validators_that_a_server_may_be_asked_with_are_sent(home, headers, conditions):
    archived(home, **headers)
    assert asked(home) == conditions


def test_nothing_is_asked_conditionally_that_the_log_cannot_give_back(home):
    location = archived(home, ETag='"a"')
    assert asked(home) == {"If-None-Match": '"a"'}
    assert (asked(home, role=None), asked(home, URL + "?other")) == ({}, {})
    path = home.warc / location.file
    whole = path.read_bytes()
    path.write_bytes(whole[: location.offset + 30])
    assert asked(home) == {}
    path.unlink()
    assert asked(home) == {}


def test_the_last_answer_that_brought_the_page_counts(home):
    archived(home, ETag='"old"')
    archived(home, ETag='"new"', body=b"<p>other</p>", when=THEN + timedelta(days=1))
    archived(home, status=503, ETag='"error"', when=THEN + timedelta(days=2))
    assert asked(home) == {"If-None-Match": '"new"'}


def test_a_304_that_nobody_asked_for_is_no_page(home):
    archived(home)  # no validators
    request = Request(URL, meta={"role": "page"})
    known = KnownCaptures(home).condition(request)
    assert known.revisit(request, Response(URL, status=304)) is None


def test_what_comes_back_for_a_304_is_the_archived_page_with_newer_headers(home):
    archived(home, body=gzip.compress(b"<p>words</p>"), ETag='"a"', Content_Encoding="gzip", X_Robots_Tag="all")
    request = Request(URL, meta={"role": "page"})
    known = KnownCaptures(home).condition(request)
    answer = Response(URL, status=304, headers={"X-Robots-Tag": "noai", "Content-Length": "0"}, request=request)
    assert known.revisit(request, answer).not_modified
    restored = known.restored(answer)
    assert (restored.status, gzip.decompress(restored.body)) == (200, b"<p>words</p>")
    assert restored.headers["X-Robots-Tag"] == b"noai"
    assert restored.headers["Content-Encoding"] == b"gzip"
    assert not known.has_headers(restored)


def test_a_reservation_made_since_makes_the_revisit_a_capture_of_its_own(home):
    first = archived(home, ETag='"a"')
    KnownCaptures(home)
    request = Request(URL, meta={"role": "page"})
    known = KnownCaptures(home).condition(request)
    with WarcWriter(home.warc, operation="crawl") as writer:
        for day, headers in ((1, []), (2, [("X-Robots-Tag", "noai")])):
            answer = Response(URL, status=304)
            exchange = Exchange(
                url=URL,
                status=304,
                response_headers=[("ETag", '"a"'), *headers],
                fetched_at=THEN + timedelta(days=day),
                revisit=known.revisit(request, answer),
            )
            writer.write_exchange(exchange)
        path = writer.path
    CaptureIndex(home).update()
    quiet, reserved = [page for page in read_pages(path) if isinstance(page, Page)]
    assert (quiet.unchanged, quiet.body) == (True, b"<p>words</p>")
    assert (reserved.unchanged, reserved.header("x-robots-tag")) == (False, "noai")
    assert read_page_at(home.warc / first.file, first.offset).unchanged is False


def test_a_page_that_came_back_is_a_capture_of_its_own(home):
    """A, then B, then A again: only the newest capture makes a revisit unchanged."""
    a = archived(home, body=b"<p>A</p>")
    archived(home, body=b"<p>B</p>", when=THEN + timedelta(days=1))
    known = KnownCaptures(home)._find(URL)
    answer = Response(URL, status=200, body=b"<p>A</p>")
    assert known.revisit(Request(URL), answer) is None
    assert known.location.payload_digest != a.payload_digest


def test_our_file_alone_says_that_a_revisit_cannot_be_resolved(home, tmp_path):
    with Site(3) as site:
        crawl(site, home)
        crawl(site, home)
    reasons = set()
    for path in home.warc_files():
        alone = tmp_path / path.name
        alone.write_bytes(path.read_bytes())
        reasons |= {found.reason for found in read_pages(alone) if isinstance(found, Skipped)}
    assert "revisit_unresolved" in reasons


def test_warcio_finds_the_revisits_whole(home):
    with Site(3) as site:
        crawl(site, home)
        crawl(site, home)
    for path in home.warc_files():
        done = forked.run(["-c", "from warcio.cli import main; main()", "check", str(path)])
        assert (done.returncode, done.stdout) == (0, "")

from __future__ import annotations

import time
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

from junket.crawlers.archive.exchange import Exchange
from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.home import Home
from junket.crawlers.site import site_file
from junket.exports.catalogue import shard as shard_module
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.rebuild import catch_up, log_bytes, rebuild
from junket.exports.dataset.dataset import publish

SENTENCES = " ".join(f"The crew waited for the fog on day {day}, and nobody complained." for day in range(12))
SITE_RULES = 'domain = "film.example"\nverified = false\n'


def page(number: int, words: str = SENTENCES) -> bytes:
    return (
        f"<html><head><title>Fog, part {number}</title><meta property='og:type' content='article'></head><body>"
        f"<article><h1>Fog, part {number}</h1><p>{words}</p><p>Part {number} ends here.</p></article></body></html>"
    ).encode()


def exchange(path: str, body: bytes, *, day: int = 1, status: int = 200, media_type: str = "text/html") -> Exchange:
    return Exchange(
        url=f"https://film.example{path}",
        status=status,
        response_headers=[("Content-Type", media_type)],
        body=body,
        fetched_at=datetime(2024, 5, day, 12, 30, 15, 250_000, tzinfo=UTC),
        robots="allowed",
    )


@pytest.fixture
def log(home):
    """Writes exchanges to a WARC file of their own in the home."""

    def write(*exchanges: Exchange, operation: str = "crawl") -> str:
        with WarcWriter(home.warc, operation=operation) as writer:
            places = [writer.write_exchange(each) for each in exchanges]
        return places[0].file

    return write


def rows(home: Home) -> list[dict]:
    return pq.read_table(home.dataset / "latest" / "documents").to_pylist()


def test_captures_become_records_with_their_place_in_the_log(home, log):
    file = log(exchange("/fog-1", page(1)), exchange("/fog-2", page(2)))
    done = catch_up(home)
    publish(home)
    assert (done.captures, done.records) == (2, 2)
    found = rows(home)
    assert [row["title"] for row in found] == ["Fog, part 1", "Fog, part 2"]
    assert {row["warc_file"] for row in found} == {file}
    assert found[0]["fetched_at"] == datetime(2024, 5, 1, 12, 30, 15, 250_000, tzinfo=UTC)
    assert found[0]["robots"] == "allowed"
    assert found[0]["warc_record_id"].startswith("urn:uuid:")


def test_what_is_no_page_is_skipped_and_what_is_no_article_has_its_reason(home, log):
    rss = b"<?xml version='1.0'?><!-- a feed --><rss version='2.0'><channel><title>Fog</title></channel></rss>"
    log(
        exchange("/robots.txt", b"User-agent: *\n", media_type="text/plain"),
        exchange("/moved", b"moved", status=301),
        exchange("/gone", page(3), status=404),
        exchange("/feed", rss),
        exchange("/map.xml", b"\xef\xbb\xbf<urlset xmlns='x'><url/></urlset>", media_type="text/xml"),
        exchange("/photo", b"\x89PNG\r\n\x1a\n0000", media_type="image/png"),
    )
    done = catch_up(home)
    assert done.records == 0
    assert dict(done.skipped) == {"robots_txt": 1, "redirect": 1}
    assert dict(done.rejected) == {"not_found": 1, "not_html": 3}


def test_a_second_catch_up_finds_nothing_new_and_a_third_only_what_is_new(home, log):
    log(exchange("/fog-1", page(1)))
    assert catch_up(home).captures == 1
    assert catch_up(home).captures == 0
    log(exchange("/fog-2", page(2)))
    assert catch_up(home).captures == 1


def test_rebuild_gives_the_same_bytes_again(home, log):
    log(*(exchange(f"/fog-{number}", page(number)) for number in range(1, 9)))
    _, first = rebuild(home)
    done, again = rebuild(home)
    assert done.records == 8
    assert not again.fresh
    assert again.snapshot.files == first.snapshot.files


def test_rebuild_mends_a_lost_or_damaged_catalogue(home, log):
    log(exchange("/fog-1", page(1)))
    rebuild(home)
    path = home.state / "catalogue.sqlite"
    for damage in (lambda: path.write_bytes(b"nothing of the kind" * 400), path.unlink):
        for leftover in home.state.glob("catalogue.sqlite-*"):
            leftover.unlink()
        damage()
        done, published = rebuild(home)
        assert done.records == 1
        assert not published.fresh


def test_a_changed_page_is_a_new_revision(home, log):
    log(exchange("/fog-1", page(1), day=1))
    log(exchange("/fog-1", page(1), day=2))
    log(exchange("/fog-1", page(1, "All of it was rewritten later. " * 20), day=3))
    rebuild(home)
    assert [(row["revision"], row["fetched_at"].day) for row in rows(home)] == [(1, 1), (2, 3)]


def test_a_torn_end_is_told_and_read_again_when_the_file_has_grown(home, log):
    name = log(exchange("/fog-1", page(1)), exchange("/fog-2", page(2)))
    path = home.warc / name
    whole = path.read_bytes()
    torn = len(whole) - 900
    path.write_bytes(whole[:torn])
    done = catch_up(home)
    assert done.records == 1
    assert list(done.problems) == [name]
    with Catalogue(home) as catalogue:
        assert list(catalogue.problems()) == [name]
    path.write_bytes(whole)
    done = catch_up(home)
    assert (done.captures, done.records, done.problems) == (1, 1, {})
    with Catalogue(home) as catalogue:
        assert catalogue.problems() == {}


def test_pages_asked_for_by_name_are_kept_and_a_crawls_are_judged(home, log):
    listing = b"<html><title>All talks</title><body><h1>All talks</h1><ul>" + b"".join(
        b"<li><a href='/talk-%d'>Talk number %d about the fog</a></li>" % (n, n) for n in range(30)
    )
    log(exchange("/talks/", listing), operation="scrape")
    log(exchange("/more-talks/", listing), operation="crawl")
    done = catch_up(home)
    assert done.records == 1
    assert done.rejected.total() == 1


def test_new_site_rules_derive_the_sites_records_again(home, log):
    log(exchange("/fog-1", page(1)))
    catch_up(home)
    publish(home)
    assert rows(home)[0]["site_rules_version"] is None
    (home.site_overrides / "film.example.toml").write_text(SITE_RULES)
    site_file._by_host.cache_clear()  # a process reads the site files once
    assert catch_up(home).captures == 1
    publish(home)
    assert rows(home)[0]["site_rules_version"] is not None


def test_a_page_that_breaks_the_extractor_does_not_end_the_rebuild(home, log, monkeypatch):
    log(exchange("/fog-1", page(1)), exchange("/fog-2", page(2)))
    verdict = shard_module.verdict

    def broken(found, site):
        if found.url.endswith("fog-1"):
            raise ZeroDivisionError("inside")
        return verdict(found, site)

    monkeypatch.setattr(shard_module, "verdict", broken)
    done = catch_up(home)
    assert (done.records, dict(done.rejected)) == (1, {"internal_error": 1})
    assert done.broken == ["https://film.example/fog-1: ZeroDivisionError: inside"]
    monkeypatch.undo()
    done = catch_up(home)
    assert (done.captures, done.records, done.broken) == (1, 1, [])


def test_a_line_made_to_keep_a_pattern_busy_costs_its_page_and_no_other_anything(home, log):
    lines = ("CCC 1° C " * 6 + "#", "Almaty +12° Bern -3° " * 2 + "x", "a" * 59 + "°")
    hostile = page(1).replace(b"</article>", "".join(f"<p>{line}</p>" for line in lines).encode() + b"</article>")
    log(exchange("/fog-1", hostile), exchange("/fog-2", page(2)))
    begun = time.process_time()
    done = catch_up(home)
    publish(home)
    assert (done.records, done.broken, len(rows(home))) == (2, [], 2)
    assert time.process_time() - begun < 20


def test_progress_ends_at_the_size_of_the_log(home, log):
    log(*(exchange(f"/fog-{number}", page(number)) for number in range(1, 4)))
    told = []
    catch_up(home, lambda counts: told.append(dict(counts)))
    done = [counts["done"] for counts in told]
    assert done == sorted(done)
    assert done[-1] == log_bytes(home)
    assert told[-1]["records"] == 3

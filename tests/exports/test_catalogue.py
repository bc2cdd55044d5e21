from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

import pytest

from junket.crawlers.database import DatabaseDamaged
from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home
from junket.crawlers.site.site import Site
from junket.exports.catalogue.catalogue import Catalogue
from junket.pipelines.record.record import Rejected

SITE = Site.for_domain("film.example")


def at(day: int) -> datetime:
    return datetime(2024, 5, day, tzinfo=UTC)


def revisions(home: Home) -> list[tuple[str, int, str]]:
    with Catalogue(home) as catalogue:
        return [(each.id[-1], each.revision, each.content_hash) for each in catalogue.revisions()]


def test_a_record_comes_back_whole(home, a_record, store):
    store(home, a_record())
    with Catalogue(home) as catalogue:
        assert list(catalogue.revisions()) == [a_record()]


def test_a_capture_is_filed_once(home, a_record):
    with Catalogue(home) as catalogue:
        assert catalogue.add("a", 1, a_record(), SITE)
        assert not catalogue.add("a", 1, Rejected("u", "empty"), SITE)
        assert catalogue.counts() == (1, 1, {})


def test_rejections_are_counted_by_reason(home, a_record):
    with Catalogue(home) as catalogue:
        catalogue.add("a", 1, Rejected("https://x.example/", "not_found", "status 404"), SITE)
        catalogue.add("a", 2, Rejected("https://x.example/b", "not_found"), SITE)
        catalogue.add("a", 3, a_record(), SITE)
        assert catalogue.counts() == (3, 1, {"not_found": 2})
        assert catalogue.known("a") == {1, 2, 3}
        assert catalogue.known("b") == set()


def test_same_content_is_the_same_revision_with_the_first_captures_provenance(home, a_record, store):
    store(
        home,
        a_record(warc_offset=900, fetched_at=at(3), content_hash="x"),
        a_record(warc_offset=500, fetched_at=at(1), content_hash="x"),
    )
    with Catalogue(home) as catalogue:
        [only] = catalogue.revisions()
    assert (only.revision, only.warc_offset) == (1, 500)


def test_a_change_and_a_change_back_are_three_revisions(home, a_record, store):
    store(
        home,
        a_record(warc_offset=1, fetched_at=at(1), content_hash="x"),
        a_record(warc_offset=2, fetched_at=at(2), content_hash="y"),
        a_record(warc_offset=3, fetched_at=at(3), content_hash="x"),
    )
    assert revisions(home) == [("1", 1, "x"), ("1", 2, "y"), ("1", 3, "x")]


def test_revisions_do_not_hang_on_the_order_of_filing(home, tmp_path, a_record, store):
    captures = [a_record(warc_offset=day, fetched_at=at(day), content_hash=str(day % 2)) for day in range(1, 9)]
    other = Home.create(tmp_path / "other")
    store(home, *captures)
    store(other, *reversed(captures))
    assert revisions(home) == revisions(other)


def test_captures_of_one_document_stay_together_when_only_some_print_a_canonical_url(home, a_record, store):
    store(
        home,
        a_record(1, warc_offset=1, fetched_at=at(1), content_hash="x", canonical_url=""),
        a_record(2, warc_offset=2),
        a_record(1, warc_offset=3, fetched_at=at(2), content_hash="y"),
    )
    assert revisions(home) == [("1", 1, "x"), ("1", 2, "y"), ("2", 1, "sha256:2")]


def test_documents_are_sorted_by_site_then_canonical_url(home, a_record, store):
    addresses = [
        ("b.example", "https://b.example/1"),
        ("a.example", "https://a.example/2"),
        ("a.example", "https://a.example/1"),
    ]
    for number, (site, url) in enumerate(addresses, 1):
        store(home, a_record(number, site=site, canonical_url=url))
    with Catalogue(home) as catalogue:
        assert [each.canonical_url for each in catalogue.revisions()] == sorted(url for _, url in addresses)


def test_other_rules_or_another_extractor_make_an_outcome_stale(home):
    url = "https://film.example/talks/1"
    with Catalogue(home) as catalogue:
        catalogue.add("a", 1, Rejected(url, "empty"), SITE)
        catalogue.add("b", 1, Rejected("https://other.example/", "empty"), Site.for_domain("other.example"))
        for name in "ab":
            catalogue.mark_scanned(name, (10, 1), [])
        assert catalogue.forget_stale(lambda _: None) == 0
        assert catalogue.forget_stale(lambda each: "rules-2" if "film" in each else None) == 1
        assert (catalogue.scanned_bytes("a"), catalogue.scanned_bytes("b")) == (None, 10)
    with sqlite3.connect(home.state / "catalogue.sqlite") as db:
        db.execute("UPDATE captures SET extractor_version = '0.0.0'")
    with Catalogue(home) as catalogue:
        assert catalogue.forget_stale(lambda _: None) == 1


def test_what_could_not_be_read_is_remembered(home):
    with Catalogue(home) as catalogue:
        catalogue.mark_scanned("a", (10, 1), ["offset 3: torn"])
        catalogue.mark_scanned("b", (10, 1), [])
        assert catalogue.problems() == {"a": ["offset 3: torn"]}


def test_wild_strings_are_stored(home, a_record, store):
    store(home, a_record(title="a \ud800 b \0 c", url="\udcff"))
    with Catalogue(home) as catalogue:
        [found] = catalogue.revisions()
    assert found.title == "a ? b \0 c"


def test_a_file_of_another_layout_is_emptied(home, a_record, store):
    store(home, a_record())
    with sqlite3.connect(home.state / "catalogue.sqlite") as db:
        db.execute("PRAGMA user_version = 999")
    with Catalogue(home) as catalogue:
        assert catalogue.counts() == (0, 0, {})


def test_a_damaged_file_is_named_with_its_remedy(home):
    (home.state / "catalogue.sqlite").write_bytes(b"no database at all " * 500)
    with pytest.raises(DatabaseDamaged, match=r"catalogue.sqlite: .*junket rebuild"):
        Catalogue(home)


def test_readonly_makes_nothing(tmp_path):
    home = Home(tmp_path)
    with Catalogue(home, readonly=True) as catalogue:
        assert catalogue.counts() == (0, 0, {})
    assert list(tmp_path.iterdir()) == []


def test_readonly_reads_and_does_not_write(home, a_record, store):
    store(home, a_record())
    with Catalogue(home, readonly=True) as catalogue:
        assert catalogue.counts() == (1, 1, {})
        with pytest.raises(HomeProblem, match="permissions"):
            catalogue.clear()

"""A home that is crawled again and again: what is new is found at once, what changed soon, what stands costs little."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from changing_site import Site
from test_conditional import archived, crawl

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.frontier.entry import document_key
from junket.crawlers.home import Home
from junket.crawlers.revisit.visits import FILE_NAME, Visits
from junket.exports.catalogue.rebuild import catch_up, rebuild
from junket.exports.dataset.dataset import publish

URL = "https://film.example/films/talk-1-about-bread"
THEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
TALK = "".join(f"<p><b>Where did scene {n} begin?</b></p><p>{'It began in the kitchen. ' * 12}</p>" for n in range(6))


@pytest.fixture
def home(tmp_path):
    return Home.create(tmp_path / "home")


def html(words):
    head = "<title>A talk about bread</title><meta property='article:published_time' content='2026-02-01'>"
    article = f"<h1>A talk about bread</h1><p>By Ada Example</p><p>{words}</p>{TALK}"
    return f"<html><head>{head}</head><body><article>{article}</article></body></html>".encode()


def visits_of(home, *urls):
    with Visits(home, readonly=True) as visits:
        return [visits.find(url) for url in urls]


def documents(home):
    return pq.read_table(home.dataset / "latest" / "documents").to_pylist()


@pytest.mark.parametrize("lastmod", ["absent", "honest"])
def test_edits_are_found_within_three_runs_and_additions_in_the_first(home, lastmod):
    with Site(45, lastmod=lastmod) as site:
        first = crawl(site, home)
        assert (first["new"], first["changed"]) == (45, 0)
        quiet = crawl(site, home)
        assert (quiet["new"], quiet["changed"], quiet["snapshot"]["rows"]) == (0, 0, 45)
        site.edit(3, 20, 41)
        site.add(2)
        later = [crawl(site, home)]
        assert later[0]["new"] == 2
        if lastmod == "absent":
            later += [crawl(site, home), crawl(site, home)]
        assert sum(run["changed"] for run in later) == 3
        assert later[-1]["snapshot"]["rows"] == 50
        assert site.by_status()[200] <= 10


def test_what_moved_and_what_is_gone_is_said_and_nothing_is_deleted(home):
    with Site(9) as site:
        crawl(site, home)
        site.gone[2] = 410
        site.moved[3] = site.url(9)
        last = crawl(site, home, "--recheck")
        assert (last["gone"], last["snapshot"]["rows"]) == (0, 9)
        rows = {row["url"]: row for row in documents(home)}
        assert rows[site.url(3)]["moved_to"] == site.url(9)
        assert rows[site.url(2)]["gone_at"] is None  # missed once
        assert rows[site.url(2)]["last_checked"] > rows[site.url(2)]["last_seen"]
        assert rows[site.url(5)]["first_seen"] <= rows[site.url(5)]["last_seen"]


def test_a_page_is_gone_in_the_dataset_after_two_misses_days_apart(home):
    archived(home, url=URL, body=html("First."), when=THEN)
    archived(home, url=URL, status=404, when=THEN + timedelta(days=3))
    archived(home, url=URL, status=410, when=THEN + timedelta(days=9))
    catch_up(home)
    publish(home)
    [row] = documents(home)
    assert (row["first_seen"], row["last_seen"]) == (THEN, THEN)
    assert (row["gone_at"], row["last_checked"]) == (THEN + timedelta(days=3), THEN + timedelta(days=9))


def test_visits_are_the_same_in_whatever_order_the_files_come(home, tmp_path):
    """Twelve captures of two pages, each in a file of its own, are caught up with in two ways, and rebuilt."""
    chance = random.Random(7)
    other = Home.create(tmp_path / "other")
    urls = [URL, URL + "-2"]
    for day in range(6):
        for url in urls:
            status = chance.choice([200, 200, 404, 503, 301])
            archived(home, url=url, body=html(chance.choice("AB")), status=status, when=THEN + timedelta(days=3 * day))
    catch_up(home)
    expected = visits_of(home, *urls)
    assert None not in expected
    paths = home.warc_files()
    chance.shuffle(paths)
    for path in paths:
        (other.warc / path.name).write_bytes(path.read_bytes())
        catch_up(other)
    assert visits_of(other, *urls) == expected
    rebuild(other)
    assert visits_of(other, *urls) == expected
    (other.state / FILE_NAME).unlink()
    catch_up(other)
    assert visits_of(other, *urls) == expected


def test_a_visit_has_one_row_for_all_spellings(home):
    archived(home, url=URL, body=html("First."), when=THEN)
    archived(home, url=URL.replace("https:", "http:"), body=html("First."), when=THEN + timedelta(days=1))
    catch_up(home)
    [row] = visits_of(home, URL)
    assert (row.key, row.visit.checks) == (document_key(URL), 1)
    assert row.visit.url.startswith("http:")


def test_a_home_without_visits_gets_them_before_it_is_crawled(home):
    with Site(9) as site:
        crawl(site, home)
        (home.state / FILE_NAME).write_bytes(b"no database" * 500)
        again = crawl(site, home)
        assert (again["new"], again["records"]) == (0, 0)


def test_the_index_of_a_file_is_read_alone(home):
    first = archived(home, url=URL, when=THEN)
    archived(home, url=URL, when=THEN + timedelta(days=1))
    index = CaptureIndex(home)
    index.update()
    found = [capture.file for captures in index.of_files({first.file}) for capture in captures]
    assert found == [first.file]

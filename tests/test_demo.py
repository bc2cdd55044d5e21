"""The demo: its sites serve what they should, its check finds what is wrong, and the whole command passes."""

import os
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from junket.exports.demo.check import CALENDAR_BOUND, problems, read_back
from junket.exports.demo.film_site import SITES, load_site
from junket.exports.demo.server import RunningSite, serve, serve_all


def get(running, path):
    with urlopen(f"http://{running.host}{path}", timeout=10) as answer:
        return answer


def read(running, path):
    with urlopen(f"http://{running.host}{path}", timeout=10) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def sites():
    with serve_all() as running:
        yield dict(zip(SITES, running, strict=True))


class TestSites:
    @pytest.mark.parametrize("name", SITES)
    def test_every_article_is_served_with_its_words(self, sites, name):
        running = sites[name]
        for article in running.site.article:
            if article.gzip:
                continue
            html = read(running, running.site.path(article)).decode(article.charset)
            assert all(line.text.partition("'")[0].partition('"')[0] in html for line in running.site.lines(article))

    @pytest.mark.parametrize("name", SITES)
    def test_articles_are_on_listings_or_in_a_map_or_feed_only(self, sites, name):
        site = sites[name].site
        listed = b"".join(read(sites[name], path) for path in self.listings(site))
        for article in site.article:
            assert (site.path(article).encode() in listed) is not (article.only_in_sitemap or article.only_in_feed)

    @staticmethod
    def listings(site):
        firsts = [site.listing_path.format(section=section) for section in site.listings]
        seconds = [site.listing_path.format(section=site.listings[0]) + site.next_page.format(number=2)]
        thirds = [site.listing_path.format(section=site.listings[0]) + site.next_page.format(number=3)]
        return (
            firsts + seconds + (thirds if len(site.article) > 9 else [])
            if site.template != "review"
            else firsts + seconds
        )

    def test_one_page_is_packed_and_one_is_in_another_charset(self, sites):
        articles = sites["dala"].site.article
        assert [article.charset for article in articles].count("windows-1251") == 1
        packed = next(article for article in articles if article.gzip)
        assert read(sites["dala"], sites["dala"].site.path(packed)).startswith(b"\x1f\x8b")

    def test_a_redirect_and_a_dead_link(self, sites):
        assert (
            get(sites["quarter"], "/?p=2203").geturl().endswith("/interview/neighbour-spotlight-meet-lior-castellan/")
        )
        with pytest.raises(HTTPError, match="404"):
            read(sites["quarter"], sites["quarter"].site.dead_links[0])

    def test_the_calendar_never_ends(self, sites):
        assert b"/calendar/2031/01/" in read(sites["lantern"], "/calendar/2030/12/")

    def test_the_redesign_changed_the_markup(self, sites):
        site = sites["lantern"].site
        old = [article for article in site.article if article.date < site.redesign]
        assert len(old) == 3
        assert all(b"<font" in read(sites["lantern"], site.path(article)) for article in old)

    def test_sitemaps_are_found_through_robots_or_an_index(self, sites):
        assert b"/maps/articles.xml" in read(sites["lantern"], "/robots.txt")
        assert b"/sitemap-2.xml.gz" in read(sites["dala"], "/sitemap.xml")


def good_row(running, article):
    """A row as a right record of that article has it."""
    site = running.site
    lost = article.body.count("?- ")
    turns = [{"role": role, "answer_missing": place < lost} for place, role in enumerate(site.turns(article))]
    facts = {name: value for name, value in asdict(article).items() if name in {"kind", "title", "language"}}
    return facts | {
        "canonical_url": f"http://{running.host}{site.path(article)}",
        "site": running.host,
        "date": article.date,
        "authors": [article.author] if article.author else [],
        "text": site.text(article),
        "turns": turns,
    }


class TestCheck:
    @pytest.fixture
    def running(self):
        return RunningSite(load_site("lantern"), "127.0.0.1:1")

    @pytest.fixture
    def rows(self, running):
        return [good_row(running, article) for article in running.site.article]

    def test_right_rows_have_no_problems(self, running, rows):
        assert problems(rows, [running]) == []

    @pytest.mark.parametrize(
        ("change", "complaint"),
        [
            ({"text": "A word of somebody else."}, "not of the article"),
            ({"kind": "other"}, "kind is 'other'"),
            ({"date": None}, "date is None"),
            ({"date": date(2001, 2, 3)}, "date is '2001-02-03'"),
            ({"text": ""}, "lost from the article"),
            ({"turns": []}, "turns, not 11"),
        ],
    )
    def test_a_wrong_row_is_told(self, running, rows, change, complaint):
        rows[0] |= change
        assert complaint in "\n".join(problems(rows, [running]))

    def test_chrome_in_a_text_is_told(self, running, rows):
        rows[1]["text"] += "\n\nYou may also enjoy"
        assert "not of the article: 'You may also enjoy'" in problems(rows, [running])[0]

    def test_a_missing_record_is_told(self, running, rows):
        assert "no record" in problems(rows[1:], [running])[0]

    def test_a_record_too_many_is_told(self, running, rows):
        extra = rows[0] | {"canonical_url": "http://127.0.0.1:1/write-to-us/"}
        assert "what is no article" in problems([*rows, extra], [running])[0]

    @pytest.mark.parametrize(
        ("asked", "complaint"),
        [
            (["/members/archive/"], "robots.txt disallows"),
            ([f"/calendar/{year}/01/" for year in range(2000, 2001 + CALENDAR_BOUND)], "endless calendar"),
            (["/feed/", "/feed/"], "more than once"),
        ],
    )
    def test_a_trespass_is_told(self, running, rows, asked, complaint):
        running.asked.extend(asked)
        assert complaint in problems(rows, [running])[0]

    def test_only_the_rows_of_these_sites_are_read_back(self, running, rows, tmp_path):
        other = rows[0] | {"site": "127.0.0.1:2"}
        table = pa.Table.from_pylist([{"site": row["site"], "date": row["date"]} for row in [*rows, other]])
        pq.write_table(table, tmp_path / "part.parquet")
        assert len(read_back(tmp_path, [running])) == len(rows)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "junket", "demo", "--home", "home"]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=110, check=False)
    return done, folder / "home"


class TestCommand:
    def test_everything_is_as_it_should_be(self, demo):
        done, _ = demo
        assert done.stderr.count("\n") <= 1, done.stderr
        assert done.returncode == 0

    def test_the_table_and_the_places_are_shown(self, demo):
        done, home = demo
        assert "34 records: 20 interviews" in done.stdout
        for path in ("dataset/latest/documents", "state/ledger.sqlite", ".warc.gz"):
            assert path in done.stdout
        assert list((home / "warc").glob("crawl-*.warc.gz"))

    def test_absences_are_counted_with_their_reasons(self, demo):
        done, _ = demo
        for reason in ("not_an_article", "not_found", "robots"):
            assert reason in done.stdout


def test_a_site_is_gone_after_its_block():
    with serve(load_site("quarter")) as running:
        assert read(running, "/robots.txt")
    with pytest.raises(OSError, match="refused"):
        read(running, "/robots.txt")

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.page import Page
from junket.crawlers.site.scaffold import place_for, scaffold
from junket.crawlers.site.site import Selectors, Site
from junket.crawlers.site.site_check import check_page, unmatched
from junket.crawlers.site.site_file import parse_site

HTML = """<html lang="kk"><head><title>Film "news"</title>
<link rel="alternate" type="application/rss+xml" href="/feed">
<link rel="alternate" type="application/rss+xml" href="/comments/feed">
</head><body><div class="text"><p>Ada makes bread.</p></div><p>Rates  today: 1</p>
<a href="/interview/ada">Ada</a><a href="/tag/film/">film</a><a href="https://other.example/x">x</a></body></html>"""


def page(body: str = HTML, url: str = "https://www.film.example/news/", **more) -> Page:
    return Page(url=url, body=body.encode(), status=200, **more)


def test_a_scaffold_says_what_was_seen_and_nothing_else():
    robots = page("Sitemap: /maps/all.xml\nSitemap: ftp://x.example/\n", "https://www.film.example/robots.txt")
    domain, text = scaffold(page(), robots, None)
    site = parse_site(text.encode(), "x")
    assert domain == site.domain == "film.example"
    assert site.name == 'Film "news"'
    assert (site.language, site.verified, site.selectors, site.article) == ("kk", False, (), ())
    assert site.start == ("https://www.film.example/news/",)
    assert site.feeds == ("https://www.film.example/feed",)
    assert site.sitemaps == ("https://www.film.example/maps/all.xml",)
    assert "#   https://www.film.example/interview/ada" in text
    assert "other.example" not in text


def test_the_usual_sitemap_counts_only_if_it_is_one():
    url = "https://www.film.example/sitemap.xml"
    real = page("<urlset><url><loc>https://www.film.example/a</loc></url></urlset>", url)
    assert f'sitemaps = ["{url}"]' in scaffold(page(), None, real)[1]
    assert "sitemaps" not in scaffold(page(), None, page("<html>all is well</html>", url))[1]


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=10))
def test_a_scaffold_of_a_wild_page_is_a_site_file(title, language):
    body = f"<html lang='{language}'><title>{title}</title><meta property='og:site_name' content='{title}'>"
    found = Page(url="http://127.0.0.1:8000/", body=body.encode("utf-8", "surrogatepass"), status=200)
    domain, text = scaffold(found)
    assert parse_site(text.encode(), "x").domain == domain == "127.0.0.1:8000"


def test_a_page_without_an_address_has_no_site():
    with pytest.raises(UsageProblem, match="no http"):
        scaffold(page(url=""))


def test_a_file_goes_into_the_home_or_the_checkout(tmp_path):
    assert place_for("a.example", Home(tmp_path)) == tmp_path / "overrides" / "sites" / "a.example.toml"
    assert place_for("127.0.0.1:80", None).name == "127.0.0.1_80.toml"
    assert place_for("a.example", None).parent.name == "sites"


SITE = Site(
    domain="film.example",
    article=("/interview/[a-z]+$", r"/\d{9}$"),
    listing=("/tag/",),
    selectors=(
        Selectors(valid_from=date(2010, 1, 1), content="div.old"),
        Selectors(valid_from=date(2020, 1, 1), content="div.text > p", title="h1", strip=("p",)),
    ),
    boilerplate=("rates today", "Weather"),
)


def test_each_rule_is_tried_and_what_matches_nothing_is_named():
    found = check_page(SITE, page())
    counts = {(match.key, match.rule): match.count for match in found}
    assert counts == {
        ("article", "/interview/[a-z]+$"): 1,
        ("article", r"/\d{9}$"): 0,
        ("listing", "/tag/"): 1,
        ("selectors[2].content", "div.text > p"): 1,
        ("selectors[2].title", "h1"): 0,
        ("selectors[2].strip", "p"): 2,
        ("boilerplate", "rates today"): 1,
        ("boilerplate", "Weather"): 0,
    }
    assert [match.rule for match in unmatched(found)] == [r"/\d{9}$", "h1", "Weather"]
    samples = {match.rule: match.sample for match in found}
    assert samples["div.text > p"] == "Ada makes bread."
    assert samples["/interview/[a-z]+$"] == "https://www.film.example/interview/ada"


def test_a_rule_is_fine_when_one_of_the_pages_has_it():
    other = page("<h1>Ada</h1><p>Weather: fog</p><a href='/123456789'>x</a>")
    assert unmatched([*check_page(SITE, page()), *check_page(SITE, other)]) == []


def test_a_page_is_tried_with_the_selectors_of_its_day():
    old = page(fetched_at=datetime(2015, 5, 5, tzinfo=UTC))
    assert [match.key for match in check_page(SITE, old) if "selectors" in match.key] == ["selectors[1].content"]


@settings(deadline=None)
@given(st.binary(max_size=100))
def test_wild_pages_are_checked_too(body):
    assert len(check_page(SITE, Page(url="https://film.example/", body=body))) >= 3


def test_a_phrase_may_begin_inside_a_link_or_on_a_line_of_a_dump():
    site = Site(domain="film.example", boilerplate=("Tell us more: we read all",), article=("/talk/",))
    html = "<div><p><a href='/x'>Tell us more:</a> we <b>read</b> all of it.</p></div>"
    assert [match.count for match in check_page(site, page(html)) if match.key == "boilerplate"] == [1]
    dump = Page(url="", body=b"A talk\n\nTell us more: we read all of it.\n", media_type="text/plain", charset="utf-8")
    assert [(match.key, match.count) for match in check_page(site, dump)] == [("boilerplate", 1)]

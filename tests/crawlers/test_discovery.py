from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.discovery.discovery import classify, sure_listing
from junket.crawlers.discovery.link_words import is_next_text
from junket.crawlers.discovery.series import MAX_BARREN, SeriesWatch, listing_of
from junket.crawlers.discovery.traps import MAX_DEPTH, trap
from junket.crawlers.ledger.drop import BoundReason
from junket.crawlers.site.site import Site

BASE = "https://film.example"
KINDS = {
    "/": "listing:home",
    "/en/": "listing:home",
    "/kaz": "listing:home",
    "/ada": "listing:section",
    "/index.html": "listing:home",
    "/news/page/2/": "listing:pagination",
    "/news/?PAGEN_1=3": "listing:pagination",
    "/kino/?page=2": "listing:pagination",
    "/2015/09/": "listing:calendar",
    "/calendar?month=5&year=2031": "listing:calendar",
    "/tag/a-very-long-tag-of-many-words/": "listing:listing_word",
    "/author/ada-lind/": "listing:listing_word",
    "/?s=bread": "listing:listing_word",
    "/topics/film/": "listing:weak_listing_word",
    "/topics/film/the-best-films-of-the-year": "article:slug",
    "/archive/63076": "article:number",
    "/film/why-bread-makes-good-films/2025/11": "article:slug",
    "/kino/": "listing:section",
    "/about-us": "listing:section",
    "/2015/09/29/bread": "article:date_in_path",
    "/archive/2015/09/bread/": "article:date_in_path",
    "/2015-09-29/bread.html": "article:date_in_path",
    "/ada-lind-talks-about-bread": "article:slug",
    "/kino/novyy-film-262278/": "article:slug",
    "/interview/ada-lind/": "article:article_word",
    "/kino/262278": "article:number",
    "/?p=123": "article:number",
    "/story.php?id=17": "article:number",
    "/x9/y": "other:shape",
    "/wp-login.php": "skip:machinery",
    "/bread/?replytocom=5": "skip:other_view",
    "/poster.JPG": "skip:no_page",
}


@pytest.mark.parametrize(("path", "expected"), KINDS.items())
def test_the_shape_of_a_url_says_what_it_is(path, expected):
    found = classify(BASE + path)
    assert f"{found.kind}:{found.why}" == expected


def test_a_headline_makes_a_short_address_an_article():
    assert classify(BASE + "/x/y", "Director talks about her new film of bread").why == "headline"
    assert classify(BASE + "/x/y", "监督谈她的新电影以及关于面包的故事").why == "headline"
    assert classify(BASE + "/x/y", "More news").kind == "listing"


def test_a_sites_patterns_come_first():
    site = Site(domain="film.example", article=(r"/talk/\d+$",), listing=(r"/talk/?$",), deny=(r"/talk/13$",))
    assert classify(BASE + "/talk/12", site=site).why == "site:article"
    assert classify(BASE + "/talk/13", site=site).why == "site:deny"
    assert classify(BASE + "/talk/", site=site).why == "site:listing"
    # Where patterns say what an article is, nothing else is one.
    assert (
        classify(BASE + "/2015/09/29/bread-and-more-of-it", "A headline of more than five words", site).kind == "other"
    )
    assert classify(BASE + "/page/2/", site=site).kind == "listing"


def test_only_what_leaves_no_doubt_is_surely_a_listing():
    assert sure_listing(BASE + "/tag/film/")
    assert sure_listing(BASE + "/")
    assert not sure_listing(BASE + "/about-us")
    assert not sure_listing(BASE + "/interview/ada/")


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=30))
def test_wild_urls_and_texts_are_classified_too(path, text):
    assert classify("http://a.example/" + path, text).kind in ("article", "listing", "other", "skip")
    assert trap("http://a.example/" + path, "listing", 1) in {None, *get_args(BoundReason)}
    assert listing_of("http://a.example/" + path)


@pytest.mark.parametrize("text", ["Next »", " older\n posts", "Показать ещё", "КЕЛЕСІ БЕТ", "→", "下一页"])
def test_next_page_in_several_languages(text):
    assert is_next_text(text)


def test_a_headline_is_no_next_page():
    assert not is_next_text("Next of kin: a film review")


@pytest.mark.parametrize(
    ("url", "kind", "depth", "reason"),
    [
        (BASE + "/a/b/a/b/a/b", "other", 1, "repeated_segments"),
        (BASE + "/" + "x" * 2001, "other", 1, "url_too_long"),
        (BASE + "/s" * 21, "other", 1, "too_many_segments"),
        (BASE + "/x?" + "&".join(f"p{n}=1" for n in range(9)), "other", 1, "too_many_parameters"),
        (BASE + "/x", "other", MAX_DEPTH + 1, "too_deep"),
        (BASE + "/calendar/2199/05/", "listing", 1, "calendar_out_of_range"),
        (BASE + "/calendar/1931/05/", "listing", 1, "calendar_out_of_range"),
        (BASE + "/calendar/2015/05/", "listing", 1, None),
        (BASE + "/films-of-1931/", "article", 1, None),
        (BASE + "/2015/09/29/bread-and-salt", "article", MAX_DEPTH, None),
    ],
)
def test_traps_are_named(url, kind, depth, reason):
    assert trap(url, kind, depth) == reason


def test_a_series_that_brings_nothing_new_is_spent():
    watch = SeriesWatch()
    for page in range(MAX_BARREN):
        assert not watch.is_spent(f"{BASE}/calendar/2031/{page}/")
        watch.visited(f"{BASE}/calendar/2031/{page}/", [])
    assert watch.is_spent(f"{BASE}/calendar/2032/7/")
    assert not watch.is_spent(f"{BASE}/news/page/7/")


def test_a_series_that_goes_on_bringing_articles_goes_on():
    watch = SeriesWatch()
    for page in range(100):
        watch.visited(f"{BASE}/news/page/{page}/", [f"{BASE}/the-same-in-the-sidebar", f"{BASE}/article-{page}"])
    assert not watch.is_spent(f"{BASE}/news/page/100/")
    for page in range(100, 100 + MAX_BARREN):
        watch.visited(f"{BASE}/news/page/{page}/", [f"{BASE}/the-same-in-the-sidebar", f"{BASE}/article-99"])
    assert watch.is_spent(f"{BASE}/news/page/200/")


def test_pages_of_one_listing_are_one_listing():
    pages = ["/news/", "/news/page/2/", "/news/?page=3", "/news/4/", "/news?PAGEN_1=5"]
    assert len({listing_of(BASE + page) for page in pages}) == 1
    assert listing_of(BASE + "/news/?tag=film&page=2") != listing_of(BASE + "/news/?tag=bread&page=2")

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.discovery.links import MAX_LINKS, MAX_TEXT, asks_nofollow, read_links

URL = "https://film.example/news/"
PAGE = """<!doctype html><html lang="ru-KZ"><head><title> Film
 news</title><base href="/archive/">
<link rel="alternate" type="application/rss+xml" href="/feed" title="All">
<link rel="alternate" type="application/json" href="/wp-json/1">
<link rel="next" href="page2"><link rel="stylesheet" href="/a.css">
<meta property="og:site_name" content="Film Example">
</head><body>
<a href="one">  A talk
 with <b>Ada</b> </a>
<a href="//other.example/x" rel="NoFollow ugc">there</a>
<a href="javascript:void(0)">no</a><a href="">no</a><a>no</a><a href="http://[">no</a>
<a href="/pic"><img alt="A poster" src="p.jpg"></a>
</body></html>"""


def test_links_are_absolute_with_their_texts():
    found = read_links(PAGE.encode(), URL)
    assert [(link.url, link.text) for link in found.links] == [
        ("https://film.example/archive/page2", ""),
        ("https://film.example/archive/one", "A talk with Ada"),
        ("https://other.example/x", "there"),
        ("https://film.example/pic", "A poster"),
    ]
    assert "nofollow" in found.links[2].rel
    assert [feed.url for feed in found.feeds] == ["https://film.example/feed"]
    assert (found.title, found.language, found.site_name) == ("Film news", "ru", "Film Example")
    assert not found.nofollow


def test_the_charset_is_believed_and_a_made_up_one_is_not():
    page = '<a href="/x">Кино</a>'
    assert read_links(page.encode("cp1251"), URL, "windows-1251").links[0].text == "Кино"
    assert read_links(b"<a href='/x'>film</a>", URL, "x-no-such").links[0].text == "film"


def test_nofollow_of_a_page():
    assert read_links(b'<meta name="ROBOTS" content="noindex, NoFollow"><a href="/x">x</a>', URL).nofollow
    assert asks_nofollow("junket: none")
    assert not asks_nofollow("noindex, follow")


def test_links_and_texts_are_bounded():
    body = b"<a href='/%d'>x</a>" % 1 + b"".join(b"<a href='/p%d'>x</a>" % n for n in range(MAX_LINKS + 10))
    found = read_links(body, URL)
    assert len(found.links) == MAX_LINKS
    assert found.cut == 11
    assert len(read_links(b"<a href='/x'>" + b"word " * 10_000, URL).links[0].text) <= MAX_TEXT


@settings(deadline=None)
@given(
    st.binary(max_size=200) | st.text(alphabet="<a href=\"/x>b\x00'link rel=next base", max_size=200).map(str.encode)
)
def test_wild_bytes_have_links_or_none(body):
    assert all(link.url.startswith("http") for link in read_links(body, URL).links)


def test_what_a_button_would_load_and_a_menu_leads_to_are_links():
    body = b"""<button data-next-url="/films/?page=2">Load more</button>
    <div data-more='{"a": 1}' data-load-more="?offset=20"></div>
    <button data-url="https://film.example/films/page/3/">Show more</button><button data-action="/never">x</button>
    <select><option value="">Month</option><option value="/2024/05/">May</option><option value="7">7</option>"""
    found = read_links(body, "https://film.example/films/").links
    assert [(link.url, sorted(link.rel)) for link in found] == [
        ("https://film.example/films/?page=2", ["next"]),
        ("https://film.example/films/?offset=20", ["next"]),
        ("https://film.example/films/page/3/", ["next"]),
        ("https://film.example/2024/05/", []),
    ]

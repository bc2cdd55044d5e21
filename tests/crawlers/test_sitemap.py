from __future__ import annotations

import gzip
import json
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.discovery import sitemap as sitemaps
from junket.crawlers.discovery.feed import read_feed
from junket.crawlers.discovery.sitemap import Sitemap, SitemapEntry
from junket.crawlers.discovery.xml_stream import read_elements

URL = "https://film.example/sitemap.xml"


def read_sitemap(body: bytes, url: str) -> tuple[list[SitemapEntry], bool]:
    """All entries, and whether there were more than the bound."""
    sitemap = Sitemap(body, url)
    return list(sitemap), sitemap.cut


NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://film.example/ada?a=1&amp;b=2 </loc><lastmod>2024-01-02</lastmod>
 <news:news><news:publication_date>2024-01-01</news:publication_date>
 <news:title>Ada &amp; bread</news:title></news:news>
 <image:image><image:loc>https://film.example/ada.jpg</image:loc></image:image></url>
<url><loc>/relative</loc></url><url><loc>file:///etc/passwd</loc></url><url/><url><loc>/relative</loc></url>
</urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://film.example/one.xml.gz</loc><lastmod>2024-05-05</lastmod></sitemap>
<sitemap><loc>https://film.example/sitemap.xml</loc></sitemap></sitemapindex>"""


@pytest.mark.parametrize("packed", [str.encode, lambda text: gzip.compress(text.encode())])
def test_a_news_sitemap_gives_pages_with_title_and_day_of_change(packed):
    entries, cut = read_sitemap(packed(NEWS), URL)
    assert [(entry.url, entry.kind) for entry in entries] == [
        ("https://film.example/ada?a=1&b=2", "page"),
        ("https://film.example/relative", "page"),
        ("https://film.example/relative", "page"),  # whoever reads it knows what was met before
    ]
    assert (entries[0].title, entries[0].lastmod, cut) == ("Ada & bread", "2024-01-02", False)


def test_an_index_gives_sitemaps_without_itself():
    entries, _ = read_sitemap(INDEX.encode(), URL)
    assert [(entry.url, entry.kind) for entry in entries] == [("https://film.example/one.xml.gz", "sitemap")]


def test_a_plain_list_of_urls_is_a_sitemap():
    entries, _ = read_sitemap(b"\xef\xbb\xbfhttps://film.example/a\r\n# no\nhttps://film.example/b\n", URL)
    assert [entry.url for entry in entries] == ["https://film.example/a", "https://film.example/b"]


def test_a_torn_sitemap_gives_what_came_before_the_tear():
    assert len(read_sitemap(NEWS[:300].encode(), URL)[0]) <= 1
    assert [entry.url for entry in read_sitemap(NEWS[: NEWS.index("<url/>")].encode(), URL)[0]][:1] == [
        "https://film.example/ada?a=1&b=2"
    ]
    assert read_sitemap(gzip.compress(NEWS.encode())[:-20], URL)[0]


def test_more_urls_than_are_read_of_a_sitemap_are_said_to_be_cut(monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_ENTRIES", 500)
    urls = b"".join(b"<url><loc>https://a.example/%d</loc></url>" % number for number in range(700))
    entries, cut = read_sitemap(gzip.compress(b"<urlset>" + urls, 1), URL)
    assert (len(entries), cut) == (500, True)


def long_sitemap(entries: int) -> bytes:
    rows = (b"<url><loc>https://a.example/talk-number-%d-with-someone</loc></url>" % n for n in range(entries))
    return gzip.compress(b"<urlset>" + b"".join(rows), 1)


READ_ALL = """
    import json, resource, sys, time
    from junket.crawlers.discovery.sitemap import Sitemap
    body = open(json.load(sys.stdin), "rb").read()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    read = sum(1 for _ in Sitemap(body, "https://a.example/sitemap.xml"))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(json.dumps({"read": read, "grown": grown, "seconds": time.process_time() - started}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss counts in other units elsewhere")
@pytest.mark.parametrize("entries", [60_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_sitemap_of_any_length_is_read_as_a_stream(run_script, tmp_path, entries):
    (tmp_path / "map.xml.gz").write_bytes(long_sitemap(entries))
    done = json.loads(run_script(READ_ALL, str(tmp_path / "map.xml.gz")).stdout)
    assert done["read"] == entries
    assert done["grown"] < 20_000, "KiB: memory must not grow with the sitemap"
    assert done["seconds"] < entries / 4_000, "it takes as long as there is to read, no more"


def test_the_tree_of_a_long_sitemap_stays_small():
    body = b"<urlset>" + b"<url><loc>https://a.example/</loc></url>" * 20_000 + b"</urlset>"
    assert max(len(element.getparent()) for element in read_elements(body, frozenset({"url"}))) < 5_000


def test_entities_expand_to_nothing_and_read_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("https://film.example/secret")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 50}">' for n in range(1, 9))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a0 "https://film.example/bomb">{bomb}'
        f'<!ENTITY file SYSTEM "{secret.as_uri()}">]>'
        "<urlset><url><loc>&a8;</loc></url><url><loc>&file;</loc></url><url><loc>/plain</loc></url></urlset>"
    )
    start = time.process_time()
    entries, _ = read_sitemap(text.encode(), URL)
    assert time.process_time() - start < 2
    assert not [entry for entry in entries if "secret" in entry.url or "bomb" in entry.url]


RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title><link>https://film.example/</link>
<atom:link rel="next" href="/feed?paged=2"/>
<item><title>Ada</title><link>https://film.example/ada</link><pubDate>Mon, 01 Jan 2024 10:00:00 +0600</pubDate></item>
<item><title>Guid</title><guid>https://film.example/guid</guid></item>
<item><title>No page</title><guid isPermaLink="false">17</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/atom"/><link rel="next" href="/atom?2"/>
<entry><title>Ada</title><link rel="edit" href="/edit"/><link href="/ada"/><updated>2024-01-01T00:00:00Z</updated>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item><title>Ada</title><link>https://film.example/ada</link></item></rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "next_url": "/j2",
"items": [{"url": "/ada", "title": "Ada"}, {"id": "2"}, 3]}"""


@pytest.mark.parametrize(
    ("text", "urls", "next_url"),
    [
        (RSS, ["https://film.example/ada", "https://film.example/guid"], "https://film.example/feed?paged=2"),
        (ATOM, ["https://film.example/ada"], "https://film.example/atom?2"),
        (RDF, ["https://film.example/ada"], ""),
        (JSON, ["https://film.example/ada"], "https://film.example/j2"),
        ("<html><body>Not found</body></html>", [], ""),
        ("{]", [], ""),
        ("[" * 5000, [], ""),
        ("", [], ""),
    ],
)
def test_feeds_of_all_kinds(text, urls, next_url):
    feed = read_feed(text.encode(), "https://film.example/feed")
    assert [entry.url for entry in feed.entries] == urls
    assert feed.next_url == next_url
    assert not urls or feed.entries[0].title == "Ada"


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet="<url>loc/&;item![CDATA{}\"'x", max_size=200).map(str.encode))
def test_wild_bytes_are_no_reason_to_fail(body):
    for wild in (body, gzip.compress(body)[:-4], b"<urlset><url><loc>" + body, b"\x1f\x8b" + body):
        read_sitemap(wild, URL)
        assert read_feed(wild, URL).entries is not None

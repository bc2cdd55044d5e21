from __future__ import annotations

import gzip
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.discovery import xml_stream
from junket.crawlers.discovery.feed import read_feed
from junket.crawlers.discovery.sitemap import Sitemap

HOME = "https://film.example/"
FORMS = {
    "loc": "<urlset><url><loc>{}</loc></url></urlset>",
    "namespace": "<s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'><s:url><s:loc>{}</s:loc></s:url></s:urlset>",
    "index": "<?xml version='1.0'?>\n<sitemapindex><sitemap><loc>\n{}\n</loc></sitemap></sitemapindex>",
    "rss": "<rss><channel><item><title>Q&A</title><link>{}</link></item></channel></rss>",
    "guid": "<rss><channel><item><guid>{}</guid></item></channel></rss>",
    "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='{}'/></entry></feed>",
    "atom text": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link>{}</link></entry></feed>",
    "rdf": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item><link>{}</link></item></rdf:RDF>",
}


def addresses(text: str | bytes, url: str = HOME) -> list[str]:
    body = text.encode() if isinstance(text, str) else text
    return [entry.url for entry in Sitemap(body, url)] or [entry.url for entry in read_feed(body, url).entries]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a?a=1&b=2", "a?a=1&b=2"),
        ("a?a=1&amp;b=2", "a?a=1&b=2"),
        ("a?a=1&#38;b=2&#x26;c=3", "a?a=1&b=2&c=3"),
        ("a?a=1&amp;amp;b=2", "a?a=1&amp;b=2"),
        ("a?a=1&copy=2&lt=3&amp=4", "a?a=1&copy=2&lt=3&amp=4"),
        ("a?a=1&&b=2&", "a?a=1&&b=2&"),
        ("a?q=R&D&x=&#;", "a?q=R&D&x=&#;"),
        ("a?q=caf&eacute;&amp;p=&unknown;", "a?q=caf%C3%A9&p=&unknown;"),
        ("a?a=1&ampere;b", "a?a=1&ampere;b"),
    ],
)
def test_an_ampersand_that_begins_no_reference_is_one(form, written, meant):
    assert [url.rstrip("#;") for url in addresses(FORMS[form].format(HOME + written))] == [(HOME + meant).rstrip("#;")]


@pytest.mark.parametrize("form", ["loc", "namespace", "rss", "guid", "rdf"])
def test_an_ampersand_in_cdata_stands_for_itself(form):
    text = FORMS[form].format(f"<![CDATA[{HOME}a?a=1&b=2&amp;c=3]]>")
    assert addresses(text) == [f"{HOME}a?a=1&b=2&amp;c=3"]
    assert addresses(text.replace("<urlset>", "<urlset><!-- a & b ]]> & --><?pi & ?>")) == addresses(text)


@pytest.mark.parametrize("piece", [1, 2, 3, 5, 7, 64])
def test_where_pieces_end_makes_no_difference(monkeypatch, piece):
    text = FORMS["rss"].format(f"{HOME}a?a=1&b=2&amp;c=&eacute;&x;") + "<!-- & -->"
    text = text.replace("<item>", f"<item><guid><![CDATA[{HOME}&]]></guid><!-- & --></item><item>" * 3)
    whole = addresses(text)
    assert whole == [f"{HOME}&"] * 3 + [f"{HOME}a?a=1&b=2&c=%C3%A9&x;"]
    monkeypatch.setattr(xml_stream, "_CHUNK", piece)
    assert addresses(text) == addresses(gzip.compress(text.encode())) == whole


def test_names_of_characters_are_read_in_titles():
    text = FORMS["rss"].format("/a").replace("Q&A", "Caf&eacute; &amp; th&#233;&nbsp;&ndash; Q&A")
    assert [entry.title for entry in read_feed(text.encode(), HOME).entries] == ["Café & thé – Q&A"]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251", "shift_jis", "gb18030", "iso-2022-jp"])
def test_a_feed_in_another_encoding_keeps_its_letters(encoding):
    word = "Фильм" if encoding in ("utf-16", "cp1251") else "映画"
    text = f"<?xml version='1.0' encoding='{encoding}'?>" + FORMS["rss"].format(f"{HOME}a?a=1&amp;b=2").replace(
        "Q&A", word
    )
    feed = read_feed(text.encode(encoding), HOME)
    assert [(entry.url, entry.title) for entry in feed.entries] == [(f"{HOME}a?a=1&b=2", word)]


@pytest.mark.parametrize("form", ["loc", "namespace", "index", "rss", "guid", "atom", "rdf"])
def test_half_an_address_at_the_end_of_a_cut_file_is_none(form):
    whole = FORMS[form].format(f"{HOME}first")
    opened, closed = whole.split(f"{HOME}first")
    entry = opened[max(opened.rfind(mark) for mark in ("<url>", "<s:url>", "<sitemap>", "<item>", "<entry>")) :]
    middle = (
        closed[: closed.rfind("</", 0, closed.rfind("</"))] if form in ("rss", "guid") else closed[: closed.rfind("</")]
    )
    for length in range(len("https://film.example/second?a=1&b=22")):
        cut = opened + f"{HOME}first" + middle + entry + "https://film.example/second?a=1&b=22"[:length]
        assert addresses(cut) == addresses(gzip.compress(cut.encode())) == [f"{HOME}first"]


def test_what_is_whole_of_a_cut_entry_is_used():
    assert addresses(f"<urlset><url><loc>{HOME}a</loc><lastmod>2024-0") == [f"{HOME}a"]
    assert addresses(f"<rss><channel><item><link>{HOME}a</link><description>We tal") == [f"{HOME}a"]
    assert addresses(f"<urlset><url><loc>{HOME}a</loc></url>") == [f"{HOME}a"]


def test_entities_that_a_feed_declares_are_never_expanded():
    bomb = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    text = f"<!DOCTYPE rss [<!ENTITY l0 'lol'>{bomb}]>" + FORMS["rss"].format(f"{HOME}a?&l11;")
    tracemalloc.start()
    assert addresses(text) == [f"{HOME}a?&l11;"]
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()


@pytest.mark.parametrize(
    "part", ["&", "<!--", "<![CDATA[", "]]>", "<?", "&a", "&amp", "&eacute;", "<!--&-->", "<![CDATA[&]]>", "<"]
)
def test_hostile_feeds_cost_what_their_length_costs(part):
    body = b"<rss><channel><item><link>/a</link>" + part.encode() * 150_000
    started = time.process_time()
    read_feed(body, HOME)
    assert time.process_time() - started < 10


@given(st.binary(max_size=300), st.integers(1, 9))
def test_mending_a_part_at_a_time_is_as_mending_all(data, size):
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    if b"\0" not in data and pieces:
        whole = b"".join(xml_stream._mended(data, iter(())))
        assert b"".join(xml_stream._mended(pieces[0], iter(pieces[1:]))) == whole

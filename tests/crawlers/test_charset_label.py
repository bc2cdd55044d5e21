from __future__ import annotations

import codecs
import encodings
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.discovery.feed import read_feed
from junket.crawlers.discovery.links import read_links
from junket.crawlers.discovery.sitemap import Sitemap
from junket.crawlers.network.charset_label import text_encoding
from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.crawlers.site.site_check import check_page
from junket.pipelines.recipe import extract

NO_CHARSETS = """
    hex idna undefined rot13 rot_13 base64 zlib bz2 uu quopri punycode raw_unicode_escape unicode_escape unicode-escape
    mbcs oem utf-7 UTF7 cp037 charmap x-user-defined replacement none os.path ../latin_1
""".split()  # noqa: SIM905
PROSE = "".join(
    f"<p>Le {n} mai, au café, la réalisatrice a dit qu’elle n’a rien éclairé de l’été.</p>" for n in range(9)
)


def a_page(head: str, encoding: str = "utf-8") -> bytes:
    page = f"<html><head>{head}<title>Le café d’été</title></head><body><article><h1>Le café d’été</h1>{PROSE}"
    return f"{page}<a href='/tout'>tout</a></article></body></html>".encode(encoding)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("UTF-8", "utf-8"), (" windows-1251 ", "cp1251"), ("x-cp1251", "cp1251"), ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"), ("KOI8-R", "koi8-r"), ("koi8", "koi8-r"), ("gb2312", "gb18030"), ("x-gbk", "gb18030"),
        ("Shift_JIS", "cp932"), ("windows-31j", "cp932"), ("x-sjis", "cp932"), ("x-euc-jp", "euc_jp"),
        ("big5", "big5hkscs"),        ("ks_c_5601-1987", "cp949"), ("windows-949", "cp949"), ("euc-kr", "cp949"),
        ("iso-8859-8-i", "iso8859-8"),
        ("windows-1254", "cp1254"), ("iso-8859-9", "cp1254"), ("tis-620", "cp874"), ("macintosh", "mac-roman"),
        ("x-mac-cyrillic", "mac-cyrillic"), ("ibm866", "cp866"), ("utf-16le", "utf-16-le"),
        ("iso-2022-jp", "iso2022_jp"),        ("kz-1048", "kz1048"), ("ptcp154", "ptcp154"), ("koi8-u", "koi8-u"),
        ("us-ascii", "cp1252"),
    ],
)  # fmt: skip
def test_labels_of_text_encodings_count(label, encoding):
    assert text_encoding(label) == encoding
    assert codecs.lookup(encoding)


@pytest.mark.parametrize("label", [*NO_CHARSETS, "", None, "a\0b", "é", "x" * 1000])
def test_labels_of_anything_else_do_not(label):
    assert text_encoding(label) is None


@given(st.text(max_size=50))
def test_any_label_is_judged(label):
    assert (text_encoding(label) or "utf-8").isascii()


@pytest.mark.parametrize(
    "name", sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)} - {"aliases"})
)
def test_what_counts_of_pythons_codecs_reads_markup_as_it_is_written(name):
    encoding = text_encoding(name)
    markup = "<p lang='en'>0 to 9</p>"
    if encoding and not encoding.startswith(("utf-16", "utf-32")):
        assert markup.encode("ascii").decode(encoding) == markup


@pytest.mark.parametrize("label", NO_CHARSETS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_page_that_states_no_charset_is_read_by_its_bytes(label, encoding):
    xml, meta, pragma = (
        f"<?xml version='1.0' encoding='{label}'?>",
        f"<meta charset='{label}'>",
        f"<meta http-equiv='Content-Type' content='text/html; charset={label}'>",
    )
    pages = [Page(url="https://film.example/a", body=a_page(meta, encoding)) for meta in (meta, pragma)]
    pages.append(Page(url="https://film.example/a", body=xml.encode() + a_page("", encoding)))
    pages.append(Page(url="https://film.example/a", body=a_page("", encoding), charset=label))
    for page in pages:
        record = extract(page).outcome
        assert record.title == "Le café d’été"
        assert "elle n’a rien éclairé" in record.text
        links = read_links(page.body, page.url, page.charset)
        assert [link.url for link in links.links] == ["https://film.example/tout"]


@pytest.mark.parametrize("label", [*NO_CHARSETS, "utf-16"])
def test_a_feed_or_sitemap_that_states_no_charset_is_read(label):
    head = f"<?xml version='1.0' encoding='{label}'?>"
    feed = f"{head}<rss><channel><item><title>Été</title><link>https://film.example/a</link></item></channel></rss>"
    site = f"{head}<urlset><url><loc>https://film.example/é</loc></url></urlset>"
    assert [(entry.url, entry.title) for entry in read_feed(feed.encode(), "https://film.example/").entries] == [
        ("https://film.example/a", "Été")
    ]
    assert [entry.url for entry in Sitemap(site.encode(), "https://film.example/")] == ["https://film.example/%C3%A9"]


def test_a_rule_is_tried_on_a_text_whose_charset_is_none():
    page = Page(url="https://film.example/a", body=b"By a friend", media_type="text/plain", charset="hex")
    site = Site(name="f", domain="film.example", boilerplate=("By a friend",))
    assert [match.count for match in check_page(site, page)] == [1]

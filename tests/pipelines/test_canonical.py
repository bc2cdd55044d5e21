"""One document, one address: canonical claims, renditions, and the same page in other languages."""

import json

import pytest

from junket.crawlers.page import Page
from junket.crawlers.urls import document_id
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.record.record import Translation

URL = "https://lantern.example/talks/ferry-at-dusk"


def read(head="", byline="", url=URL, html=""):
    body = f"<h1>Ferry at Dusk</h1>{byline}<p>The ferry.</p>"
    page = Page.from_text(url, f"<html {html}><head>{head}</head><body>{body}</body></html>")
    return read_metadata(parse(page), page, None)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        URL + "#comments",
        URL + "?utm_source=letter&fbclid=x",
        URL + "/amp",
        URL + "?amp=1",
        URL + "?outputType=amp",
        URL + "?print=1",
        URL + "/print",
        URL + "?m=1",
        URL + "?tmpl=component&print=1",
        URL + ".amp",
        URL + "?replytocom=44#respond",
        URL + "?share=facebook",
        "https://lantern-example.cdn.ampproject.org/c/s/lantern.example/talks/ferry-at-dusk/amp?amp=1",
        "https://www.google.com/amp/s/lantern.example/talks/ferry-at-dusk",
    ],
)
def test_renditions_of_a_page_are_one_document(url):
    found = read(url=url).canonical_url
    assert found == URL
    assert document_id(found) == document_id(URL)


@pytest.mark.parametrize(
    "url",
    [
        "https://lantern.example/print",
        "https://lantern.example/print/2019",
        "https://lantern.example/shop/print",
        "https://lantern.example/talks?m=12",
        "https://lantern.example/talks?view=list",
        "https://lantern.example/talks/what-is-amp",
    ],
)
def test_a_section_about_print_is_no_rendition(url):
    assert read(url=url).canonical_url == url


@pytest.mark.parametrize("host", ["m.lantern.example", "amp.lantern.example", "www.lantern.example"])
def test_a_telephones_host_believes_its_canonical(host):
    head = f"<link rel='canonical' href='{URL}'>"
    assert read(head, url=URL.replace("lantern.example", host)).canonical_url == URL


@pytest.mark.parametrize(
    ("claim", "believed"),
    [
        ("https://lantern.example/", False),
        ("https://lantern.example/index.html", False),
        ("https://lantern.example/en/", False),
        ("https://lantern.example/kaz/index.php", False),
        ("https://lantern.example/404", False),
        ("https://lantern.example/my-ferry-at-dusk", True),
        ("../talks/ferry-2", True),
        ("//www.lantern.example/talks/ferry-2", True),
        ("https://lantern.example/talks/", False),
        ("https://elsewhere.example/talks/ferry-at-dusk", False),
        ("/talks/2019-ferry", True),
        ("/node/7?story=12", True),
        ("javascript:void(0)", False),
        ("", False),
    ],
)
def test_a_claim_is_believed_where_it_may_be_true(claim, believed):
    found = read(f"<link rel='canonical' href='{claim}'>").canonical_url
    assert (found != URL) == believed


def test_a_part_of_a_page_may_claim_the_whole():
    head = f"<link rel='canonical' href='{URL}'>"
    assert read(head, url=URL + "/2").canonical_url == URL


WHOLE = "https://lantern.example/talks/ferry"


@pytest.mark.parametrize(
    ("url", "html"),
    [
        (WHOLE + "/amp", ""),
        (WHOLE + "/amp/", "lang=en amp"),
        (WHOLE + "/amp/2", "⚡"),
        (WHOLE + "/amp.html", ""),
        (WHOLE + "?amp=1", "⚡ lang=kk"),
        (WHOLE + "/fast", "⚡"),
        (WHOLE + "/fast", "⚡\ufe0f"),
        ("https://lantern.example/amp/talks/ferry", "amp"),
        ("https://amp.lantern.example/talks/ferry", ""),
    ],
)
@pytest.mark.parametrize(
    ("claim", "believed"),
    [
        (WHOLE, True),
        ("https://lantern.example/", False),
        ("https://lantern.example/kk/", False),
        ("//other.example/a", False),
    ],
)
def test_an_amp_page_with_a_short_address_believes_its_canonical(url, html, claim, believed):
    found = read(f"<link rel=canonical href='{claim}'>", url=url, html=html).canonical_url
    assert (found == WHOLE) == (believed or url == WHOLE + "?amp=1")
    assert "other.example" not in found


def test_an_amp_page_is_not_merged_into_its_translation():
    en = "https://lantern.example/en/ferry"
    head = f"<link rel=canonical href={en}>" + alternate("en", en) + alternate("ru", WHOLE)
    assert read(head, url=WHOLE + "/amp/", html="amp lang=ru").canonical_url == WHOLE + "/amp/"


@pytest.mark.parametrize("html", ["", "lang=en", "data-amp"])
def test_a_page_below_a_section_that_is_no_amp_page_is_not_the_section(html):
    url = WHOLE + "/fast"
    assert read(f"<link rel=canonical href='{WHOLE}'>", url=url, html=html).canonical_url == url


def alternate(language, href):
    return f"<link rel='alternate' hreflang='{language}' href='{href}'>"


def test_translations_are_linked_by_language():
    head = (
        alternate("en", URL)
        + alternate("ru", "/ru/talks/ferry-at-dusk?utm_source=x")
        + alternate("kk-KZ", "https://lantern.example/kk/talks/ferry")
        + alternate("ru", "/ru/again")
        + alternate("en-US", "/us/talks/ferry-at-dusk")
        + alternate("x-default", "/talks/ferry")
        + alternate("de", "https://lantern.example/de/")
        + alternate("it", "https://lantern.example/it-index/index.html")
        + alternate("fr", "https://lantern.example/le-bac-au-crepuscule")
        + alternate("fr", "javascript:x")
        + alternate("!!", "/y")
    )
    ru, kk = "https://lantern.example/ru/talks/ferry-at-dusk", "https://lantern.example/kk/talks/ferry"
    it, fr = "https://lantern.example/it-index/index.html", "https://lantern.example/le-bac-au-crepuscule"
    assert read(head).translations == (
        Translation(language="ru", url=ru, id=document_id(ru)),
        Translation(language="kk", url=kk, id=document_id(kk)),
        Translation(language="it", url=it, id=document_id(it)),
        Translation(language="fr", url=fr, id=document_id(fr)),
    )
    assert read(head).translation_of is None


@pytest.mark.parametrize("own", [alternate("ru", URL), "<meta charset=utf-8>"])
def test_a_translation_is_not_merged_into_the_page_that_it_claims_to_be(own):
    en = "https://lantern.example/en/talks/ferry-at-dusk"
    head = f"<link rel=canonical href={en}>" + own + alternate("en", en)
    found = read(head, html="lang=ru")
    assert (found.canonical_url, [each.url for each in found.translations]) == (URL, [en])
    assert read(f"<link rel=canonical href={en}>" + alternate("ru", URL) + alternate("ru-KZ", en)).canonical_url == en


def test_the_pages_own_language_is_told_by_its_claim_where_it_does_not_link_itself():
    head = "<meta property='og:locale' content='ru_RU'>" + alternate("ru", "/r") + alternate("kk", "/k")
    assert [each.language for each in read(head).translations] == ["kk"]


RU = "https://lantern.example/ru/talks/ferry-at-dusk"


@pytest.mark.parametrize(
    ("work", "original"),
    [
        ({"@type": "Article", "url": "/ru/talks/ferry-at-dusk?utm_source=x"}, RU),
        ([{"@id": RU + "#article"}], RU),
        (RU, RU),
        ({"@id": "#original"}, None),
        ("https://lantern.example/ru/", None),
        ([RU, "/kk/talks/ferry"], None),
        ({"url": 5}, None),
    ],
)
def test_the_page_says_what_it_is_a_translation_of(work, original):
    article = {"@type": "NewsArticle", "headline": "Ferry at Dusk", "translationOfWork": work}
    found = read(f"<script type='application/ld+json'>{json.dumps(article)}</script>").translation_of
    assert found == (document_id(original) if original else None)


def test_a_page_that_names_its_translator_is_a_translation_of_its_one_other_language():
    byline = "<p>By Nora Field</p><p>Translated by Ida Holm</p>"
    assert read(alternate("en", URL) + alternate("ru", RU), byline).translation_of == document_id(RU)
    assert read(alternate("ru", RU) + alternate("kk", "/kk/talks/ferry"), byline).translation_of is None


def test_ten_thousand_alternates_are_bounded():
    head = "".join(alternate(f"{a}{b}", f"/{a}{b}/x") for a in "abcdefghijk" for b in "abcdefghijk") * 80
    assert len(read(head).translations) <= 60


def test_json_ld_names_translations_and_what_was_translated():
    article = {
        "@type": "NewsArticle",
        "headline": "Ferry at Dusk",
        "translationOfWork": {"@type": "Article", "inLanguage": "ru-RU", "url": "/ru/talks/ferry"},
        "workTranslation": [
            {"@id": "https://lantern.example/kk/talks/ferry", "inLanguage": "kk"},
            "/x",
            {"url": "/y"},
            7,
        ],
    }
    other = {"@type": "Person", "workTranslation": {"inLanguage": "de", "url": "/de/x"}}
    found = read(f"<script type='application/ld+json'>{json.dumps([article, other])}</script>").translations
    assert [(each.language, each.url) for each in found] == [
        ("ru", "https://lantern.example/ru/talks/ferry"),
        ("kk", "https://lantern.example/kk/talks/ferry"),
    ]

"""Metadata that lies, is broken, or is far too large: a poorer record, never an error or a long wait."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.metadata import read_metadata
from junket.pipelines.metadata.jsonld import MAX_NODES, read_nodes
from junket.pipelines.page.parse import parse

PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"


def read(html, url="https://lantern.example/a"):
    page = Page.from_text(url, html)
    return read_metadata(parse(page), page, None)


def with_json_ld(script):
    return (
        f"<title>Ferry at Dusk</title><script type='application/ld+json'>{script}</script><h1>Ferry at Dusk</h1>{PROSE}"
    )


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "author": "Oskar Venn",}',
        '<!-- {"@type": "Article", "author": "Oskar Venn"} -->',
        '//<![CDATA[\n{"@type": "Article", "author": "Oskar Venn"}\n//]]>',
        '{"@type": "Article", "author": "Oskar Venn", "articleBody": "line\none"};',
        '// the article\n{"@type": "Article", "author": "Oskar Venn"}',
        '{"@type": "Article", // what it is\n"url": "https://lantern.example/a", "author": "Oskar Venn"}',
        '{"@type": "Article", /* "author": "Nobody Else", */ "author": "Oskar Venn", // the last\n}',
        '{"@type": "Article", <!-- "author": {"name": "Nobody Else"}, --> "author": "Oskar Venn"}',
        '<!-- Schema [v2] --> /* by {plugin} */\n{"@type": "Article", "author": "Oskar Venn"}\n// end',
        '<!--\n// Schema\n{"@type": "Article", "author": "Oskar Venn"};\n//-->',
        '/* <![CDATA[ */ {"@type": "Article", "author": "Oskar Venn"} /* ]]> */',
        '// <![CDATA[\n[{"@type": "Article", "author": "Oskar Venn"}] // ]]>',
        '\ufeff<![CDATA[ {"@type": "Article", "author": "Oskar Venn", /**/ } ]]>',
        '[{"@type": ["Article", "Thing"], "author": [["Oskar Venn"], {"name": ["Oskar Venn"]}]}]',
    ],
)
def test_json_ld_with_the_usual_slips_is_read(script):
    assert read(with_json_ld(script)).authors == ("Oskar Venn",)


def test_what_looks_like_a_note_in_a_string_of_json_ld_stays():
    odd = 'See https://lantern.example/a /* not */ <!-- a --> "note", ] ]]> // end,}'
    script = json.dumps({"@type": "Article", "headline": odd, "author": "Oskar Venn"})
    assert read_nodes([script[:-1] + ", // last\n}"]) == read_nodes([script]) == [json.loads(script)]


@pytest.mark.parametrize(
    "piece", ["/*", "//", "<!--", '\\"', '"', ", ", ";", "-->", "<!-", "*", "-", "<!--[", "\ufeff"]
)
def test_slips_of_json_ld_are_sought_in_linear_time(piece):
    script = '{"a": 1 ' + piece * (1_000_000 // len(piece))
    start = time.process_time()
    assert read_nodes([script]) == []
    assert time.process_time() - start < 5  # a million characters take a tenth of a second


@pytest.mark.parametrize(
    "script",
    [
        "", "{", "null", "[]", "42", '"text"', '{"@type": null}', '{"@graph": 7}', '{"@type": {"a": 1}, "author": 3}',
        '{"@type": "Article", "author": {"@id": "#a"}, "@id": "#a"}',
        '{"@type": "Article", "headline": ["a", 1, null]}',
        '{"@type":"Article","author":{"name":{"name":{"name":"x"}}},"datePublished":{"@value":"2019"}}',
        "[" * 5000 + "]" * 5000, '{"a":' * 3000 + "1" + "}" * 3000, '{"@type":"Article","author":"' + "x" * 5000 + '"}',
        '{"@type":"Article","headline":"\\ud800\\u0000 \\u202e"}',
    ],
)  # fmt: skip
def test_broken_json_ld_is_left_out(script):
    found = read(with_json_ld(script))
    assert (found.title, found.authors) == ("Ferry at Dusk", ())


def test_a_huge_graph_is_bounded():
    graph = json.dumps({"@graph": [{"@type": "NewsArticle", "headline": f"h{n}"} for n in range(20_000)]})
    assert len(read_nodes([graph])) == MAX_NODES
    started = time.process_time()
    assert read(with_json_ld(graph)).title == "Ferry at Dusk"
    assert time.process_time() - started < 5


def test_ten_thousand_of_each_are_bounded():
    many = "<meta name='author' content='Oskar Venn'>" * 10_000 + "<time datetime='2019-05-03'>x</time>" * 10_000
    started = time.process_time()
    found = read(f"{many}<h1>Ferry at Dusk</h1>" + "<p>By Oskar Venn</p>" * 10_000)
    assert time.process_time() - started < 5
    assert (found.authors, found.date) == (("Oskar Venn",), "2019-05-03")


@pytest.mark.parametrize(
    "value", ["a" * 100_000, "1 " * 50_000, "By " * 30_000, ", " * 50_000, "и " * 50_000, "- | " * 30_000]
)
def test_long_values_take_no_time(value):
    started = time.process_time()
    read(
        f"<title>{value}</title><meta name=author content='{value}'><meta name=date content='{value}'><h1>{value}</h1>"
    )
    assert time.process_time() - started < 3


NAME = "Oskar " + "Venn" * 1250
"""A name of five thousand characters."""


@pytest.mark.parametrize(
    "html",
    [
        f"<meta name=author content='{NAME}'>",
        f"<meta name=author content='{'Oskar Venn, ' * 420}'>".replace("Oskar Venn, ", "Oskar Venn ", 419),
        f"<h1>Ferry at Dusk</h1><p>By {NAME}</p>",
        f"<h1>Ferry at Dusk</h1><p class=author>{NAME}</p><p rel=author>{NAME}</p>",
        f"<h1>Ferry at Dusk</h1><p>Interview by {NAME}</p><p>Photos: {NAME}</p><p>Translated by {NAME}</p>",
    ],
)
def test_a_name_of_five_thousand_characters_is_nobodys(html):
    found = read(html + PROSE)
    assert (found.authors, found.interviewers, found.photographers, found.translators) == ((), (), (), ())


def test_control_characters_are_no_part_of_names_titles_and_dates():
    mark = "\x07\u200b\u202e"
    found = read(
        f"<meta name=author content='Oskar{mark} Venn'><h1>Ferry{mark} at Dusk</h1><time>3 May{mark} 2019</time>{PROSE}"
    )
    assert (found.title, found.authors, found.date) == ("Ferry at Dusk", ("Oskar Venn",), "2019-05-03")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0000-00-00", "1 January 0001", "31.12.9999"])
def test_days_of_the_first_and_the_last_year_are_none(day):
    told = json.dumps({"@type": "Article", "datePublished": day, "dateModified": day})
    found = read(with_json_ld(told).replace("<h1>", f"<meta name=date content='{day}'><time>{day}</time><h1>"))
    assert (found.date, found.published_at, found.modified_at) == (None, None, None)


def test_json_ld_that_names_another_page_is_not_believed():
    told = {
        "@type": "Article",
        "headline": "Ten ways to boil an egg",
        "author": "Max Loud",
        "url": "https://egg.example/",
    }
    other = {**told, "headline": "Eggs once more"}
    assert read(with_json_ld(json.dumps([told, other]))).authors == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=120))
def test_wild_values_never_raise(one, two, three):
    html = f"<title>{one}</title><meta name='author' content='{two}'><meta name='date' content='{three}'><h1>{two}</h1>"
    html += f"<link rel=canonical href='{one}'><p>By {three}</p><time datetime='{one}'>{two}</time>{PROSE}"
    found = read(html)
    assert all(name.strip() for name in found.authors)
    assert found.date is None or len(found.date) == 10


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "author", "name", "headline", "datePublished"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=60, deadline=None)
@given(json_values)
def test_wild_json_ld_never_raises(value):
    read(with_json_ld(json.dumps(value).replace("<", "\\u003c")))

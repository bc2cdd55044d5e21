"""Markup that is hostile on purpose: a warning or nothing, in under a second, and no name that hides what it is."""

import json
import time
import unicodedata

import pytest

from junket.crawlers.page import Page
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.recipe import extract

PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"
BOUND = 1.0
"""Seconds of this process that one page's metadata may take."""


def read(html):
    """The page's metadata, made within the bound."""
    page = Page.from_text("https://lantern.example/a", html)
    document = parse(page)
    started = time.process_time()
    found = read_metadata(document, page, None)
    assert time.process_time() - started < BOUND
    return found


def told(data, head=""):
    """A page whose JSON-LD is ``data``."""
    script = data if isinstance(data, str) else json.dumps(data)
    script = f"<script type='application/ld+json'>{script}</script>"
    return f"<head><title>Ferry at Dusk</title>{head}{script}</head><h1>Ferry at Dusk</h1>{PROSE}"


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"author":', "}"), ('{"@graph":[', "]}")])
@pytest.mark.parametrize("ends", [True, False])
def test_json_ld_nested_ten_thousand_deep_says_nothing(opened, closed, ends):
    found = read(told(opened * 10_000 + "1" + closed * 10_000 * ends))
    assert (found.title, found.authors, found.date) == ("Ferry at Dusk", (), None)


@pytest.mark.parametrize(
    "script",
    [
        json.dumps({"@type": "Article", "author": "Oskar Venn", "articleBody": "ferry " * 900_000}),
        json.dumps({"@graph": [{"@type": "Thing", "name": "ferry " * 10}] * 60_000}),
        '{"@type": "Article", "author": ["' + "Oskar Venn, " * 450_000,
        "{" + '"a":1,' * 900_000,
        "<!--" * 1_300_000,
        ",\n" * 2_600_000 + "}",
    ],
    ids=["body", "graph", "no end", "keys", "wrappers", "commas"],
)
def test_five_megabytes_of_json_ld_take_no_time(script):
    assert len(script) > 5_000_000
    found = read(told(script))
    assert (found.title, found.authors) == ("Ferry at Dusk", ())


def test_the_article_behind_ten_thousand_items_of_a_graph_is_not_reached():
    items = [{"@type": "ListItem", "name": f"Stop {number}", "author": "Nobody Here"} for number in range(10_000)]
    article = {"@type": "Article", "headline": "Ferry at Dusk", "author": "Oskar Venn"}
    assert read(told({"@graph": [*items, article]})).authors == ()
    assert read(told({"@graph": [article, *items]})).authors == ("Oskar Venn",)


def test_ten_thousand_authors_are_cut():
    article = {"@type": "Article", "author": [{"@type": "Person", "name": f"Oskar Venn{'x' * n}"} for n in range(9999)]}
    assert len(read(told(article)).authors) <= 30


def test_the_json_ld_of_other_pages_does_not_speak_for_this_one():
    others = [
        {"@type": "Article", "headline": f"Harbour {n}", "author": "Ida Holt", "datePublished": "2011-01-01"}
        for n in (1, 2, 3)
    ]
    found = read(told(others))
    assert (found.title, found.authors, found.date) == ("Ferry at Dusk", (), None)


@pytest.mark.parametrize(
    "value",
    [
        "0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31", "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00", "0000-00-00", "0000-00-00 00:00:00", "-0001-11-30T00:00:00+00:00",
        "2019-02-30", "2019-13-45", "99999-01-01", "1970-01-01T00:00:00Z", "9999999999", "9999999999999",
        "1 January 0001", "31 December 9999", "2019-05-03T99:99:99Z", "2019-05-03T10:00:00+99:99",
    ],
)  # fmt: skip
def test_a_day_that_nobody_published_on_is_none(value):
    metas = f"<meta property='article:published_time' content='{value}'>"
    metas += f"<meta property='article:modified_time' content='{value}'>"
    page = told({"@type": "Article", "datePublished": value, "dateModified": value}, metas)
    found = read(page + f"<time datetime='{value}'>{value}</time><p>Published {value}</p>")
    assert found.date in {None, "2019-05-03"}
    assert found.date is not None or found.published_at is None
    assert found.date is not None or found.warnings


LONG = "Oskar " * 830 + "Venn"


@pytest.mark.parametrize("name", [LONG, "O" * 5_000, "О" * 5_000, "- " * 2_500, "Oskar, " * 720, "By " * 1_700])
def test_a_name_of_five_thousand_characters_is_no_name(name):
    head = f"<meta name='author' content='{name}'><meta property='og:site_name' content='{name}'>"
    page = told({"@type": "Article", "author": {"@type": "Person", "name": name}}, head)
    found = read(page + f"<p class='byline'>By {name}</p><a rel='author'>{name}</a>")
    assert all(len(author) <= 60 for author in found.authors)
    assert len(found.authors) <= 1


HIDING = [
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2069",
    "\u200f",
    "\u200b",
    "\ufeff",
    "\x00",
    "\x07",
    "\x1b",
    "\x81",
    "\ue000",
]


@pytest.mark.parametrize("mark", HIDING, ids=[f"{ord(mark):04x}" for mark in HIDING])
@pytest.mark.parametrize("place", ["json", "meta", "byline", "title"])
def test_controls_and_overrides_do_not_reach_a_name_or_title(mark, place):
    name = f"Oskar{mark} Venn"
    data = {"@type": "Article", "author": name if place == "json" else None}
    head = f"<meta name='author' content='{name}'>" if place == "meta" else ""
    head += f"<meta property='og:title' content='Ferry{mark} at Dusk'>" if place == "title" else ""
    page = told(data, head).replace("</h1>", f"</h1><p>By {name}</p>" if place == "byline" else "</h1>")
    found = extract(Page.from_text("https://lantern.example/a", page)).outcome
    shown = "".join((found.title, *found.authors, *found.interviewers))
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"}]
    assert place == "title" or found.authors in {("Oskar Venn",), ()}

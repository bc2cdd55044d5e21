"""Titles where heading and markup differ: what is glued to a heading, and which of several headings is the page's."""

import json

import pytest

from junket.crawlers.page import Page
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.parse import parse

TITLE = "A ferry leaves at dusk"
PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"


def title(head, body):
    page = Page.from_text(
        "https://lantern.example/a", f"<html><head>{head}</head><body>{body}{PROSE * 3}</body></html>"
    )
    return read_metadata(parse(page), page, None).title


def claim(text):
    return f"<meta property='og:title' content='{text}'>"


def headline(text):
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'headline': text})}</script>"


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        (f"{TITLE} <small>Posted on by <a>oskar</a></small>", TITLE),
        (f"{TITLE} <span>Written by Oskar Venn</span>", TITLE),
        (f"{TITLE} <span>(river.example)</span> <span>87</span>", TITLE),
        (f"{TITLE} <span>12</span>", TITLE),
        (f"<span>Title:</span>{TITLE}", TITLE),
        (f"{TITLE} | Opinion", TITLE),
        (f"{TITLE} | Rivers, boats & crews", TITLE),
        (f"{TITLE} and nobody minds", f"{TITLE} and nobody minds"),
        (
            f"{TITLE} | What the crew thinks of the new timetable",
            f"{TITLE} | What the crew thinks of the new timetable",
        ),
    ],
)
def test_what_is_glued_to_the_heading(heading, wanted):
    assert title(claim(TITLE), f"<h1>{heading}</h1>") == wanted


def test_a_question_is_no_kicker():
    assert title(claim("Ferry ticket cost"), "<h1>How much is a ferry ticket cost?</h1>").startswith("How much")


def test_headings_that_are_links_are_other_pages_titles():
    teasers = "".join(f"<h1><a href='/{n}'>Where the ferry leaves at {n}</a></h1>" for n in ("noon", "night"))
    body = f"<h1>The last ferry of the day</h1>{teasers}"
    assert title(claim("Where to board the last ferry at night"), body) == "The last ferry of the day"
    own = f"<h1>Ferry talks of the day</h1><h1><a href='/a'>{TITLE}</a></h1>"
    assert title(claim(TITLE), own) == TITLE  # a blog's post links to itself


def test_a_heading_in_the_breadcrumbs_gives_way_to_the_headline_below():
    crumbs = f"<ol class='breadcrumb'><li><h1>{TITLE}</h1></li></ol>"
    whole = f"On the river: {TITLE}"
    body = f"{crumbs}<h2><span>On the river</span> {TITLE}</h2>"
    assert title(claim(whole) + headline(f"On the river - {TITLE}"), body) == whole


def test_the_headline_below_a_heading_for_search_engines():
    body = "<h1>Ferry timetable: when the last ferry leaves</h1><h2>The last ferry leaves at dusk</h2>"
    assert title(headline("The last ferry leaves at dusk"), body) == "The last ferry leaves at dusk"
    kicker = body.replace("The last ferry leaves at dusk", "Ferries The last ferry leaves")
    assert title(headline("Ferries: The last ferry leaves"), kicker).startswith("Ferry timetable")


def test_of_two_claims_the_one_that_is_printed_as_a_heading():
    head = (
        claim("When ferries leave") + f"<meta name='twitter:title' content='{TITLE}'><title>When ferries leave</title>"
    )
    assert title(head, f"<h1>A word from our owner</h1><h3>{TITLE}</h3>") == TITLE
    assert title(head, "<h1>A word from our owner</h1>") == "When ferries leave"

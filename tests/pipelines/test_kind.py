"""What a page is, by its types, words and shape."""

import json

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

PROSE = "".join(
    f"<p>On day {n} the ferry crossed twice, and the crew, who knew its timetable by heart, filmed the far bank.</p>"
    for n in range(8)
)


def kind(body, url="https://lantern.example/talks/ferry", head=""):
    found = extract(Page.from_text(url, f"<html><head>{head}</head><body>{body}</body></html>")).outcome
    assert isinstance(found, Record), found
    return found.kind


def typed(*names):
    return "".join(
        f"<script type='application/ld+json'>{json.dumps({'@type': name, 'headline': 'Ferry'})}</script>"
        for name in names
    )


def test_prose_is_news():
    assert kind(f"<h1>Ferry</h1>{PROSE}") == "news"


@pytest.mark.parametrize(
    ("title", "url", "head"),
    [
        ("Film review: Ferry at Dusk", "https://lantern.example/a/1", ""),
        ("Ferry at Dusk – Filmkritik", "https://lantern.example/a/1", ""),
        ("«Паром»: рецензия", "https://lantern.example/a/1", ""),
        ("Ferry at Dusk", "https://lantern.example/reviews/ferry-at-dusk", ""),
        ("Ferry", "https://lantern.example/a/1", typed("Review")),
    ],
)
def test_reviews_name_themselves(title, url, head):
    assert kind(f"<h1>{title}</h1>{PROSE}", url, head) == "review"


def test_a_review_mentioned_in_passing_is_no_review():
    assert kind(f"<h1>Why critics review ferries</h1>{PROSE}") == "news"


def test_a_list_of_links_is_a_listing():
    cards = "".join(
        f"<li><a href='/talks/{n}'>Talk number {n}: a director on the ferry and its crew</a></li>" for n in range(30)
    )
    assert kind(f"<h1>All talks</h1><ul>{cards}</ul>", "https://lantern.example/talks") in {"listing", "other"}


def test_the_home_page_is_a_listing():
    assert kind(f"<h1>Lantern</h1>{PROSE}", "https://lantern.example/") == "listing"


def test_a_typed_collection_is_a_listing():
    assert kind(f"<h1>Talks</h1>{PROSE}", head=typed("CollectionPage")) == "listing"


def test_a_product_is_something_else_even_with_reviews():
    assert kind(f"<h1>Ferry</h1>{PROSE}", head=typed("Product", "Review")) == "other"


def test_a_short_note_is_something_else():
    assert kind("<h1>Ferry</h1><p>Closed on Mondays and on days of strong wind from the east.</p>") == "other"


def posts(number):
    return "".join(
        f"<div itemprop='comment' itemscope itemtype='https://schema.org/Comment'><a href='/u/{n}'>rower{n}</a>"
        f"<p>I took the ferry on day {n} and the crew were kind, though the far bank was in fog until noon.</p></div>"
        for n in range(number)
    )


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (
            f"<div itemscope itemtype='https://schema.org/DiscussionForumPosting'><h1>Ferry?</h1>{posts(12)}</div>",
            "https://lantern.example/forum/viewtopic.php?t=17",
        ),
        (f"<h1>Какой паром лучше?</h1>{posts(12)}<input name=reply>", "https://lantern.example/форум/тема/17"),
        (
            f"<h1>Ferry model kit</h1><p itemprop='offers'>€ 12.50</p>{PROSE}<p>€ 3 postage</p><input name=count>",
            "https://lantern.example/shop/product/ferry-kit",
        ),
        (
            f"<h1>Our ferry services</h1>{PROSE}<p>From € 90 a day.</p><input name=mail><input name=phone>",
            "https://lantern.example/services/",
        ),
    ],
)
def test_prose_of_a_thread_a_product_or_a_service_is_no_article(body, url):
    assert kind(body, url) == "other"


@pytest.mark.parametrize(
    "url",
    [
        "https://lantern.example/forum/2024/05/06/ferry-at-dusk-a-talk",
        "https://lantern.example/shop-talk/ferry-at-dusk",
    ],
)
def test_an_article_under_such_an_address_is_one_all_the_same(url):
    head = typed("NewsArticle") + "<meta property='article:published_time' content='2024-05-06T10:00:00Z'>"
    assert kind(f"<h1>Ferry at dusk</h1><p>By Ada Lind</p>{PROSE}", url, head) == "news"


def test_an_article_that_ends_in_questions_and_answers_is_one():
    head = typed("FAQPage") + "<meta property='article:published_time' content='2024-05-06T10:00:00Z'>"
    assert (
        kind(f"<h1>How a ferry is steered</h1>{PROSE}", "https://lantern.example/blog/how-to-steer-a-ferry", head)
        == "news"
    )

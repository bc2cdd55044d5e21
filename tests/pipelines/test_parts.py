from __future__ import annotations

from dataclasses import replace

import pytest

from junket.crawlers.page import Page, WarcLocation
from junket.pipelines.recipe import extract
from junket.pipelines.record.pager import own_part
from junket.pipelines.record.parts import bare_title, extract_parts, same_title
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import keep_in_crawl

URL = "https://quay.example/talks/a-long-talk-with-ada-lind"
TITLE = "A long talk with Ada Lind"
ASKED = (
    "How did the water come into your work?",
    "And what did the ice do to the film?",
    "Who carried the lamps across the quay?",
    "Would you do it all once more?",
)
ANSWERS = (
    "It was there before me. I was born on a barge, and the first light that I ever saw came up through a hatch.",
    "It cracked two lenses and mended a friendship, because we had to share the one that was left for a month.",
    "My cousins did, all nine of them, and they still ask me for the wages that I promised them that night.",
    "I would do it slower. I would also buy gloves, because nobody had told me how cold a camera becomes.",
)


def link(number: int) -> str:
    return f'<a href="{URL}?page={number}">{number}</a>' if number > 1 else f'<a href="{URL}">1</a>'


def page(number: int, *paragraphs: str, title: str = TITLE, pager: str = "", **fields: object) -> Page:
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    html = (
        f"<html lang='en'><head><title>{title} - The Quay Review</title><meta property='og:type' content='article'>"
        f"</head><body><article><h1>{title}</h1>{body}<div class='pager'>{pager}</div></article></body></html>"
    )
    place = WarcLocation("crawl.warc.gz", number * 100, 10, f"urn:uuid:{number}", "sha256:aa")
    url = URL if number == 1 else f"{URL}?page={number}"
    return replace(Page(url=url, body=html.encode(), location=place), **fields)


def question(number: int) -> str:
    return f"<b>{ASKED[number]}</b>"


PAGER = link(1) + link(2)
ONE = page(1, question(0), ANSWERS[0], question(1), ANSWERS[1], question(2), pager=PAGER)
TWO = page(2, ANSWERS[2], question(3), ANSWERS[3], pager=PAGER, title=f"{TITLE} - Page 2")


def joined(*pages: Page) -> Record:
    record, _ = extract_parts(pages)
    assert isinstance(record, Record)
    return record


def test_turns_are_found_over_the_joined_text():
    record = joined(ONE, TWO)
    assert record.text.split("\n\n") == [each for pair in zip(ASKED, ANSWERS, strict=True) for each in pair]
    assert [(turn.role, turn.text) for turn in record.turns] == [
        each for asked, answer in zip(ASKED, ANSWERS, strict=True) for each in (("question", asked), ("answer", answer))
    ]
    assert record.title == TITLE
    assert "part_missing" not in record.warnings


def test_each_part_has_its_place_in_the_log_and_in_the_text():
    record = joined(ONE, TWO)
    assert [(part.url, part.warc_file, part.warc_offset) for part in record.parts] == [
        (URL, "crawl.warc.gz", 100),
        (f"{URL}?page=2", "crawl.warc.gz", 200),
    ]
    texts = [record.text[part.start : part.end] for part in record.parts]
    assert "\n\n".join(texts) == record.text
    assert texts[1].startswith(ANSWERS[2])


def test_one_page_alone_says_what_is_missing():
    record = extract(ONE).outcome
    assert isinstance(record, Record)
    assert "part_missing" in record.warnings
    assert [(part.url, part.start is None) for part in record.parts] == [(URL, False), (f"{URL}?page=2", True)]
    assert own_part(record) == 0
    second = extract(TWO).outcome
    assert isinstance(second, Record)
    assert (second.id, own_part(second)) == (record.id, 2)


def test_a_part_that_only_another_part_names_is_missed_too():
    two = replace(TWO, body=TWO.body.replace(PAGER.encode(), (PAGER + link(3)).encode()))
    record = joined(ONE, two)
    assert [part.start is None for part in record.parts] == [False, False, True]
    assert "part_missing" in record.warnings


def test_a_page_of_another_title_is_another_article():
    record, held = extract_parts([ONE, replace(TWO, body=TWO.body.replace(b"Ada Lind", b"Noor Okafor"))])
    assert held == (0,)
    assert isinstance(record, Record)
    assert ANSWERS[3] not in record.text


def test_a_page_that_says_the_same_again_is_no_part():
    comments = page(2, question(0), ANSWERS[0], question(1), ANSWERS[1], question(2), pager=PAGER)
    record, held = extract_parts([ONE, comments])
    assert held == (0,)
    assert isinstance(record, Record)
    assert record.parts == ()
    assert "part_missing" not in record.warnings


def test_what_a_part_repeats_is_there_once():
    lead = "Ada Lind has filmed the harbour for thirty years and has never once been dry in all that time."
    record = joined(page(1, lead, ANSWERS[0], pager=PAGER), page(2, lead, ANSWERS[1], ANSWERS[2], pager=PAGER))
    assert record.text.count(lead) == 1
    assert dict(record.stripped)["duplicate"] == 1


@pytest.mark.parametrize(
    "pager",
    [
        "",
        '<a rel="next" href="https://quay.example/talks/the-next-talk-by-the-water">Next</a>',
        f'<a href="{URL}?page=2">Page two of our talk is out in print</a>',
        f'<div class="comments-nav"><a href="{URL}?page=2">2</a></div>',
        f'<a href="{URL}#2">2</a>',
    ],
)
def test_a_whole_article_has_no_parts(pager):
    record = extract(page(1, *ANSWERS, pager=pager)).outcome
    assert isinstance(record, Record)
    assert (record.parts, "part_missing" in record.warnings) == ((), False)


@pytest.mark.parametrize(
    "url", ["https://quay.example/", "https://quay.example/tag/water", "https://quay.example/news"]
)
def test_the_pages_of_a_listing_are_no_parts(url):
    rows = "".join(f"<p>{answer}</p>" for answer in ANSWERS)
    html = f"<title>Water</title><body><h1>Water</h1>{rows}<a href='{url}?page=2'>2</a><a href='{url}?page=3'>Next</a>"
    record = extract(Page(url=url, body=html.encode(), named=True)).outcome
    assert isinstance(record, Record)
    assert record.parts == ()


@pytest.mark.parametrize(
    "title",
    [f"{TITLE} - Page 2", f"{TITLE} (2/3)", f"{TITLE} | Seite 2 von 3", f"{TITLE}, страница 2", f"{TITLE} — 2/3", ""],
)
def test_a_title_that_counts_pages_is_the_same(title):
    assert same_title(TITLE, title)


@pytest.mark.parametrize("title", [f"{TITLE}, part 2", f"{TITLE} 2", "Another talk - Page 2"])
def test_a_title_of_its_own_is_not(title):
    assert not same_title(TITLE, title)
    assert bare_title(title)


def test_a_last_part_may_be_too_short_to_be_an_article_of_its_own():
    record = extract(page(2, "And so it ends.", pager=PAGER)).outcome
    assert isinstance(record, Record)
    assert (record.kind, own_part(record)) == ("other", 2)
    assert keep_in_crawl(record) is None


@pytest.mark.parametrize("number", [1, 2])
def test_the_pages_of_a_thread_are_no_parts(number):
    post = '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>'
    thread = page(number, *ANSWERS, pager=PAGER + post)
    record = extract(replace(thread, body=thread.body.replace(b"'article'", b"'website'"))).outcome
    assert isinstance(record, Record)
    assert (record.kind, record.parts) == ("other", ())

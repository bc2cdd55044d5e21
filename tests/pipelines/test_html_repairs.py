"""A page that leaves its head open keeps its article."""

from __future__ import annotations

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.parse import parse
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

PARAGRAPHS = "".join(f"<p>Paragraph {n} tells of the film, the rock and the weather at length.</p>" for n in range(5))


def texts(html: str) -> list[str]:
    return [block.text for block in parse(Page.from_text("https://film.example/rock", html)).blocks]


@pytest.mark.parametrize("tag", ["article", "main", "section", "header"])
def test_an_article_without_a_body_is_read(tag: str) -> None:
    page = f"<html lang=en><title>A rock</title><meta name=author content=X><{tag}><h1>A rock</h1>{PARAGRAPHS}</{tag}>"
    record = extract(Page.from_text("https://film.example/rock", page)).outcome
    assert isinstance(record, Record)
    assert record.title == "A rock"
    assert record.text.count("Paragraph") == 5


def test_what_follows_in_a_body_comes_after() -> None:
    page = "<head><title>A</title><script></script><main><p>One</p></main>Two </head><body>Three<p>Four</p></body>"
    assert texts(page) == ["One", "Two Three", "Four"]


def test_words_alone_end_a_head() -> None:
    assert texts("<head><title>A</title></head>One<p>Two</p>") == ["One", "Two"]


def test_a_head_as_it_should_be_stays() -> None:
    page = "<html><head><title>A</title><link><noscript><link></noscript></head><body><p>One</p></body></html>"
    document = parse(Page.from_text("https://film.example/rock", page))
    elements = document.elements
    assert [elements.tags[child] for child in elements.children(1)] == ["title", "link", "noscript"]
    assert texts(page) == ["One"]

"""The words of class, id, role and itemprop, an element's own and those above it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.page import markup_names as module
from junket.pipelines.page.markup_names import Names, words_in, words_of
from junket.pipelines.recipe import extract


def named(*classes):
    """The names of the innermost of elements that stand in one another."""
    names = None
    for value in classes:
        names = Names((value, None, None, None), names)
    return names


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (("article-body", "post-12", None, None), {"article", "body", "post"}),
        (("ArticleBody newsHTMLBox", None, "main", "text"), {"article", "body", "news", "html", "box", "main", "text"}),
        ((None, None, None, None), set()),
    ],
)
def test_names_are_split_at_signs_and_capitals(written, words):
    assert words_of(written) == words


@given(st.text(st.sampled_from("aBcD-_ 1é\u0416"), max_size=20))
def test_words_are_what_one_pattern_finds_in_the_line(line):
    assert words_in(line) == set(map(str.lower, re.findall("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", line)))


@given(st.lists(st.sampled_from(["card", "card big", "News", ""]), min_size=1, max_size=6))
def test_tokens_are_the_words_of_all_elements(classes):
    assert named(*classes).tokens == {word for value in classes for word in value.lower().split()}


def test_an_element_without_new_words_shares_the_set_above_it():
    inner = named("card big", "big")
    assert inner.tokens is inner.above.tokens


def test_depth_does_not_matter():
    assert named(*(f"card {'x' * (n % 7)}" for n in range(20_000))).tokens == {"card", *("x" * n for n in range(1, 7))}


def test_sets_of_a_page_are_bounded(monkeypatch):
    monkeypatch.setattr(module, "_MAX_TOKENS", 10)
    words = ["".join(pair) for pair in zip("abcdefgh", "abcdefgh", strict=True)]
    assert named(*words).tokens == {"aa", "bb", "cc", "dd"}


def test_what_a_post_is_filed_under_is_no_name_of_it():
    filed = "post-7 hentry category-social tag-comments tag-ads has-comments author-ann"
    assert words_of((filed, None, None, None)) == {"post", "hentry"}
    assert words_of(("author-box tag-list", None, None, None)) == {"author", "box", "tag", "list"}


def test_a_post_tagged_comments_is_an_article():
    texts = [f"The ferry came at {hour}, and with it came the crew, two lamps and a piano." for hour in ("nine", "ten")]
    classes = "post-7 post hentry category-newsletter tag-comments tag-social-media has-comments"
    prose = "".join(f"<p>{text}</p>" for text in texts)
    footer = "<p>We are a small magazine by the harbour, and we print whatever the sea brings in, on paper.</p>" * 3
    html = f"<main><article class='{classes}'><h1>The ferry</h1>{prose}</article></main><div>{footer}</div>"
    outcome = extract(Page.from_text("https://reels.example/a", html)).outcome
    assert outcome.text.startswith("\n\n".join(texts))


@given(st.lists(st.sampled_from(["card", "card big", "News", ""]), min_size=1, max_size=6))
def test_words_of_a_vocabulary_are_found_without_the_whole_set(classes):
    names = named(*classes)
    assert names.within(frozenset({"big", "news", "other"})) == names.tokens & {"big", "news", "other"}

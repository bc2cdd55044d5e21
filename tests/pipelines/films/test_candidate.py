"""What is set off as titles are."""

from __future__ import annotations

import pytest

from junket.pipelines.films import candidate
from junket.pipelines.films.candidate import is_title, may_be_title, quoted_in


@pytest.mark.parametrize(
    ("language", "text", "titles"),
    [
        ("en", "She saw “The Salt Road” twice.", ["The Salt Road"]),
        ("en", 'She saw "The Salt Road" twice.', ["The Salt Road"]),
        ("en", "She saw ‘The Salt Road’ twice.", ["The Salt Road"]),
        ("en", "She saw “The Salt Road,” and left.", ["The Salt Road"]),  # the comma is the house's
        ("de", "Sie sah „Der lange Markt“ zweimal.", ["Der lange Markt"]),
        ("ru", "Она видела «Тихую мельницу».", ["Тихую мельницу"]),
        ("ja", "『春の駅』を見た。", []),  # no letter there is a capital
        ("en", "“Who came back?” she said. “Nobody.”", ["Who came back?", "Nobody"]),
        ("en", "“the salt road” is long", []),
        ("en", "“The sea. The road.” is long", []),  # two sentences
        ("en", "It’s Ada’s film, isn’t it", []),
    ],
)
def test_quotation_marks(found, language, text, titles):
    whole, all_of_them = found(text, language)
    assert [each.title for each in all_of_them] == titles
    assert all(whole[each.start : each.end] == each.title for each in all_of_them)
    assert all(each.outer[0] <= each.start < each.end <= each.outer[1] for each in all_of_them)


def test_italics_that_are_no_whole_paragraph(found):
    text, (one,) = found("<p>She saw <i>The Salt </i><i>Road</i> twice that spring.</p>")
    assert (one.title, one.how) == ("The Salt Road", "italic")
    assert text[slice(*one.outer)] == "The Salt Road"
    assert found("<p><i>The Salt Road</i></p>")[1] == []


def test_words_for_films_announce_names_in_english(found):
    titles = [each.title for each in found("Movies such as Nine Ferries, Cold Kitchen and Salt of the Road.")[1]]
    assert titles == ["Nine Ferries", "Cold Kitchen", "Salt of the Road"]
    assert [each.how for each in found("A film called Nine Ferries.")[1]] == ["cued"]
    assert found("Movies such as Nine Ferries.", "de")[1] == []
    assert found("A ferry called Nine Ferries.")[1] == []


def test_a_numbered_list_under_a_heading_that_announces_films(found):
    html = "<p>1. Nine Ferries</p><p>2) “Cold Kitchen”</p><p>We went home.</p>"
    assert [(each.title, each.how) for each in found(html, heading="The ten best movies")[1]] == [
        ("Nine Ferries", "listed"),
        ("Cold Kitchen", "listed"),
    ]
    assert [each.title for each in found(html, heading="The ten best soups")[1]] == ["Cold Kitchen"]


def test_none_lies_inside_another(found):
    (one,) = found("<p>She saw “<i>The Salt Road</i>” twice.</p>")[1]
    assert one.how == "quoted"


def test_a_page_of_candidates_without_end_is_bounded(found, monkeypatch):
    monkeypatch.setattr(candidate, "MOST", 5)
    assert 5 <= len(found("<p>“Nine Ferries” and “Cold Kitchen”.</p>" * 50)[1]) <= 6


def test_titles_are_short_and_begin_as_titles_do():
    assert may_be_title("Salt", "en")
    assert may_be_title("1984", "en")
    assert not may_be_title("", "en")
    assert may_be_title("One Two Three Four Five Six Seven", "en")
    assert not may_be_title("Ein zwei drei vier fünf sechs sieben", "de")


def test_english_titles_have_capitals():
    assert is_title("The Salt of the Road", "en")
    assert not is_title("The salt that nobody wanted", "en")
    assert is_title("Das Salz das niemand wollte", "de")
    assert quoted_in("“The Salt Road” and “The salt that nobody wanted”", "en") == ["The Salt Road"]

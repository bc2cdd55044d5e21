"""Words that speak of films."""

from __future__ import annotations

import pytest

from junket.pipelines.films.film_words import FilmWords, phrases, words, words_of


def test_words_are_whole_or_begun():
    some = FilmWords(frozenset({"film"}), ("фильм",))
    assert some.has("film")
    assert not some.has("films")
    assert some.has("фильмом")
    assert some.any(["x", "фильмы"])
    assert not some.any([])
    assert not FilmWords(frozenset(), ()).has("film")


def test_the_words_of_a_text_are_folded_and_keep_what_joins_them():
    assert words_of("Ada’s well-known FILM, «Straße» 2") == ["ada’s", "well-known", "film", "strasse", "2"]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "film"), ("de", "film"), ("ru", "фильмом"), ("kk", "фильмі"), ("en", "documentary")]
)
def test_words_for_films(language, word):
    assert words("film", language).has(word)
    assert words("film", None).has(word)
    assert words("film", "xx").has(word)  # a language without words has those of all
    assert not words("other", language).has(word)


def test_one_languages_words_are_not_anothers():
    assert not words("film", "en").has("фильмом")


def test_phrases_come_longest_first():
    lengths = [len(each) for each in phrases("maker")]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths

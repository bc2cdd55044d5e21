"""What the words around a candidate say."""

from __future__ import annotations

import pytest

from junket.pipelines.films.judge import Sign, around, judged, year_of


@pytest.fixture
def signs(found):
    def read(html, language="en"):
        text, candidates = found(html, language)
        return [sign.name for sign in judged(text, candidates)]

    return read


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [
        ("en", "Her film “The Salt Road” is long.", "FILM"),
        ("en", "“The Salt Road” is a documentary.", "WEAK"),  # too far away to be beside it
        ("de", "Der Film „Der lange Markt“ lief.", "FILM"),
        ("ru", "Фильм «Тихая мельница» вышел.", "FILM"),
        ("kk", "«Күзгі көпір» фильмі шықты.", "FILM"),
        ("en", "Her novel “The Salt Road” is long.", "OTHER"),
        ("en", "Her film, a version of the novel “The Salt Road”, is long.", "OTHER"),  # the nearer word
        ("en", "The “Harbour Men” franchise is loud.", "OTHER"),
        ("en", "Mira Tolen’s “The Salt Road” is long.", "FAINT"),
        ("en", "We saw “The Salt Road” (2018) again.", "FAINT"),
        ("en", "We saw “The Salt Road” again.", "NONE"),
        ("en", "It was a film. We saw “The Salt Road” again.", "NONE"),  # another sentence
        ("en", "In the cinema she said “Nobody wanted the salt at all”.", "NONE"),  # speech
    ],
)
def test_one_candidate(signs, language, text, sign):
    assert signs(text, language)[-1] == sign


def test_what_and_or_a_comma_joins_is_of_one_kind(signs):
    assert signs("Her films “Nine Ferries”, “Cold Kitchen” and “The Salt Road” are long.") == ["FILM"] * 3
    assert signs("Her novel “Nine Ferries” and “Cold Kitchen” are long.") == ["OTHER"] * 2
    assert signs("Her film “Nine Ferries” is long, and so “Cold Kitchen” was cut.")[1] != "FILM"


def test_signs_are_ordered_by_strength():
    assert Sign.OTHER < Sign.NONE < Sign.FAINT < Sign.WEAK < Sign.FILM


def test_the_sentence_ends_at_full_stops_and_at_the_paragraph(found):
    text, (one,) = found("<p>It rained.</p><p>We slept. We saw “The Salt Road” twice. It was long.</p>")
    assert (around(text, one).before, around(text, one).after) == ("We saw ", " twice")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("“The Salt Road” (2018) is long.", 2018),
        ("“The Salt Road” (Norway, 2018) is long.", 2018),
        ("“The Salt Road” (2018, Norway) is long.", 2018),
        ("The 1931 drama “The Salt Road” is long.", 1931),
        ("“The Salt Road” (1066) is long.", None),
        ("“The Salt Road” (in 90 minutes) is long.", None),
        ("In 2018, we slept. Then “The Salt Road” came.", None),
    ],
)
def test_the_year_beside_a_title(found, text, year):
    text, (one,) = found(text)
    assert year_of(text, one) == year

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.films import find_films, mentions_of
from junket.pipelines.page.block import Block
from junket.pipelines.page.document import Body, Metadata, Paragraph
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Film, Record

FILLER = "It is a film, and one film is like no other film, as film people say. "


def body_of(text):
    """Paragraphs as the parse would hand them on, without markup."""
    paragraphs, at = [], 0
    for number, line in enumerate(text.split("\n\n")):
        paragraphs.append(Paragraph(Block(number, line, "p"), at, at + len(line)))
        at += len(line) + 2
    return Body(text, tuple(paragraphs))


def films(text, language="en", title=None):
    return find_films(body_of(text), Metadata(title=title), language)


@pytest.mark.parametrize(
    ("language", "text", "titles"),
    [
        ("en", "Her first film “The Salt Road” was shot in a week. A film, she says.", ["The Salt Road"]),
        ("en", "We watched a film called Nine Ferries twice. It is a long film.", ["Nine Ferries"]),
        ("en", "Movies like Nine Ferries and Cold Kitchen are rare movies.", ["Nine Ferries", "Cold Kitchen"]),
        ("de", "Sein Film „Der lange Markt“ lief im Kino. Ein Film für alle.", ["Der lange Markt"]),
        ("ru", "Фильм «Тихая мельница» вышел весной. Режиссёр доволен, фильм долгий.", ["Тихая мельница"]),
        ("kk", "«Күзгі көпір» фильмі биыл шықты. Бұл фильм қысқа.", ["Күзгі көпір"]),
        ("ja", "映画film『春の駅』はfilm祭で上映された。", []),
        ("en", "Her novel “The Salt Road” became a film. A film of a novel.", []),
        ("en", "He sang the song “Nine Ferries” in the film. A film with songs.", []),
        ("en", "The series “Cold Kitchen” is no film, and films are no series.", []),
        ("ru", "В журнале «Сеанс» писали про фильм. Фильм хороший.", []),
        ("en", "“I never wanted to make that film,” she said. It is a film.", []),
        ("en", "A page that names “The Salt Road” and nothing else.", []),
        ("en", "All the “Harbour Men” films are loud films. Films, not songs.", []),
    ],
)
def test_titles_are_told_by_the_words_beside_them(language, text, titles):
    assert [film.title for film in films(text, language)] == titles


def test_years_second_names_and_people():
    text = (
        "Dara Olund’s film “Soluk Ada” (Pale Island in Spring) opened in May. "
        "Her next film, “The Salt Road” (2018), came late. The film “Nine Ferries,” directed by Imre Halász, is long."
    )
    assert films(text) == (
        Film(title="Soluk Ada", other_title="Pale Island in Spring", people=("Dara Olund",)),
        Film(title="The Salt Road", year=2018),
        Film(title="Nine Ferries", people=("Imre Halász",)),
    )


def test_an_actor_in_brackets_is_no_second_name():
    (film,) = films("The film “The Salt Road” (Berta Lind) is a film.")
    assert film.other_title is None


def test_once_a_film_the_same_words_are_it_again():
    text = (
        "The film “The Salt Road” took years.\n\nFor The Salt Road he sold the house. The salt road is white. A film."
    )
    found = mentions_of(body_of(text), Metadata(), "en")
    assert [text[each.start : each.end] for each in found] == ["The Salt Road", "The Salt Road"]


def test_numbered_headings_of_a_list_of_films():
    text = f"{FILLER}\n\n1. The Salt Road\n\nIt is slow.\n\n2. Nine Ferries\n\nIt is fast."
    assert [film.title for film in films(text, title="Ten great films")] == [
        "The Salt Road",
        "Nine Ferries",
    ]
    assert films(text, title="The ten best roads of the year") == ()


def test_italics_of_a_page():
    html = (
        "<html><body><article><h1>Dara Olund on roads</h1>"
        f"<p>{FILLER * 3}</p><p>She directed <i>The Salt Road</i> in a winter.</p>"
        f"<p>{FILLER * 3}</p></article></body></html>"
    )
    record = extract(Page(url="https://film.example/a", body=html.encode(), named=True)).outcome
    assert isinstance(record, Record)
    assert [film.title for film in record.films] == ["The Salt Road"]


@given(st.text(alphabet="“”\"'«»„() film Aa1.,—\n", max_size=300))
def test_any_text_gives_places_that_hold_the_title(text):
    for each in mentions_of(body_of(text), Metadata(title=text[:40]), "en"):
        assert text[each.start : each.end]
        assert 0 <= each.start < each.end <= len(text)


@pytest.mark.parametrize("piece", ['film "A" ', "film “", "films A, ", "film ‘A’ and ", "film (A) «"])
def test_text_made_to_be_slow_is_not(piece):
    started = time.process_time()
    films(piece * (400_000 // len(piece)))
    assert time.process_time() - started < 5

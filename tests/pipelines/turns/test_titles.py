"""Names in titles."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.speakers.titles import asking_name, title_names, title_segments, without_profession


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Mira Tolen: “I paint fog”", ["Mira Tolen"]),
        ("Fog and Rain — Mira Tolen and Nils Aro", ["Mira Tolen", "Nils Aro"]),
        ("Director Mira Tolen on Grey Harbour", ["Mira Tolen", "Grey Harbour"]),
        ("Regisseurin Lotte Brandner über Nebel", ["Lotte Brandner"]),
        ("Режиссёр Вера Саблина: «Туман не ждёт»", ["Вера Саблина"]),
        ("Interview avec Odile Marne", ["Odile Marne"]),
        ("how to film fog", []),
        ("", []),
    ],
)
def test_names_stand_in_the_parts_of_a_title(title, names):
    assert title_names(title) == names


def test_a_part_loses_the_professions_that_it_starts_with():
    assert title_segments("Interview: Director Mira Tolen") == ["", "Mira Tolen"]


def test_a_hyphen_and_an_apostrophe_inside_a_word_part_nothing():
    assert title_segments("Jean-Luc D'Orne") == ["Jean-Luc D'Orne"]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Regisseurin Lotte Brandner", "Lotte Brandner"),
        ("Режиссёр Вера Саблина", "Вера Саблина"),
        ("Director Tolen", "Director Tolen"),  # two words are left: it may be her name
        ("Lotte Brandner", "Lotte Brandner"),
    ],
)
def test_a_profession_is_no_part_of_a_name(name, plain):
    assert without_profession(name) == plain


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ib Moss interviews Mira Tolen", "Ib Moss"),
        ("Ib Moss talks to Mira Tolen", "Ib Moss"),
        ("Mira Tolen interviewed by Ib Moss", None),
        ("Moss interviews Mira Tolen", None),
        ("Interviews with Mira Tolen", None),
    ],
)
def test_who_asks_by_what_the_title_says(title, name):
    assert asking_name(title) == name

"""A name on a page becomes a name in a reference list, or stays whole where nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.person.cited import cited_name


@pytest.mark.parametrize(
    ("printed", "language", "inverted"),
    [
        ("Alma Seitova", "en", "Seitova, Alma"),
        ("Айжан Нұрланқызы Сәтбаева", "kk", "Сәтбаева, Айжан Нұрланқызы"),
        ("Jan van der Linden", "nl", "van der Linden, Jan"),
        ("Ana de la Torre", "es", "de la Torre, Ana"),
        ("Ivanov I. P.", "ru", "Ivanov, I. P."),
        ("Ж. Б. Оспанов", "ru", "Оспанов, Ж. Б."),
        ("Madonna", "en", "Madonna"),
        ("黒田 明", "ja", "黒田 明"),
        ("Kuroda Akira", "ja", "Kuroda Akira"),
        ("the night desk", "en", "the night desk"),
        ("Union of Film Workers of the South", "en", "Union of Film Workers of the South"),
        ("De Palma", "it", "Palma, De"),
    ],
)
def test_a_name_is_sorted_by_its_family(printed: str, language: str, inverted: str) -> None:
    assert cited_name(printed, language).inverted == inverted


@given(st.text(min_size=1))
def test_no_character_is_lost(name: str) -> None:
    found = cited_name(name)
    assert sorted("".join((found.family + found.given).split())) == sorted("".join(name.split()))

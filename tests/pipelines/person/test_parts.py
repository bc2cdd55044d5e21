"""A printed name as words that can be compared, in one spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.person.parts import keys_of, read_name


@pytest.mark.parametrize(
    "spellings",
    [
        ("Adil Beisenov", "Beysenov Adil", "Адиль Бейсенов", "Әділ Бейсенов", "Адиль Серикович Бейсенов"),
        ("Айсұлу Берденқызы Сәтбай", "Айсулу Сатбай"),
        ("Karl Lind Jr.", "Karl Lind jr"),
        ("Тимура Залесова", "Тимур Залесов"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings):
    assert len(keys_of(spellings)) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Karl Lind Jr.", "Karl Lind"), ("Karl Lind II", "Karl Lind III"), ("Ada Lind", "Ida Lind")]
)
def test_others_have_another(one, other):
    assert len(keys_of([one, other])) == 2


def test_parts_of_a_name():
    name = read_name("Адиль Серикович Бейсенов мл.")
    assert (name.first, name.last, name.generation) == ("adil", "beisenov", "мл")
    assert name.is_full
    short = read_name("A. Lind")
    assert (short.is_full, short.is_short) == (False, True)
    assert not read_name("Lind").is_full


def test_what_is_no_name_has_no_key():
    assert keys_of(["", "2019", "One Two Three Four Five Six Seven"]) == set()


@given(st.text(max_size=200))
def test_any_text_can_be_read_as_a_name(text):
    name = read_name(text)
    assert name is None or name.words

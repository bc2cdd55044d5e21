"""One spelling for what alphabets and habits write differently."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.person.transliterate import script_of, spelled


@pytest.mark.parametrize(
    "words",
    [
        ("Щукин", "Shchukin", "Schukin"),
        ("Юлия", "Yulia", "Iuliia", "Julija"),
        ("Қожа", "Kozha"),
        ("Halász", "Halasz"),
        ("O’Neill", "O'Neil"),
        ("Aleksandr", "Alexandr"),
    ],
)
def test_habits_agree(words):
    assert len(set(map(spelled, words))) == 1


def test_a_generation_is_no_habit():
    assert spelled("III") == "iii" != spelled("II")


@pytest.mark.parametrize(
    ("printed", "script"), [("Ada Lind", "Latin"), ("Ада Lind Линд", "Cyrillic"), ("李安", "Han"), ("7", "")]
)
def test_the_script_of_most_letters(printed, script):
    assert script_of(printed) == script


@given(st.text(st.sampled_from("абвгґдеёжзийклмнопрстуфхцчшщъыьэюяіїқңғүұөһӘ'"), max_size=12))
def test_no_cyrillic_and_no_doubled_letter_is_left(word):
    found = spelled(f"{word}-")  # no generation's mark
    assert found.isascii()
    assert all(one != other for one, other in pairwise(found))


@given(st.text(max_size=60))
def test_any_text_has_a_script(text):
    assert script_of(text) == script_of(text * 2)

"""What looks like a name where a label or a line may be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.person.shape import is_full, is_full_name, is_name, is_name_like, is_numbered, words_of


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Mrs Ada Lind", ("ada", "lind")),
        ("Dr. med. Ada Lind", ("ada", "lind")),
        ("Phil Lind", ("phil", "lind")),  # a degree stands behind a title alone
        ("г-жа Саблина", ("саблина",)),
        ("Anne-Marie O’Neill", ("anne-marie", "o’neill")),
        ("Herr", ("herr",)),  # nothing else is there
    ],
)
def test_words_of_a_name_are_without_titles(printed, words):
    assert words_of(printed) == words
    assert is_full(printed) == (len(words) > 1)


@pytest.mark.parametrize(
    ("printed", "strict", "loose"),
    [
        ("Ada Lind", True, True),
        ("Ada van der Lind", True, True),
        ("Ада фон Линд", True, True),
        ("Ada Lind and Max Roe", True, True),
        ("The House of Lind", True, True),
        ("A.L.", True, True),
        ("AL", True, True),
        ("Ada speaks", False, True),
        ("Ada speaks slowly", False, False),
        ("ada lind", False, False),
        ("Ada Lind 7", False, False),
        ("Ada, Lind", False, False),
        ("One Two Three Four Five Six", False, False),
        ("", False, False),
    ],
)
def test_a_label_is_a_name_by_its_shape(printed, strict, loose):
    assert (is_name(printed, strict=True), is_name(printed, strict=False)) == (strict, loose)


@pytest.mark.parametrize("printed", ["Speaker 1", "[Speaker_2]", "1-спикер", "P1", "Male Voice 3"])
def test_a_number_stands_for_a_name(printed):
    assert is_numbered(printed)
    assert not is_numbered(f"{printed} said that")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Ada Lind", True),
        ("Ada de la Lind", True),
        ("Ada van den der Lind", False),
        ("Ada", False),
        ("Ada lind", False),
        ("李安", True),
        ("李", False),
        ("一二三四五六七八九", False),
    ],
)
def test_a_full_name_has_two_capitals_or_a_script_without_them(name, full):
    assert is_full_name(name) is full


@pytest.mark.parametrize(
    ("text", "like"),
    [
        ("Ada Lind", True),
        ("ada lind", True),
        ("the way of the sea", False),
        ("Ada 7", False),
        ("Who?", False),
        ("A", False),
    ],
)
def test_a_byline_piece_is_like_a_name(text, like):
    assert is_name_like(text) is like


@given(st.text(max_size=100))
def test_any_text_may_be_asked(text):
    for ask in (is_full_name, is_name_like, is_numbered, is_full):
        assert ask(text) in {True, False}
    assert is_name(text, strict=False) or not is_name(text, strict=True)

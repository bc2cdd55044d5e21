"""Capitalised words in a row: where running text may have a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.person.in_text import names_in, rows_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("yesterday Ada Lind met Max von der Roe here", ["Ada Lind", "Max von der Roe"]),
        ("by Karl zu Lind and Haifa al Roe", ["Karl zu Lind", "Haifa al Roe"]),
        ("J. Roe and Ada J. Lind", ["J Roe", "Ada J Lind"]),
        ("a Hitchcock-inspired Ada Lind", ["Ada Lind"]),
        ("Ada alone, and Max", []),
        ("Ada van der, they said", []),
        ("ONE TWO THREE FOUR FIVE", []),
        ("с Верой Саблиной", ["Верой Саблиной"]),
    ],
)
def test_names_are_two_to_four_words(text, names):
    assert names_in(text) == names


def test_a_headline_in_capitals_may_end_with_a_name():
    assert names_in("ONE LONG HEADLINE ABOUT ADA LIND", tails=True) == ["ADA LIND"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("the singer Dany le Roe sang", ["Dany le Roe"]),
        ("president Max Van der Roe", ["Max Van der Roe"]),
        ("Max van der Roe and Ana de la Lind", ["Max van der Roe", "Ana de la Lind"]),
        ("minister Ada Lind von den Grünen", ["Ada Lind"]),  # "of the": German text, no name
        ("Coach der Mannschaft", []),
        ("J. R. Roe met A.-M. Lind", ["J. R. Roe", "A.-M. Lind"]),
        ("write to @Ada Lind or a.Roe Lind", []),
    ],
)
def test_rows_go_on_at_sure_particles_alone(text, rows):
    found = list(rows_in(text))
    assert [row for _, row in found] == rows
    assert all(text.startswith(row, start) for start, row in found)


@given(st.text(st.sampled_from("Aa. de'-\u00a0\n"), max_size=200))
def test_what_is_found_stands_in_the_text(text):
    assert all(text[start : start + len(row)] == row for start, row in rows_in(text))
    assert all(word in text for name in names_in(text) for word in name.split())

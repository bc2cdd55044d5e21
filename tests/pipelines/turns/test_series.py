"""One id for a question that a series asks each guest."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.series import question_key

SITE = "film.example"


def test_case_marks_and_numbers_do_not_count():
    key = question_key("3. What is your first memory of cinema?", SITE, ())
    assert key == question_key("WHAT IS YOUR FIRST MEMORY OF CINEMA", SITE, ())
    assert len(key) == 12
    assert set(key) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ("Hi Ada, what do you film?", "Hi Noor Falk, what do you film?", ["Ada Lund", "Noor Falk"]),
        ("Вера, что вы снимаете?", "Иван, что вы снимаете?", ["Вера Саблина", "Иван Рябов"]),
    ],
)
def test_names_of_the_page_are_masked(one, other, names):
    assert question_key(one, SITE, names) == question_key(other, SITE, names)
    assert question_key(one, SITE, ()) != question_key(other, SITE, ())


def test_other_words_and_other_sites_are_other_questions():
    question = "What do you film next?"
    assert question_key(question, SITE, ()) != question_key("What do you film now?", SITE, ())
    assert question_key(question, SITE, ()) != question_key(question, "other.example", ())


@pytest.mark.parametrize("text", ["", "And now?", "12 3?", "…"])
def test_short_prompts_have_no_id(text):
    assert question_key(text, SITE, ()) is None

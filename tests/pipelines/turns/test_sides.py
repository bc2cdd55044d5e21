"""Which labelled speakers ask: by words, by who signs the page, by how often each asks."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.speakers.sides import assign_roles


@pytest.fixture
def sides(sheet_of):
    def assign(*lines, language="en", **metadata):
        sheet = sheet_of(*lines, language=language, **metadata)
        roles = assign_roles(sheet, sheet.labels)
        return {label.printed: roles[label.key] for label in sheet.labels.values()}

    return assign


@pytest.mark.parametrize(
    ("language", "asks", "answers", "talk"),
    [
        ("en", "Q", "A", ("Why fog?", "It hides the crew.")),
        ("en", "Question", "Answer", ("Tell me.", "Where should I begin?")),  # the words outdo what is said
        ("de", "Frage", "Antwort", ("Warum Nebel?", "Er verbirgt das Team.")),
        ("ru", "Вопрос", "Ответ", ("Почему туман?", "Он прячет группу.")),
    ],
)
def test_words_for_question_and_answer_say_it(sides, language, asks, answers, talk):
    lines = [f"{asks}: {talk[0]}", f"{answers}: {talk[1]}"] * 3
    assert sides(*lines, language=language) == {asks: "question", answers: "answer"}


TALK = ["Ib: Why do you film fog?", "Mira: I like how it hides the crew."] * 3


def test_who_asks_more_often_asks(sides):
    assert sides(*TALK) == {"Ib": "question", "Mira": "answer"}


def test_two_may_ask(sides):
    third = ["Ola: Do you ever film rain?", "Mira: I did once, and it rained on me."] * 3
    assert sides(*TALK, *third) == {"Ib": "question", "Ola": "question", "Mira": "answer"}


def test_who_signs_the_page_asks_even_where_the_guest_asks_back_more_often(sides):
    asked = ["Ib Moss: Why do you film fog?", "Ib Moss: Fog hides things.", "Ib Moss: The crew waits."]
    lines = [line for each in asked for line in (each, "Mira Tolen: Why do you ask me that?")]
    assert sides(*lines, authors=("Ib Moss",)) == {"Ib Moss": "question", "Mira Tolen": "answer"}
    assert sides(*lines) == {"Ib Moss": "answer", "Mira Tolen": "question"}


def test_whom_the_title_names_is_no_second_interviewer(sides):
    lines = ["Ib Moss: Why do you film fog?", "Mira Tolen: Why do you ask me that?", "Ola Fenn: It hides us."] * 3
    assert sides(*lines)["Mira Tolen"] == "question"
    assert sides(*lines, title="A talk with Mira Tolen")["Mira Tolen"] == "answer"


def test_where_nobody_asks_all_answer(sides):
    lines = ["Ib: The fog came early.", "Mira: I filmed it all day long."] * 3
    assert set(sides(*lines).values()) == {"answer"}

"""The likeliest sequence of questions and answers, and how much a piece reads like a question."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.sequence import question_score, read_sequence
from junket.pipelines.turns.words.lexicon import lexicon, read_traits

LETTERS = {"before": "-", "question": "q", "answer": "a", "after": "+"}
LEAD = "The harbour is grey, and the ferry is late."
ASKS = "Why do you film fog?"
TELLS = "I like how it hides the crew."


def traits(*pieces, language="en"):
    return [read_traits(piece, lexicon(language)) for piece in pieces]


def states(*pieces, same=1.0, language="en", **more):
    return "".join(LETTERS[each] for each in read_sequence(traits(*pieces, language=language), same=same, **more))


@pytest.mark.parametrize(
    ("language", "asked", "told"),
    [
        ("en", "Why do you film fog?", "I like how it hides the crew."),
        ("de", "Warum filmen Sie Nebel?", "Ich mag, wie er das Team verbirgt."),
        ("ru", "Почему вы снимаете туман?", "Мне нравится, как он прячет группу."),
        ("es", "¿Por qué filmas la niebla?", "Me gusta cómo esconde al equipo."),
    ],
)
def test_what_is_asked_and_told_is_told_apart(language, asked, told):
    question, answer = traits(asked, told, language=language)
    assert question_score(question) > 0 > question_score(answer)
    assert states(asked, told, asked, told, language=language) == "qaqa"


def test_length_speaks_against_a_question():
    short, long, longer = traits(ASKS, "So. " * 90 + ASKS, "So. " * 180 + ASKS)
    assert question_score(short) > question_score(long) > question_score(longer)


def test_nothing_gives_nothing():
    assert read_sequence([], same=1.0) == []


def test_what_stands_before_and_after_is_outside():
    assert states(LEAD, ASKS, TELLS, ASKS, TELLS)[:3] == "-qa"
    assert states(LEAD, ASKS, TELLS, outside=False)[0] in "qa"


def test_an_answer_has_several_pieces_unless_two_in_a_row_cost_too_much():
    pieces = (ASKS, TELLS, "The crew was cold.", ASKS, TELLS)
    assert states(*pieces, same=0.5) == "qaaqa"
    assert states(*pieces, same=50.0, outside=False) != "qaaqa"


def test_a_lost_answer_costs_nothing():
    pieces = (ASKS, "Do you film rain?", "And do you film snow?", TELLS)
    assert states(*pieces, same=9.0, lost=frozenset({1, 2})) == "qqqa"


def test_what_follows_a_question_without_a_sign_is_the_answer():
    assert states(ASKS, "Fog.", ASKS, "Rain.", ASKS, "Snow.") == "qaqaqa"


def test_short_pieces_before_questions_are_remarks_where_that_is_usual():
    told = "The crew waited on the pier until it was dark and the lamps came on one after the other."
    pieces = [part for _ in range(3) for part in (ASKS, told, "A long wait.")] + [ASKS, told]
    assert states(*pieces) == "qaqqaqqaqqa"

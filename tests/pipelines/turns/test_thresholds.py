"""Which explained pages are interviews: talks of people, and not what only looks like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from junket.pipelines.turns.thresholds import is_interview
from junket.pipelines.turns.weigh import Weighing

GOOD = Weighing(
    style="film", asking=1, answered=1, coverage=0.9, to_guest=1, of_self=1, alone=1, to_reader=0, complete=1, shape=1,
    heeded=1, pairs=4, asked=1, outright=1, trust=1,
)  # fmt: skip
THINGS = ("fog", "rain", "snow", "ice")
TALK = [
    line for each in THINGS for line in (f"Why do you film {each}?", f"I like how {each} hides us, and always did.")
]


@pytest.fixture
def judged(sheet_of, laid):
    def judge(*lines, weighing=GOOD, sides=None, **metadata):
        sheet = sheet_of(*(lines or TALK), **metadata)
        return is_interview(sheet, laid(sheet, sides or "qa" * (len(sheet.lines) // 2)), weighing)

    return judge


def test_people_who_ask_and_answer_are_an_interview(judged):
    assert judged()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("asking", 0.5), ("coverage", 0.4), ("answered", 0.4), ("shape", 0.3), ("asked", 0.3), ("heeded", 0.1),
        ("pairs", 1),
    ],
)  # fmt: skip
def test_each_bound_holds_by_itself(judged, name, value):
    weighing = replace(GOOD, **{name: value})
    assert not judged(weighing=weighing, title="An interview with Mira Tolen")


def test_two_pairs_are_enough_where_the_page_says_interview(judged):
    weighing = replace(GOOD, pairs=2)
    assert not judged(*TALK[:4], weighing=weighing)
    assert judged(*TALK[:4], weighing=weighing, title="Interview: Mira Tolen")
    assert judged(*TALK[:4], weighing=weighing, title="Интервью с Мирой Толен")


def test_where_nothing_marks_the_questions_most_must_end_in_a_question_mark(judged):
    assert judged(weighing=replace(GOOD, trust=0.9, outright=0.8))
    assert not judged(weighing=replace(GOOD, trust=0.9, outright=0.7))
    assert judged(weighing=replace(GOOD, trust=0.95, outright=0.7))


def test_questions_of_readers_make_no_interview(judged):
    asked = ["Can I bring my dog?", "You can, if it is small and does not bark."] * 4
    assert not judged(*asked)
    assert judged(*["Can you bring a dog?", "You can, if it is small and does not bark."] * 4)


def test_companies_answer_as_we(judged):
    company = replace(GOOD, alone=0.0)
    assert not judged(weighing=company)
    assert judged(weighing=company, title="Interview: the Fog Company")


def test_a_thread_is_no_interview(judged):
    thread = [line for said in TALK for line in (said, "3 likes")]
    sides = "q-a-" * 4
    loose = replace(GOOD, trust=0.9)
    assert not judged(*thread, sides=sides, weighing=loose)
    assert judged(*thread, sides=sides, weighing=GOOD)  # print tells who speaks


SCENE = [f"{who}: {said}" for who, said in zip(["OLA FENN", "EDDA LIND"] * len(THINGS), TALK, strict=True)]


def test_people_of_a_play_are_strangers_unless_the_page_names_them(judged):
    shared = ["OLA FENN: Why fog?", "EDDA LIND: I like it. Why do you ask me?"] * 4
    assert not judged(*shared)
    assert judged(*shared, title="Edda Lind in the fog")
    assert judged(*SCENE)  # one asks, and the other tells more


def test_less_is_asked_of_a_page_that_names_its_guest(judged):
    impersonal = replace(GOOD, to_guest=0.1, of_self=0.3)
    assert not judged(weighing=impersonal)
    assert judged(*SCENE, weighing=impersonal, title="Edda Lind in the fog")


def test_a_title_and_many_pairs_make_up_for_little(judged):
    rough = replace(GOOD, heeded=0.46, pairs=5)
    assert 0.7 < rough.score < 0.75
    assert not judged(weighing=rough)
    assert judged(weighing=rough, title="Interview: Mira Tolen")
    assert not judged(weighing=replace(rough, pairs=4), title="Interview: Mira Tolen")


def test_less_is_asked_where_the_page_introduces_whom_its_title_names(judged):
    cool = replace(GOOD, to_guest=0.5, of_self=0.4)
    assert not judged(weighing=cool)
    assert not judged(weighing=cool, title="Mira Tolen")
    assert judged(weighing=cool, title="Mira Tolen", lead="Mira Tolen has filmed fog for years.")

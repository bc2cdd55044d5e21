"""How sure the turns of a page are: five facts and what each does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from junket.pipelines.turns.confidence import confidence, evidence
from junket.pipelines.turns.weigh import Weighing

GOOD = Weighing(
    style="film", asking=1, answered=1, coverage=0.9, to_guest=1, of_self=1, alone=1, to_reader=0, complete=1, shape=1,
    heeded=1, pairs=4, asked=1, outright=1, trust=1,
)  # fmt: skip
ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew."
MARKED, LOOSE, OVERLOOKED, HEADINGS, REPEATED = range(5)


@pytest.fixture
def page(sheet_of, laid):
    def lay(sides, *lines):
        sheet = sheet_of(*lines)
        return sheet, laid(sheet, sides)

    return lay


def test_a_plain_talk_is_sure(page):
    plain = page("qaqa", ASKS, TELLS, ASKS, TELLS)
    assert evidence(*plain, GOOD) == (1, 0, 0, 0, 0)
    assert confidence(*plain, GOOD) > 0.9


def test_without_marks_the_ends_of_long_answers_are_guessed(page):
    short, long = page("qaqa", ASKS, TELLS, ASKS, TELLS), page("qa.qa", ASKS, TELLS, TELLS, ASKS, TELLS)
    loose = replace(GOOD, trust=0.9)
    assert [evidence(*each, loose)[LOOSE] for each in (short, long)] == [0, 1]
    assert evidence(*long, GOOD)[LOOSE] == 0
    assert confidence(*long, loose) < confidence(*short, loose) < confidence(*short, GOOD)


@pytest.mark.parametrize(("name", "value"), [("heeded", 0.9), ("complete", 0.9)])
def test_what_starts_no_turn_and_might_counts_against_it(page, name, value):
    plain = page("qaqa", ASKS, TELLS, ASKS, TELLS)
    worse = replace(GOOD, **{name: value})
    assert evidence(*plain, worse)[OVERLOOKED] == pytest.approx(0.5)
    assert evidence(*plain, replace(GOOD, **{name: 0.1}))[OVERLOOKED] == 1
    assert confidence(*plain, worse) < confidence(*plain, GOOD)


def test_headings_inside_the_talk_count_against_it_unless_they_are_turns(page):
    heading = f"<h3>{ASKS}</h3>"
    lines = (heading, TELLS, heading, TELLS)
    assert evidence(*page("qaqa", *lines), GOOD)[HEADINGS] == 0
    assert evidence(*page("-aqa", *lines), GOOD)[HEADINGS] == 0  # before the talk
    inside = page("qa-a", *lines)
    assert evidence(*inside, GOOD)[HEADINGS] == 1
    assert confidence(*inside, GOOD) < 0.9


def test_turns_of_one_side_in_a_row_count_against_it(page):
    assert evidence(*page("qaqaqaqaqa", *[ASKS, TELLS] * 5), GOOD)[REPEATED] == 0
    assert evidence(*page("qaqqaqaqaa", *[ASKS, TELLS] * 5), GOOD)[REPEATED] == 1
    rare = page("qaaqaqaqaq" * 3, *[TELLS] * 30)
    assert 0 < evidence(*rare, GOOD)[REPEATED] < 1

"""How well turns read like an interview: each kind of evidence, and the score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from junket.pipelines.turns.styles.style import Mark, Style, no_marks
from junket.pipelines.turns.weigh import Weighing, weigh

STYLE = Style("film", lambda _: (), no_marks, trust=0.9)
ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew, and I always did."
GOOD = Weighing(
    style="film", asking=1, answered=1, coverage=0.9, to_guest=1, of_self=1, alone=1, to_reader=0, complete=1, shape=1,
    heeded=1, pairs=6, asked=1, outright=1, trust=1,
)  # fmt: skip


@pytest.fixture
def weighed(sheet_of, laid):
    def read(sides, *lines, marks=(), language="en"):
        sheet = sheet_of(*lines, language=language)
        places = tuple(Mark(number, sheet.lines[number].start, sheet.lines[number].start) for number in marks)
        return weigh(sheet, laid(sheet, sides), places, STYLE)

    return read


def test_one_side_alone_is_no_talk(weighed):
    assert weighed("qq", ASKS, ASKS) is None
    assert weighed("aa", TELLS, TELLS) is None
    assert weighed("--", TELLS, TELLS) is None


@pytest.mark.parametrize(
    ("language", "asks", "tells"),
    [
        ("en", ASKS, TELLS),
        ("de", "Warum filmen Sie Nebel?", "Ich mag, wie er alle verbirgt."),
        ("ru", "Почему вы снимаете туман?", "Мне нравится, как он прячет нас."),
    ],
)
def test_a_plain_talk_has_all_signs(weighed, language, asks, tells):
    found = weighed("qaqa", asks, tells, asks, tells, language=language)
    assert (found.asking, found.answered, found.to_guest, found.of_self) == (1, 1, 1, 1)
    assert (found.complete, found.shape, found.heeded, found.pairs, found.trust) == (1, 1, 1, 2, 0.9)
    assert found.coverage > 0.9
    assert found.personal == 1


def test_coverage_is_the_share_of_the_text_that_the_turns_hold(weighed):
    assert weighed("qa--", ASKS, TELLS, ASKS, TELLS).coverage == pytest.approx(0.5, abs=0.05)


def test_a_question_inside_an_answer_is_a_hidden_one(weighed):
    assert weighed("qa..qa", ASKS, TELLS, ASKS, TELLS, ASKS, TELLS).complete == pytest.approx(2 / 3)


def test_remarks_need_no_answer_and_others_do(weighed):
    assert weighed("qqa", "Wow.", ASKS, TELLS).answered == 1
    assert weighed("qqa", "And what else do you film?", ASKS, TELLS).answered == 0.5


def test_headings_and_keywords_do_not_ask(weighed):
    found = weighed("qaqa", "The weather of the north", TELLS, ASKS, TELLS)
    assert found.asked == 0.5
    assert found.asking == pytest.approx(0.55)
    assert found.outright == 0.5


def test_answers_to_readers_are_told_from_answers_of_people(weighed):
    found = weighed("qaqa", "Can I bring a dog?", "You can bring it.", "Can I pay by card?", "We take your card.")
    assert (found.of_self, found.to_reader) == (0.5, 0.5)
    assert found.alone == 0  # "we" alone is a company


def test_marks_where_no_turn_starts_count_against_it(weighed):
    lines = [ASKS, TELLS, ASKS, TELLS, ASKS, TELLS]
    assert weighed("qaqaqa", *lines, marks=(0, 2, 4)).heeded == 1
    assert weighed("qa..qa", *lines, marks=(0, 2, 4)).heeded == pytest.approx(2 / 3)
    assert weighed("qa..qa", *lines, marks=(0, 2)).heeded == 1  # too few to tell


def test_short_answers_to_long_questions_are_out_of_shape(weighed):
    assert weighed("qa", ASKS * 4, "No.").shape < 0.1


@pytest.mark.parametrize(
    ("name", "worse"),
    [
        ("asking", 0.5), ("answered", 0.5), ("coverage", 0.4), ("to_guest", 0.5), ("of_self", 0.5), ("to_reader", 0.5),
        ("complete", 0.5), ("shape", 0.5), ("heeded", 0.5), ("trust", 0.5),
    ],
)  # fmt: skip
def test_the_score_falls_with_each_sign_that_is_worse(name, worse):
    assert GOOD.score == pytest.approx(1)
    assert 0 < replace(GOOD, **{name: worse}).score < GOOD.score


def test_more_than_most_of_the_text_is_no_better():
    assert replace(GOOD, coverage=0.7).score == GOOD.score

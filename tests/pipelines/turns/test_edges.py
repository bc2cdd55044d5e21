"""Where a talk starts and ends."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.edges import settle_edges, with_last_questions

ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew."
TALK = [ASKS, TELLS] * 4


@pytest.fixture
def settled(sheet_of, laid):
    def settle(sides, *lines, **metadata):
        sheet = sheet_of(*lines, **metadata)
        return [
            (draft.role[0], sheet.text[draft.start : draft.end]) for draft in settle_edges(sheet, laid(sheet, sides))
        ]

    return settle


PLAIN = [("q", ASKS), ("a", TELLS)] * 4


def test_a_whole_talk_stays(settled):
    assert settled("qa" * 4, *TALK) == PLAIN


@pytest.mark.parametrize(
    "line", ["Mira Tolen has filmed fog since she was nine, and it has never once come when she waited for it. " * 2]
)
def test_a_marked_lead_before_the_talk_is_none_of_it(settled, line):
    assert settled("q" + "qa" * 4, line.strip(), *TALK) == PLAIN


def test_the_pages_own_lead_is_never_a_question_even_if_it_asks(settled):
    assert settled("qa" + "qa" * 4, "Why fog?", "So.", *TALK, lead="Why fog?") == PLAIN


@pytest.mark.parametrize(
    ("printed", "said"),
    [("— Why do you film fog?", ASKS), ("3. Why do you film fog?", ASKS), ("• 4) Why do you film fog?", ASKS)],
)
def test_dashes_bullets_and_numbers_are_print(settled, printed, said):
    assert settled("qa" * 5, printed, TELLS, *TALK)[0] == ("q", said)


def test_a_number_before_an_answer_is_said(settled):
    assert settled("qa" * 4, ASKS, "1999. That was the year.", *TALK[2:])[1] == ("a", "1999. That was the year.")


@pytest.mark.parametrize(
    "outro",
    ["Interview by Ib Moss", "Interview: Ib Moss", "<h3>About the film</h3>", "Mira Tolen lives by the sea."],
)
def test_credits_headings_and_words_about_the_guest_end_the_last_answer(settled, outro):
    sides = "qa" * 4 + "."
    assert settled(sides, *TALK, outro, title="A talk with Mira Tolen") == PLAIN


def test_what_speaks_of_itself_is_still_the_answer(settled):
    more = "Mira Tolen is what I was called, and I liked it."
    assert settled("qa" * 4 + ".", *TALK, more, title="A talk with Mira Tolen")[-1] == ("a", f"{TELLS}\n\n{more}")


def test_a_last_marked_line_that_nothing_answers_stays_only_as_a_farewell(settled):
    assert settled("qa" * 4 + "q", *TALK, "What do you film next?") == PLAIN
    assert settled("qa" * 4 + "q", *TALK, "Thank you for the talk.") == [*PLAIN, ("q", "Thank you for the talk.")]


def test_after_thanks_a_short_reply_is_said_and_prose_is_not(settled):
    thanks = "Thank you for your time."
    assert settled("qa" * 5, *TALK, thanks, "Thanks!")[-1] == ("a", "Thanks!")
    prose = "The film opens in May in forty towns along the coast, and the museum shows its drawings until autumn."
    assert settled("qa" * 5, *TALK, thanks, prose) == [*PLAIN, ("q", thanks)]


@pytest.fixture
def completed(sheet_of, laid):
    def complete(sides, *lines):
        sheet = sheet_of(*lines)
        return [sheet.text[draft.start : draft.end] for draft in with_last_questions(sheet, laid(sheet, sides))]

    return complete


BOLD = f"<p><b>{ASKS}</b></p>"


def test_last_questions_printed_as_the_others_belong_to_the_talk(completed):
    lines = [BOLD, TELLS] * 3
    assert completed("qa" * 3 + "-", *lines, "<p><b>And why rain?</b></p>")[-1] == "And why rain?"
    assert len(completed("qa" * 3 + "-", *lines, "And why rain?")) == 6  # printed as answers are
    assert len(completed("qa" * 3 + "-", *lines, "<p><b>Want to read more?</b></p>")) == 6  # asks readers
    assert len(completed("qa" * 3 + "--", *lines, "<p><b>And why rain?</b></p>", "The museum is open.")) == 6


def test_last_questions_may_have_the_others_label(completed):
    lines = ["Ib: Why do you film fog?", "Mira: I like it."] * 3
    assert completed("qa" * 3 + "-", *lines, "Ib: And why rain?")[-1] == "And why rain?"
    assert len(completed("qa" * 3 + "-", *lines, "Mira: And why rain?")) == 6

"""What people decided holds, finds its place by quoted words, and says so where it no longer does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from junket.pipelines.corrections import Correction, Quote, correct
from junket.pipelines.record.record import Part, Record, Turn
from junket.pipelines.turns.turn_id import turn_keys

QUESTION, ANSWER = "Why the fog?", "Because it hides the crew. And the lorry? That too."
INTRO, THANKS = "Ada met us at the port.", "Share this talk with friends"
TEXT = f"{INTRO}\n\n{QUESTION}\n\n{ANSWER}\n\n{THANKS}"


def turn(role: Any, text: str, speaker: str | None = None) -> Turn:  # a Literal
    start = TEXT.index(text)
    (key,) = turn_keys([(role, text)])
    return Turn(turn_id=f"0a-{key}", role=role, text=text, start=start, end=start + len(text), speaker=speaker)


RECORD = Record(
    id="0a",
    url="https://film.example/talk",
    canonical_url="https://film.example/talk",
    site="film.example",
    kind="interview",
    title="A talk",
    date="2024-05-03",
    published_at=datetime(2024, 5, 3, 9, tzinfo=UTC),
    published_precision="minute",
    text=TEXT,
    turns=(turn("question", QUESTION), turn("answer", ANSWER, "Ada Lind")),
    turns_confidence=0.6,
    interviewees=("Ada Lind",),
    people=("Ada Lind",),
    warnings=("turns_uncertain", "authors_missing"),
    content_hash="sha256:0",
)


def decided(**said: Any) -> Correction:  # of several fields
    return Correction(record=RECORD.id, who="someone", why="the page says so", **said)


def after(*corrections: Correction) -> Record:
    record, lost = correct(RECORD, corrections)
    assert not lost
    assert all(record.text[each.start : each.end] == each.text for each in record.turns)
    return record


def spoken(record: Record) -> list[tuple[str, str | None, str]]:
    return [(each.role, each.speaker, each.text) for each in record.turns]


def test_a_field_is_set_and_its_doubt_is_gone() -> None:
    record = after(decided(field="authors", value=["Nora Field"]))
    assert record.authors == ("Nora Field",)
    assert record.corrected == ("authors",)
    assert record.warnings == ("turns_uncertain",)


def test_another_day_has_no_instant() -> None:
    record = after(decided(field="date", value="2024-03-05"))
    assert (record.date, record.published_at, record.published_precision) == ("2024-03-05", None, "day")


def test_sure_turns_are_not_called_uncertain() -> None:
    assert "turns_uncertain" not in after(decided(field="turns_confidence", value=1.0)).warnings


def test_a_field_that_says_something_else_by_now_is_left() -> None:
    record, lost = correct(RECORD, [decided(field="title", value="The talk", was="Talks", guarded=True)])
    assert record.title == "A talk"
    assert lost == {0: "title says 'A talk', not 'Talks'"}


def test_a_question_inside_an_answer_is_split_off() -> None:
    record = after(decided(quote=Quote("And the lorry?"), role="question", speaker="Nora Field"))
    assert spoken(record) == [
        ("question", None, QUESTION),
        ("answer", "Ada Lind", "Because it hides the crew."),
        ("question", "Nora Field", "And the lorry?"),
        ("answer", "Ada Lind", "That too."),
    ]
    assert record.interviewers == ("Nora Field",)
    assert record.people == ("Nora Field", "Ada Lind")


def test_names_that_people_gave_stay_when_turns_change() -> None:
    named = decided(field="interviewees", value=("Ada E. Lind",))
    assert after(named, decided(quote=Quote("And the lorry?"), role="question")).interviewees == ("Ada E. Lind",)
    other = decided(quote=Quote("That too."), role="answer", speaker="Bo Moe")
    assert after(named, other).interviewees == ("Ada E. Lind", "Bo Moe")
    assert after(named, other).people == ("Ada E. Lind", "Bo Moe")
    kept = decided(field="interviewees", value=("Ada Lind", "Cy Roe"))
    gone = decided(quote=Quote(ANSWER), role="answer", speaker="Bo Moe")
    assert after(kept, gone).interviewees == ("Cy Roe", "Bo Moe")


def test_an_instant_that_people_gave_is_exact() -> None:
    instant = datetime(2024, 3, 5, 7, tzinfo=UTC)
    record = after(decided(field="date", value="2024-03-05"), decided(field="published_at", value=instant))
    assert (record.date, record.published_at, record.published_precision) == ("2024-03-05", instant, "minute")
    assert after(decided(field="published_at", value=None)).published_precision == "day"


def test_two_turns_are_joined_by_quoting_both() -> None:
    record = after(decided(quote=Quote("Why the fog?"), to=Quote("That too."), role="note"))
    assert spoken(record) == [("note", None, f"{QUESTION}\n\n{ANSWER}")]
    assert record.interviewees == ()


def test_a_speaker_alone_keeps_role_and_name_of_the_turn() -> None:
    record = after(decided(quote=Quote(QUESTION), speaker="Nora Field"))
    assert record.turns[0].speaker == "Nora Field"
    assert record.turns[0].turn_id == RECORD.turns[0].turn_id


def test_words_that_are_no_turn_leave_a_question_without_answer() -> None:
    record = after(decided(quote=Quote("Because it"), to=Quote("That too."), role="none"))
    assert [(each.role, each.answer_missing) for each in record.turns] == [("question", True)]


def test_what_is_no_part_of_the_article_goes_and_turns_move_along() -> None:
    record = after(decided(quote=Quote(INTRO), remove=True), decided(quote=Quote(THANKS), remove=True))
    assert record.text == f"{QUESTION}\n\n{ANSWER}"
    assert spoken(record) == spoken(RECORD)
    assert record.corrected == ("text",)


def test_words_inside_an_answer_can_go() -> None:
    record = after(decided(quote=Quote("And the lorry?"), remove=True))
    assert spoken(record)[1] == ("answer", "Ada Lind", "Because it hides the crew. That too.")


def test_a_later_correction_wins() -> None:
    record = after(decided(field="title", value="One"), decided(field="title", value="Two"))
    assert record.title == "Two"


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (Quote("Never said"), "the quoted words are not in the text"),
        (Quote("the"), "the quoted words stand 4 times in the text: a longer prefix or suffix tells which"),
        (Quote("the", prefix="over"), "the quoted words stand there, but not with that prefix or suffix"),
        (Quote(" "), "it quotes no words"),
    ],
)
def test_a_quotation_without_one_place_is_lost_and_says_why(quote: Quote, reason: str) -> None:
    record, lost = correct(RECORD, [decided(quote=quote, role="note")])
    assert lost == {0: reason}
    assert record.turns == RECORD.turns


def test_white_space_and_context_are_as_w3c_has_them() -> None:
    record = after(decided(quote=Quote("the", prefix="And\n", suffix="  lorry?"), role="note"))
    assert ("note", None, "the") in spoken(record)


def test_a_text_is_never_emptied() -> None:
    _, lost = correct(RECORD, [decided(quote=Quote("Ada met"), to=Quote("with friends"), remove=True)])
    assert lost == {0: "nothing would be left of the text"}


def test_words_that_go_leave_the_parts_of_a_split_article_in_place() -> None:
    cut = TEXT.index(ANSWER)
    parts = (Part(url="1", start=0, end=cut - 2), Part(url="2"), Part(url="3", start=cut, end=len(TEXT)))
    record, lost = correct(replace(RECORD, parts=parts), [decided(remove=True, quote=Quote(INTRO))])
    assert not lost
    assert [record.text[part.start : part.end] for part in record.parts if part.start is not None] == [
        QUESTION,
        f"{ANSWER}\n\n{THANKS}",
    ]

"""Transcripts of recordings: people known by a number, times before what is said, subtitles."""

from dataclasses import replace

import pytest

from crawlers.page import Page
from pipelines.interview import Interview
from pipelines.verdict import verdict

TITLE = "Ada Lund on the harbour clock"
LEAD = "The director Ada Lund filmed one harbour for three winters. We met her on the quay where it all began."
PAIRS = [
    ("Why did you film the harbour at night?", "Because nobody asked me to stay at home, and I could not sleep."),
    ("Did you sleep in the boat?", "I never slept. My uncle did, and he snored on every take that we made."),
    ("Who lent you the camera?", "A wedding photographer. I still owe him two weekends and a lens cap."),
    ("What will you do next?", "I will write down what the harbour master told me about his clock."),
]
SAID = [words for pair in PAIRS for words in pair]


def record(body, media_type="text/html"):
    page = Page.from_text("https://film.example/talks/ada-lund", body, media_type=media_type)
    outcome = verdict(replace(page, named=True)).outcome
    assert isinstance(outcome, Interview)
    return outcome


def page(*paragraphs, title=TITLE):
    return record(
        f"<title>{title}</title><meta name=author content='Tom Ash'><h1>{title}</h1><p>{LEAD}</p>" + "".join(paragraphs)
    )


def labelled(form, asking, answering, said=SAID):
    return [form.format(label=(asking, answering)[n % 2], words=words, n=n) for n, words in enumerate(said)]


def assert_talk(told, asking=None, answering=None):
    assert [turn.text for turn in told.turns] == SAID
    assert "".join(turn.role[0] for turn in told.turns) == "qa" * len(PAIRS)
    if asking:
        assert {turn.speaker_printed for turn in told.turns if turn.role == "question"} == {asking}
        assert {turn.speaker_printed for turn in told.turns if turn.role == "answer"} == {answering}


NUMBERED = [
    ("Speaker 1", "Speaker 2"), ("Speaker 2", "Speaker 1"), ("SPEAKER_00", "SPEAKER_01"), ("UXR 003", "Intern 003"),
    ("P1", "P2"), ("S1", "S2"), ("Sprecher 2", "Sprecher 1"), ("Спикер 1", "Спикер 2"),
    ("Intervenant 1", "Intervenant 2"),
    ("Locutor 2", "Locutor 1"), ("1-спикер", "2-спикер"), ("Speaker #1", "Speaker #2"), ("Interviewer", "P1"),
    ("Interviewer", "Participant 12"), ("話者1", "話者2"),
]  # fmt: skip
FORMS = [
    "<p>{label}: {words}</p>", "<p><b>{label}:</b> {words}</p>", "<h4>{label}</h4><p>{words}</p>",
    "<p>{label}<br>{words}</p>",
    "<p><b>{label}</b> {words}</p>", "<p>{label} (00:1{n}): {words}</p>", "<p>[00:00:1{n}] {label}: {words}</p>",
    "<p>{label} 0:1{n}</p><p>{words}</p>", "<div>{label}:</div><div>{words}</div>",
]  # fmt: skip


@pytest.mark.parametrize(("asking", "answering"), NUMBERED)
@pytest.mark.parametrize("form", FORMS)
def test_people_known_by_a_number_take_turns(form, asking, answering):
    told = page(*labelled(form, asking, answering))
    assert_talk(told, asking, answering)
    assert {turn.speaker for turn in told.turns if turn.role == "question"} <= {None, "Interviewer"}


def test_a_number_is_the_guest_where_it_is_alone_and_the_page_names_him():
    told = page(*labelled("<p>{label}: {words}</p>", "Speaker 1", "Speaker 2"), title="Interview with Ada Lund")
    assert {turn.speaker for turn in told.turns if turn.role == "answer"} == {"Ada Lund"}


def test_of_two_numbers_that_answer_nobody_can_tell_who_the_guest_is():
    labels = ["Host", "Speaker 1", "Host", "Speaker 2"] * 2
    told = page(
        *(f"<p>{label}: {words}</p>" for label, words in zip(labels, SAID, strict=True)),
        title="Interview with Ada Lund",
    )
    assert [turn.speaker_printed for turn in told.turns] == labels
    assert {turn.speaker for turn in told.turns if turn.role == "answer"} == {None}


def test_a_number_that_speaks_once_beside_those_that_speak_again_is_somebody():
    labels = ["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2", "Speaker 1", "Speaker 3", "Speaker 1", "Speaker 2"]
    told = page(*(f"<p>{label}: {words}</p>" for label, words in zip(labels, SAID, strict=True)))
    assert [turn.speaker_printed for turn in told.turns] == labels


@pytest.mark.parametrize("word", ["Chapter", "Part", "Season", "Глава", "Teil", "Top", "Step"])
def test_a_word_and_a_climbing_number_is_no_speaker(word):
    bold = "".join(
        f"<p>{word} {n}: the sea</p><p><b>{asked}</b></p><p>{told}</p>" for n, (asked, told) in enumerate(PAIRS, 1)
    )
    assert all(turn.speaker_printed is None for turn in page(bold).turns)
    listed = page(*(f"<p>{word} {n}: {words}</p>" for n, words in enumerate(SAID, 1)))
    assert all(turn.speaker_printed is None for turn in listed.turns)


def test_numbered_questions_stay_questions():
    told = page(*(f"<p>Q{n}: {asked}</p><p>A{n}: {answer}</p>" for n, (asked, answer) in enumerate(PAIRS, 1)))
    assert_talk(told)
    told = page(*(f"<p>Frage {n}: {asked}</p><p>{answer}</p>" for n, (asked, answer) in enumerate(PAIRS, 1)))
    assert_talk(told)

"""The title of a plain-text dump is never what somebody says; and a talk's people need no introduction."""

from dataclasses import replace

import pytest
from junket.crawlers.page import Page
from junket.pipelines.interview import Interview
from junket.pipelines.verdict import verdict

TALKS = {
    "en": [
        ("Why did you film the harbour at night?", "Because nobody asked me to stay at home, and I could not sleep."),
        ("Did you sleep in the boat?", "I never slept. My uncle did, and he snored on every take that we made."),
        ("Who lent you the camera?", "A wedding photographer. I still owe him two weekends and a lens cap."),
        ("What will you do next?", "I will write down what the harbour master told me about his clock."),
    ],
    "ru": [
        ("Почему вы снимали гавань ночью?", "Потому что днём там рынок, и я его боюсь с самого детства."),
        ("Вы спали в лодке?", "Я ни разу не спала. Мой дядя спал и храпел в каждом дубле."),
        ("Кто дал вам камеру?", "Свадебный фотограф. Я до сих пор должна ему два выходных."),
        ("Что вы будете снимать потом?", "Я сниму часы, о которых мне рассказал смотритель гавани."),
    ],
    "de": [
        ("Warum haben Sie den Hafen nachts gefilmt?", "Weil ich tagsüber dort arbeite und mich niemand sehen sollte."),
        ("Haben Sie im Boot geschlafen?", "Ich habe nie geschlafen. Mein Onkel hat in jeder Einstellung geschnarcht."),
        ("Wer hat Ihnen die Kamera geliehen?", "Ein Hochzeitsfotograf. Ich schulde ihm noch zwei Wochenenden."),
        ("Was machen Sie als Nächstes?", "Ich schreibe auf, was mir der Hafenmeister über seine Uhr erzählt hat."),
    ],
}
TITLES = {"en": "Interview: Ada Lund", "ru": "Ада Лунд о гавани", "de": "Gespräch mit Ada Lund"}


def record(text):
    outcome = verdict(replace(Page.from_text("", text, media_type="text/plain"), named=True)).outcome
    assert isinstance(outcome, Interview)
    return outcome


def dump(pairs, before=("", ""), gap=" "):
    return "\n\n".join(f"{before[n % 2].format(n=n // 2 + 1)}{gap if before[n % 2] else ''}{words}"
                       for n, words in enumerate(words for pair in pairs for words in pair))  # fmt: skip


def assert_talk(told, pairs):
    assert [turn.text for turn in told.turns] == [words for pair in pairs for words in pair]
    assert [turn.role for turn in told.turns] == ["question", "answer"] * len(pairs)


@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize(
    ("before", "gap"),
    [
        (("", ""), ""), (("Q:", "A:"), " "), (("Q.", "A."), " "), (("Q{n}:", "A{n}:"), " "), (("{n}.", ""), " "),
        (("–", ""), " "), (("NOOR:", "ADA:"), " "), (("Noor Falk:", "Ada Lund:"), " "),
        (("NOOR FALK:", "ADA LUND:"), "\n"),
        (("Noor Falk", "Ada Lund"), "\n"), (("Speaker 1:", "Speaker 2:"), " "), (("Q:", ""), " "),
    ],
)  # fmt: skip
def test_the_first_question_of_a_dump_without_a_lead_is_no_title(language, before, gap):
    talk = dump(TALKS[language], before, gap)
    told = record(f"{TITLES[language]}\n\n{talk}")
    assert told.title == TITLES[language]
    assert_talk(told, TALKS[language])
    assert told.authors == ()


@pytest.mark.parametrize("before", [("", ""), ("Q:", "A:"), ("Noor Falk:", "Ada Lund:"), ("P1:", "P2:")])
def test_a_dump_without_any_title_loses_no_question(before):
    told = record(dump(TALKS["en"], before))
    assert told.title is None
    assert_talk(told, TALKS["en"])


def test_a_name_right_above_the_talk_is_its_title():
    told = record("Ada Lund\n\n" + dump(TALKS["en"], ("Q:", "A:")))
    assert told.title == "Ada Lund"
    assert_talk(told, TALKS["en"])


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_two_whom_nothing_introduces_take_turns_where_one_asks(gap):
    told = record("A harbour at night\n\n" + dump(TALKS["en"], ("Noor Falk:", "Ada Lund:"), gap))
    assert_talk(told, TALKS["en"])
    assert (told.interviewers, told.interviewees) == (("Noor Falk",), ("Ada Lund",))


SCENE = [
    ("Did you lock the boat?", "I did. Did you feed the cat?"), ("What cat?", "Ours. Where were you?"),
    ("I was on the ice, and I thought of you all night long.", "You never think. Is that blood?"),
    ("It is paint.", "Who paints at night?"), ("Do you hear the bell?", "I hear you. Will you go now?"),
]  # fmt: skip


def test_a_scene_of_a_play_is_no_interview():
    assert record("The ice, second act\n\n" + dump(SCENE, ("Varg:", "Ines:"))).turns == ()


KEPT = {
    "a title that asks": ("What does a film editor do all day?", "We asked five of them in three towns by the sea."),
    "a title behind a section": ("Review: The Clock of the Harbour", "The film is long, and nobody in it says a word."),
}


@pytest.mark.parametrize("kind", KEPT)
def test_titles_that_look_like_what_is_said_stay(kind):
    title, lead = KEPT[kind]
    rest = "The town has three cinemas. Review: one of them is closed, and the others show the same film."
    assert (
        record(f"Review: Salt\n\nReview: Ashes on Snow\n\n{title}\n\n{lead}\n\n{rest}\n\n{lead} {rest}").title == title
    )


def test_a_title_that_asks_stays_before_a_lead_and_its_talk():
    title = "What does a film editor do all day?"
    lead = "The editor Ada Lund has cut forty films in a room without a window, and she is not done."
    told = record(f"{title}\n\n{lead}\n\n" + dump(TALKS["en"]))
    assert told.title == title
    assert_talk(told, TALKS["en"])

"""Who the guest is where no label says it: points for title, introduction and questions, and when there is no guest."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.speakers.guest import find_guest

ASKED = {
    "en": ("When did you begin to paint fog?", "I was nine, and my mother hid the brushes."),
    "de": ("Wann haben Sie angefangen, Nebel zu malen?", "Ich war neun, und meine Mutter versteckte die Pinsel."),
    "ru": ("Когда вы начали рисовать туман?", "Мне было девять, и мама прятала кисти."),
    "fr": ("Quand avez-vous commencé à peindre ?", "J’avais neuf ans, et ma mère cachait les pinceaux."),
}


@pytest.fixture
def guest(sheet_of, laid):
    def find(intro="", *, language="en", taken=(), after="", asked=None, answered=None, **metadata):
        question, answer = ASKED[language]
        talk = [asked or question, answered or answer]
        lines = [*filter(None, [intro]), *talk, *filter(None, [after])]
        sheet = sheet_of(*lines, language=language, **metadata)
        sides = "-" * bool(intro) + "qa" + "-" * bool(after)
        return find_guest(sheet, laid(sheet, sides), taken)

    return find


@pytest.mark.parametrize(
    ("language", "title", "intro", "name"),
    [
        ("en", "Mira Tolen: “I paint fog”", "", "Mira Tolen"),
        ("en", "The painter of fog", "We spoke to Mira Tolen in her shed. Tolen made tea.", "Mira Tolen"),
        ("de", "Interview mit Lotte Brandner", "Brandner malt seit vierzig Jahren Nebel.", "Lotte Brandner"),
        ("ru", "Вера Саблина: «Туман не ждёт»", "Саблина рисует туман с девяти лет.", "Вера Саблина"),
        ("fr", "Rencontre avec Odile Marne", "Odile Marne peint la brume.", "Odile Marne"),
    ],
)
def test_title_and_introduction_name_the_guest(guest, language, title, intro, name):
    assert guest(intro, language=language, title=title) == name


def test_a_name_in_another_case_is_given_in_its_plain_form(guest):
    intro = "Мы встретились с Александром Коваленко в мае. Коваленко снимает туман."
    assert guest(intro, language="ru", title="Интервью с Александром Коваленко") == "Александр Коваленко"


@pytest.mark.parametrize(
    ("title", "intro"),
    [
        ("On fog", "It was a grey morning by the harbour."),  # nobody
        ("On fog", "Mira Tolen and Nils Aro share a shed."),  # nobody stands out
        ("Mira Tolen and Nils Aro on fog", "Mira Tolen and Nils Aro share a shed."),  # two guests
        ("On fog", "“Grey Harbour” opens in May. “Grey Harbour” is long. “Grey Harbour” is good."),  # a film
    ],
)
def test_where_nobody_stands_out_there_is_no_guest(guest, title, intro):
    assert guest(intro, title=title) is None


def test_who_asks_is_no_guest(guest):
    title = "Mira Tolen: “I paint fog”"
    assert guest(title=title) == "Mira Tolen"
    assert guest(title=title, taken=["Mira Tolen"]) is None
    assert guest(title=title, taken=["Tolen"]) is None  # a short form of hers


def test_a_question_that_calls_somebody_by_name_decides_between_two(guest):
    intro = "Mira Tolen and Nils Aro share a shed."
    assert guest(intro) is None
    assert guest(intro, asked="Nils, when did you begin to paint fog?") == "Nils Aro"


def test_whom_the_answers_speak_of_is_rather_somebody_else(guest):
    intro = "The painter Mira Tolen and the director Nils Aro share a shed."
    assert guest(intro) is None
    assert guest(intro, answered="I was nine. Mira Tolen hid it. Mira Tolen laughed.") == "Nils Aro"


def test_what_stands_below_the_talk_introduces_too(guest):
    assert guest(after="The painter Mira Tolen lives by the sea. We spoke to Mira Tolen in May.") == "Mira Tolen"


def test_a_profession_before_a_name_is_none_of_it(guest):
    assert guest("Fog by Tolen.", title="Interview: Gaffer Mira Tolen") == "Mira Tolen"

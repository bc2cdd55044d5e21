"""Pages that call themselves an interview, and lists of questions for readers."""

from __future__ import annotations

import pytest

from junket.pipelines.page.document import Metadata
from junket.pipelines.turns.declared import is_declared, is_faq, is_titled
from junket.pipelines.turns.words.lexicon import lexicon

ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew."


@pytest.mark.parametrize(
    "title",
    ["Interview: Mira Tolen", "Das Interview", "Интервью с Верой", "Entretien avec Odile Marne", "インタビュー：霧"],
)
def test_title_or_lead_say_it(sheet_of, title):
    assert is_titled(sheet_of(ASKS, TELLS, title=title))
    assert is_titled(sheet_of(ASKS, TELLS, lead=title))
    assert not is_titled(sheet_of(ASKS, TELLS, title="Fog"))
    assert not is_titled(sheet_of(title, ASKS, TELLS))  # the text is not asked


def test_a_word_right_beside_the_talk_says_it_and_one_inside_or_far_away_does_not(sheet_of, laid):
    def declared(*lines, sides):
        sheet = sheet_of(*lines, title="Fog")
        return is_declared(sheet, laid(sheet, sides))

    said = "An interview about fog."
    assert declared(said, ASKS, TELLS, sides="-qa")
    assert declared(ASKS, TELLS, said, sides="qa-")
    assert not declared(ASKS, said, TELLS, sides="qa.")
    assert not declared(said, "The ferry was late. " * 60, ASKS, TELLS, sides="--qa")


@pytest.mark.parametrize(
    ("title", "language", "declared"),
    [
        ("“I like fog”", "en", True),
        ("«Я люблю туман»", "ru", True),
        ("Mira Tolen: “Fog hides the crew”", "en", True),
        ("“Fog hides the crew” — Mira Tolen", "en", True),
        ("“Grey Harbour” opens in May", "en", False),
        ("Mira Tolen: fog", "en", False),
    ],
)
def test_a_title_that_quotes_somebody_says_it(sheet_of, laid, title, language, declared):
    sheet = sheet_of(ASKS, TELLS, title=title, language=language)
    assert is_declared(sheet, laid(sheet, "qa")) is declared


@pytest.mark.parametrize(
    ("text", "title", "faq"),
    [
        (TELLS, "Frequently asked questions", True),
        (TELLS, "Häufige Fragen", True),
        (f"{TELLS}\nFAQ\n{TELLS}", "Fog", True),
        (f"{TELLS}\nDo you have an FAQ?\n{TELLS}", "Fog", False),
        (f"{TELLS} We kept an FAQ on the wall, because the crew asked us the same things each day.", "Fog", False),
        (TELLS, "Fog", False),
    ],
)
def test_lists_of_questions_for_readers(text, title, faq):
    assert is_faq(text, Metadata(title=title), lexicon("en")) is faq

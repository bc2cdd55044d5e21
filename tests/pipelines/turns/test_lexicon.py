"""What words tell of a piece: asks, thanks, "you", "I"."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.words.lexicon import lexicon, read_traits


def traits(text, language="en", second=None):
    return read_traits(text, lexicon(language, second))


@pytest.mark.parametrize(
    "text",
    [
        "Why fog?",
        "Why fog?!",
        "“Why fog?”",
        "Why fog? [laughs]",
        "Why fog? (laughs)",
        "为什么？",
        "لماذا؟",
        "なぜですか。",
    ],
)
def test_what_ends_in_a_question(text):
    assert traits(text, None).ends_asking
    assert traits(text, None).asks


@pytest.mark.parametrize("text", ["Fog.", "Why fog? It hides us.", "Why fog? [It hid us.] Yes.", "", "?!x"])
def test_what_does_not(text):
    assert not traits(text).ends_asking
    assert traits(text).holds_question == ("?" in text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tell us about the fog."),
        ("de", "Erzählen Sie vom Nebel."),
        ("ru", "Расскажите о тумане."),
        ("fr", "Parlez-nous de la brume."),
    ],
)
def test_a_question_without_its_mark_invites(language, text):
    assert traits(text, language).asks
    assert not traits(text, language).ends_asking
    assert not traits(text + " And so on, and on." * 40, language).invites  # a story


@pytest.mark.parametrize(
    ("language", "second", "first"),
    [
        ("en", "You saw it.", "I saw it."),
        ("de", "Sie haben Ihr Boot.", "Ich habe mein Boot."),
        ("ru", "Вы видели это.", "Я видел это."),
        ("tr", "Siz gördünüz.", "Ben gördüm."),
        ("es", "Usted lo vio.", "Yo lo vi."),
    ],
)
def test_you_and_i(language, second, first):
    assert (traits(second, language).second, traits(second, language).first) == (True, False)
    assert (traits(first, language).second, traits(first, language).first) == (False, True)


def test_we_is_not_alone():
    assert (traits("We saw it.").first, traits("We saw it.").alone) == (True, False)
    assert traits("I saw it.").alone


def test_a_german_she_is_no_you():
    assert not traits("Dann hat sie es gesehen.", "de").second


def test_thanks_remarks_and_quotes():
    assert traits("Thank you for the talk.").thanks
    assert traits("Wow, nine winters.").remark
    assert not traits("The wow of nine winters.").remark
    assert traits("“Fog”, she says.").quoted


def test_a_page_in_two_languages_has_the_words_of_both_and_an_unknown_one_those_of_all():
    assert not traits("Вы видели это.", "en").second
    assert traits("Вы видели это.", "en", "ru").second
    assert traits("Вы видели это.", "xx").second
    assert traits("You saw it.", None).second


def test_the_length_is_that_of_the_text_and_a_long_one_is_read_at_both_ends():
    text = "The fog came. " * 2_000 + "Why?"
    assert traits(text).length == len(text)
    assert traits(text).ends_asking

"""Vocabulary, calls, number widgets and share-bar residue: what the words and shapes of chrome are."""

import pytest

from junket.pipelines.boilerplate.duplicates import is_doubled
from junket.pipelines.boilerplate.residue import residue_start
from junket.pipelines.boilerplate.vocabulary import is_call, match

LANGUAGES = {"en", "ru", "kk", "de", "fr", "es", "it", "uk", "ky", "uz", "pl", "pt", "tr", "zh", "ja", "ko", "ar"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("ПОДЕЛИТЬСЯ", "share"),
        ("Читайте также:", "related"),
        ("Читайте также: Новый сезон начнётся в мае", "related"),
        ("Leave a Reply", "comments"),
        ("Бөлісу", "share"),
        ("Ауа райы", "weather"),
        ("Курсы валют", "rates"),
        ("Das könnte Sie auch interessieren", "related"),
        ("À lire aussi : un hiver à Lille", "related"),
        ("関連記事", "related"),
        ("Contact Info:", "contact"),
        ("Image Credits\nStills by Anna Weber", "credits"),
    ],
)
def test_words_of_chrome(text, rule):
    phrase = match(text)
    assert phrase is not None
    assert phrase.rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "Sharegate was the name of our first short.",
        "We shared a room in Karaganda for a year.",
        "Related, but not the same: the second film has no score, and nobody in it speaks above a whisper, ever.",
        "—",
        "",
        "Погодаев снимал сам.",
    ],
)
def test_words_of_articles(text):
    assert match(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Подпишитесь на наш Telegram-канал, чтобы ничего не пропустить",
        "Жаңа сұхбаттарды бірінші оқу үшін Telegram арнамызға жазылыңыз",
        "Want more of this? Follow us on Instagram!",
        "Folgen Sie uns auf Instagram und Facebook",
    ],
)
def test_calls_to_follow(text):
    assert is_call(text)


def test_talk_of_channels_is_no_call():
    assert not is_call("I found the actor on Instagram, of all places, after he wrote under my post.")
    assert not is_call("Я увидел его в телеграме у друга.")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("We will meet again in spring. on on on on on Youtube", "We will meet again in spring."),
        ("We will meet again. on on on Facebook\nA small site about small films.", "We will meet again."),
        ("That was all. Facebook Twitter WhatsApp Telegram", "That was all."),
        ("Спасибо за беседу! Вконтакте Facebook Twitter", "Спасибо за беседу!"),
    ],
)
def test_residue_is_found(text, kept):
    start = residue_start(text)
    assert start is not None
    assert text[:start] == kept


@pytest.mark.parametrize(
    "text",
    [
        "No no no no",
        "It was funny. ha ha ha ha",
        "We posted it on Facebook, Twitter, Instagram.",
        "I left Facebook Twitter Instagram",
        "",
        "Go on.",
    ],
)
def test_talk_is_no_residue(text):
    assert residue_start(text) is None


def test_doubled_captions():
    assert is_doubled("Aida Serik Aida Serik")
    assert not is_doubled("No, no.")
    assert not is_doubled("We wait. We wait.")
    assert not is_doubled("ha ha ha ha")

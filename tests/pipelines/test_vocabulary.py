"""The words of chrome in each language: what sites print around an article goes, what people say stays."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from junket.crawlers.page import Page
from junket.pipelines import boilerplate
from junket.pipelines.boilerplate.vocabulary import is_call, match
from junket.pipelines.languages import ANY, by_language
from junket.pipelines.languages.fold import fold
from junket.pipelines.recipe import extract

RULES = tomllib.loads(files(boilerplate).joinpath("vocabulary.toml").read_text("utf-8"))
CASES = tomllib.loads(Path(__file__).with_name("vocabulary_cases.toml").read_text("utf-8"))
LANGUAGES = {"en", "ru", "kk", "de", "fr", "es", "it", "uk", "ky", "uz", "pl", "pt", "tr", "zh", "ja", "ko", "ar"}
KINDS = ("share", "related", "subscribe", "comments", "cookies", "rates", "weather", "login", "loading")
CHROME = [(kind, language, line) for kind in KINDS for language, line in CASES["chrome"][kind].items()]


@pytest.mark.parametrize("key", [*RULES, "counted", "channel", "follow"])
def test_every_key_has_phrases_in_every_language(key):
    assert by_language("chrome", key).keys() - {ANY} == LANGUAGES


def test_every_kind_is_tried_in_every_language():
    assert {(kind, language) for kind, language, _ in CHROME} == {
        (k, language) for k in KINDS for language in LANGUAGES
    }
    assert set(CASES["said"]) == LANGUAGES


@pytest.mark.parametrize(("kind", "language", "line"), CHROME)
def test_what_sites_print_is_known(kind, language, line):
    found = match(line)
    assert found is not None or (kind == "subscribe" and is_call(line)), language
    assert found is None or found.rule == kind


@pytest.mark.parametrize("language", CASES["said"])
def test_what_people_say_is_not_chrome(language):
    assert [line for line in CASES["said"][language] if match(line) or is_call(line)] == []


def test_no_phrase_stands_in_two_tables():
    """Which rule it was would hang on the order of the tables."""
    places = {}
    for rule in RULES:
        for language, phrases in by_language("chrome", rule).items():
            for phrase in phrases:
                places.setdefault((language, fold(phrase.rstrip("…")), phrase.endswith("…")), set()).add(rule)
    assert {key: rules for key, rules in places.items() if len(rules) > 1} == {}


def test_a_label_is_told_from_a_sentence_by_what_sets_it_off():
    assert match("Похожие новости: паром, повар, пристань.")
    assert match("WEATHER IN AKTAU").rule == "weather"
    assert match("İLGİLİ HABERLER").rule == "related"
    assert match("YAZDIR").rule == "share"
    assert match("Weather in Aktau") is not None
    assert match("Weather in Aktau was kind to us.") is None


def test_a_question_that_begins_like_chrome_stays_in_an_interview():
    asked = [
        "Поделитесь, пожалуйста, секретом.",
        "Вам может показаться странным вопрос о еде?",
        "Похожие роли вам скучны?",
    ]
    answers = [
        "Секрет простой: мы вставали раньше чаек и ложились позже маяка.",
        "Нет, еда на съёмках важнее света.",
        "Ничуть.",
    ]
    pairs = "".join(f"<p><b>{q}</b></p><p>{a}</p>" for q, a in zip(asked, answers, strict=True))
    html = f"<html lang=ru><body><article><h1>Разговор с Диной Ким</h1>{pairs}</article></body></html>"
    text = extract(Page.from_text("https://kino.example/a", html)).outcome.text
    assert [line for line in [*asked, *answers] if line not in text] == []

"""The language of a text, told from the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.language import detect_language, language_code

TEXTS = {
    "en": "We shot the river scenes in the first week of October, when the water was low and the light soft.",
    "de": "Die Szenen am Fluss haben wir in der ersten Oktoberwoche gedreht, als das Wasser niedrig stand.",
    "ru": "Сцены у реки мы сняли в первую неделю октября, когда вода стояла низко и свет был мягким.",
    "kk": "Өзен бойындағы көріністерді қазанның алғашқы аптасында, су тартылып, жарық жұмсарған кезде түсірдік.",
    "ky": "Дарыя боюндагы көрүнүштөрдү октябрдын биринчи жумасында, суу тартылып турган кезде тарттык.",
    "uz": "Дарё бўйидаги саҳналарни октябрнинг биринчи ҳафтасида, сув камайган пайтда суратга олдик.",
    "uk": "Сцени біля річки ми зняли в перший тиждень жовтня, коли вода стояла низько, а світло було м'яким.",
    "fr": "Nous avons tourné les scènes de la rivière la première semaine d'octobre, quand l'eau était basse.",
    "tr": "Nehir sahnelerini ekim ayının ilk haftasında, su alçakken ve ışık yumuşakken çektik.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_each_language_is_told(code):
    assert detect_language(TEXTS[code], None) == code


@pytest.mark.parametrize("code", TEXTS)
def test_a_lying_claim_does_not_matter(code):
    lie = "ru" if code != "ru" else "kk"
    assert detect_language(TEXTS[code] * 2, lie) == code


def test_english_article_inside_russian_chrome():
    assert detect_language(TEXTS["en"] * 4 + " Читайте также Погода", "ru") == "en"


def test_russian_text_with_kazakh_names_is_russian():
    text = "Режиссёр Әділхан Ержанұлы и оператор Гүлнәр Қанатқызы " + TEXTS["ru"] * 3
    assert detect_language(text, "kk") == "ru"


def test_kazakh_interview_with_russian_questions_of_the_same_length_is_not_nothing():
    assert detect_language(TEXTS["kk"] * 2 + TEXTS["ru"], None) == "kk"


def test_uzbek_in_latin_letters():
    text = (
        "Daryo boʻyidagi sahnalarni oktabrning birinchi haftasida, suv kamaygan paytda suratga oldik va tunda qaytdik."
    )
    assert detect_language(text, None) == "uz"


def test_short_text_takes_the_claim():
    assert detect_language("Ok.", "kk") == "kk"
    assert detect_language("", None) is None
    assert detect_language("https://example.org/a/very/long/address/without/a/word", "ru") == "ru"


@pytest.mark.parametrize(
    ("claimed", "code"),
    [
        ("en-GB", "en"),
        ("EN_us", "en"),
        (" ru ", "ru"),
        ("kaz", "kaz"),
        ("", None),
        (None, None),
        ("english", None),
        ("12", None),
    ],
)
def test_language_codes(claimed, code):
    assert language_code(claimed) == code


@given(st.text(max_size=400), st.none() | st.text(max_size=8))
def test_wild_text_never_raises(text, claimed):
    found = detect_language(text, claimed)
    assert found is None or found == found.lower()


@pytest.mark.parametrize("code", TEXTS)
def test_pieces_of_a_long_text_tell_what_all_of_it_tells(code):
    assert detect_language("\n".join([TEXTS[code]] * 60), None) == code


def test_an_opening_in_another_language_does_not_decide():
    assert detect_language(TEXTS["fr"] + "\n" + "\n".join([TEXTS["en"]] * 30), None) == "en"


def test_addresses_are_no_words():
    addresses = (
        "Mail press@kino.example or see https://kino.example/de/filme/uebersicht and www.kino.example/programm. "
    )
    assert detect_language(addresses + TEXTS["en"], None) == "en"

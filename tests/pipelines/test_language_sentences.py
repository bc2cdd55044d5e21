"""Languages told from forty sentences each, our own words; and the neighbours that are easily taken for each other."""

import tomllib
from pathlib import Path

import pytest

from junket.pipelines.language import detect_language

HALVES = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))


def sentences(name, times=1):
    firsts, seconds = HALVES[name]["first"], HALVES[name]["second"]
    for place, first in enumerate(firsts):
        for other, second in enumerate(seconds):
            more = f" {firsts[(place + 1) % 5]}, {seconds[(other + 3) % 8]}" if times > 1 else ""
            yield f"{first}, {second}{more}"


def right(name, times=1):
    return sum(detect_language(text, None) == name.partition("-")[0] for text in sentences(name, times))


def test_texts_of_over_a_hundred_characters_are_told_in_99_of_100():
    texts = [text for name in HALVES for text in sentences(name, 2)]
    assert len(texts) == 40 * len(HALVES)
    assert sum(right(name, 2) for name in HALVES) >= 0.99 * len(texts)


def test_pieces_of_150_characters_are_told_in_99_of_100():
    told = [(name, text) for name in HALVES for text in sentences(name, 2)]
    right_ones = sum(detect_language(text[:150], None) == name.partition("-")[0] for name, text in told)
    assert right_ones >= 0.99 * len(told)


def test_karakalpak_in_latin_letters_is_no_kazakh():
    karakalpak = (
        "Báhárde biz sol awılǵa qayta keldik, sebebi jaqtılıq jazdaǵıdan ádewir jumsaq edi, qońsılar bizdi qaradı."
    )
    assert detect_language(karakalpak, None) != "kk"


@pytest.mark.parametrize("name", HALVES)
def test_single_sentences_are_told_mostly(name):
    assert right(name) >= (30 if name in {"uz", "uz-cyrillic", "kk-latin"} else 38)


@pytest.mark.parametrize("name", ["ru", "kk", "ky", "uk", "uz", "uz-cyrillic"])
def test_kazakh_is_never_taken_for_its_neighbours_nor_they_for_it(name):
    found = {detect_language(text, None) for text in sentences(name, 2)}
    assert ("kk" in found) == (name == "kk")


@pytest.mark.parametrize(("one", "other"), [("kk", "ru"), ("ru", "kk"), ("en", "ru"), ("uk", "ru")])
def test_of_a_mixed_text_the_longer_half_decides(one, other):
    most = " ".join(list(sentences(one))[::4])
    assert detect_language(f"{most} {HALVES[other]['first'][0]}.", None) == one


def test_neighbours_that_share_a_letter():
    belarusian = "Увесну мы зноў прыехалі ў гэтую вёску, таму што святло было мякчэйшае, чым летам."
    tajik = "Баҳорон мо боз ба ҳамон деҳа баргаштем, зеро рӯшноӣ аз тобистон хеле нармтар буд ва ҷой ором буд."
    turkish = "Kamera mutfakta durdu, çünkü ışık yumuşaktı ve komşular bizi izliyordu, sonra herkes evine döndü."
    assert [detect_language(text, None) for text in (belarusian, tajik, turkish)] == ["be", "tg", "tr"]


def test_a_language_that_the_model_does_not_know_is_no_other():
    zulu = (
        "Ugogo wangitshela le ndaba kabili, kodwa akekho owayekholwa ukuthi isikebhe esidala sizontanta emanzini futhi."
    )
    assert detect_language(zulu, None) is None

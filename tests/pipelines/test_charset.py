"""Bytes that do not say their charset: told by structure and language; what is declared and fits stays."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from pathlib import Path

import pytest

from junket.pipelines.page.decoding.charset import decode
from junket.pipelines.page.decoding.charset_guess import guess

HERE = Path(__file__).parent
HALVES = {
    language: halves
    for name in ("languages.toml", "charsets.toml")
    for language, halves in tomllib.loads(HERE.joinpath(name).read_text("utf-8")).items()
}
WRITTEN = {
    "cp932": ["ja"],
    "euc_jp": ["ja"],
    "gb18030": ["zh"],
    "big5": ["zh-hant"],
    "cp949": ["ko"],
    "cp1250": ["cs", "pl", "hu", "ro", "hr"],
    "iso8859-2": ["cs", "pl", "hu", "hr"],
    "cp1251": ["ru", "uk", "bg"],
    "koi8-r": ["ru"],
    "koi8-u": ["uk"],
    "iso8859-5": ["ru"],
    "cp866": ["ru"],
    "kz1048": ["kk"],
    "cp1253": ["el"],
    "iso8859-7": ["el"],
    "cp1254": ["tr"],
    "iso8859-9": ["tr"],
    "cp1255": ["he"],
    "iso8859-8": ["he"],
    "cp1256": ["ar"],
    "iso8859-6": ["ar"],
    "cp1257": ["lt", "lv", "et"],
    "iso8859-13": ["lt", "lv"],
    "cp1258": ["vi"],
    "cp874": ["th"],
    "cp1252": ["de", "fr", "es", "it", "pt", "sv"],
    "iso8859-15": ["fr"],
}
CASES = [(charset, language) for charset, languages in WRITTEN.items() for language in languages]
WIDE = {"ja", "zh", "zh-hant", "ko"}
TONES = "\u0300\u0301\u0303\u0309\u0323"


def written(language: str, length: int) -> str:
    """Sentences of a language, about ``length`` characters of them (of ideographs, a third)."""
    comma = "，" if language in WIDE - {"ko"} else ", "
    sentences = [one + comma + other for one in HALVES[language]["first"] for other in HALVES[language]["second"]]
    random.Random(length).shuffle(sentences)
    picked: list[str] = []
    while sum(map(len, picked)) < length / (3 if language in WIDE else 1):
        picked.append(sentences[len(picked) % len(sentences)])
    return " ".join(picked)


def in_vietnamese(text: str) -> str:
    """As Windows-1258 has it: letters composed but for their tones."""
    letters = (unicodedata.normalize("NFD", letter) for letter in text)
    return "".join(
        unicodedata.normalize("NFC", "".join(c for c in letter if c not in TONES))
        + "".join(c for c in letter if c in TONES)
        for letter in letters
    )


def page(text: str, charset: str, attributes: str = "") -> bytes:
    text = in_vietnamese(text) if charset == "cp1258" else text
    html = (
        f"<html{attributes}><head><title>1</title><style>a {{}}</style></head><body><a href='/'>Home</a><p>{text}</p>"
    )
    return html.encode(charset, "ignore")


def read(body: bytes, claimed: str | None = None) -> str:
    return unicodedata.normalize("NFC", decode(body, claimed)[0].decode())


@pytest.mark.parametrize("length", [200, 1500])
@pytest.mark.parametrize(("charset", "language"), CASES)
def test_the_charset_is_told_from_the_text(charset, language, length):
    text = written(language, length)
    for attributes in ("", f" lang={language[:2]}"):
        body = page(text, charset, attributes)
        assert text.encode("ascii", "ignore") == text.encode() or "charset_guessed" in decode(body, None)[2]
        assert unicodedata.normalize("NFC", text) in read(body)


@pytest.mark.parametrize(
    "text",
    [
        "The café on the pier was shut all winter, and nobody knew why.",
        "It’s late, and we’re tired; “no,” he said – and that’s all there’s to it.",
        "Ge\xadbär\xadden\xadspra\xadche, Leich\xadte Spra\xadche, Kon\xadtakt, Pres\xadse und Aus\xadkunft.",
        "Español – América Latina, Français, Português – Brasil, Türkçe, Deutsch",
        "© 2004 Press. Price: 5 £, 20 °C, § 4, ½ a mile.",
        "£",
        "naïve",
    ],
)
def test_a_few_odd_bytes_in_a_western_page_are_windows_1252(text):
    assert guess(page(text, "cp1252")) == "cp1252"
    assert guess(text.encode("cp1252")) == "cp1252"


def test_scripts_and_styles_say_nothing_of_the_text():
    script = "<script>var title = 'Ünïcödé ÃÂ¤ ÐÑ', i = 0; if (i<5) { go('</b>'); }</script>".encode("latin-1")
    body = page(written("cs", 400), "cp1250").replace(b"<body>", b"<body>" + script * 20)
    assert guess(body) == "cp1250"


@pytest.mark.parametrize("charset", ["shift_jis", "gbk", "euc-kr", "windows-1250", "windows-1253", "koi8-u"])
def test_what_is_declared_and_fits_stays(charset):
    language = {"shift_jis": "ja", "gbk": "zh", "euc-kr": "ko", "windows-1250": "pl", "windows-1253": "el"}
    text = written(language.get(charset, "uk"), 300)
    body, _, warnings = decode(page(text, charset), charset)
    assert text in body.decode()
    assert not warnings


def test_a_claim_of_latin_1_is_believed_of_accents_and_not_of_other_letters():
    french, greek = written("fr", 300), written("el", 300)
    assert decode(page(french, "latin-1", ""), "iso-8859-1")[2] == ()
    assert greek in read(page(greek, "cp1253"), "iso-8859-1")
    assert decode(page(written("et", 300), "latin-1"), "iso-8859-1")[2] == ()


def test_a_charset_that_one_byte_belies_is_found_all_the_same():
    text = written("ja", 900)
    body = page(text, "shift_jis").replace(b"Home", b"Home \xff")
    assert text in read(body, "shift_jis")


def test_bytes_of_no_text_are_read_somehow():
    rng = random.Random(7)
    for length in (1, 2, 5, 300, 20_000):
        body = bytes(rng.randrange(128, 256) for _ in range(length))
        assert decode(body, None)[0].decode()

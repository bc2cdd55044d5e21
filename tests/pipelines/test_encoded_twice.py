"""Text that was encoded twice: mended where it is sure, said where it is not, kept where a page writes about it."""

from __future__ import annotations

import json

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.decoding.encoded_twice import FEWEST, may_be_garbled, mend_value, unescape
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

TEXTS = {
    "en": "“It’s a pier,” she said – the café’s owner didn’t mind. We’d filmed there for weeks, and it wasn’t cheap.",
    "de": "Für die Brücke brauchten wir große Lampen. Der Wärter hörte zu und fragte, ob wir schon müde wären.",
    "fr": "L’été dernier, nous avons tourné à Sète. Déjà vu ? Peut-être, mais l’équipe était épuisée et très gaie.",
    "es": "El año pasado rodé en Cádiz. ¿Difícil? Sí: la lluvia cayó cada mañana y la cámara se mojó también.",
    "cs": "Příští film natočíme v zimě. Můj přítel říká, že světlo je tehdy nejhezčí a lidé mají více času.",
    "ru": "Мы снимали на пристани всю зиму. Смотритель сначала молчал, а потом показал нам свой старый дневник.",
    "uk": "Ми знімали на пристані всю зиму. Її доглядач спершу мовчав, а потім показав нам свій щоденник.",
    "kk": "Біз қыс бойы айлақта түсірдік. Күзетші әуелі үндемеді, кейін бізге өзінің ескі күнделігін көрсетті.",
    "el": "Γυρίσαμε στην προβλήτα όλο τον χειμώνα. Ο φύλακας στην αρχή σιωπούσε και ύστερα έδειξε το τετράδιό του.",
    "ja": "私たちは冬のあいだずっと桟橋で撮影しました。番人は初めは黙っていましたが、やがて日記を見せてくれました。",
}


def sloppy(data: bytes, charset: str) -> str:
    """As web browsers and databases read it: bytes that the charset lacks become C1 controls."""
    return "".join(bytes([byte]).decode(charset, "ignore") or chr(byte) for byte in data)


def garble(text: str, charset: str = "cp1252", times: int = 1) -> str:
    for _ in range(times):
        text = sloppy(text.encode(), charset)
    return text


def record(*paragraphs: str, title: str = "The pier", head: str = "", lang: str = "en") -> Record:
    body = "".join(f"<p>{words}</p>" for words in paragraphs)
    html = f"<html lang={lang}><head><meta charset=utf-8><title>{title}</title>{head}</head><body><article>"
    page = Page(url="https://press.example/talks/pier", body=f"{html}<h1>{title}</h1>{body}</article>".encode())
    outcome = extract(page).outcome
    assert isinstance(outcome, Record)
    return outcome


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("language", TEXTS)
def test_text_encoded_twice_is_mended(language, times):
    words = TEXTS[language]
    found = record(*(garble(f"{words} {number}", times=times) for number in range(4)))
    assert found.text.split("\n\n") == [f"{words} {number}" for number in range(4)]
    assert "mojibake_mended" in found.warnings


def test_cyrillic_read_as_windows_1251_is_mended():
    found = record(*(garble(f"{TEXTS['ru']} {number}", "cp1251") for number in range(4)))
    assert found.text.startswith(TEXTS["ru"])


def test_title_authors_and_text_are_mended_alike():
    title, author = "The pier’s café", "Zoë Müller"
    data = json.dumps(
        {"@type": "Article", "headline": garble(title), "author": {"@type": "Person", "name": garble(author)}}
    )
    raw = json.dumps({"@type": "Article", "author": {"name": garble(author)}}, ensure_ascii=False)
    for ld in (data, raw):
        found = record(
            *(garble(f"{TEXTS['en']} {number}") for number in range(4)),
            title=garble(title),
            head=f'<script type="application/ld+json">{ld}</script><meta name=author content="{garble(author)}">',
        )
        assert (found.title, found.authors) == (title, (author,))
        assert found.text.startswith(TEXTS["en"])


def test_entities_of_garbled_characters_and_a_lost_byte_are_mended():
    words = (
        "It&acirc;&euro;&trade;s late. He said &acirc;&euro;&oelig;no&acirc;&euro; and we&#226;&#8364;&#8482;d left."
    )
    found = record(f"{words} Isn&acirc;&euro;&trade;t it odd? One more day on the pier, and then home.")
    assert found.text.startswith("It’s late. He said “no” and we’d left. Isn’t it odd?")


def test_a_dump_is_mended_too():
    text = "\n\n".join(garble(f"{TEXTS['fr']} {number}") for number in range(4))
    outcome = extract(
        Page(url="https://press.example/x", body=text.encode(), media_type="text/plain", charset="utf-8")
    ).outcome
    assert TEXTS["fr"] in outcome.text
    assert "mojibake_mended" in outcome.warnings


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Where the page says â€™ or donâ€™t or cafÃ© or naÃ¯ve, its UTF-8 was read as Windows-1252 and saved so."],
        ["The old prints had “â€™” in each line, “Iâ€™m” and “cafÃ©” and “itâ€™s” too, and we kept them as they were."],
        [TEXTS["ru"], TEXTS["ru"] + " На экране стояло Ð¿Ñ€Ð¸Ð²ÐµÑ‚, и мы так и оставили."],
        [
            TEXTS["en"],
            "The subtitle read donâ€™t until the end, and nobody in the room had the heart to tell the distributor.",
        ],
    ],
)
def test_a_page_that_shows_such_text_stays_as_it_is(paragraphs):
    found = record(*paragraphs)
    assert found.text.split("\n\n") == paragraphs
    assert "mojibake_mended" not in found.warnings


def test_a_few_garbled_words_among_sound_ones_are_said():
    found = record(
        TEXTS["en"], "The subtitle read donâ€™t until the end, and nobody had the heart to tell the distributor of it."
    )
    assert "mojibake_suspected" in found.warnings


@pytest.mark.parametrize("language", TEXTS)
def test_sound_text_stays(language):
    found = record(*(f"{TEXTS[language]} {number}" for number in range(4)))
    assert found.text.startswith(TEXTS[language])
    assert not {"mojibake_mended", "mojibake_suspected"} & set(found.warnings)


@pytest.mark.parametrize(
    "words",
    [
        "Il parle à « la presse », puis à « Cannes » : « c’était l’été… »",
        "MAÇÃ, NÃO, SÃO, IRMÃ. “LÃ” e “MANHÃ”.",
        "Það er ÍSLENSKA: Ð, Þ og Æ. „BRÁÐ“ sagði hann.",
        "СССР» и «РСФСР»… № 5 — Р. С. Иванов",
    ],
)
def test_look_alikes_in_sound_text_stay(words):
    found = record(*(f"{words} {number} and the long winter on the pier." for number in range(4)))
    assert words in found.text
    assert mend_value(words) == words


# --- entities ---------------------------------------------------------------------------------------


def test_entities_escaped_twice_become_characters():
    found = record(
        "It&amp;#8217;s&amp;nbsp;late &amp;#x2014; caf&amp;eacute; &amp;amp; bar, and the pier was as long as ever.",
        title="Salt &amp;amp; film: the pier&amp;#8217;s end",
    )
    assert found.title == "Salt & film: the pier’s end"
    assert found.text == "It’s late — café & bar, and the pier was as long as ever."


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["For an ampersand you write <code>&amp;amp;</code>, and &amp;nbsp; keeps two words on a line together."],
        [
            "<pre>&amp;amp; &amp;#8217;</pre>",
            "Both of them stand in the listing above, as does &amp;copy; beside the name.",
        ],
        ["A box is &amp;lt;div&amp;gt; and ends with &amp;lt;/div&amp;gt;, whatever &amp;nbsp; you put in it."],
        ["The form printed “&amp;nbsp;” between all of the names, and &amp;quot; around them, until somebody rang."],
        ["In HTML you write &amp;copy; for the sign, and nobody remembers the number of it by heart any more."],
        ["AT&amp;T and R&amp;B; Q&amp;A. A &amp;unknownthing; stays, since nobody can tell what it should have been."],
    ],
)
def test_a_page_that_shows_entities_keeps_them(paragraphs):
    shown = paragraphs[-1].replace("&amp;", "&").replace("<code>", "").replace("</code>", "")
    assert shown in record(*paragraphs).text


def test_what_is_no_entity_stays():
    for words in ("AT&T; R&B", "a && b;", "&;", "&#;", "&zzz;"):
        assert unescape(words) == words
    assert (unescape("&#8217;"), unescape("&AMP;"), unescape("&#x41;")) == ("’", "&", "A")


def test_a_quick_look_finds_every_garbled_text():
    for words in TEXTS.values():
        assert may_be_garbled(garble(words).encode())
    assert may_be_garbled(garble(TEXTS["ru"], "cp1251").encode())
    assert not any(may_be_garbled(words.encode()) for words in TEXTS.values())
    assert FEWEST > 1

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.corrections import correct
from junket.pipelines.corrections.correction import Correction
from junket.pipelines.page.document import Metadata
from junket.pipelines.people.authority import authority_of
from junket.pipelines.people.named_people import everyone
from junket.pipelines.people.recognition import people_in
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Film, Record
from junket.pipelines.template.lines import lines_of
from junket.pipelines.template.settle import without_template


def named(text, language="en", **more):
    return list(people_in(text, Metadata(), language, **more))


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("en", "The director Ada Lind came late.", ["Ada Lind"]),
        ("en", "Oscar-winning actress Mira Tolen’s new film opens.", ["Mira Tolen"]),
        ("en", "Dr. Imre Halász, a painter of fog, waved.", ["Imre Halász"]),
        ("en", "It was Nils Aro, 41, and nobody else.", ["Nils Aro"]),
        ("en", "Nils Aro (1921–1984) never left.", ["Nils Aro"]),
        ("en", "Nils Aro came. It rained, Aro said.", ["Nils Aro"]),
        ("en", "A film starring Ada Lind, Nils Aro and Mira de Tolen.", ["Ada Lind", "Nils Aro", "Mira de Tolen"]),
        ("en", "She likes filmmakers such as R. K. Venn or even Oskar Venn.", ["R. K. Venn", "Oskar Venn"]),
        ("en", "His wife, Ada Lind, shut the door.", ["Ada Lind"]),
        ("en", "Nils De Aro came. The actor De Aro left.", ["Nils De Aro"]),
        ("de", "Der Regisseur Nils Aro und die US-Schauspielerin Ada Lind kamen.", ["Nils Aro", "Ada Lind"]),
        ("de", "Laut Landeschef Nils Aro regnet es.", ["Nils Aro"]),
        ("de", "Vom Tod von Nils Aro spricht seine Frau Ada Lind.", ["Ada Lind"]),
        ("ru", "Режиссёр Вера Саблина пришла поздно.", ["Вера Саблина"]),
        ("ru", "Это фильм режиссёра Тимура Залесова.", ["Тимур Залесов"]),
        ("ru", "Иван Рябов рассказал про снег.", ["Иван Рябов"]),
        ("kk", "Режиссер Айгүл Сәрсен келді.", ["Айгүл Сәрсен"]),
        ("kk", "Режиссер Айгүл Сәрсеннің фильмі бар.", ["Айгүл Сәрсен"]),
    ],
)  # fmt: skip
def test_who_is_shown_to_be_a_person(language, text, people):
    assert named(text, language) == people


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We met Ada Lind by the sea."),  # capital letters alone
        ("en", "The producer, Salt Road Pictures, said no."),
        ("en", "She plays Mira Tolen in the film."),
        ("en", "“Silver Ferry,” a thriller, opens in May."),
        ("en", "At Casa Fogo, chef Nils cooks."),
        ("en", "Poland’s Aro said so."),
        ("en", "President Aro said so."),
        ("en", "Star Harbour Nights is a film."),
        ("de", "Die Große Rolle, ein Schauspieler weiß es, ist selten."),
        ("ru", "Мы видели Веру Саблину у моря."),
        ("ru", "Фильм режиссёра Хасана Ганиева."),  # whose nominative nobody can tell
        ("sv", "Regissören Ada Lind kom sent."),  # a language whose words are not known
        (None, "The director Ada Lind came late."),
    ],
)
def test_who_is_not(language, text):
    assert named(text, language) == []


def test_speakers_and_films_are_not_named_again():
    text = "The director Ada Lind and the actress Mira Tolen made it. The film director Nils Aro is called."
    assert named(text, known=["ADA LIND"], films=[Film(title="Nils Aro")]) == ["Mira Tolen"]
    assert named("Der Autor A. Lind kam.", "de", known=["Ada Lind"]) == []


PAGE = """<html lang=en><head><title>Fog and light</title><script type="application/ld+json">
{"@graph": [{"@type": "Person", "name": "Nora Field", "sameAs": ["https://viaf.org/viaf/123456", 7, null]},
 {"@type": "Person", "name": "Nobody Here", "sameAs": "https://www.imdb.com/name/nm0000009/"},
 {"@type": "Organization", "name": "Nora Field", "sameAs": "https://www.wikidata.org/wiki/Q9"}]}</script></head>
<body><article><h1>Fog and light</h1><p class=byline>By Nora Field</p>
<p>On a wet day we went to see <a href="https://www.imdb.com/name/nm0000001/?ref_=x">Mira Tolen</a>, whose light it is,
and the director <a href="//www.wikidata.org/wiki/Q42">Ada Lind</a> made us tea in a kitchen full of lamps.</p>
<p>They spoke of <a href="https://www.wikidata.org/wiki/Q77">Silver Ferry</a> and of
<a href="https://www.imdb.com/title/tt0000001/">Salt Road</a>; <a href="https://en.wikipedia.org/wiki/Nils_Aro">Nils
Aro</a> was not there, and the rain went on until the evening came over the roofs of the town.</p></article>
<nav><a href="https://www.imdb.com/name/nm0000002/">Stray Person</a></nav></body></html>"""


def test_a_page_ties_names_to_authorities():
    record = extract(Page.from_text("https://film.example/a", PAGE)).outcome
    assert record.people == ("Mira Tolen", "Ada Lind")
    assert [(each.name, each.authority, each.id, each.source) for each in record.authority_links] == [
        ("Mira Tolen", "imdb", "nm0000001", "link"),
        ("Ada Lind", "wikidata", "Q42", "link"),
        ("Nora Field", "viaf", "123456", "json-ld"),
    ]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://www.imdb.com/de/name/nm0000001/bio", ("imdb", "nm0000001")),
        ("http://www.wikidata.org/entity/Q42", ("wikidata", "Q42")),
        ("https://www.themoviedb.org/person/12-ada-lind?language=en", ("tmdb", "12")),
        ("//viaf.org/viaf/99/", ("viaf", "99")),
        ("https://en.wikipedia.org/wiki/Ada_Lind", None),
        ("https://www.imdb.com/title/tt0000001/", None),
        ("https://www.wikidata.org/wiki/Property:P31", None),
        ("https://evil.example/?u=https://www.imdb.com/name/nm0000001/", None),
        ("https://imdb.com.example/name/nm0000001/", None),
        ("https://www.imdb.com/name/nm000000100000/", None),
    ],
)
def test_addresses_of_people(url, found):
    assert authority_of(url) == found


def record(**fields):
    return Record(id="r", url="", canonical_url="", site="", kind="news", content_hash="", **fields)


def test_a_correction_of_who_speaks_keeps_who_is_named():
    before = record(interviewees=("Ada Lind",), people=("Ada Lind", "Nils Aro"))
    assert everyone(before, ["Mira Tolen"]) == ("Mira Tolen", "Nils Aro")
    after, lost = correct(
        before, [Correction(record="r", field="interviewees", value=["Mira Tolen"], who="A", why="b")]
    )
    assert (after.people, lost) == (("Mira Tolen", "Nils Aro"), {})


def test_who_is_named_by_the_template_alone_goes_with_it():
    text = "The director Ada Lind came.\n\nChief editor: Nils Aro, for all of you, every day of the week and the year."
    before = record(text=text, people=("Mira Tolen", "Ada Lind", "Nils Aro"), interviewees=("Mira Tolen",))
    foot = list(lines_of(text))[-1].fingerprint
    assert without_template(before, {foot}).people == ("Mira Tolen", "Ada Lind")


PIECES = [
    "director ",
    "Ada",
    " ",
    "Lind",
    ", ",
    " and ",
    "’s",
    ".",
    "\ud800",
    "\0",
    "De ",
    "К",
    "von ",
    "said",
    "(",
    "“",
]
WILD = st.lists(st.sampled_from(PIECES))


@settings(deadline=None)
@given(WILD.map("".join) | st.text(max_size=80), st.sampled_from(["en", "de", "ru", "kk", "xx", None]))
def test_any_text_can_be_read(text, language):
    for name in people_in(text, Metadata(title=text), language):
        assert " " in name


@pytest.mark.parametrize(
    "piece",
    [
        "Ada ",
        "director ",
        "Director Ada Lind, ",
        "A.",
        f"{'A' * 5_000} ",
        "Ada Lind and ",
        "De ",
        "Ada’s ",
        "Aa-",
        "Lind said ",
    ],
)
def test_time_is_bounded(piece):
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    people_in(text, Metadata(), "en")
    people_in(text, Metadata(), "de")
    assert time.process_time() - started < 3

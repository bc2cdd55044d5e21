"""Who else made a page: interviewers, translators, photographers; told from authors, and from the guest."""

import pytest

from junket.crawlers.page import Page
from junket.pipelines.metadata import read_metadata
from junket.pipelines.metadata.bylines.byline_names import read_byline
from junket.pipelines.page.parse import parse
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"


def read(above="", below="", title="Ferry at Dusk"):
    html = f"<html><body><h1>{title}</h1>{above}{PROSE * 3}{below}</body></html>"
    page = Page.from_text("https://lantern.example/talks/ferry", html)
    return read_metadata(parse(page), page, None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Interview by Lena Brook", "Lena Brook"),
        ("Questions by Lena Brook", "Lena Brook"),
        ("Interview: Lena Brook", "Lena Brook"),
        ("Interview und Text: Lena Brook", "Lena Brook"),
        ("Interview von Lena Brook", "Lena Brook"),
        ("Das Gespräch führte Lena Brook.", "Lena Brook"),
        ("Mit ihr sprach Lena Brook.", "Lena Brook"),
        ("Интервью: Анна Лесная", "Анна Лесная"),
        ("Беседовала Анна Лесная", "Анна Лесная"),
        ("С ней беседовала Анна Лесная", "Анна Лесная"),
        ("Сұхбаттасқан Айсұлу Нұрқызы", "Айсұлу Нұрқызы"),
        ("Әңгімелескен: Айсұлу Нұрқызы", "Айсұлу Нұрқызы"),
        ("Propos recueillis par Lena Brook", "Lena Brook"),
        ("Propos recueillis et traduits par Lena Brook", "Lena Brook"),
        ("Entrevista por Lena Brook", "Lena Brook"),
        ("Entrevista realizada por Lena Brook", "Lena Brook"),
        ("Intervista di Lena Brook", "Lena Brook"),
        ("Intervista a cura di Lena Brook", "Lena Brook"),
        ("Розмовляла Олена Лісова", "Олена Лісова"),
        ("Rozmawiała Lena Brook", "Lena Brook"),
        ("Ptala se Lena Brook", "Lena Brook"),
        ("Röportaj: Lena Brook", "Lena Brook"),
        ("Маектешкен Айсулуу Нур", "Айсулуу Нур"),
        ("Suhbatlashdi: Lola Nur", "Lola Nur"),
        ("聞き手 山田太郎", "山田太郎"),
        ("取材・文＝山田太郎", "山田太郎"),
        ("采访：王小明", "王小明"),
        ("인터뷰: 김하늘", "김하늘"),
    ],
)
def test_who_asks_is_named_by_the_label(line, name):
    found = read_byline(line)
    assert (found.interviewers, found.authors) == ((name,), (name,))
    assert found.labelled


@pytest.mark.parametrize(
    ("line", "authors", "interviewers"),
    [
        ("Von Lena Brook im Gespräch mit Max Loud", ("Lena Brook",), ("Lena Brook",)),
        ("By Lena Brook in conversation with Max Loud", ("Lena Brook",), ("Lena Brook",)),
        ("Max Loud im Gespräch mit Lena Brook", ("Lena Brook",), ()),
        ("Max Loud in conversation with Lena Brook", ("Lena Brook",), ()),
    ],
)
def test_of_two_in_conversation_the_one_that_a_label_names_asks(line, authors, interviewers):
    found = read_byline(line)
    assert (found.authors, found.interviewers) == (authors, interviewers)


@pytest.mark.parametrize("line", ["By Lena Brook", "Автор: Анна Лесная", "Foto: Lena Brook", "Übersetzt von Ida Holt"])
def test_other_labels_name_nobody_who_asks(line):
    assert read_byline(line).interviewers == ()


@pytest.mark.parametrize(
    ("line", "authors", "others"),
    [
        ("Text und Fotos: Lena Brook", ("Lena Brook",), {"Lena Brook": "photographer"}),
        ("Text/Fotos: Lena Brook", ("Lena Brook",), {"Lena Brook": "photographer"}),
        ("Words & Photos by Lena Brook", ("Lena Brook",), {"Lena Brook": "photographer"}),
        ("Von Oskar Venn (Text) und Lena Brook (Fotos)", ("Oskar Venn",), {"Lena Brook": "photographer"}),
        ("Autor: | Foto: Lena Brook", (), {"Lena Brook": "photographer"}),
        ("By Oskar Venn (The Lantern)", ("Oskar Venn",), {}),
    ],
)
def test_one_person_may_have_two_labels(line, authors, others):
    found = read_byline(line)
    assert (found.authors, dict(found.others)) == (authors, others)


def test_lines_of_the_head_and_the_end_name_those_who_helped():
    found = read(
        above="<p>Interview: Lena Brook | Photos: Max Loud</p><p>Translated by Ida Holt</p>",
        below="<p>Additional translation by Ada Lind</p>",
    )
    assert found.interviewers == ("Lena Brook",)
    assert found.photographers == ("Max Loud",)
    assert found.translators == ("Ida Holt",)
    assert read(below="<p>Беседовала Анна Лесная</p>").interviewers == ("Анна Лесная",)


LENA, MAX, IDA = "Lena Brook", "Max Loud", "Ida Holt"
ANNA, MAKSIM = "Анна Лесная", "Максим Громов"


@pytest.mark.parametrize(
    ("line", "authors", "photographers", "translators"),
    [
        ("By Lena Brook and Oskar Venn. Photographs: Max Loud", (LENA, "Oskar Venn"), (MAX,), ()),
        ("By Lena Brook. Photography by Max Loud. Translation: Ida Holt", (LENA,), (MAX,), (IDA,)),
        ("By Lena Brook. Translated from the Kazakh by Ida Holt. Photographed by Max Loud", (LENA,), (MAX,), (IDA,)),
        ("By Lena Brook Photos: Max Loud", (LENA,), (MAX,), ()),
        ("Words by Lena Brook and pictures by Max Loud", (LENA,), (MAX,), ()),
        ("Words Lena Brook Photography Max Loud", (LENA,), (MAX,), ()),
        ("Text: Lena Brook, Fotos: Max Loud", (LENA,), (MAX,), ()),
        ("Text Lena Brook / Fotos Max Loud", (LENA,), (MAX,), ()),
        ("Von Lena Brook. Fotos: Max Loud, Übersetzung: Ida Holt", (LENA,), (MAX,), (IDA,)),
        ("Autor: Lena Brook – Fotografie: Max Loud", (LENA,), (MAX,), ()),
        ("Текст: Анна Лесная. Фото: Максим Громов", (ANNA,), (MAKSIM,), ()),
        ("Текст — Анна Лесная, фото — Максим Громов", (ANNA,), (MAKSIM,), ()),
        ("Беседовала Анна Лесная. Фото: Максим Громов", (ANNA,), (MAKSIM,), ()),
        ("Мәтін: Айсұлу Нұрқызы. Сурет: Марат Серікұлы", ("Айсұлу Нұрқызы",), ("Марат Серікұлы",), ()),
        ("Сұхбаттасқан Айсұлу Нұрқызы. Аударған: Марат Серікұлы", ("Айсұлу Нұрқызы",), (), ("Марат Серікұлы",)),
        ("Автор: Айсулуу Нур. Сүрөт: Марат Эсен", ("Айсулуу Нур",), ("Марат Эсен",), ()),
        ("Par Lena Brook et Oskar Venn. Photographies : Max Loud", (LENA, "Oskar Venn"), (MAX,), ()),
        ("Texte Lena Brook, photos Max Loud", (LENA,), (MAX,), ()),
        ("Por Lena Brook y Oskar Venn. Fotos: Max Loud", (LENA, "Oskar Venn"), (MAX,), ()),
        ("Intervista di Lena Brook. Traduzione: Ida Holt", (LENA,), (), (IDA,)),
        ("Door Lena Brook. Foto's: Max Loud. Vertaling: Ida Holt", (LENA,), (MAX,), (IDA,)),
        ("Yazı: Lena Brook. Fotoğraf: Max Loud", (LENA,), (MAX,), ()),
        ("Lena Brook (Text) und Max Loud (Fotos)", (LENA,), (MAX,), ()),
        ("Lena Brook (texte), Ida Holt (traduction), Max Loud (photos)", (LENA,), (MAX,), (IDA,)),
        ("文：王小明 摄影：李大伟", ("王小明",), ("李大伟",), ()),
        ("글 김하늘 사진 이바다", ("김하늘",), ("이바다",), ()),
    ],
)  # fmt: skip
def test_each_of_one_lines_contributors_has_a_field_of_its_own(line, authors, photographers, translators):
    found = read(above=f"<p>{line}</p>")
    assert (found.authors, found.photographers, found.translators) == (authors, photographers, translators)


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Lena J. Brook. Photos by readers", ("Lena J. Brook",)),
        ("Von Lena Brook, Text & Bild GmbH", (LENA,)),
        ("By Lena Brook. Photos courtesy of the studio", (LENA,)),
        ("Words to live by. Photo finish", ()),
        ("Text Messages, Photo Stories", ()),
        ("Photo Essay. Text Analysis", ()),
        ("Image Credits Portrait by Nadia Quill", ()),
        ("Image Credits<br>Portrait by Nadia Quill", ()),
        ("Lena Brook (left) and Max Loud (photos)", ()),
    ],
)
def test_a_line_with_one_contributor_or_none_gains_no_photographer(line, authors):
    found = read(above=f"<p>{line}</p>")
    assert (found.authors, found.photographers, found.translators) == (authors, (), ())


def test_a_label_that_stands_alone_says_what_the_next_block_names():
    assert read(above="<p>Interview by</p><p>Lena Brook</p>").interviewers == ("Lena Brook",)
    assert read(above="<p>Translated by</p><p>Ida Holt</p>").translators == ("Ida Holt",)


def test_the_guest_of_the_title_does_not_ask():
    assert read(above="<p>Interview: Mira Tolen</p>", title="Mira Tolen on her new film").interviewers == ()


def test_the_credit_of_one_picture_is_no_photographer_of_the_page():
    assert read(above="<p>By Lena Brook</p><p>Photo: Max Loud</p>").photographers == ()
    assert read(above="<p>By Lena Brook | Photos: Getty Images</p>").photographers == ()


def test_the_record_takes_the_byline_where_the_talk_names_nobody():
    outcome = extract(
        Page.from_text(
            "https://lantern.example/talks/ferry",
            f"<h1>Mira Tolen</h1><p>Words by Oskar Venn, interview by Lena Brook</p>{PROSE * 3}",
        )
    ).outcome
    assert isinstance(outcome, Record)
    assert outcome.interviewers == ("Lena Brook",)
    assert outcome.authors == ("Oskar Venn", "Lena Brook")

"""Widgets of numbers are known by what they are; the numbers that people print stay."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.boilerplate.numbers import is_number_widget
from junket.pipelines.recipe import extract

WIDGETS = [
    "KGS/USD = 0.01144 0%",
    "EUR/KZT 542.10",
    "499.51 523.88 4.74",
    "USD 499.51 EUR 523.88 RUB 4.74",
    "$ 499,51 € 523,88 ₽ 4,74",
    "USD 89.20 +0.35",
    "USD 89,20 ▲ 0,35",
    "USD: 89.20 / 89.60",
    "BTC 67,012.55 -1.2%",
    "AAPL 189.30 +1.20%",
    "S&P 500 4,783.45 +0.32%",
    "+12° +4° 3 м/с",
    "Алматы +12°",
    "Астана -3 °C",
    "Almaty +12 °C",
    "Mo 12° Di 14° Mi 9°",
    "Пн +3 Вт +5 Ср +1",
    "12°C / 4°C",
    "Кайрат – Астана 2:1",
    "1:0 (0:0)",
    "12 345 67",
    "👁 1245 💬 12",
    "1 245",
    "1,245 views",
    "Просмотров: 1245",
    "345 shares",
    "12 comments 34 shares",
    "Brent 81,20 $ +0,4%",
    "USD 449.1 EUR 487.3 RUB 4.9",
    "1,204 33 7",
    "+12° −3° 5°",
]
PRINTED = [
    "1994",
    "1994, 1997, 2003",
    "12:45",
    "00:12:45 – 00:13:10",
    "8/10",
    "4.5/5",
    "9,3",
    "★★★★☆ 4/5",
    "$1.2 million",
    "$52,000,000",
    "In 1994 we shot 12 films.",
    "1. 2001",
    "2001: A Space Odyssey",
    "8½",
    "12 Angry Men 1957",
    "1917 (2019)",
    "Titanic 1997 $2,264,743,305",
    "Avatar – $2,923,706,026 – 2009",
    "Ticket 1 200 ₸",
    "42",
    "7 or 8.",
    "Fifty-fifty.",
    "90 minutes, 1.85:1",
    "16:9",
    "35 mm, 1.66:1",
    "24 fps, 4K",
    "F/2.8, 50 mm",
    "10 + 5 = 15",
    "60/40.",
    "1984–1989",
    "13.10.1975",
    "+7 727 250 00 00",
    "Chapter 3",
    "Part 2, 2019",
    "100% yes, 0% doubt.",
    "3:10 to Yuma",
    "21, 34 and 55.",
    "5, 4, 3, 2, 1.",
    "€ 3,50",
    "2012",
    "7.",
    "In 2012 we had 3 cameras and 11 days.",
    "Chapter 2",
    "No numbers here",
    "",
    "It was -40 °C on the set.",
    "Matthew 5:3",
    "Apollo 13",
    "Двадцать 20",
    "2:1",
]
PARAGRAPH = "The ferry came at nine, and with it came the crew, two lamps and a piano that nobody had asked for."


@pytest.mark.parametrize("text", WIDGETS)
def test_widgets_of_numbers(text):
    assert is_number_widget(text)


@pytest.mark.parametrize("text", PRINTED)
def test_numbers_that_people_print(text):
    assert not is_number_widget(text)


def article(before="", inside="", after=""):
    paragraphs = "".join(f"<p>{PARAGRAPH} Take {number}.</p>" for number in range(4))
    others = paragraphs.replace("ferry", "bus")
    body = f"<article><h1>The ferry</h1>{before}{paragraphs}{inside}{others}{after}</article>"
    return extract(Page.from_text("https://reels.example/a", f"<html><body>{body}</body></html>")).outcome.text


def test_a_dozen_rates_before_the_article_and_three_after_it_go():
    rates = "".join(f"<div>KGS/{code} = 0.0114{n} 0%</div>" for n, code in enumerate(("USD", "EUR", "RUB", "KZT") * 3))
    text = article(before=rates, after="<p>499.51 523.88 4.74</p>")
    assert "KGS" not in text
    assert "499.51" not in text
    assert text.startswith("The ferry came")


def test_weather_scores_and_counters_inside_the_article_s_own_container_go():
    rows = "<div>Aktau +12°</div><div>Kairat – Astana 2:1</div><div>1,245 views</div><div>Brent 81,20 $ +0,4%</div>"
    text = article(inside=rows)
    assert [row for row in ("Aktau", "Kairat", "views", "Brent") if row in text] == []


def test_tables_of_takings_lists_of_years_and_ratings_stay():
    rows = (("Ferry", "1997", "$2,264,743,305"), ("Fog", "2009", "$2,923,706"))
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    text = article(inside=f"<p>1994, 1997, 2003</p><table>{table}</table><p>8/10</p><p>00:12:45 – 00:13:10</p>")
    assert [kept for kept in ("1994, 1997", "2,264,743,305", "8/10", "00:12:45") if kept not in text] == []


@given(st.text(alphabet="0123456789 .,:%°$€+-–/()ABab▲", max_size=400))
def test_no_text_takes_long(text):
    started = time.process_time()
    is_number_widget(text)
    assert time.process_time() - started < 0.05


@pytest.mark.parametrize(
    "piece", ["a ", "Aa Bb Cc ", "1°", "1 view ", "1.", "1", "Aa - Bb ", "1 ", "+1", "1,111", "A1° "]
)
def test_a_text_made_to_take_long_does_not(piece):
    started = time.process_time()
    for length in (60, 400):
        is_number_widget((piece * 400)[: length - 1] + "1")
        is_number_widget((piece * 400)[: length - 1] + "!")
    assert time.process_time() - started < 0.05

"""Dates: as printed, as markup writes them, relative ones; and what must not be read."""

import tomllib
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.pipelines.dates import (
    DateContext,
    find_dates,
    find_loose,
    find_month,
    find_printed,
    printed,
    read_markup_date,
    zone_of,
)

ENGLISH = DateContext(languages=("en",))
ALMATY = DateContext(
    languages=("ru", "kk"), zone=zone_of("Asia/Almaty"), fetched_at=datetime(2024, 5, 5, 12, 0, tzinfo=UTC)
)
DAY = date(2015, 9, 29)


def only(text, reading=ENGLISH):
    found = list(find_dates(text, reading))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "text",
    [
        "29 September 2015",
        "September 29, 2015",
        "Sept. 29th 2015",
        "29th of September, 2015",
        "29-Sep-2015",
        "29 сентября 2015 г.",
        "29 сент. 2015",
        "29 қыркүйек 2015",
        "2015 жылғы 29 қыркүйек",
        "2015 жылдың 29 қыркүйегі",
        "2015 ж. 29 қыркүйек",
        "29. September 2015",
        "29 septembre 2015",
        "29 de septiembre de 2015",
        "29 settembre 2015",
        "29 вересня 2015",
        "29 września 2015",
        "29. září 2015",
        "29 eylül 2015",
        "2015-yil 29-sentabr",
        "2015-09-29",
        "2015/9/29",
        "29.09.2015",
        "29/09/2015",
        "9/29/2015",
        "2015年9月29日",
        "2015년 9월 29일",
    ],
)
def test_the_same_day_in_many_spellings(text):
    found = only(text, DateContext())
    assert (found.day, found.precision, found.instant) == (DAY, "day", None)
    assert found.text == text


@pytest.mark.parametrize(
    "text",
    ["29 September 2015 | 19:40", "September 29, 2015 at 7:40 pm", "19:40, 29 September 2015", "29.09.2015, 19.40 Uhr"],
)
def test_a_time_beside_the_day_is_read_but_needs_a_zone_to_be_an_instant(text):
    found = only(text)
    assert (found.day, found.precision, found.instant) == (DAY, "minute", None)


def test_the_sites_zone_makes_an_instant():
    found = only("29 қыркүйек 2015, 19:40", ALMATY)
    assert found.instant == datetime(2015, 9, 29, 13, 40, tzinfo=UTC)
    assert found.day == DAY


@pytest.mark.parametrize(
    ("text", "hour"),
    [("29 September 2015 19:40 GMT", 19), ("29 сентября 2015, 19:40 МСК", 16), ("Sep 29, 2015 7:40 PM EDT", 23)],
)
def test_a_zone_that_is_printed_is_used(text, hour):
    assert only(text, DateContext()).instant == datetime(2015, 9, 29, hour, 40, tzinfo=UTC)


def test_a_zone_that_may_mean_several_gives_the_day_alone():
    found = only("29 September 2015 19:40 CST", ALMATY)
    assert (found.day, found.instant) == (DAY, None)


def test_day_and_month_in_numbers_are_read_only_where_the_order_is_known():
    assert list(find_dates("05/06/2015", ENGLISH)) == []
    assert only("05/06/2015", DateContext(day_first=True)).day == date(2015, 6, 5)
    assert only("05/06/2015", DateContext(day_first=False)).day == date(2015, 5, 6)
    assert only("05.06.2015").day == date(2015, 6, 5)


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2015",
        "29 September 1895",
        "99/99/2015",
        "version 2015.13.45",
        "call 555-2015-09",
        "192.168.20.15",
        "Marching 29 2015",
        "May the 4th be with you",
        "chapter 10, 2015 words",
    ],
)
def test_what_is_no_date(text):
    assert list(find_dates(text, ENGLISH)) == []


def test_a_day_after_the_capture_is_not_believed():
    assert list(find_dates("9 May 2024", ALMATY)) == []
    assert only("6 May 2024", ALMATY).day == date(2024, 5, 6)


def test_a_month_alone_is_a_month():
    found = find_month("September 2015", ENGLISH)
    assert found is not None
    assert (found.precision, found.day) == ("month", None)
    assert find_month("nothing", ENGLISH) is None


def test_several_dates_come_in_order():
    days = [found.day for found in find_dates("Published 1 May 2014. Updated 3 June 2015, 10:00", ENGLISH)]
    assert days == [date(2014, 5, 1), date(2015, 6, 3)]


def test_markup_keeps_its_own_day():
    late = read_markup_date("2015-09-29T23:40:00+06:00", ENGLISH)
    assert late is not None
    assert (late.day, late.instant) == (DAY, datetime(2015, 9, 29, 17, 40, tzinfo=UTC))


def test_markup_in_utc_gives_the_day_at_the_site_where_its_zone_is_known():
    late = read_markup_date("2015-09-29T23:40:00Z", ALMATY)
    assert late is not None
    assert late.day == date(2015, 9, 30)
    assert late.instant == datetime(2015, 9, 29, 23, 40, tzinfo=UTC)


def test_midnight_utc_is_a_day_and_no_instant():
    bare = read_markup_date("2015-09-29T00:00:00Z", ALMATY)
    assert bare is not None
    assert (bare.day, bare.precision) == (DAY, "day")


@pytest.mark.parametrize(
    "value", ["2015-09-29", "20150929", "2015-09-29 19:40", "Tue, 29 Sep 2015 19:40:00 +0600", "1443530400"]
)
def test_other_spellings_of_markup(value):
    found = read_markup_date(value, ENGLISH)
    assert found is not None
    assert found.day == DAY


@pytest.mark.parametrize(
    "value",
    ["", "null", "0000-00-00", "0001-01-01T00:00:00Z", "9999-12-31", "1970-01-01T00:00:00Z", "2015-02-30", "-", "2015"],
)
def test_markup_without_a_date(value):
    assert read_markup_date(value, ENGLISH) is None


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("вчера, 14:05", date(2024, 5, 4), "minute"),
        ("3 дня назад", date(2024, 5, 2), "day"),
        ("сегодня, 09:10", date(2024, 5, 5), "minute"),
        ("кеше, 14:05", date(2024, 5, 4), "minute"),
    ],
)
def test_relative_dates_count_from_the_capture(text, day, precision):
    found = find_loose(text, ALMATY)
    assert found is not None
    assert (found.day, found.precision, found.relative) == (day, precision, True)
    assert (found.instant is not None) == (precision == "minute")


def test_relative_dates_without_a_capture_are_none():
    assert find_loose("3 days ago", ENGLISH) is None
    assert find_loose("вчера, 14:05", DateContext(languages=("ru",))) is None


def test_languages_without_data_here_go_to_dateparser():
    found = find_loose("Julkaistu 29. syyskuuta 2015", DateContext(languages=("fi",)))
    assert found is not None
    assert found.day == DAY
    assert find_loose("29 flurbuary 2015", DateContext(languages=("fi",))) is None


def test_unknown_zone_names_are_none():
    assert zone_of(None) is None
    assert zone_of("Mars/Olympus") is None
    assert zone_of("../../etc/passwd") is None


@given(st.text(max_size=300))
def test_wild_text_never_raises(text):
    for found in find_dates(text, ALMATY):
        assert found.day is None or 1990 <= found.day.year <= 2100
    read_markup_date(text, ALMATY)
    find_month(text, ALMATY)


@given(st.from_regex(r"\d{1,4}[-/. ](\d{1,2}|may|сен)[-/. ]\d{1,4}( \d{1,2}:\d{2})?", fullmatch=True))
def test_wild_dates_never_raise(text):
    for found in find_dates(text, ALMATY):
        assert text[found.start : found.end].strip() == found.text


@pytest.mark.parametrize(
    "printed", ["7\xa0August\u202f2023", "٧ أغسطس ٢٠٢٣", "२०२३-०८-०७", "2023\xa0жылғы\xa07\xa0тамыз"]
)
def test_a_date_keeps_the_blanks_and_digits_in_which_the_page_prints_it(printed):
    (found,) = find_dates(f"Published {printed} by Jane Doe", ALMATY)
    assert (found.text, found.day) == (printed, date(2023, 8, 7))


@pytest.mark.parametrize(
    "text",
    ["129 September 2015", "1.29 September 2015", "12015-09-29", "1/2015/09/29", "3:29.09.2015", "x12015年9月29日"],
)
def test_a_number_in_front_belongs_to_it(text):
    assert not list(find_dates(text, ALMATY))


@pytest.mark.parametrize(
    "text", ["x29 September 2015", "(29.09.2015)", "Am 2015-09-29", "Tue,September 29, 2015", "(2015年9月29日)"]
)
def test_other_characters_in_front_do_not(text):
    assert [found.day for found in find_dates(text, ALMATY)] == [date(2015, 9, 29)]


HERE = Path(__file__).parent
INFLECTED = tomllib.loads((HERE / "inflected_dates.toml").read_text("utf-8"))


@pytest.mark.parametrize(("language", "text"), [(name, text) for name, texts in INFLECTED.items() for text in texts])
def test_a_day_in_the_case_that_its_language_prints(language, text):
    found = find_printed(text, DateContext(languages=(language,), day_first=True))
    assert [dated.day for dated in found] == [date(2021, 3, 9)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "1er mars 2021"), ("fr", "1ᵉʳ mars 2021"), ("it", "1º marzo 2021"), ("it", "1° marzo 2021"),
        ("pt", "1.º de março de 2021"), ("es", "1ro de marzo de 2021"), ("ca", "1r de març de 2021"),
        ("ru", "1-го марта 2021"), ("ru", "1-ое марта 2021"), ("uk", "1-го березня 2021"), ("kk", "1-ші наурыз 2021"),
        ("ky", "1-чи март 2021"), ("pl", "1-go marca 2021"), ("el", "1η Μαρτίου 2021"), ("sv", "1:a mars 2021"),
        ("en", "March 1st, 2021"), ("de", "1. März 2021"), ("tg", "1-уми марти соли 2021"),
    ],
)  # fmt: skip
def test_the_first_of_a_month_with_its_mark(language, text):
    found = find_printed(text, DateContext(languages=(language,), day_first=True))
    assert [dated.day for dated in found] == [date(2021, 3, 1)]


@pytest.mark.parametrize("language", tomllib.loads((HERE / "printed_dates.toml").read_text("utf-8")))
def test_no_name_that_dateparser_knows_is_read_as_another_month(language):
    name = {"sr": "sr-Cyrl", "tg": "ky"}.get(language, language)
    known = import_module(f"dateparser.data.date_translation_data.{name}").info
    reading = DateContext(languages=(language.partition("-")[0],), day_first=True)
    months = [date(2021, month, 1).strftime("%B").lower() for month in range(1, 13)]
    for number, month in enumerate(months, 1):
        days = {dated.day for word in known[month] for dated in find_printed(f"9 {word} 2021", reading)}
        assert days <= {date(2021, number, 9)}, (month, known[month])
        assert days or language in {"ja", "ko", "zh", "mn"}, (month, known[month])  # these print the month's number


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("The new iPhone 9 Pro 2021", ("en",)),
        ("Team 9 Ara 2021", ("en",)),
        ("Born 9 Led 2021", ("en",)),
        ("9 sen 2021", ("en",)),
        ("9 listopadu lidí 2021", ("cs",)),
        ("9 people and 2021 days", ()),
        ("9 Marthas 2021", ("en",)),
        ("9 Mayors 2021", ("en",)),
        ("Set 9 of 2021", ("en",)),
        ("Track 9. 10. 2021.5", ("en",)),
    ],
)
def test_words_of_other_languages_months_make_no_date(text, languages):
    assert find_printed(text, DateContext(languages=languages)) == []


def test_the_page_language_says_which_month_a_word_is():
    croatian, polish = DateContext(languages=("hr",)), DateContext(languages=("pl",))
    assert only("9. listopada 2021.", croatian).day == date(2021, 10, 9)
    assert only("9 listopada 2021", polish).day == only("9 listopada 2021", DateContext()).day == date(2021, 11, 9)


def test_narrow_spaces_and_other_digits_are_read_where_they_stand():
    found = only("Seher, \u0669\u00a0مارس\u202f\u0662\u0660\u0662\u0661", DateContext(languages=("ar",)))
    assert (found.day, found.start, found.end) == (date(2021, 3, 9), 7, 18)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和3年5月12日", "2021-05-12"),
        ("令和三年五月十二日（水）", "2021-05-12"),
        ("令和 3 年 5 月 12 日", "2021-05-12"),
        ("令和３年５月１２日", "2021-05-12"),
        ("公開：令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("平成三十一年四月三十日", "2019-04-30"),
        ("平成二十年十月二十日", "2008-10-20"),
        ("令和3年（2021年）5月12日", "2021-05-12"),
        ("2021年（令和3年）5月12日", "2021-05-12"),
        ("中華民國110年5月12日", "2021-05-12"),
        ("民國一百一十年五月十二日", "2021-05-12"),
        ("二〇二一年五月十二日", "2021-05-12"),
        ("二〇一〇年十二月三十一日", "2010-12-31"),
    ],
)
def test_years_of_eras_and_numbers_in_letters(text, day):
    assert [dated.day.isoformat() for dated in find_dates(text, DateContext(languages=("ja",)))] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "令和元年4月30日",
        "平成31年5月1日",
        "平成元年1月7日",
        "令和0年5月1日",
        "令和3年13月1日",
        "令和3年2月30日",
        "昭和40年代の映画館",
        "令和3年度の助成金",
        "平成の終わり、五月十二日",
        "昭和64年1月7日生まれ",
        "昭和39年10月10日の開会式",
        "令和百年五月五日",
        "三年五月十二日",
        "一二三四年五月六日",
    ],
)
def test_what_is_no_day_of_an_era_is_no_date(text):
    assert list(find_dates(text, DateContext(languages=("ja",), fetched_at=datetime(2024, 1, 1, tzinfo=UTC)))) == []


@pytest.mark.parametrize(("number", "day"), [("64", (1989, 1, 7)), ("元", (1926, 12, 25))])
def test_the_oldest_era_is_counted_from_its_first_year(number, day):
    assert printed._of_era("昭和", (printed._number(number), *day[1:])) == day

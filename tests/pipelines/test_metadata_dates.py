"""The page's own day: markup and print, publication and update, and never a sidebar's."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.parse import parse

PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"


def read(head="", *, above="", below="", url="https://lantern.example/a", site=None, fetched_at=None, lang="en"):
    html = f"<html lang={lang}><head>{head}</head><body><h1>Ferry at Dusk</h1>{above}{PROSE * 3}{below}</body></html>"
    page = Page(url=url, body=html.encode(), charset="utf-8", fetched_at=fetched_at)
    return read_metadata(parse(page), page, site)


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2019-05-03T08:15:00+06:00'>",
        "<meta itemprop='datePublished' content='2019-05-03'>",
        f"<script type='application/ld+json'>{json.dumps({'@type': 'Report', 'datePublished': '2019-05-03'})}</script>",
        "<meta name='date' content='3 May 2019'>",
    ],
)
def test_dates_of_the_head(head):
    assert read(head).date == "2019-05-03"


@pytest.mark.parametrize(
    "above",
    [
        "<time datetime='2019-05-03T08:15'>3 May</time>",
        "<p>3 May 2019</p>",
        "<p>Published: May 3, 2019</p>",
        "<p>Published</p><p>May 3, 2019</p>",
        "<p>By Oskar Venn | May 3, 2019 | 5 min read</p>",
        "<p>03.05.2019 08:15</p>",
        "<p>2019 жылғы 3 мамыр</p>",
    ],
)
def test_dates_that_only_the_page_shows(above):
    assert read(above=above).date == "2019-05-03"


def test_the_address_holds_the_day():
    assert read(url="https://lantern.example/2019/05/03/ferry").date == "2019-05-03"
    assert read(url="https://lantern.example/20190503/ferry").date == "2019-05-03"
    assert read(url="https://lantern.example/1234567890/ferry").date is None


def test_publication_and_update_are_kept_apart():
    head = "<meta property='article:published_time' content='2019-05-03T08:15:00Z'>"
    head += "<meta property='article:modified_time' content='2020-01-02T03:04:05Z'>"
    found = read(head, above="<p>Updated 2 January 2020</p>")
    assert found.date == "2019-05-03"
    assert found.modified_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_printed_update_is_the_day_only_where_nothing_else_is_printed():
    found = read(above="<p>Last updated: 2 January 2020</p>")
    assert (found.date, found.published_at) == ("2020-01-02", None)
    assert "date_updated" in found.warnings
    hidden = read("<meta property='article:modified_time' content='2020-01-02T03:04:05Z'>")
    assert hidden.date is None


def test_markup_later_than_print_is_a_republication():
    head = "<meta property='article:published_time' content='2021-11-05'>"
    assert read(head, above="<p>3 May 2019</p>").date == "2019-05-03"
    assert read(head, above="<p>24 December 2022</p>").date == "2021-11-05"


def test_print_settles_the_day_of_an_instant_in_utc():
    head = "<meta property='article:published_time' content='2019-05-02T20:15:00Z'>"
    assert read(head).date == "2019-05-02"
    found = read(head, above="<p>3 May 2019</p>")
    assert found.date == "2019-05-03"
    assert found.published_at == datetime(2019, 5, 2, 20, 15, tzinfo=UTC)
    assert read(head, site=Site(domain="lantern.example", timezone="Asia/Almaty")).date == "2019-05-03"


@pytest.mark.parametrize(
    "below",
    [
        "<aside><h3>More</h3><p>Published: 9 June 2020</p></aside>",
        "<div class='related'><time datetime='2020-06-09'>9 June</time></div>",
        "<div id='comments'><p>9 June 2020</p></div>",
        "<footer><p>© 2020 Lantern</p><p>9 June 2020</p></footer>",
        "<p>It opened on 9 June 2020 to a full house, and nobody left before the end of it.</p>",
    ],
)
def test_other_peoples_dates_are_not_the_pages(below):
    assert read(below=below).date is None
    assert read(above=below).date is None


def test_captions_are_no_datelines():
    above = "<figure><img src=a.jpg><figcaption>On the river, 9 June 2020</figcaption></figure>"
    assert read(above=above).date is None


def test_number_dates_go_by_the_sites_order():
    above = "<p>05/06/2019</p>"
    assert read(above=above).date is None
    assert read(above=above, lang="en-GB").date == "2019-06-05"
    assert read(above=above, lang="en-US").date == "2019-05-06"
    assert read(above=above, site=Site(domain="lantern.example", day_first=True)).date == "2019-06-05"


def test_relative_dates_need_the_capture():
    head = "<meta name='date' content='вчера, 14:05'>"
    capture = datetime(2019, 5, 4, 12, 0, tzinfo=UTC)
    found = read(head, lang="ru", fetched_at=capture, site=Site(domain="lantern.example", timezone="Asia/Almaty"))
    assert (found.date, "date_relative" in found.warnings) == ("2019-05-03", True)
    missing = read(head, lang="ru")
    assert (missing.date, missing.warnings) == (None, ("date_unreadable",))


@pytest.mark.parametrize(
    "value", ["0001-01-01", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "31.31.2019", "soon", "2019"]
)
def test_impossible_dates_are_none_and_said(value):
    found = read(f"<meta property='article:published_time' content='{value}'>")
    assert (found.date, found.published_at) == (None, None)
    assert "date_unreadable" in found.warnings


def test_a_page_dated_after_its_capture_is_not_believed():
    head = "<meta property='article:published_time' content='2031-05-03'>"
    assert read(head, fetched_at=datetime(2019, 5, 4, tzinfo=UTC)).date is None


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("", "<p>September 2019</p>"),
        ("", "<p>Issue 12, September 2019</p>"),
        ("<meta name='citation_publication_date' content='2019/09'>", ""),
        ("<meta property='article:published_time' content='2019-09'>", ""),
    ],
)
def test_a_month_is_no_day(head, above):
    found = read(head, above=above)
    assert (found.date, found.published_precision) == (None, "month")
    assert "date_month_only" in found.warnings


def test_a_publishers_own_name_for_the_publication_is_read():
    assert read("<meta name='acme-published-date' content='2019-05-03T06:03:43Z'>").date == "2019-05-03"
    assert read("<meta name='publisher' content='2019-05-03'>").date is None


def test_lines_that_only_look_like_datelines_are_none():
    rows = "".join(f"<tr><td>{day}/1/2013</td></tr>" for day in range(13, 18))
    assert read(above=f"<table>{rows}</table>").date is None
    modified = "<meta property='article:modified_time' content='2019-05-03'>"
    assert read(modified, above="<p>9 January 2020</p>").date is None


@pytest.mark.parametrize(
    "line",
    [
        "Oskar Venn | Senior Film Writer | 3 May 2019",
        "By Dr. Oskar Martin Venn, Jr. - 3 May 2019",
        "Posted on the 3/5/2019 at 19:00 by @oskar",
    ],
)
def test_a_date_beside_a_byline_is_the_pages(line):
    assert read("<meta property='og:locale' content='en_GB'>", above=f"<p>{line}</p>").date == "2019-05-03"


def test_a_label_glued_to_a_name_is_read():
    head = "<meta property='article:published_time' content='2018-04-03'>"
    assert read(head, above="<p>By Oskar VennUpdated: 3 May 2019</p>").date == "2018-04-03"


def test_a_number_within_numbers_is_no_date():
    assert read(above="<p>1.29.09.2015</p>").date is None


@pytest.mark.parametrize(
    "stated",
    [
        "<span itemprop='datePublished' content='2019-05-03T08:15:00+06:00'></span>",
        "<div property='schema:datePublished' content='2019-05-03'>Friday</div>",
        "<span property='schema:dateCreated' content='2019-05-03T14:40:00+06:00' class='hidden'></span>",
        "<span property='dc:date dc:created' content='2019-05-03T14:40:00+06:00' datatype='xsd:dateTime'>Friday</span>",
    ],
)
def test_microdata_and_rdfa_state_the_day_on_any_element(stated):
    assert read(above=stated).date == "2019-05-03"
    found = read(above=stated.replace("Published", "Modified").replace("Created", "Modified").replace("created", "x"))
    assert found.date is None


def test_a_comments_stated_day_is_not_the_pages():
    comment = "<div class='comment'><span property='schema:dateCreated' content='2021-01-01T10:00:00Z'></span>Yes</div>"
    assert read(below=comment).date is None
    assert read("<meta itemprop='datePublished' content='2019-05-03'>", below=comment).date == "2019-05-03"


def test_a_publication_after_the_last_change_is_the_templates_clock():
    head = "<meta name='published-time' content='2026-03-09T08:45:32Z'>"
    told = "<meta name='published-date' content='2021-02-16'>"
    changed = "<meta property='article:modified_time' content='2024-07-30T10:00:00Z'>"
    assert read(head + told + changed).date == "2021-02-16"
    assert read(head + changed).date == "2026-03-09"


def test_the_address_may_name_its_month():
    assert read(url="https://lantern.example/film/2019/may/03/ferry").date == "2019-05-03"
    assert read(url="https://lantern.example/film/2019/maybe/03/ferry").date is None


COLUMN = "<div><aside>{}<p>Harbours</p></aside></div>"


@pytest.mark.parametrize(
    "column",
    [
        "<h3>Published</h3><p>3 May 2019</p><h3>Author</h3><p>Oskar Venn</p><h3>Related course</h3>",
        "<p>3 May 2019</p><p>Written by Oskar Venn</p><h2>Topics</h2>",
    ],
)
def test_a_column_with_the_labels_of_a_byline_is_the_articles_own(column):
    found = read(above=COLUMN.format(column))
    assert (found.date, found.authors) == ("2019-05-03", ("Oskar Venn",))


@pytest.mark.parametrize(
    "column", ["<h3>Author of the month</h3><p>3 May 2019</p>", "<h3>Latest</h3><p>3 May 2019</p><p>By Max Loud</p>"]
)
def test_another_column_is_not(column):
    found = read(above=COLUMN.format(column))
    assert (found.date, found.authors) == (None, ())


FOOT = "<article><h1>Ferry at Dusk</h1>{}<div><footer><p>By Oskar Venn</p><p>3 May 2019</p></footer></div></article>"


def test_a_footer_belongs_to_the_section_around_it():
    page = Page.from_text("https://lantern.example/a", FOOT.format(PROSE * 3))
    assert read_metadata(parse(page), page, None).authors == ("Oskar Venn",)
    page = Page.from_text("https://lantern.example/a", FOOT.format(PROSE * 3).replace("article>", "section>"))
    assert read_metadata(parse(page), page, None).authors == ()


def test_a_page_builder_calls_every_box_a_widget():
    line = "<div class='box elementor-widget'><ul><li>3 May 2019</li></ul></div>"
    html = f"<body><div>{line}</div><h1>Ferry at Dusk</h1>{PROSE * 3}</body>"
    for box, day in ((html, "2019-05-03"), (html.replace("elementor-widget", "widget"), None)):
        page = Page.from_text("https://lantern.example/a", box)
        assert read_metadata(parse(page), page, None).date == day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("This article was first published on 3 May 2019 and has been read aloud at every harbour fair since.", 3),
        ("3 May 2019. Updated: 7 June 2020", 3),
        ("Post time: 3 May 2019", 3),
        ("Last updated: 7 May 2019", None),
        ("The ferry was launched on 3 May 2019", None),
    ],
)
def test_a_line_at_the_end_says_when_the_page_was_published(line, day):
    found = read(below=PROSE * 30 + f"<p>{line}</p>")
    assert found.date == (f"2019-05-0{day}" if day else None)


def test_other_dates_of_the_page_tell_the_order_of_day_and_month():
    line = "<p>03/05/2019</p>"
    others = "<ul class='related'><li>28/04/2019</li><li>05/05/2019</li></ul>"
    assert read(above=line, below=others).date == "2019-05-03"
    assert read(above=line, below=others.replace("28/04", "04/28")).date == "2019-03-05"
    assert read(above=line, below=others.replace("05/05", "05/29")).date is None
    assert read(above=line).date is None


PRINTED = tomllib.loads((Path(__file__).parent / "printed_dates.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", PRINTED)
def test_a_printed_day_is_read_in_sixty_languages(language):
    day = PRINTED[language]
    lines = [f"<p>{day}</p>", f"<p>{day}, 19:40</p>", f"<time>{day}</time>", f"<p>Oskar Venn | {day}</p>"]
    assert {read(above=line, lang=language).date for line in lines} == {"2015-09-29"}
    assert read(above=f"<p>{day}</p>", lang=language, fetched_at=datetime(2014, 1, 1, tzinfo=UTC)).date is None


def test_no_language_is_counted_twice():
    assert len(PRINTED) >= 60


FETCHED = datetime(2024, 5, 5, 12, 0, tzinfo=UTC)
ALMATY = Site(domain="lantern.example", timezone="Asia/Almaty")


@pytest.mark.parametrize(
    ("line", "language", "day", "clock"),
    [
        ("вчера, 14:05", "ru", "2024-05-04", (9, 5)),
        ("Опубликовано: вчера, 14:05", "ru", "2024-05-04", (9, 5)),
        ("сегодня, 09:10", "ru", "2024-05-05", (4, 10)),
        ("3 days ago", "en", "2024-05-02", None),
        ("Oskar Venn • 3 days ago", "en", "2024-05-02", None),
        ("Published 3 days ago", "en", "2024-05-02", None),
        ("кеше, 14:05", "kk", "2024-05-04", (9, 5)),
        ("кеше сағат 14:05", "kk", "2024-05-04", None),
        ("бүгін, 09:10", "kk", "2024-05-05", (4, 10)),
        ("3 күн бұрын", "kk", "2024-05-02", None),
        ("vor 3 Tagen", "de", "2024-05-02", None),
        ("2 weeks ago", "en", None, None),
        ("3 months ago", "en", None, None),
        ("Today", "en", None, None),
        ("The crew rowed yesterday", "en", None, None),
    ],
)
def test_a_printed_relative_date_counts_from_the_capture(line, language, day, clock):
    found = read(above=f"<p>{line}</p>", lang=language, site=ALMATY, fetched_at=FETCHED)
    assert found.date == day
    at = found.published_at
    assert (at and (at.astimezone(UTC).hour, at.astimezone(UTC).minute)) == clock
    assert read(above=f"<p>{line}</p>", lang=language, site=ALMATY).date is None


@pytest.mark.parametrize(
    "line", ["29 September 2015 | 19:40", "29 қыркүйек 2015, 19:40", "2015 жылғы 29 қыркүйек, 19:40"]
)
def test_a_printed_time_is_an_instant_in_the_sites_zone(line):
    found = read(above=f"<p>{line}</p>", lang="kk", site=ALMATY)
    assert (found.date, found.published_at) == ("2015-09-29", datetime(2015, 9, 29, 13, 40, tzinfo=UTC))
    assert found.published_precision == "minute"
    bare = read(above=f"<p>{line}</p>", lang="kk")
    assert (bare.date, bare.published_at, bare.warnings) == ("2015-09-29", None, ("timezone_unknown",))


@pytest.mark.parametrize(
    "line",
    [
        "<aside><h3>Latest</h3><p>3 May 2019</p></aside>",
        "<div class='sidebar'><p>3 May 2019</p></div>",
        "<div class='comment'><p>Max Loud, 3 May 2019</p></div>",
        "<p>Copyright © 3 May 2019 The Lantern</p>",
        "<p>© 2019 The Lantern</p>",
        "<footer><p>3 May 2019</p></footer>",
        "<p>1 January 0001</p>",
        "<time datetime='9999-12-31'></time>",
        "<meta itemprop='datePublished' content='0001-01-01T00:00:00Z'>",
    ],
)
def test_no_day_of_a_sidebar_a_comment_or_a_copyright_line(line):
    assert read(above=line).date is None
    assert read(below=line).date is None


def test_the_line_of_a_date_that_dateparser_reads_is_marked_too():
    assert read(above="<p>29. syyskuuta 2015</p>", lang="fi").marked == {0: "title", 1: "dateline"}

"""Days of screenings, releases and openings, which are not the page's own; and lines that only look like theirs."""

import time
import tomllib
from pathlib import Path

import pytest

from junket.crawlers.page import Page
from junket.pipelines.metadata import read_metadata
from junket.pipelines.metadata.event import is_event
from junket.pipelines.page.parse import parse

PROSE = "<p>" + "The ferry crosses twice a day, and the crew learned its timetable by heart. " * 5 + "</p>"


def read(above, lang="en"):
    html = f"<html lang={lang}><body><h1>Ferry at Dusk</h1>{above}{PROSE * 3}</body></html>"
    page = Page.from_text("https://lantern.example/a", html)
    return read_metadata(parse(page), page, None)


EVENTS = tomllib.loads((Path(__file__).parent / "event_days.toml").read_text("utf-8"))
LINES = [(language, line) for language, lines in EVENTS.items() for line in lines]


@pytest.mark.parametrize(("language", "line"), LINES)
@pytest.mark.parametrize("markup", ["<p>{}</p>", "<div class=info><span>{}</span></div>"])
def test_the_day_of_an_event_is_not_the_pages(language, line, markup):
    event = markup.format(line)
    assert read(event + "<p>Oskar Venn, 9.3.2021</p>", language).date == "2021-03-09"
    assert read("<p>Oskar Venn</p><p>2021-03-09</p>" + event, language).date == "2021-03-09"


@pytest.mark.parametrize(
    "event",
    [
        "<dl><dt>Premiere</dt><dd>14 August 2021</dd></dl>",
        "<table><tr><td>Screening</td><td>14 August 2021</td></tr></table>",
        "<p>Release date</p><p>14 August 2021</p>",
        "<p>In cinemas from <time datetime='2021-08-14'>14 August</time></p>",
        "<p><b>Premiere:</b> <time datetime='2021-08-14'>14 August</time></p>",
        "<p>Kinostart:<br>14. August 2021</p>",
        "<p>Release date: August 2021</p>",
    ],
)
def test_no_day_is_told_where_the_page_has_an_events_alone(event):
    assert read(event).published_text is None
    assert read(event + "<p>Published 9 March 2021</p>").date == "2021-03-09"


@pytest.mark.parametrize(
    "line",
    [
        "Published: 9 March 2021", "Posted on 9 March 2021", "First published in Premiere: 9 March 2021",
        "Premiere Magazine, 9 March 2021", "Premiere, 9 March 2021",
        "Premiere | 9 March 2021", "Premiere 9 March 2021", "Festival News · 9 March 2021", "Oskar Venn, 9 March 2021",
        "Screening Room, 9 March 2021", "Film & Event Weekly | 9 March 2021", "Опубликовано: 9 марта 2021",
        "Премьера, 9 марта 2021", "Дата публикации: 9 марта 2021", "Veröffentlicht am 9. März 2021",
        "Kino, 9. März 2021",
        "Publié le 9 mars 2021", "Жарияланған күні: 2021 жылғы 9 наурыз", "Oskar Venn 9 March 2021 | Now in cinemas",
        "<time datetime='2021-03-09'>9 March</time> Interview",
        "<a href=/p>Premiere</a> <time datetime='2021-03-09'>9 March</time>",
    ],
)  # fmt: skip
def test_a_line_of_publication_stays_whatever_its_magazine_is_called(line):
    assert read(f"<p>{line}</p>").date == "2021-03-09"
    assert read(f"<p>Premiere</p><p>{line}</p>").date == "2021-03-09"


def test_what_a_day_is_of_is_told_in_linear_time():
    started = time.process_time()
    for piece in ("premiere ", "in cinemas ", ": ", "on ", " | "):
        is_event(piece * 100_000, piece * 100_000)
    assert time.process_time() - started < 1

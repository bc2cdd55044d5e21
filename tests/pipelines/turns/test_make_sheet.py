"""The body as lines: what each is printed like, and which stand aside."""

from __future__ import annotations

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns import make_sheet
from junket.pipelines.turns.words.lexicon import lexicon

ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew."
TALK = [ASKS, TELLS] * 3


@pytest.fixture
def asides(sheet_of):
    return lambda *lines, **more: [line.text for line in sheet_of(*lines, **more).lines if line.aside]


def test_lines_know_their_place_in_the_text(sheet_of):
    sheet = sheet_of("<p>One.<br> Two. </p>", "<h2>Three</h2>")
    assert [line.text for line in sheet.lines] == ["One.", "Two.", "Three"]
    assert [sheet.text[line.start : line.end] for line in sheet.lines] == ["One.", "Two.", "Three"]
    assert [line.paragraph for line in sheet.lines] == [0, 0, 1]
    assert [line.first for line in sheet.lines] == [True, False, True]
    assert [line.is_heading for line in sheet.lines] == [False, False, True]


@pytest.mark.parametrize(
    ("html", "bold"),
    [
        ("<b>Why fog?</b> It hides us.", "Why fog?"),
        ("<b>Why fog</b>? It hides us.", "Why fog"),
        ("— <b>Why fog?</b> It hides us.", "— Why fog?"),
        ("<b>Why fog?</b>", "Why fog?"),
        ("“<b>Why fog</b>?”", "“Why fog?”"),
        ("<b>Why f</b>og? It hides us.", ""),  # ends inside a word
        ("It <b>hides</b> us.", ""),
    ],
)
def test_how_far_the_bold_start_of_a_line_goes(sheet_of, html, bold):
    (line,) = sheet_of(f"<p>{html}</p>").lines
    assert line.text[: line.bold] == bold


@pytest.mark.parametrize(
    "aside",
    [
        "<figure><img src=a.jpg><figcaption>The crew in the fog</figcaption></figure>",
        '<p class="photo-caption">The crew in the fog</p>',
        '<div class="infobox"><p>Fog is water in the air.</p></div>',
        "12:45",
        "<p><i>[This talk has been shortened.]</i></p>",
        "<p><i>The crew in the fog</i></p>",
        "Subscribe to our newsletter",
    ],
)
def test_what_stands_aside(asides, aside):
    assert len(asides(*TALK, aside, *TALK)) == 1
    assert asides(*TALK) == []


@pytest.mark.parametrize("said", ["<p><i>Why fog?</i></p>", "<p>The crew in the fog</p>"])
def test_what_does_not(asides, said):
    assert asides(*TALK, TELLS, said, *TALK) == []


def test_a_pull_quote_stands_aside_and_a_whole_answer_does_not(asides):
    quote = "It hides the whole crew every time"
    long = f"I like it. {quote}, and I always did."
    assert asides(ASKS, long, quote, "The ferry came.", ASKS, TELLS) == [quote]
    assert asides(ASKS, long, ASKS, quote, ASKS, TELLS) == []


def test_numbers_that_climb_on_lines_of_their_own_stand_aside(asides):
    lines = [line for count in (1, 2, 3) for line in (str(count), ASKS, TELLS)]
    assert asides(*lines) == ["1", "2", "3"]
    assert asides(*lines[:6]) == []
    assert asides("7", *lines[1:]) == []


def test_a_page_of_any_length_is_read_or_refused(monkeypatch):
    body = join(parse(Page.from_text("https://film.example/a", "<p>One.<p>Two.<p>Three.")).blocks)
    for name, bound in (("MAX_LINES", 2), ("MAX_TEXT", 10)):
        assert make_sheet.read_sheet(body, Metadata(), lexicon("en")) is not None
        with monkeypatch.context() as patch:
            patch.setattr(make_sheet, name, bound)
            assert make_sheet.read_sheet(body, Metadata(), lexicon("en")) is None

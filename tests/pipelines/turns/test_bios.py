"""Boxes about a person in the middle of a talk."""

from __future__ import annotations

import pytest

ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew."
TALK = [ASKS, TELLS, ASKS, TELLS]
BIO = "Mira Tolen, born by the sea, has made nine films about fog."
TITLE = "A talk with Mira Tolen"


@pytest.fixture
def asides(sheet_of):
    def read(*lines, title=TITLE, **more):
        return [line.text for line in sheet_of(*lines, title=title, **more).lines if line.aside]

    return read


def boxed(*box):
    return [*TALK[:2], TELLS, *box, *TALK[2:], *TALK]


@pytest.mark.parametrize(
    "box",
    [
        [f"<p><i>{BIO}</i></p>"],
        [f"<p><b>Mira Tolen</b>{BIO.removeprefix('Mira Tolen')}</p>"],
        [f'<div class="person"><p>{BIO}</p></div>'],
    ],
)
def test_a_name_set_apart_opens_a_box(asides, box):
    assert asides(*boxed(*box)) == [BIO]


def test_its_subhead_belongs_to_the_box(asides):
    assert asides(*boxed("<h4>The guest</h4>", BIO)) == ["The guest", BIO]


def test_a_box_lasts_as_long_as_it_is_printed_alike(asides):
    more = "Her fourth was shown in forty towns along the coast."
    assert asides(*boxed("<h4>The guest</h4>", BIO, more)) == ["The guest", BIO, more]
    assert asides(*boxed("<h4>The guest</h4>", BIO, TELLS)) == ["The guest", BIO]  # says "I": somebody speaks


@pytest.mark.parametrize(
    "lines",
    [
        boxed(BIO),  # not set apart
        boxed("<h4>The guest</h4>", BIO.replace("Mira Tolen", "Ola Fenn")),  # whom the page does not name
        boxed("<h4>The guest</h4>", "Mira Tolen: " + TELLS * 2),  # a label
        boxed("<h4>The guest</h4>", "Mira Tolen is what I was called, as I said."),  # speaks of herself
        [*TALK, "<h4>The guest</h4>", BIO],  # below the talk
        ["<h4>The guest</h4>", BIO, *TALK],  # above it
    ],
)
def test_what_is_no_box(asides, lines):
    assert BIO not in asides(*lines)
    assert "The guest" not in asides(*lines)


def test_a_name_that_many_lines_start_with_is_a_label_without_a_colon(asides):
    lines = [*boxed("<h4>The guest</h4>", BIO), *["Mira Tolen " + TELLS] * 3, ASKS]
    assert BIO not in asides(*lines)

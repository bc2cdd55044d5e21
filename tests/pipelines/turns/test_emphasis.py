"""Which emphasised stretches may be questions."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.emphasis import emphasised


@pytest.fixture
def bold(sheet_of):
    def read(*html):
        sheet = sheet_of(*(f"<p>{each}</p>" if not each.startswith("<h") else each for each in html))
        span = emphasised(sheet, lambda line: line.bold)
        return None if span is None else [line.text[: span(line)] for line in sheet.lines]

    return read


ASKED, TOLD = "<b>Why fog?</b>", "I like how it hides the crew, and I always did."


def test_whole_lines_and_the_starts_of_lines(bold):
    assert bold(ASKED, TOLD, f"{ASKED} {TOLD}") == ["Why fog?", "", "Why fog?"]


def test_a_keyword_at_a_lines_start_is_none(bold):
    assert bold(ASKED, TOLD, f"<b>Fog</b> {TOLD}", ASKED, TOLD) == ["Why fog?", "", "", "Why fog?", ""]


def test_headings_are_others_business(bold):
    assert bold(ASKED, TOLD, "<h3><b>Why rain?</b></h3>", ASKED, TOLD)[2] == ""


def test_where_few_lines_or_nearly_all_carry_it_it_means_nothing(bold):
    assert bold(ASKED, TOLD, TOLD) is None
    assert bold(ASKED, f"<b>{TOLD}</b>", ASKED, f"<b>{TOLD}</b>") is None


def test_a_label_in_bold_is_no_question(bold):
    talk = ["<b>Ib Moss:</b> Why fog?", f"<b>Mira Tolen:</b> {TOLD}"] * 3
    assert bold(*talk) == [""] * 6

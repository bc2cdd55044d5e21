"""Which pages are worth reading for turns at all."""

from __future__ import annotations

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns.signs import worth_reading


def worth(*lines, **metadata):
    html = "".join(f"<p>{line}</p>" for line in lines)
    return worth_reading(join(parse(Page.from_text("https://film.example/a", html)).blocks), Metadata(**metadata))


PROSE = "The fog came early and the crew waited."


@pytest.mark.parametrize(
    "question",
    ["Why fog?", "Why fog? ", "Why fog?”", "Why fog? [laughs]", "为什么是雾？", "لماذا الضباب؟", "なぜ霧ですか。"],
)
def test_some_lines_that_end_in_a_question_are_enough(question):
    assert worth(question, PROSE, question, PROSE)


def test_prose_is_not():
    assert not worth(*[PROSE] * 20)


def test_one_question_is_not_and_few_among_many_lines_are_not():
    assert not worth("Why fog?", PROSE)
    assert worth(*["Why fog?"] * 2, *[PROSE] * 20)
    assert not worth(*["Why fog?"] * 2, *[PROSE] * 60)


def test_questions_inside_lines_count_where_they_are_emphasised():
    assert not worth(*["Why fog? It hides the crew."] * 4)
    assert worth(*["<b>Why fog?</b> It hides the crew."] * 4)
    assert worth(*["<i>Why fog?</i> It hides the crew."] * 4)


@pytest.mark.parametrize("title", ["Interview: Mira Tolen", "Интервью с Верой Саблиной", "Entretien avec Odile Marne"])
def test_the_title_may_say_it(title):
    assert worth(PROSE, title=title)
    assert worth(PROSE, lead=title)
    assert not worth(PROSE, title="Fog")

"""From explanations of a page to its turns, or none."""

from __future__ import annotations

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns import find, find_turns
from junket.pipelines.turns.find import rank

TALKS = {
    "en": ("Why do you film {}?", "I like how {} hides us, and I always did.", ("fog", "rain", "snow", "ice")),
    "de": ("Warum filmen Sie {}?", "Ich mag, wie {} uns verbirgt.", ("Nebel", "Regen", "Schnee", "Eis")),
    "ru": ("Почему вы снимаете {}?", "Мне нравится, как {} прячет нас.", ("туман", "дождь", "снег", "лёд")),
}


def talk(language):
    asks, tells, things = TALKS[language]
    return [(asks.format(each), tells.format(each)) for each in things]


def found(html, language="en", **metadata):
    body = join(parse(Page.from_text("https://film.example/a", html)).blocks)
    return body, find_turns(body, Metadata(**metadata), language)


def in_bold(pairs):
    return "".join(f"<p><b>{asked}</b></p><p>{told}</p>" for asked, told in pairs)


@pytest.mark.parametrize("language", TALKS)
def test_turns_lie_in_the_text_in_order(language):
    body, conversation = found(in_bold(talk(language)), language)
    assert conversation.is_interview
    assert [turn.text for turn in conversation.turns] == [said for pair in talk(language) for said in pair]
    assert all(body.text[turn.start : turn.end] == turn.text for turn in conversation.turns)
    assert [turn.role for turn in conversation.turns] == ["question", "answer"] * 4
    assert len({turn.turn_id for turn in conversation.turns}) == 8
    assert conversation.confidence >= find.SURE
    assert "turns_uncertain" not in conversation.warnings


def test_prose_and_answers_for_readers_have_none():
    prose = "".join(f"<p>{told}</p>" for _, told in talk("en"))
    assert not found(prose)[1].is_interview
    assert not found(in_bold(talk("en")), title="Frequently asked questions")[1].turns


def test_an_answer_that_is_missing_is_told():
    pairs = talk("en")
    html = in_bold(pairs[:2]) + "<p><b>And who pays for it?</b></p>" + in_bold(pairs[2:])
    _, conversation = found(html)
    assert [turn.text for turn in conversation.turns if turn.answer_missing] == ["And who pays for it?"]
    assert "answer_missing" in conversation.warnings


def test_a_page_beyond_all_bounds_is_not_sought(monkeypatch):
    monkeypatch.setattr("junket.pipelines.turns.make_sheet.MAX_LINES", 5)
    _, conversation = found(in_bold(talk("en")))
    assert (conversation.turns, conversation.warnings) == ((), ("turns_not_sought",))


def test_explanations_are_ranked_by_their_score(sheet_of):
    sheet = sheet_of(in_bold(talk("en")).replace("<p>", "<p>", 1))
    ranked = rank(sheet)
    scores = [weighing.score for weighing, _ in ranked]
    assert scores == sorted(scores, reverse=True)
    assert ranked[0][0].style == "bold"
    assert rank(sheet_of("The fog came early.")) == []

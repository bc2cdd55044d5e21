"""Print that sets questions and speakers off without bold or colons, and words that look like bylines. Own words."""

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

PAIRS = (
    ("When did you start carving puppets?", "I was nine. My uncle left a knife on the table and went out."),
    (
        "You never went to school for it.",
        "No, and I would not have stayed. I learned it from the wood, which is patient.",
    ),
    ("How long does one head take?", "Eleven days. I count them, because on the twelfth I would start to spoil it."),
    ("Which one would you never sell?", "The fox. My daughter talks to him when she thinks that I am asleep."),
    ("What are you carving now?", "A judge. He has no eyes yet, and I think that he may stay like that."),
)
JAPANESE = (
    ("撮影を始めたのはいつですか？", "九歳のときです。叔父が机の上に小刀を忘れていったのです。"),
    ("学校には行かなかったのですね。", "ええ、私は木から学びました。木はとても辛抱強いのです。"),
    ("一つの頭にどのくらいかかりますか？", "十一日です。私は毎日数えています。"),
    ("売りたくない人形はどれですか？", "狐です。娘が夜になると話しかけているのです。"),
)


def record(body, title="Interview: Ada Lund", language="en") -> Record:
    html = (
        f"<html lang='{language}'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p class='byline'>By Tom Adler</p><p>Ada Lund has carved puppets for forty years.</p>"
        f"{body}</article></body></html>"
    )
    outcome = extract(Page.from_text("https://stage.example/talk", html)).outcome
    assert isinstance(outcome, Record)
    return outcome


def said(outcome):
    return [(turn.role, turn.text) for turn in outcome.turns]


def gold(pairs):
    return [turn for q, a in pairs for turn in (("question", q), ("answer", a))]


def printed(template, pairs=PAIRS):
    return "".join(template.format(n=n, q=q, a=a) for n, (q, a) in enumerate(pairs, 1))


@pytest.mark.parametrize(
    "template",
    [
        '<p><span class="who">Tom Adler</span> {q}</p><p><span class="who">Ada Lund</span> {a}</p>',
        "<p><b>{n}</b></p><p><b>{q}</b></p><p>{a}</p>",
        "<p>#{n}</p><h3>{q}</h3><p>{a}</p>",
        "<p>• {q}</p><p>{a}</p>",
        "<p>&gt; {q}</p><p>{a}</p>",
        "<p>▶ {q}</p><p>{a}</p>",
        "<h4>0{n} | {q}</h4><p>{a}</p>",
        '<h3><button>{q}</button></h3><div class="panel"><p>{a}</p></div>',
    ],
)
def test_names_numbers_and_signs_without_colons(template):
    assert said(record(printed(template))) == gold(PAIRS)


def test_plain_names_are_printed_labels():
    outcome = record(printed("<p>Tom Adler {q}</p><p>Ada Lund {a}</p>"))
    assert {turn.speaker_printed for turn in outcome.turns} == {"Tom Adler", "Ada Lund"}


def test_a_list_inside_an_answer_is_no_question():
    html = printed("<p><b>{q}</b></p><p>{a}</p><p>• a knife</p><p>• a lamp</p>")
    assert [turn.role for turn in record(html).turns] == ["question", "answer"] * len(PAIRS)


def test_headings_take_over_from_bold_questions():
    html = printed("<p><b>{q}</b></p><p>{a}</p>", PAIRS[:3]) + printed("<h3>{q}</h3><p>{a}</p>", PAIRS[3:])
    assert said(record(html)) == gold(PAIRS)


@pytest.mark.parametrize("question", ["Why a fox?", "Wood!"])
def test_a_name_before_a_short_question_is_no_byline(question):
    pairs = ((question, "I like their ears, and mine are as long."), *PAIRS)
    html = printed("<p>Tom Adler: {q}</p><p>Ada Lund: {a}</p>", pairs)
    assert said(record(html)) == gold(pairs)


@pytest.mark.parametrize(
    "template",
    [
        "<p><b>森川亮</b>: {q}</p><p><b>高瀬みどり</b>: {a}</p>",
        "<p><b>森川亮</b><br>{q}</p><p><b>高瀬みどり</b><br>{a}</p>",
        "<p><b>森川亮</b></p><p>{q}</p><p><b>高瀬みどり</b></p><p>{a}</p>",
    ],
)
def test_a_japanese_sentence_is_no_stray_word_and_no_name(template):
    html = printed(template, JAPANESE).replace("Tom Adler", "森川亮")
    outcome = record(f"<p>取材・文：森川亮</p>{html}", "高瀬みどり監督インタビュー", "ja")
    assert said(outcome) == gold(JAPANESE)


def test_a_reading_that_goes_on_to_the_end_wins_over_one_that_stops():
    table = "<table><tr><td><b>{q}</b></td></tr></table><p>{a}</p>"
    html = printed("<p><b>{q}</b></p><p>{a}</p>", PAIRS[:3]) + printed(table, PAIRS[3:])
    assert said(record(html)) == gold(PAIRS)


def test_a_note_on_the_full_text_is_nobodys_words():
    html = printed("<p><b>{q}</b></p><p>{a}</p>") + "<p>Read the full interview in our spring issue.</p>"
    assert said(record(html)) == gold(PAIRS)


def test_handles_in_an_answer_are_no_labels():
    pairs = (*PAIRS, ("Where can people find you?", "adalund.example</p><p>IG: @ada.lund</p><p>IG: @ada.foxes"))
    outcome = record(printed("<p><b>{q}</b></p><p>{a}</p>", pairs))
    assert outcome.turns[-1].text.startswith("adalund.example")
    assert "IG" not in {turn.speaker_printed for turn in outcome.turns}


@pytest.mark.parametrize("remark", ["OK, so you carve at night.", "Okay, now to the fox."])
def test_an_unlabelled_remark_that_leads_on_to_the_next_question_is_the_hosts(remark):
    body = printed(f"<p>Tom Adler: {{q}}</p><p>Ada Lund: {{a}}</p><p>{remark}</p>")
    assert said(record(body))[:6] == [*gold(PAIRS[:1]), ("question", remark), *gold(PAIRS[1:2]), ("question", remark)]


@pytest.mark.parametrize("sentence", ["Great light came in from the yard.", "Okayama had the best wood of all."])
def test_an_unlabelled_sentence_that_leads_on_to_nothing_stays_in_the_answer(sentence):
    body = printed(f"<p>Tom Adler: {{q}}</p><p>Ada Lund: {{a}}</p><p>{sentence}</p>")
    assert [role for role, _ in said(record(body))] == ["question", "answer"] * len(PAIRS)

"""Questions at the end of a talk whose answers are not there: they stay, and the record says so."""

from dataclasses import replace

import pytest

from junket.crawlers.page import Page
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import verdict

TALKS = {
    "en": [
        ("Why did you film the harbour at night?", "Because nobody asked me to stay at home, and I could not sleep."),
        ("Did you sleep in the boat?", "I never slept. My uncle did, and he snored on every take that we made."),
        ("Who lent you the camera?", "A wedding photographer. I still owe him two weekends and a lens cap."),
        ("What will you do next?", "I will write down what the harbour master told me about his clock."),
        ("Would you go back to the harbour?", "I would go back tomorrow, if my uncle left his pipe at home for once."),
    ],
    "ru": [
        ("Почему вы снимали гавань ночью?", "Потому что днём там рынок, и я его боюсь с самого детства."),
        ("Вы спали в лодке?", "Я ни разу не спала. Мой дядя спал и храпел в каждом дубле."),
        ("Кто дал вам камеру?", "Свадебный фотограф. Я до сих пор должна ему два выходных."),
        ("Что вы будете снимать потом?", "Я сниму часы, о которых мне рассказал смотритель гавани."),
        ("Вы вернётесь в гавань?", "Я вернулась бы завтра, если бы дядя забыл трубку дома."),
    ],
    "de": [
        ("Warum haben Sie den Hafen nachts gefilmt?", "Weil ich tagsüber dort arbeite und mich niemand sehen sollte."),
        ("Haben Sie im Boot geschlafen?", "Ich habe nie geschlafen. Mein Onkel hat in jeder Einstellung geschnarcht."),
        ("Wer hat Ihnen die Kamera geliehen?", "Ein Hochzeitsfotograf. Ich schulde ihm noch zwei Wochenenden."),
        ("Was machen Sie als Nächstes?", "Ich schreibe auf, was mir der Hafenmeister über seine Uhr erzählt hat."),
        ("Gehen Sie in den Hafen zurück?", "Ich ginge morgen zurück, wenn mein Onkel die Pfeife vergäße."),
    ],
}  # fmt: skip
MARKUPS = {
    "accordion": (
        "<h3><button aria-expanded='false'>{}</button></h3>", "<div class='panel' id='a{n}'><p>{}</p></div>",
        "<div class='panel' id='a{n}' hidden data-load='/a/{n}'></div>",
    ),
    "headings": ("<h2>{}</h2>", "<p>{}</p>", ""),
    "details": ("<details><summary>{}</summary>", "<p>{}</p></details>", "</details>"),
    "bold": ("<p><strong>{}</strong></p>", "<p>{}</p>", "<p></p>"),
    "italics": ("<p><em>{}</em></p>", "<p>{}</p>", ""),
    "loading": ("<h3>{}</h3>", "<div class='panel'><p>{}</p></div>", "<div class='panel'><p>Loading…</p></div>"),
    "plates": ("<p><b>NOOR FALK:</b></p><p>{}</p>", "<p><b>ADA LUND:</b></p><p>{}</p>", "<p><b>ADA LUND:</b></p>"),
    "definitions": ("<dl><dt>{}</dt>", "<dd>{}</dd></dl>", "<dd></dd></dl>"),
    "letters": ("<p>Q: {}</p>", "<p>A: {}</p>", "<p>A:</p>"),
    "names": ("<p>Noor Falk: {}</p>", "<p>Ada Lund: {}</p>", ""),
}  # fmt: skip


def record(talk, language, markup, answered, end=""):
    asks, answers, nothing = MARKUPS[markup]
    pairs = [asks.format(asked) + (answers.format(answer, n=n) if n < answered else nothing.format(n=n))
             for n, (asked, answer) in enumerate(talk)]  # fmt: skip
    page = (
        f"<html lang='{language}'><head><title>Ada Lund</title></head><body><main><article><h1>Interview: Ada Lund</h1>"
        f"<p>Ada Lund, Noor Falk.</p>{''.join(pairs)}{end}</article></main></body></html>"
    )
    outcome = verdict(replace(Page.from_text("https://a.example/ada", page), named=True)).outcome
    assert isinstance(outcome, Record)
    return outcome


@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("answered", [3, 4, 5])
def test_the_last_questions_stay_without_their_answers(language, markup, answered):
    talk = TALKS[language]
    told = record(talk, language, markup, answered)
    assert [turn.text for turn in told.turns if turn.role == "question"] == [asked for asked, _ in talk]
    assert [turn.text for turn in told.turns if turn.role == "answer"] == [answer for _, answer in talk[:answered]]
    assert [turn.text for turn in told.turns if turn.answer_missing] == [asked for asked, _ in talk[answered:]]
    assert ("answer_missing" in told.warnings) == (answered < len(talk))
    for turn in told.turns:
        assert told.text[turn.start : turn.end] == turn.text


TEASERS = {
    "en": ("Want to read more?", "What do you think?", "Enjoyed this interview?"),
    "ru": ("Хотите узнать больше?", "Что вы думаете? Пишите в комментариях", "А что вы думаете?"),
    "de": ("Möchten Sie mehr lesen?", "Hat Ihnen das Interview gefallen?", "Was denken Sie?"),
}


@pytest.mark.parametrize("markup", ["accordion", "headings", "bold", "italics"])
@pytest.mark.parametrize(("language", "teaser"), [(code, teaser) for code in TEASERS for teaser in TEASERS[code]])
def test_what_asks_the_readers_is_no_question_of_the_talk(language, teaser, markup):
    talk = TALKS[language]
    told = record(talk, language, markup, len(talk), MARKUPS[markup][0].format(teaser))
    assert [turn.text for turn in told.turns] == [words for pair in talk for words in pair]
    assert "answer_missing" not in told.warnings


@pytest.mark.parametrize(
    "end",
    ["<p>Who knows where the boats go at night?</p>", "<h4>Who else films the harbours?</h4>",
     "<h3><a href='/b'>Who owns the harbour of Molde?</a></h3>", "<section><h3>Who owns the harbour?</h3></section>"],
)  # fmt: skip
def test_what_is_printed_otherwise_is_no_question_of_the_talk(end):
    told = record(TALKS["en"], "en", "accordion", 5, end)
    assert "answer_missing" not in told.warnings
    assert sum(turn.role == "question" for turn in told.turns) == len(TALKS["en"])

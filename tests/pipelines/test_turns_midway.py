"""What comes between the turns of a real talk, or changes in it: boxes, quotes, print, languages. In our own words."""

import itertools
from html import escape

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

ENGLISH = (
    ("When did you start drawing storyboards?", "I was eleven, and my teacher kept them all in a shoe box for years."),
    ("Do you still draw?", "Every night. My hand would not let me sleep otherwise, so I keep a pencil in the bed."),
    ("What will you film next?", "A wedding in a tunnel. I know how that sounds, but the couple asked me twice."),
    ("Who pays for a tunnel?", "My aunt, as always. She sold her second car and told me to stay out of her office."),
    ("Where do you keep them all?", "In my kitchen. One box was too small, so I bought the shop that sold the shoes."),
    ("Would you sell one?", "Never. Somebody offered me a boat for the first one, and I had to sit down."),
)
RUSSIAN = (
    ("Когда вы начали рисовать раскадровки?", "Мне было одиннадцать, и учитель всё сохранил в коробке из-под обуви."),
    ("Вы и сейчас рисуете?", "Каждую ночь. Иначе рука не даёт мне уснуть, поэтому карандаш лежит у меня в постели."),
    ("Что вы будете снимать дальше?", "Свадьбу в тоннеле. Я знаю, как это звучит, но молодые просили меня дважды."),
    ("Кто платит за тоннель?", "Моя тётя, как всегда. Она продала вторую машину и велела мне не приходить в контору."),
)
KAZAKH = (
    ("Сурет салуды қашан бастадыңыз?", "Мен он бірде едім, мұғалімім бәрін қорапқа салып сақтап қойыпты."),
    ("Әлі де сурет саласыз ба?", "Күн сайын. Әйтпесе мен ұйықтай алмаймын, қарындашым төсегімде жатады."),
    ("Енді не түсіресіз?", "Туннельдегі тойды. Бұл қалай естілетінін мен білемін, бірақ жастар екі рет сұрады."),
    ("Туннельге кім төлейді?", "Менің апам, әдеттегідей. Ол екінші көлігін сатып, маған енді келме деді."),
)
LAYOUTS = {
    "bold": "<p><b>{q}</b></p><p>{a}</p>",
    "letters": "<p>Q: {q}</p><p>A: {a}</p>",
    "headings": "<h3>{q}</h3><p>{a}</p>",
    "names": "<p><b>Tom Adler:</b> {q}</p><p><b>Maya Brandt:</b> {a}</p>",
    "dashes": "<p>— {q}</p><p>— {a}</p>",
    "nothing": "<p>{q}</p><p>{a}</p>",
}
BIO = "Maya Brandt was born in Ghent in 1961 and has made nine films. She lives with two cats."
BIOS = {
    "an aside": f"<aside class='box'><h4>Maya Brandt</h4><p>{BIO}</p></aside>",
    "a group": f"<div class='has-background'><h3>About Maya Brandt</h3><p>{BIO}</p><p>Her last won a prize.</p></div>",
    "a subhead": f"<h3>Biography</h3><p>{BIO}</p>",
    "italics": f"<p><em>{BIO}</em></p>",
    "a bold name": f"<p><b>Maya Brandt</b>{BIO.removeprefix('Maya Brandt')}</p>",
}


def printed(layout, pairs):
    return "".join(LAYOUTS[layout].format(q=escape(q), a=a) for q, a in pairs)


def record(body, title="Interview: Maya Brandt") -> Record:
    html = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>Maya Brandt draws every shot. We met in her studio.</p>{body}</article></body></html>"
    )
    outcome = extract(Page.from_text("https://film.example/talk", html)).outcome
    assert isinstance(outcome, Record)
    return outcome


def said(outcome):
    return [(turn.role, turn.text) for turn in outcome.turns]


def gold(pairs):
    return [turn for q, a in pairs for turn in (("question", q), ("answer", a))]


@pytest.mark.parametrize("bio", BIOS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_talk_that_resumes_after_a_box_about_the_guest(layout, bio):
    outcome = record(printed(layout, ENGLISH[:3]) + BIOS[bio] + printed(layout, ENGLISH[3:]))
    assert said(outcome) == gold(ENGLISH)


def test_a_guest_who_tells_of_somebody_by_name_goes_on_speaking():
    story = "Otto Klein was born in the same street and became a baker there."
    pairs = [(q, a if n else f"{a}</p><p>{story}") for n, (q, a) in enumerate(ENGLISH)]
    outcome = record(printed("bold", pairs), title="Interview: Maya Brandt on Otto Klein")
    assert outcome.turns[1].text.endswith(story)


@pytest.mark.parametrize(
    ("first", "second"), list(itertools.permutations(["bold", "letters", "headings", "names", "dashes"], 2))
)
def test_print_that_changes_midway(first, second):
    outcome = record(printed(first, ENGLISH[:3]) + printed(second, ENGLISH[3:]))
    assert said(outcome) == gold(ENGLISH)


@pytest.mark.parametrize(
    "quote", ["<aside><blockquote>{}</blockquote></aside>", "<div class='pull-quote'><p>{}</p></div>"]
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_pull_quote_before_the_answer_that_it_repeats_whole(layout, quote):
    html = printed(layout, ENGLISH[:2]) + quote.format(ENGLISH[3][1]) + printed(layout, ENGLISH[2:])
    assert said(record(html)) == gold(ENGLISH)


def test_an_answer_that_a_later_one_repeats_is_no_pull_quote():
    again = (("Do you still draw? And in winter?", ENGLISH[1][1] + " In winter too."),)
    html = printed("bold", ENGLISH + again)
    assert said(record(html)) == gold(ENGLISH + again)


def test_answers_in_a_class_for_replies_are_no_comments():
    pairs = (*ENGLISH, ("Are you sure?", "Yes."))
    html = "".join(f'<div class="talk-ask"><p>{q}</p></div><div class="talk-reply"><p>{a}</p></div>' for q, a in pairs)
    assert said(record(html)) == gold(pairs)


@pytest.mark.parametrize("question", ["Where can people see it?", "Your website and handles, please!"])
def test_a_link_is_all_that_the_guest_answers(question):
    html = printed("bold", ENGLISH) + printed("bold", [(question, '<a href="https://maya.example">maya.example</a>')])
    assert said(record(html)) == gold([*ENGLISH, (question, "maya.example")])


def test_a_link_after_a_question_of_the_page_is_no_answer():
    html = printed("bold", ENGLISH) + '<p>Want to know more?</p><p><a href="/all">All our talks</a></p>'
    assert said(record(html)) == gold(ENGLISH)


@pytest.mark.parametrize(
    ("asked", "answered", "codes"),
    [
        (RUSSIAN, ENGLISH, ("ru", "en")),
        (ENGLISH, RUSSIAN, ("en", "ru")),
        (RUSSIAN, KAZAKH, ("ru", "kk")),
        (KAZAKH, ENGLISH, ("kk", "en")),
    ],
)
@pytest.mark.parametrize("title", ["Interview: Maya Brandt", "Maya Brandt"])
@pytest.mark.parametrize("layout", ["bold", "letters", "headings", "names", "dashes"])
def test_questions_in_one_language_and_answers_in_another(layout, title, asked, answered, codes):
    pairs = [(q, a) for (q, _), (_, a) in zip(asked, answered, strict=False)]
    outcome = record(printed(layout, pairs), title)
    assert said(outcome) == gold(pairs)
    assert [turn.language for turn in outcome.turns] == [*codes] * len(pairs)


WORDS = {"en": ("Q", "A", ENGLISH), "ru": ("Вопрос", "Ответ", RUSSIAN), "kk": ("Сұрақ", "Жауап", KAZAKH)}
WORDS |= {"de": ("Frage", "Antwort", ENGLISH)}
NUMBERED = (
    "<p>{n}Q: {q}</p><p>{n}A: {a}</p>",
    "<p><b>{Q} {n}:</b> {q}</p><p>{a}</p>",
    "<p>{Q} {n}: {q}</p><p>{A}: {a}</p>",
    "<h3>{Q} {n}: {q}</h3><p>{a}</p>",
    "<p><b>{n}-{Q}:</b> {q}</p><p>{a}</p>",
    "<p><b>{Q} №{n}.</b> {q}</p><p>{a}</p>",
    "<p>{Q}. {q}</p><p>{A}. {a}</p>",
    "<p><b>{Q}</b></p><p>{q}</p><p><b>{A}</b></p><p>{a}</p>",
)


@pytest.mark.parametrize("template", NUMBERED)
@pytest.mark.parametrize("language", WORDS)
def test_words_and_numbers_of_questions_are_print(language, template):
    question, answer, pairs = WORDS[language]
    html = "".join(template.format(Q=question, A=answer, n=n, q=q, a=a) for n, (q, a) in enumerate(pairs, 1))
    assert said(record(html)) == gold(pairs)

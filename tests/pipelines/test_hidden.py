"""Text that a page shows on demand: the article's own is text, once; chrome, doubles and other languages are not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

DATA = tomllib.loads(Path(__file__).with_name("hidden.toml").read_text("utf-8"))
TALKS = {code: talk["turns"] for code, talk in DATA["talks"].items()}
LEAD = {code: talk["lead"] for code, talk in DATA["talks"].items()}
TITLE = {code: talk["title"] for code, talk in DATA["talks"].items()}
PANELS, CHROME = DATA["panels"], DATA["chrome"]
OPENED = {" hidden": "", "=until-found": "", "none": "block", "aria-hidden=true": ""}


def page(body: str, lang: str = "en", head: str = "") -> str:
    chrome = "<nav><a href=/>Home</a> <a href=/talks>Talks</a></nav>"
    head = f"<head><meta charset=utf-8><title>{TITLE[lang]}</title><meta name=author content='Nell Ardo'>{head}</head>"
    article = f"<article><h1>{TITLE[lang]}</h1>{body}</article>"
    return f"<html lang={lang}>{head}<body>{chrome}<main>{article}</main></body></html>"


def record(html: str) -> Record:
    outcome = extract(Page(url="https://press.example/talks/tin", body=html.encode(), named=True)).outcome
    assert isinstance(outcome, Record)
    return outcome


def open_panel(question: str, answer: str) -> str:
    return f"<p><b>{question}</b></p><p>{answer}</p>"


@pytest.mark.parametrize("closed", [(1, 3), (3, 4), (0, 1, 2, 3, 4)])
@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize("panel", PANELS)
def test_answers_in_closed_panels_are_text(panel, language, closed):
    parts = [PANELS[panel].format(n=n, q=q, a=a) for n, (q, a) in enumerate(TALKS[language])]
    for n in set(range(5)) - set(closed):
        for shut, opened in OPENED.items():
            parts[n] = parts[n].replace(shut, opened)
    found = record(page(f"<p>{LEAD[language]}</p>{''.join(parts)}", language, "<style>.shut {display:none}</style>"))
    answers = [found.text.count(answer) for _, answer in TALKS[language]]
    assert answers == [1] * 5
    assert [found.text.index(answer) for _, answer in TALKS[language]] == sorted(
        found.text.index(answer) for _, answer in TALKS[language]
    )


MORE = [
    "<a class=read-more href='#'>{word}</a><div class=more style='display:none'>{rest}</div>",
    "<button type=button aria-expanded=false aria-controls=rest>{word}</button><div id=rest hidden>{rest}</div>",
    "<div id=rest hidden>{rest}</div><button aria-controls=rest>{word}</button>",
    "<p><a href='javascript:more()'>{word}</a></p><div class=readmore style='display:none'>{rest}</div>",
    "<div class=rest hidden=until-found>{rest}</div>",
]


@pytest.mark.parametrize(("language", "word"), [("en", "Read more"), ("ru", "Читать дальше"), ("de", "Weiterlesen")])
@pytest.mark.parametrize("markup", MORE)
def test_what_stands_behind_read_more_is_text(markup, language, word):
    shown = "".join(open_panel(*turn) for turn in TALKS[language][:3])
    rest = "".join(open_panel(*turn) for turn in TALKS[language][3:])
    found = record(page(f"<p>{LEAD[language]}</p>{shown}{markup.format(word=word, rest=rest)}", language))
    assert [found.text.count(answer) for _, answer in TALKS[language]] == [1] * 5
    assert word not in found.text
    assert "".join(turn.role[0] for turn in found.turns) == "qa" * 5
    assert "hidden_text_used" in found.warnings


def test_the_rest_of_a_paragraph_is_text():
    question, answer = TALKS["en"][3]
    start, rest = answer[:24], answer[24:]
    talk = "".join(open_panel(*turn) for turn in TALKS["en"][:3])
    inline = (
        f"<p><b>{question}</b></p><p>{start}<span id=more style='display:none'>{rest}</span></p><button>More</button>"
    )
    assert answer in record(page(f"<p>{LEAD['en']}</p>{talk}{inline}")).text


def test_a_beginning_that_the_whole_repeats_comes_once():
    question, answer = TALKS["en"][3]
    talk = "".join(open_panel(*turn) for turn in TALKS["en"][:3])
    start = f"<p><b>{question}</b></p><p class=short>{answer[:60]}…</p><a href='#'>Read more</a>"
    both = f"{start}<div hidden><p>{answer}</p></div>"
    text = record(page(f"<p>{LEAD['en']}</p>{talk}{both}")).text
    assert text.count(answer[:50]) == 1
    assert answer in text


@pytest.mark.parametrize("chrome", CHROME)
def test_hidden_chrome_is_no_text(chrome):
    talk = [open_panel(*turn) for turn in TALKS["en"]]
    for place in (1, 3, 5):
        body = f"<p>{LEAD['en']}</p>{''.join(talk[:place])}{CHROME[chrome]}{''.join(talk[place:])}"
        found = record(page(body))
        assert found.text == record(page(f"<p>{LEAD['en']}</p>{''.join(talk)}")).text
        assert "hidden_text_used" not in found.warnings


def test_doubles_of_shown_text_come_once():
    talk = f"<p>{LEAD['en']}</p>" + "".join(open_panel(*turn) for turn in TALKS["en"])
    once = record(page(talk)).text
    for double in ("<div class=for-print style='display:none'>{}</div>", "<div class=phone hidden>{}</div>"):
        found = record(page(talk + double.format(talk)))
        assert found.text == once
        assert found.warnings == record(page(talk)).warnings


@pytest.mark.parametrize("other", [["ru"], ["de", "ru"]])
def test_tabs_in_other_languages_are_no_text(other):
    def talk(language):
        return f"<p>{LEAD[language]}</p>" + "".join(open_panel(*turn) for turn in TALKS[language])

    tabs = "".join(f"<button role=tab aria-controls={code}>{code}</button>" for code in ("en", *other))
    panels = "".join(f"<div role=tabpanel id={code} hidden>{talk(code)}</div>" for code in other)
    found = record(page(f"{tabs}<div role=tabpanel id=en>{talk('en')}</div>{panels}"))
    assert all(answer in found.text for _, answer in TALKS["en"])
    assert not any(answer in found.text for code in other for _, answer in TALKS[code])


def test_a_panel_of_the_talk_in_tabs_is_text():
    halves = [TALKS["en"][:3], TALKS["en"][3:]]
    panels = "".join(
        f"<div role=tabpanel class=part id=t{n}{' hidden' * n}>{''.join(open_panel(*turn) for turn in half)}</div>"
        for n, half in enumerate(halves)
    )
    tabs = "<button aria-controls=t0>One</button><button aria-controls=t1>Two</button>"
    found = record(page(f"<p>{LEAD['en']}</p>{tabs}{panels}"))
    assert [found.text.count(answer) for _, answer in TALKS["en"]] == [1] * 5


def test_long_prose_without_a_sign_is_left_out_and_said():
    talk = "".join(open_panel(*turn) for turn in TALKS["en"])
    extra = " ".join(answer for _, answer in TALKS["en"]).replace("the", "that one")
    found = record(page(f"<p>{LEAD['en']}</p>{talk}<div style='display:none'><p>{extra}</p></div>"))
    assert extra not in found.text
    assert "hidden_text_left_out" in found.warnings


def test_a_question_whose_answer_is_nowhere_is_marked():
    talk = [
        f"<h3>{q}</h3><p>{a}</p>" if n != 2 else f"<h3>{q}</h3><div data-src=/answer/3></div>"
        for n, (q, a) in enumerate(TALKS["en"])
    ]
    found = record(page(f"<p>{LEAD['en']}</p>{''.join(talk)}"))
    assert [turn.text for turn in found.turns if turn.answer_missing] == ["Was the sea hard to film?"]
    assert "answer_missing" in found.warnings


# --- shadow roots -----------------------------------------------------------------------------------


def test_slots_are_filled_in_the_order_of_the_shadow_root():
    (q1, a1), (q2, a2), *others = TALKS["en"]
    host = f"""<x-talk><template shadowrootmode=open><h3><slot name=q1></slot></h3>
    <div><slot name=a1>None yet.</slot></div>
    <h3><slot name=q2></slot></h3><slot></slot><p><slot name=gone>{others[0][1]}</slot></p></template>
    <p>{a2}</p><span slot=q2>{q2}</span><p slot=a1>{a1}</p><span slot=q1>{q1}</span></x-talk>"""
    text = record(page(f"<p>{LEAD['en']}</p>{host}{''.join(open_panel(*turn) for turn in others[1:])}")).text
    order = [text.index(words) for words in (q1, a1, q2, a2, others[0][1], others[1][1])]
    assert order == sorted(order)
    assert "None yet" not in text


def test_what_has_no_slot_and_what_is_a_mere_template_is_no_text():
    talk = "".join(open_panel(*turn) for turn in TALKS["en"])
    note = (
        "<template shadowrootmode=open><p>The ferry was late again that day, as it had been all winter.</p></template>"
    )
    host = f"<x-note>{note}<p>Turn on scripts to read the notes of this talk.</p></x-note>"
    template = "<template><p>A row of a list that a script makes, with a name and a price.</p></template>"
    text = record(page(f"<p>{LEAD['en']}</p>{host}{template}{talk}")).text
    assert "The ferry was late" in text
    assert "Turn on scripts" not in text
    assert "A row of a list" not in text


def test_shadow_roots_inside_shadow_roots_are_composed():
    (question, answer), *others = TALKS["en"]
    inner = f"<x-in><template shadowrootmode=open><div><slot></slot></div></template><p>{answer}</p></x-in>"
    host = f"<x-out><template shadowrootmode=open><h3>{question}</h3>{inner}</template></x-out>"
    text = record(page(f"<p>{LEAD['en']}</p>{host}{''.join(open_panel(*turn) for turn in others)}")).text
    assert text.index(question) < text.index(answer) < text.index(others[0][0])

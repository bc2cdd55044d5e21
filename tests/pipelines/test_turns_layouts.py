"""Whole pages in forty layouts of the film press, in fourteen languages, our own words: the turns come back exactly."""

import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest

from junket.crawlers.page import Page
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record
from junket.pipelines.turns.words.languages import turn_languages

TABLE = tomllib.loads((Path(__file__).parents[1] / "pages" / "talks" / "talks.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Talk:
    title: str
    host: str
    guest: str
    outlet: str
    intro: str
    outro: str
    read: str
    caption: str
    note: str
    bio: str
    turns: list[str]

    @property
    def said(self) -> list[tuple[str, list[str]]]:
        return [(turn[0], turn[3:].split(" | ")) for turn in self.turns]

    def pairs(self):
        said = self.said
        return [(question[0], answer) for (_, question), (_, answer) in zip(said[::2], said[1::2], strict=True)]


TALKS = {name: Talk(**table) for name, table in TABLE.items()}


def p(text, attributes=""):
    return f"<p{attributes}>{escape(text, quote=False)}</p>"


def ps(texts):
    return "".join(map(p, texts))


def each(render):
    """One piece of markup a pair; ``{q}`` is the question, ``{a}`` the answer's paragraphs, ``{n}`` the number."""
    return lambda talk: "".join(render(talk, n, escape(q, quote=False), a) for n, (q, a) in enumerate(talk.pairs(), 1))


def marked(template):
    return each(lambda _t, n, q, a: template.format(q=q, a=ps(a), first=escape(a[0], quote=False), rest=ps(a[1:]), n=n))


def labels(host, guest, template="<p><b>{}:</b> {}</p>"):
    return each(
        lambda t, n, q, a: (
            template.format(host(t, n), q) + template.format(guest(t, n), escape(a[0], quote=False)) + ps(a[1:])
        )
    )


def initials(name):
    return "".join(word[0] for word in name.split())


def noisy(t, n, q, a):
    """Between the turns: a picture with caption, a link to another piece, a pull quote, an advertisement."""
    noise = {
        1: f'<figure><img src="/a.jpg" alt=""><figcaption>{t.caption}</figcaption></figure>',
        2: f'<p class="more"><b>{t.read}:</b> <a href="/other">Neon harbours and where to find them</a></p>',
        3: f"<blockquote>{escape(a[0][: len(a[0]) // 2], quote=False)}</blockquote>",
        4: '<div class="ad-slot"><p>Advertisement</p></div>',
    }
    return f"<p><strong>{q}</strong></p>" + noise.get(n, "") + ps(a)


def style_changes(first, second):
    def render(talk):
        half = len(talk.turns) // 4 * 2
        before = Talk(**{**talk.__dict__, "turns": talk.turns[:half]})
        after = Talk(**{**talk.__dict__, "turns": talk.turns[half:]})
        return first(before) + second(after)

    return render


def first_pair_only(t, n, q, a):
    if n == 1:
        return f"<p><b>{t.outlet}: {q}</b></p><p>{t.guest}: {escape(a[0], quote=False)}</p>" + ps(a[1:])
    return f"<p><b>{q}</b></p>" + ps(a)


def topic_heads(t, n, q, a):
    head = f"<h2>{escape(t.caption, quote=False)}</h2>" if n == 3 else ""
    return head + f"<p><strong>{q}</strong></p>" + ps(a)


def boxed(t, n, q, a):
    box = f'<div class="infobox"><h4>{t.guest}</h4><p>{escape(t.bio, quote=False)}</p></div>' if n == 2 else ""
    return f"<h3>{q}</h3>" + ps(a) + box


def shortened(t, n, q, a):
    host, guest = (t.host, t.guest) if n == 1 else (t.host.split()[-1], t.guest.split()[-1])
    return f"<p><strong>{host}:</strong> {q}</p><p><strong>{guest}:</strong> {escape(a[0], quote=False)}</p>" + ps(
        a[1:]
    )


bold = marked("<p><strong>{q}</strong></p>{a}")
heads = marked("<h3>{q}</h3>{a}")
plain = marked("<p>{q}</p>{a}")

LAYOUTS = {
    "bold": bold,
    "bold br": marked("<p><strong>{q}</strong><br>{first}</p>{rest}"),
    "bold in a row": marked("<p><strong>{q}</strong> {first}</p>{rest}"),
    "bold spans": marked('<p><span style="font-weight:700">{q}</span></p>{a}'),
    "bold divs": marked("<div><div><strong><span>{q}</span></strong></div></div><div>{a}</div>"),
    "bold list": lambda t: "<ul>" + marked("<li><b>{q}</b><br>{first}</li>{rest}")(t) + "</ul>",
    "italic": marked("<p><em>{q}</em></p>{a}"),
    "italic answers": each(lambda _t, _n, q, a: f"<p>{q}</p>" + "".join(f"<p><em>{x}</em></p>" for x in a)),
    "bold italic": marked("<p><strong><em>{q}</em></strong></p>{a}"),
    "heads": marked("<h2>{q}</h2>{a}"),
    "numbered heads": marked("<h3>{n}. {q}</h3>{a}"),
    "numbered bold": marked("<p><b>{n}. {q}</b></p>{a}"),
    "numbered": marked("<p>{n}) {q}</p>{a}"),
    "dashed bold": marked("<p><strong>— {q}</strong></p><p>— {first}</p>{rest}"),
    "dashed questions": marked("<p>— {q}</p>{a}"),
    "dashed both": marked("<p>– {q}</p><p>– {first}</p>{rest}"),
    "dashed br": marked("<p>- {q}<br>- {first}</p>{rest}"),
    "terms": lambda t: "<dl>" + marked("<dt>{q}</dt><dd>{a}</dd>")(t) + "</dl>",
    "answers quoted": marked("<p>{q}</p><blockquote>{a}</blockquote>"),
    "questions quoted": marked("<blockquote><p>{q}</p></blockquote>{a}"),
    "classes": marked('<p class="interview-q">{q}</p><div class="interview-a">{a}</div>'),
    "chat": each(
        lambda t, _n, q, a: (
            f'<div class="msg msg-l"><span class="who">{t.host}</span><p>{q}</p></div>'
            f'<div class="msg msg-r"><span class="who">{t.guest}</span>{ps(a)}</div>'
        )
    ),
    "bubbles without names": marked('<div class="b l"><div>{q}</div></div><div class="b r">{a}</div>'),
    "table": lambda t: (
        "<table>" + marked('<tr><td class="q"><p>{q}</p></td></tr><tr><td class="a">{a}</td></tr>')(t) + "</table>"
    ),
    "plain": plain,
    "plain br": marked("<p>{q}<br>{first}</p>{rest}"),
    "outlet and guest": labels(lambda t, _: t.outlet, lambda t, _: t.guest),
    "outlet and surname": labels(lambda t, _: t.outlet, lambda t, _: t.guest.split()[-1], "<p><b>{}</b>: {}</p>"),
    "plain names": labels(lambda t, _: t.host, lambda t, _: t.guest, "<p>{}: {}</p>"),
    "initials": labels(lambda t, _: initials(t.host), lambda t, _: initials(t.guest)),
    "bare initials": labels(
        lambda t, _: initials(t.host), lambda t, _: initials(t.guest), "<p><strong>{}</strong> {}</p>"
    ),
    "capital surnames": labels(lambda t, _: t.outlet, lambda t, _: t.guest.split()[-1].upper(), "<p>{}: {}</p>"),
    "q and a": labels(lambda _t, _n: "Q", lambda _t, _n: "A", "<p>{}: {}</p>"),
    "q and a numbered": labels(lambda _t, n: f"Q{n}", lambda _t, n: f"A{n}"),
    "label line br": each(
        lambda t, _n, q, a: (
            f"<p><b>{t.host}</b><br>{q}</p><p><b>{t.guest}</b><br>{escape(a[0], quote=False)}</p>" + ps(a[1:])
        )
    ),
    "guest labelled only": each(
        lambda t, _n, q, a: f"<p><b>{q}</b></p><p><b>{t.guest}:</b> {escape(a[0], quote=False)}</p>" + ps(a[1:])
    ),
    "guest in capitals, dash": each(
        lambda t, _n, q, a: f"<p><em>{q}</em></p><p>{t.guest.upper()} — {escape(a[0], quote=False)}</p>" + ps(a[1:])
    ),
    "first pair only": each(first_pair_only),
    "shortened": each(shortened),
    "noisy": each(noisy),
    "topic heads": each(topic_heads),
    "boxed": each(boxed),
    "bold then heads": style_changes(bold, heads),
    "names then bold": style_changes(labels(lambda t, _: t.host, lambda t, _: t.guest), bold),
    "dashes then italic": style_changes(marked("<p>— {q}</p><p>— {first}</p>{rest}"), marked("<p><em>{q}</em></p>{a}")),
    "editor's notes": marked("<p><strong>{q}</strong></p>{a}<p><em>[Ed. note: {n}]</em></p>"),
}
UNNAMED = {"ja", "zh"}
"""Names without spaces: what has to do with words of names is not printed in these."""
SPACED = {"outlet and surname", "initials", "bare initials", "capital surnames", "shortened"}
CASES = [(layout, name) for layout in LAYOUTS for name in TALKS if not (name in UNNAMED and layout in SPACED)]
UNMARKED = {"plain", "plain br"}
"""Statements without any mark between answers of several paragraphs: nobody can tell them; doubt must be said."""
HARD = {("italic answers", "en_series"), ("dashes then italic", "en"), ("noisy", "zh"), ("outlet and guest", "zh")}
"""An outro in the answers' italics; a change of style with too few questions; labels lost with the byline."""
LABELLED = {"plain names", "label line br", "guest in capitals, dash", "first pair only", "names then bold"}
SOLVED = [
    (layout, name)
    for layout, name in CASES
    if layout not in UNMARKED | {"chat", "bold then heads"}
    and (layout, name) not in HARD
    and not (name in UNNAMED and layout in LABELLED)
]


def page(talk: Talk, body: str) -> str:
    return (
        f"<html><head><title>{escape(talk.title)} | {talk.outlet.title()}</title></head><body>"
        '<header><nav><a href="/">Home</a> <a href="/films">Films</a> <a href="/talks">Talks</a></nav></header>'
        f'<main><article><h1>{escape(talk.title)}</h1><p class="byline">{escape(talk.host)}</p>'
        f"{ps(talk.intro.split(' | '))}{body}<p><i>{escape(talk.outro)}</i></p></article></main>"
        '<aside class="related"><h3>More</h3><ul><li><a href="/1">Ten bridges on film</a></li></ul></aside>'
        "<footer><p>© Film press</p></footer></body></html>"
    )


def record_of(layout: str, name: str) -> Record:
    talk = TALKS[name]
    outcome = extract(Page.from_text("https://film.example/talk", page(talk, LAYOUTS[layout](talk)))).outcome
    assert isinstance(outcome, Record)
    return outcome


def squeeze(text: str) -> str:
    return " ".join(text.split())


def spoken(record: Record) -> list[tuple[str, str]]:
    return [(turn.role[0], squeeze(turn.text)) for turn in record.turns]


@pytest.mark.parametrize(("layout", "name"), SOLVED)
def test_each_layout_in_each_language(layout, name):
    record = record_of(layout, name)
    assert spoken(record) == [(role, " ".join(texts)) for role, texts in TALKS[name].said]
    assert all(record.text[turn.start : turn.end] == turn.text for turn in record.turns)


@pytest.mark.parametrize(("layout", "name"), [case for case in CASES if case[0] in UNMARKED])
def test_where_nothing_marks_the_questions_doubt_is_said(layout, name):
    record = record_of(layout, name)
    exact = spoken(record) == [(role, " ".join(texts)) for role, texts in TALKS[name].said]
    assert exact or not record.turns or "turns_uncertain" in record.warnings


def test_a_series_question_has_one_id_whoever_the_guest_is():
    one, other = Talk(**TABLE["en_series"]), TABLE["en_series"]["turns"]
    changes = {
        "title": one.title.replace("Dilara Finch", "Omar Reyes"),
        "guest": "Omar Reyes",
        "intro": one.intro.replace("Dilara Finch", "Omar Reyes"),
        "turns": [turn.replace("Dilara", "Omar") for turn in other],
    }
    swapped = Talk(**{**one.__dict__, **changes})
    ids = []
    for talk in (one, swapped):
        record = extract(Page.from_text("https://film.example/x", page(talk, bold(talk)))).outcome
        assert isinstance(record, Record)
        ids.append([turn.question_id for turn in record.turns if turn.role == "question"])
    assert ids[0] == ids[1]
    assert None not in ids[0]
    assert len(set(ids[0])) == len(ids[0])


def test_turns_in_two_languages_say_which():
    english, russian = TALKS["en"].pairs(), TALKS["ru"].pairs()
    texts = [text for (q, _), (_, a) in zip(russian, english, strict=True) for text in (q, " ".join(a))]
    sides = ["question", "answer"] * len(russian)
    assert turn_languages(texts, sides, "ru") == ["ru", "en"] * len(russian)
    assert turn_languages([q for q, _ in russian], ["question"] * len(russian), "ru") == [None] * len(russian)

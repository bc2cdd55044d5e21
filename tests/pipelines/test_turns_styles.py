"""Every style in four languages: one conversation (our own words), printed in each way, comes back exactly."""

from dataclasses import dataclass
from html import escape

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Body, Conversation, Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns import find_turns


@dataclass(frozen=True)
class Talk:
    language: str
    title: str
    host: str
    guest: str
    intro: str
    outro: str
    pairs: tuple[tuple[str, tuple[str, ...]], ...]


TALKS = {
    "en": Talk(
        "en",
        "Interview: Nora Whitlock on filming a lighthouse",
        "Sam Okafor",
        "Nora Whitlock",
        "Nora Whitlock spent two winters on an island with three people and a broken generator. The film opens in May.",
        "This interview has been edited for length.",
        (
            (
                "How did you find the lighthouse?",
                ("My uncle repaired its clock once. I went along and never forgot the stairs.",),
            ),
            ("Your crew was tiny.", ("Three of us, and one was always asleep. We took turns holding the boat.",)),
            (
                "What did you do when the generator broke?",
                (
                    "I wrote the ending by candle light, which took me four nights.",
                    "My producer thought I had lost my mind. She was probably right, but the ending stayed.",
                ),
            ),
            (
                "Would you go back?",
                ("Tomorrow, if somebody else carries my batteries. Who would say no to that silence?",),
            ),
            (
                "Which scene are you proudest of?",
                ("The one with the gull. I waited nine days for that gull to sit still.",),
            ),
        ),
    ),
    "ru": Talk(
        "ru",
        "Интервью: Ольга Дёмина о съёмках на маяке",
        "Павел Ситников",
        "Ольга Дёмина",
        "Ольга Дёмина провела две зимы на острове с тремя людьми и сломанным генератором. Премьера в мае.",
        "Беседовал Павел Ситников",
        (
            (
                "Как вы нашли этот маяк?",
                ("Мой дядя чинил там часы. Я увязалась за ним и запомнила лестницу на всю жизнь.",),
            ),
            ("Группа у вас была крошечная.", ("Трое, и один всегда спал. Мы по очереди держали лодку.",)),
            (
                "Что вы делали, когда генератор сломался?",
                (
                    "Я писала финал при свечах, на это ушло четыре ночи.",
                    "Мой продюсер решил, что я сошла с ума. Наверное, он был прав, но финал мы оставили.",
                ),
            ),
            (
                "Вы бы туда вернулись?",
                ("Хоть завтра, если мои аккумуляторы понесёт кто-то другой. Кто откажется от такой тишины?",),
            ),
            ("Какой сценой вы гордитесь больше всего?", ("Сценой с чайкой. Я девять дней ждала, пока она сядет.",)),
        ),
    ),
    "kk": Talk(
        "kk",
        "Сұхбат: Айнұр Бектұр шамшырақтағы түсірілім туралы",
        "Ерлан Сапар",
        "Айнұр Бектұр",
        "Айнұр Бектұр екі қысын аралда, үш адаммен және бұзылған генератормен өткізді. Фильм мамырда шығады.",
        "Сұхбаттасқан Ерлан Сапар",
        (
            (
                "Бұл шамшырақты қалай таптыңыз?",
                ("Менің ағам сондағы сағатты жөндеген. Мен ілесіп барып, баспалдағын ұмытпадым.",),
            ),
            (
                "Тобыңыз тым шағын болыпты.",
                ("Біз үшеу едік, біреуіміз үнемі ұйықтап жүретін. Қайықты кезекпен ұстадық.",),
            ),
            (
                "Генератор бұзылғанда не істедіңіз?",
                (
                    "Мен фильмнің соңын шырақпен отырып жаздым, оған төрт түн кетті.",
                    "Менің продюсерім мені жынданды деп ойлады. Бәлкім, солай шығар, бірақ ол көрініс қалды.",
                ),
            ),
            (
                "Ол жаққа қайта барар ма едіңіз?",
                ("Ертең-ақ барамын, тек менің жүгімді басқа біреу көтерсін. Ондай тыныштықтан кім бас тартады?",),
            ),
            ("Қай көрінісіңізді мақтан тұтасыз?", ("Шағала отырған көріністі. Мен оны тоғыз күн күттім.",)),
        ),
    ),
    "de": Talk(
        "de",
        "Interview: Greta Lohmann über Dreharbeiten im Leuchtturm",
        "Jonas Petersen",
        "Greta Lohmann",
        "Greta Lohmann verbrachte zwei Winter auf einer Insel, mit drei Leuten und einem kaputten Generator.",
        "Das Gespräch führte Jonas Petersen.",
        (
            (
                "Wie haben Sie den Leuchtturm gefunden?",
                ("Mein Onkel hat dort einmal die Uhr repariert. Ich kam mit und vergaß die Treppe nie.",),
            ),
            (
                "Da hatten Sie ein sehr kleines Team.",
                ("Wir waren zu dritt, und einer schlief immer. Das Boot hielten wir abwechselnd.",),
            ),
            (
                "Was taten Sie, als der Generator ausfiel?",
                (
                    "Ich schrieb den Schluss bei Kerzenlicht, vier Nächte lang.",
                    "Meine Produzentin hielt mich für verrückt. Sie hatte wohl recht, aber der Schluss blieb.",
                ),
            ),
            (
                "Würden Sie noch einmal hinfahren?",
                ("Morgen, wenn jemand anders meine Batterien trägt. Wer sagt zu so einer Stille schon nein?",),
            ),
            (
                "Auf welche Szene sind Sie besonders stolz?",
                ("Auf die mit der Möwe. Ich habe neun Tage gewartet, bis sie still saß.",),
            ),
        ),
    ),
}
QUESTION_WORDS = {"en": ("Q", "A"), "ru": ("Вопрос", "Ответ"), "kk": ("Сұрақ", "Жауап"), "de": ("Frage", "Antwort")}


def p(text, attributes=""):
    return f"<p{attributes}>{escape(text)}</p>"


def paragraphs(answer):
    return "".join(p(text) for text in answer)


def initials(name):
    return "".join(word[0] for word in name.split())


def each(render):
    return lambda talk: "".join(render(talk, number, *pair) for number, pair in enumerate(talk.pairs, 1))


def labelled(first, second, template="<p><b>{}:</b> {}</p>"):
    def render(talk, _, question, answer):
        names = first(talk), second(talk)
        spoken = template.format(names[0], question) + template.format(names[1], escape(answer[0]))
        return spoken + paragraphs(answer[1:])

    return each(render)


def surname_after_first(talk):
    """Full names on the first pair, surnames after it."""
    html = []
    for number, (question, answer) in enumerate(talk.pairs):
        host, guest = (name if number == 0 else name.split()[-1] for name in (talk.host, talk.guest))
        html.append(f"<p>{host}: {question}</p><p>{guest}: {answer[0]}</p>" + paragraphs(answer[1:]))
    return "".join(html)


STYLES = {
    "bold paragraph": each(lambda _t, _n, q, a: f"<p><strong>{q}</strong></p>" + paragraphs(a)),
    "bold by css": each(lambda _t, _n, q, a: f'<p><span style="font-weight: bold">{q}</span></p>' + paragraphs(a)),
    "bold then br": each(lambda _t, _n, q, a: f"<p><b>{q}</b><br>{a[0]}</p>" + paragraphs(a[1:])),
    "end of bold": each(lambda _t, _n, q, a: f"<p><b>{q}</b> {a[0]}</p>" + paragraphs(a[1:])),
    "italic": each(lambda _t, _n, q, a: f"<p><em>{q}</em></p>" + paragraphs(a)),
    "italic answers": each(lambda _t, _n, q, a: p(q) + "".join(f"<p><i>{text}</i></p>" for text in a)),
    "heading": each(lambda _t, _n, q, a: f"<h3>{q}</h3>" + paragraphs(a)),
    "numbered": each(lambda _t, n, q, a: p(f"{n}. {q}") + paragraphs(a)),
    "numbered with a word": each(
        lambda t, n, q, a: f"<h3>{QUESTION_WORDS[t.language][0]} {n}: {q}</h3>" + paragraphs(a)
    ),
    "names": labelled(lambda t: t.host, lambda t: t.guest),
    "plain names": labelled(lambda t: t.host, lambda t: t.guest, "<p>{}: {}</p>"),
    "initials": labelled(lambda t: initials(t.host), lambda t: initials(t.guest)),
    "bare bold names": labelled(lambda t: t.host, lambda t: t.guest, "<p><b>{}</b> {}</p>"),
    "shortening names": surname_after_first,
    "question and answer words": labelled(
        lambda t: QUESTION_WORDS[t.language][0], lambda t: QUESTION_WORDS[t.language][1]
    ),
    "label on the questions only": each(lambda t, _n, q, a: p(f"{QUESTION_WORDS[t.language][0]}: {q}") + paragraphs(a)),
    "dashes on both sides": each(lambda _t, _n, q, a: p("– " + q) + p("– " + a[0]) + paragraphs(a[1:])),
    "dashes on the questions": each(lambda _t, _n, q, a: p("— " + q) + paragraphs(a)),
    "dashes in one paragraph": each(lambda _t, _n, q, a: f"<p>- {q}<br>- {a[0]}</p>" + paragraphs(a[1:])),
    "capitals": each(lambda _t, _n, q, a: p(q.upper()) + paragraphs(a)),
    "definition list": lambda t: (
        "<dl>" + each(lambda _t, _n, q, a: f"<dt>{q}</dt><dd>{paragraphs(a)}</dd>")(t) + "</dl>"
    ),
    "questions in quotes": each(lambda _t, _n, q, a: f"<blockquote>{q}</blockquote>" + paragraphs(a)),
    "answers in quotes": each(lambda _t, _n, q, a: p(q) + f"<blockquote>{paragraphs(a)}</blockquote>"),
    "classes": each(lambda _t, _n, q, a: p(q, ' class="x7"') + "".join(p(text, ' class="x9"') for text in a)),
    "chat bubbles": each(
        lambda t, n, q, a: (
            f'<div class="m in"><div><span>{t.host}</span> <span>10:{n}1</span></div><div>{q}</div></div>'
            f'<div class="m out"><div>{t.guest} 10:{n}7</div><div>{"<br>".join(a)}</div></div>'
        )
    ),
    "no marks": each(lambda _t, _n, q, a: p(q) + paragraphs(a)),
    "no marks, one paragraph": each(lambda _t, _n, q, a: f"<p>{q}<br>{a[0]}</p>" + paragraphs(a[1:])),
}


def read(html: str, talk: Talk, *, media_type: str = "text/html") -> tuple[Body, Conversation]:
    body = join(parse(Page.from_text("https://example.org/talk", html, media_type=media_type)).blocks)
    metadata = Metadata(title=talk.title, authors=(talk.host,))
    return body, find_turns(body, metadata, talk.language)


def squeeze(text: str) -> str:
    return " ".join(text.split())


def spoken(conversation: Conversation) -> list[tuple[str, str]]:
    return [(turn.role, squeeze(turn.text)) for turn in conversation.turns]


def expected(talk: Talk, *, upper: bool = False) -> list[tuple[str, str]]:
    return [
        turn
        for question, answer in talk.pairs
        for turn in (("question", question.upper() if upper else question), ("answer", " ".join(answer)))
    ]


@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize("style", STYLES)
def test_each_style_in_each_language_comes_back_exactly(style, language):
    talk = TALKS[language]
    body, conversation = read(p(talk.intro) + STYLES[style](talk) + p(talk.outro), talk)
    assert spoken(conversation) == expected(talk, upper=style == "capitals")
    assert all(body.text[turn.start : turn.end] == turn.text for turn in conversation.turns)
    assert conversation.is_interview
    assert {turn.speaker for turn in conversation.turns if turn.role == "answer"} == {talk.guest} or style == "initials"
    assert {turn.speaker for turn in conversation.turns if turn.role == "question"} == {
        talk.host
    } or style == "initials"


@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize("style", ["bold paragraph", "names", "heading"])
def test_plain_text_dumps_of_a_page_come_back_too(style, language):
    talk = TALKS[language]
    lines = [talk.intro]
    for question, answer in talk.pairs:
        mark = (f"{talk.host}: ", f"{talk.guest}: ") if style == "names" else ("", "")
        lines += [mark[0] + question, mark[1] + answer[0], *answer[1:]]
    _, conversation = read("\n\n".join([*lines, talk.outro]), talk, media_type="text/plain")
    assert spoken(conversation) == expected(talk)

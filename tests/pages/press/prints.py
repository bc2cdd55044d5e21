"""How a page prints who speaks: one function a way. Each gives the HTML of every paragraph, in order.

``<p>`` stands for the page template's own paragraph; the template puts its markup there.
"""

import re
from collections.abc import Callable, Iterator
from html import escape

from press.talk import Said, Talk

Print = Callable[[Talk], list[str]]
Name = Callable[[Talk, Said], str]

QUESTION = {
    "ru": "Вопрос",
    "kk": "Сұрақ",
    "de": "Frage",
    "es": "Pregunta",
    "it": "Domanda",
    "uk": "Питання",
    "pl": "Pytanie",
    "pt": "Pergunta",
    "tr": "Soru",
    "fr": "Question",
}
ANSWER = {
    "ru": "Ответ",
    "kk": "Жауап",
    "de": "Antwort",
    "es": "Respuesta",
    "it": "Risposta",
    "uk": "Відповідь",
    "pl": "Odpowiedź",
    "pt": "Resposta",
    "tr": "Cevap",
    "fr": "Réponse",
}


def words(text: str) -> str:
    """The text as HTML, stage directions in italics as many pages have them."""
    return re.sub(r"(\[[^\]]+\])", r"<em>\1</em>", escape(text, quote=False))


def initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def full(_: Talk, said: Said) -> str:
    return said.who


def last(_: Talk, said: Said) -> str:
    return said.who.split()[-1]


def shouted(_: Talk, said: Said) -> str:
    return said.who.upper()


def short(_: Talk, said: Said) -> str:
    return initials(said.who)


def dotted(_: Talk, said: Said) -> str:
    return ".".join(initials(said.who)) + "."


def outlet(talk: Talk, said: Said) -> str:
    return talk.outlet if said.role == "question" else said.who


def outlet_last(talk: Talk, said: Said) -> str:
    return talk.outlet if said.role == "question" else said.who.split()[-1]


def letter(_: Talk, said: Said) -> str:
    return "Q" if said.role == "question" else "A"


def numbered_letter(talk: Talk, said: Said) -> str:
    return f"{letter(talk, said)}{said.number}"


def word(talk: Talk, said: Said) -> str:
    return (QUESTION if said.role == "question" else ANSWER).get(talk.language, letter(talk, said))


def shortening(talk: Talk, said: Said) -> str:
    first = next(other for other in talk.said if other.whose == said.whose)
    return said.who if first == said else said.who.split()[-1]


def labelled(name: Name, opening: str, other: str = "") -> Print:
    """``opening`` holds {who} and {text}: how a turn's first paragraph is printed (``other``: an answer's)."""

    def run(talk: Talk) -> list[str]:
        html = []
        for said in talk.said:
            template = other if other and said.role == "answer" else opening
            first, *rest = map(words, said.texts)
            html += [template.format(who=escape(name(talk, said), quote=False), text=first), *paragraphs(rest)]
        return html

    return run


def paragraphs(texts: list[str] | Iterator[str]) -> list[str]:
    return [f"<p>{text}</p>" for text in texts]


def marked(question: str, answer: str = "<p>{text}</p>") -> Print:
    """Only markup tells; every paragraph in its template."""

    def run(talk: Talk) -> list[str]:
        return [
            (question if said.role == "question" else answer).format(text=words(text), n=said.number)
            for said in talk.said
            for text in said.texts
        ]

    return run


def joined(template: str) -> Print:
    """Question and the answer's first paragraph in one element: {q} and {a}; remarks of one side alone as {q} only."""

    def run(talk: Talk) -> list[str]:
        html: list[str] = []
        waiting = ""
        for said in talk.said:
            first, *rest = map(words, said.texts)
            if said.role == "question":
                html += [template.format(q=waiting, a="")] if waiting else []
                waiting = first
            else:
                html += [template.format(q=waiting, a=first), *paragraphs(rest)]
                waiting = ""
        return html + ([template.format(q=waiting, a="")] if waiting else [])

    return run


def wrapped(before: str, way: Print, after: str) -> Print:
    """The whole talk in one element."""

    def run(talk: Talk) -> list[str]:
        html = way(talk)
        return [before + html[0], *html[1:-1], html[-1] + after]

    return run


def in_pieces(talk: Talk) -> list[str]:
    """Bold broken into pieces, as editors' tools leave it."""
    html = []
    for said in talk.said:
        for text in map(words, said.texts):
            cut = text.find(" ", len(text) // 2)
            broken = (
                f"<p><strong>{text[:cut]} </strong><b>{text[cut + 1 :]}</b></p>" if cut > 0 else f"<p><b>{text}</b></p>"
            )
            html.append(broken if said.role == "question" else f"<p>{text}</p>")
    return html


def first_pair_only(talk: Talk) -> list[str]:
    html = []
    for place, said in enumerate(talk.said):
        label = f"{outlet(talk, said)}: " if place < 2 else ""
        first, *rest = map(words, said.texts)
        opening = f"<p><strong>{label}{first}</strong></p>" if said.role == "question" else f"<p>{label}{first}</p>"
        html += [opening, *paragraphs(rest)]
    return html


def guests_only(template: str, question: str = "<p><em>{text}</em></p>") -> Print:
    """Questions in a look of their own, answers with their speaker's name."""

    def run(talk: Talk) -> list[str]:
        html = []
        for said in talk.said:
            first, *rest = map(words, said.texts)
            if said.role == "question":
                html += [question.format(text=first)]
            else:
                html += [template.format(who=said.who, text=first), *paragraphs(rest)]
        return html

    return run


def timed(template: str) -> Print:
    """A transcript with times, as speech recognition prints it."""

    def run(talk: Talk) -> list[str]:
        html = []
        for place, said in enumerate(talk.said):
            first, *rest = map(words, said.texts)
            when = f"{place * 37 // 60:02}:{place * 37 % 60:02}"
            html += [template.format(who=said.who, when=when, text=first), *paragraphs(rest)]
        return html

    return run


def changing(first: Print, second: Print) -> Print:
    """Another way from the middle on."""
    return lambda talk: first(talk.half(second=False)) + second(talk.half(second=True))


B = "<p><strong>{who}:</strong> {text}</p>"
PRINTS: dict[str, Print] = {
    "bold": marked("<p><strong>{text}</strong></p>"),
    "bold, inner break": marked("<p><strong>{text}<br></strong></p>"),
    "bold, pieces": in_pieces,
    "bold, then break": joined("<p><b>{q}</b><br>{a}</p>"),
    "bold, two breaks": joined("<p><strong>{q}</strong><br><br>{a}</p>"),
    "bold, run in": joined("<p><strong>{q}</strong> {a}</p>"),
    "bold by style": marked('<p><span style="font-weight: 600;">{text}</span></p>'),
    "bold of the paragraph": marked('<p style="font-weight:bold">{text}</p>'),
    "bold italic": marked("<p><em><strong>{text}</strong></em></p>"),
    "italic": marked("<p><i>{text}</i></p>"),
    "italic by style": marked('<p><span style="font-style:italic">{text}</span></p>'),
    "h2": marked("<h2>{text}</h2>"),
    "h3 bold": marked("<h3><strong>{text}</strong></h3>"),
    "h5": marked("<h5>{text}</h5>"),
    "numbered bold": marked("<p><b>{n}. {text}</b></p>"),
    "numbered h4": marked("<h4>{n}) {text}</h4>"),
    "capitals": lambda talk: [
        f"<p>{words(text.upper() if said.role == 'question' else text)}</p>"
        for said in talk.said
        for text in said.texts
    ],
    "class": marked('<p class="qa__q">{text}</p>', '<p class="qa__a">{text}</p>'),
    "divs": marked(
        '<div class="interview__ask"><p>{text}</p></div>', '<div class="interview__reply"><p>{text}</p></div>'
    ),
    "blockquote asks": marked("<blockquote><p>{text}</p></blockquote>"),
    "dl": wrapped("<dl>", marked("<dt>{text}</dt>", "<dd>{text}</dd>"), "</dl>"),
    "name bold": labelled(full, B),
    "name bold, colon outside": labelled(full, "<p><b>{who}</b>: {text}</p>"),
    "name bold, hard space": labelled(full, "<p><strong>{who}:\u00a0</strong>{text}</p>"),
    "name plain": labelled(full, "<p>{who}: {text}</p>"),
    "name, dash": labelled(shouted, "<p>{who} — {text}</p>"),
    "name, break": labelled(full, "<p><strong>{who}</strong><br>{text}</p>"),
    "name, own paragraph": labelled(full, "<p><strong>{who}</strong></p><p>{text}</p>"),
    "name, own paragraph, colon": labelled(full, "<p><b>{who}:</b></p><p>{text}</p>"),
    "surname": labelled(last, B),
    "shouted": labelled(shouted, "<p>{who}: {text}</p>"),
    "initials": labelled(short, B),
    "initials, dots": labelled(dotted, "<p>{who}: {text}</p>"),
    "initials, bare": labelled(short, "<p><strong>{who}</strong> {text}</p>"),
    "outlet": labelled(outlet, B),
    "outlet, surname, plain": labelled(outlet_last, "<p>{who}: {text}</p>"),
    "outlet, bold question": labelled(outlet, "<p><strong>{who}: {text}</strong></p>", B),
    "shortening": labelled(shortening, B),
    "q and a": labelled(letter, "<p>{who}: {text}</p>"),
    "q and a, bold": labelled(letter, "<p><strong>{who}:</strong> {text}</p>"),
    "q and a, dots": labelled(letter, "<p>{who}. {text}</p>"),
    "q and a, numbers": labelled(numbered_letter, B),
    "q and a, words": labelled(word, B),
    "q bold only": labelled(letter, "<p><b>{who}: {text}</b></p>", "<p>{text}</p>"),
    "first pair": first_pair_only,
    "guest's name": guests_only(B, "<p><strong>{text}</strong></p>"),
    "guest's name, italic question": guests_only("<p>{who}: {text}</p>"),
    "dashes": labelled(full, "<p>— {text}</p>"),
    "dashes, bold question": labelled(full, "<p><strong>– {text}</strong></p>", "<p>– {text}</p>"),
    "dash, question only": marked("<p>—\u00a0{text}</p>"),
    "dashes in one": joined("<p>- {q}<br>- {a}</p>"),
    "times": timed("<p>[{when}] {who}: {text}</p>"),
    "times, own line": timed("<p><b>{who}</b> {when}</p><p>{text}</p>"),
    "table of two": wrapped("<table>", labelled(full, "<tr><td><b>{who}</b></td><td>{text}</td></tr>"), "</table>"),
    "chat": labelled(
        full,
        '<div class="chat-row me"><span class="nick">{who}</span><div class="bubble">{text}</div></div>',
        '<div class="chat-row you"><span class="nick">{who}</span><div class="bubble">{text}</div></div>',
    ),
    "list": wrapped("<ul>", labelled(full, "<li><b>{who}:</b> {text}</li>"), "</ul>"),
    "nothing": marked("<p>{text}</p>"),
    "nothing, break": joined("<p>{q}<br>{a}</p>"),
    "bold, then h3": changing(marked("<p><b>{text}</b></p>"), marked("<h3>{text}</h3>")),
    "names, then bold": changing(labelled(full, B), marked("<p><b>{text}</b></p>")),
    "h3, then names": changing(marked("<h3>{text}</h3>"), labelled(full, B)),
}
"""All ways by name."""

NAMED = {
    name
    for name in PRINTS
    if name.startswith(
        ("name", "surname", "shouted", "initials", "outlet", "shortening", "times", "chat", "list", "table")
    )
}
"""Ways that print every speaker: the only ones that can tell two guests apart."""
PAIRED = {"table of two"}
UNMARKED = {"nothing", "nothing, break"}
"""Nothing but the words tells who speaks."""
WORDS_OF_NAMES = {
    "surname",
    "shouted",
    "initials",
    "initials, dots",
    "initials, bare",
    "shortening",
    "name, dash",
    "capitals",
}
"""Not for names and letters without words, spaces and case (ja, zh)."""

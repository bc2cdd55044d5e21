"""Who asked and who answered, where no label says it: from title, introduction, questions and byline."""

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Conversation, Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns import find_turns

PAIRS = (
    ("When did you start drawing storyboards?", "I was eleven, and my teacher kept them all."),
    ("Do you still draw?", "Every night. My hand would not let me sleep otherwise."),
    ("What will you film next?", "A wedding in a tunnel. I know how that sounds."),
)
TALK = "".join(f"<p><b>{question}</b></p><p>{answer}</p>" for question, answer in PAIRS)


def talk(intro="", html=TALK, *, language="en", **metadata) -> Conversation:
    body = join(parse(Page.from_text("https://example.org/x", f"<p>{intro}</p>{html}" if intro else html)).blocks)
    return find_turns(body, Metadata(**metadata), language)


GUESTS = {
    "a name and what he is": ("Maya Brandt, New Yorker", "We asked Brandt some questions.", "Maya Brandt"),
    "a name on something in quotes": (
        "Interview: Maya Brandt On The End Of 'Paper Moon Rising'",
        "Paper Moon Rising ends this week. We spoke to actress Maya Brandt about its last night.",
        "Maya Brandt",
    ),
    "a name in the introduction only": (
        "The health of small drawings",
        "Maya Brandt teaches. In spring Brandt moved. Brandt spoke about pencils, and Ada Lund took notes.",
        "Maya Brandt",
    ),
    "a profession nobody listed": ("Interview: Rotoscoper Maya Brandt", "Maya Brandt draws.", "Maya Brandt"),
    "a title without a person": ("Award-Winning Short Films", "These short films have been award-winning.", None),
    "two people": ("Interview: Maya Brandt and Ole Finn", "Maya Brandt and Ole Finn share a desk.", None),
}


@pytest.mark.parametrize("case", GUESTS)
def test_the_guest(case):
    title, intro, guest = GUESTS[case]
    conversation = talk(intro, title=title)
    assert conversation.interviewees == ((guest,) if guest else ())


def test_german_nouns_are_no_people():
    intro = "Nach der Entführung der Kopie von Lund haben wir mit Maja Brandt aus Kiel gesprochen. Brandt war dabei."
    html = "".join(
        f"<p><b>{q}</b></p><p>{a}</p>"
        for q, a in (
            ("Wann haben Sie angefangen zu zeichnen?", "Ich war elf, und mein Lehrer hat alles behalten."),
            ("Zeichnen Sie noch?", "Jede Nacht. Meine Hand lässt mich sonst nicht schlafen."),
            ("Was drehen Sie als Nächstes?", "Ich drehe eine Hochzeit im Tunnel."),
        )
    )
    assert talk(intro, html, language="de", title="Das Interview: Lunds Entführung").interviewees == ("Maja Brandt",)


def test_the_guest_is_named_by_a_question():
    html = TALK.replace("Do you", "Ms Brandt, do you")
    assert talk("Maya Brandt opens the door.", html, title="The door").interviewees == ("Maya Brandt",)


def test_a_title_may_name_the_interviewer():
    conversation = talk(
        "Ole Finn wanted to ask Maya Brandt for years. Brandt agreed.", title="Ole Finn Interviewed Maya Brandt For Us"
    )
    assert conversation.interviewers == ("Ole Finn",)
    assert conversation.interviewees == ("Maya Brandt",)


def test_a_title_with_interview_and_a_colon_names_the_guest():
    conversation = talk("Maya Brandt draws.", title="Exit Interview: Maya Brandt")
    assert (conversation.interviewers, conversation.interviewees) == ((), ("Maya Brandt",))


def test_a_byline_alone_is_said_to_be_a_guess():
    conversation = talk("Maya Brandt draws.", title="Interview: Maya Brandt", authors=("Ada Lund",))
    assert conversation.interviewers == ("Ada Lund",)
    assert "interviewer_from_byline" in conversation.warnings


def test_two_bylines_name_nobody():
    assert talk(title="Interview: Maya Brandt", authors=("Ada Lund", "Ole Finn")).interviewers == ()

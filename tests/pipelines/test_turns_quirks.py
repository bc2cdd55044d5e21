"""What real interview pages do besides their style, one test each, in our own words."""

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.document import Conversation, Metadata
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns import find_turns

TITLE = "Interview with director Maya Brandt"


def talk(html, *, language="en", media_type="text/html", **metadata) -> Conversation:
    body = join(parse(Page.from_text("https://example.org/x", html, media_type=media_type)).blocks)
    conversation = find_turns(body, Metadata(**{"title": TITLE, **metadata}), language)
    assert all(body.text[turn.start : turn.end] == turn.text for turn in conversation.turns)
    return conversation


def said(conversation):
    return [(turn.role[0], turn.text) for turn in conversation.turns]


def bold(*pairs):
    return "".join(
        f"<p><b>{question}</b></p>" + "".join(f"<p>{text}</p>" for text in answer) for question, *answer in pairs
    )


PAIRS = (
    ("When did you start drawing storyboards?", "I was eleven, and my teacher kept them all."),
    ("Do you still draw?", "Every night. My hand would not let me sleep otherwise."),
    ("What will you film next?", "A wedding in a tunnel. I know how that sounds."),
)
TALK = [turn for question, answer in PAIRS for turn in (("q", question), ("a", answer))]


def test_an_unanswered_question_stays_unanswered_and_the_next_remark_is_the_interviewers():
    html = bold(*PAIRS[:2], ("How much did the film cost?",), ("That is a good laugh!",), PAIRS[2])
    conversation = talk(html)
    asked = [turn for turn in conversation.turns if turn.role == "question"]
    assert [turn.text for turn in asked if turn.answer_missing] == ["How much did the film cost?"]
    assert ("q", "That is a good laugh!") in said(conversation)
    assert "answer_missing" in conversation.warnings


def test_a_hole_in_a_dump_does_not_give_the_remark_to_the_guest():
    lines = [line for pair in PAIRS[:2] for line in pair]
    dump = (
        "\n\n".join([*lines, "How much did the film cost?"]) + "\n\n\n\nThat’s quite a sum!\n\n" + "\n\n".join(PAIRS[2])
    )
    conversation = talk(dump, media_type="text/plain")
    assert ("q", "That’s quite a sum!") in said(conversation)
    assert [turn.text for turn in conversation.turns if turn.answer_missing] == ["How much did the film cost?"]


def test_labels_without_an_answer_leave_the_question_unanswered():
    html = "".join(f"<p>Q: {question}</p><p>A: {answer}</p>" for question, answer in PAIRS[:2])
    html += "<p>Q: Who paid for it?</p><p>Q: Let me ask otherwise: who lent you the camera?</p><p>A: My aunt did.</p>"
    conversation = talk(html)
    assert [turn.text for turn in conversation.turns if turn.answer_missing] == ["Who paid for it?"]


def test_a_bold_lead_and_a_bold_credit_are_outside_the_turns():
    lead = "<p><b>Maya Brandt has drawn every shot since school. A visit to the studio.</b></p>"
    html = lead + bold(*PAIRS) + "<p><b>Interview by Tom Adler</b></p><p>Tom Adler lives in Ghent.</p>"
    conversation = talk(html)
    assert said(conversation) == TALK
    assert conversation.interviewers == ("Tom Adler",)


def test_a_last_call_to_the_readers_is_no_turn():
    html = bold(*PAIRS) + "<p><b>Want to read more talks like this?</b></p><p>Sign up for our newsletter.</p>"
    assert said(talk(html)) == TALK


def test_bold_keywords_in_answers_are_no_questions():
    html = bold((PAIRS[0][0], "<b>Pencils</b> were all I had. I kept <b>every single one</b> of them."), *PAIRS[1:])
    assert said(talk(html))[1] == ("a", "Pencils were all I had. I kept every single one of them.")


def test_pull_quotes_captions_and_related_links_between_turns_belong_to_nobody():
    html = (
        "<p><b>When did you start drawing storyboards?</b></p>"
        "<figure><img src='a.jpg'><figcaption>Maya Brandt at her desk</figcaption></figure>"
        "<p>I was eleven, and my teacher kept them all.</p>"
        "<blockquote>My hand would not let me sleep otherwise</blockquote>"
        "<p><b>Do you still draw?</b></p><p>Every night. My hand would not let me sleep otherwise.</p>"
        "<p>RELATED: Ten tunnels in film</p>"
        "<p><b>What will you film next?</b></p><p>A wedding in a tunnel. I know how that sounds.</p>"
    )
    assert said(talk(html)) == TALK


def test_subheads_that_quote_the_guest_are_no_questions():
    html = bold(PAIRS[0]) + "<h3>“Every night”</h3>" + bold(*PAIRS[1:])
    assert said(talk(html)) == TALK


def test_a_first_question_in_bold_and_the_rest_as_headings():
    rest = "".join(f"<h3>{question}</h3><p>{answer}</p>" for question, answer in PAIRS[1:])
    assert said(talk(bold(PAIRS[0]) + rest)) == TALK


def test_a_box_with_a_question_as_its_heading_is_no_part_of_the_answer():
    box = "<h2>How does a storyboard work?</h2><p>A storyboard shows each shot before it is filmed.</p>"
    assert said(talk(bold(PAIRS[0]) + box + bold(*PAIRS[1:]))) == TALK


def test_headings_that_ask_beside_pull_quotes_of_another_level():
    html = "".join(f"<h4>{question}</h4><p>{answer}</p>" for question, answer in PAIRS)
    assert said(talk(html + "<h3>“I kept a pencil in every coat”</h3>")) == TALK


def test_labels_on_the_first_pair_only():
    first = (
        "Picture House: When did you start drawing storyboards?",
        "Maya Brandt: I was eleven, and my teacher kept them all.",
    )
    conversation = talk(bold(first, *PAIRS[1:]))
    assert said(conversation) == TALK
    assert [turn.speaker_printed for turn in conversation.turns[:3]] == ["Picture House", "Maya Brandt", None]


def test_two_guests_under_bold_questions_each_get_their_turn():
    html = "<p>Studio visit with Maya Brandt and Otto Klein.</p>" + bold(
        ("How do you share the work?", "Brandt: I draw what he cannot.", "Klein: And I film what she draws."),
        ("Who decides?", "Klein: My stomach.", "Brandt: Mine, usually."),
        ("Do you ever fight?", "Brandt: We never stop.", "Klein: I call it talking."),
    )
    conversation = talk(html, title="Two heads, one camera")
    roles = "".join(turn.role[0] for turn in conversation.turns)
    assert roles == "qaaqaaqaa"
    assert conversation.interviewees == ("Maya Brandt", "Otto Klein")
    assert conversation.turns[1].text == "I draw what he cannot."


def test_a_round_table_with_a_moderator_and_shortened_names():
    html = (
        "<p><b>Moderator:</b> How many people come on a Tuesday?</p>"
        "<p><b>Irma Holt:</b> I counted eleven last week, and two of them were lost.</p>"
        "<p><b>Pavel Rusk:</b> We have nine, and I know their names.</p>"
        "<p><b>Moderator:</b> What would you change first?</p>"
        "<p><b>Holt:</b> My heating. I would change it tonight.</p>"
        "<p><b>Rusk:</b> I agree.</p>"
        "<p><b>Moderator:</b> And what must stay?</p>"
        "<p><b>Rusk:</b> Our projector. I oiled it this morning.</p>"
    )
    conversation = talk(html, title="Who saves the village cinema?")
    assert "".join(turn.role[0] for turn in conversation.turns) == "qaaqaaqa"
    assert [turn.speaker for turn in conversation.turns[3:6]] == ["Moderator", "Irma Holt", "Pavel Rusk"]
    assert conversation.turns[4].speaker_printed == "Holt"


def test_subheads_in_label_form_are_no_turns():
    html = "".join(f"<p>Tom Adler: {question}</p><p>Maya Brandt: {answer}</p>" for question, answer in PAIRS[:2])
    html += "<h3>Brandt: tunnels are the new weddings</h3>"
    html += "".join(f"<p>Adler: {question}</p><p>Brandt: {answer}</p>" for question, answer in PAIRS[2:])
    conversation = talk(html)
    assert said(conversation) == TALK
    assert conversation.interviewers == ("Tom Adler",)


def test_statements_and_noun_phrases_are_questions_where_the_page_marks_them():
    html = bold(
        ("When did you start?", "At eleven, I think."),
        ("Best pencil you ever had.", "My green one."),
        ("You lost it, people say.", "I did. It is in a lake."),
        ("Any advice?", "Do not row with my pencils."),
    )
    assert [turn.role[0] for turn in talk(html).turns] == ["q", "a"] * 4


def test_stage_directions_stay_in_the_turn():
    html = bold(("Are you serious? [laughs]", "[Laughs] I never am."), *PAIRS[1:])
    assert said(talk(html))[:2] == [("q", "Are you serious? [laughs]"), ("a", "[Laughs] I never am.")]


def test_a_list_inside_an_answer_stays_in_it():
    html = bold(PAIRS[0], ("Which tools do you use?", "I use three things:"))
    html += "<ul><li>1. a pencil</li><li>2. my kitchen table</li></ul>" + bold(PAIRS[2])
    answer = talk(html).turns[3]
    assert answer.role == "answer"
    assert answer.text.startswith("I use three things:")
    assert answer.text.endswith("my kitchen table")


def test_numbers_inside_answers_are_no_questions():
    html = (
        "<p>1. When did you start?</p><p>At eleven, I think.</p>"
        "<p>2. What is in your bag?</p><p>Three things of mine.</p><p>12. is my lucky number, by the way.</p>"
        "<p>3. What will you film next?</p><p>A wedding. I know how that sounds.</p>"
    )
    conversation = talk(html)
    assert [turn.text for turn in conversation.turns if turn.role == "question"] == [
        "When did you start?",
        "What is in your bag?",
        "What will you film next?",
    ]


def test_a_farewell_is_the_interviewers_turn():
    html = bold(*PAIRS) + "<p><b>Thank you for your time, and good luck with the tunnel.</b></p>"
    assert said(talk(html))[-1] == ("q", "Thank you for your time, and good luck with the tunnel.")


def test_dash_dialogue_with_an_unmarked_second_paragraph():
    html = (
        "<p>— Давно вы рисуете?</p><p>— С одиннадцати лет, и мой учитель всё сохранил.</p>"
        "<p>Я этого не знал, он признался недавно.</p>"
        "<p>— И сейчас рисуете?</p><p>— Каждую ночь. Иначе мне не уснуть.</p>"
        "<p>— Я бы посмотрел.</p><p>— Приходите. Вы же всё равно не спите?</p>"
        "<p>— Что снимаете дальше?</p><p>— Свадьбу в тоннеле. Я знаю, как это звучит.</p>"
    )
    conversation = talk(html, language="ru", title="Маен Бородин: «Мне не уснуть»")
    assert "".join(turn.role[0] for turn in conversation.turns) == "qa" * 4
    assert conversation.turns[1].text.endswith("признался недавно.")


@pytest.mark.parametrize(
    ("language", "html"),
    [
        (
            "en",
            (
                "<p>Q: When did you start?</p><p>A: I was eleven.</p><p>Q: Still?</p><p>A: Yes.</p>"
                "<p>Q: Why?</p><p>A: My hand asks me.</p>"
            ),
        ),
        (
            "kk",
            (
                "<p>Сұрақ: Қашан бастадыңыз?</p><p>Жауап: Мен он бірде едім.</p><p>Сұрақ: Әлі ме?</p>"
                "<p>Жауап: Иә.</p><p>Сұрақ: Неге?</p><p>Жауап: Қолым сұрайды, мен көнемін.</p>"
            ),
        ),
    ],
)
def test_one_word_turns(language, html):
    assert len(talk(html, language=language).turns) == 6


def test_turn_ids_hang_on_words_only_and_are_unique():
    first = talk(bold(*PAIRS, ("Why?", "I like it."), ("Why?", "I like it.")))
    later = talk(
        "<div><p>Photo: someone</p></div>"
        + bold(*PAIRS, ("Why?", "I like it."), ("Why?", "I like it."))
        .replace("<b>", "<strong>")
        .replace("</b>", "</strong>")
    )
    assert [turn.turn_id for turn in first.turns] == [turn.turn_id for turn in later.turns]
    assert len({turn.turn_id for turn in first.turns}) == len(first.turns) == 10


def test_a_byline_alone_makes_an_interviewer_only_with_a_warning():
    conversation = talk(bold(*PAIRS), authors=("Tom Adler",))
    assert conversation.interviewers == ("Tom Adler",)
    assert "interviewer_from_byline" in conversation.warnings
    assert talk(bold(*PAIRS), authors=("Tom Adler", "Ida Moss")).interviewers == ()


def test_the_guest_is_named_by_title_and_text_in_the_plain_form():
    html = "<p>Лидия Горская рисует каждый кадр.</p>" + bold(
        ("Давно вы рисуете?", "С детства, и мой учитель это помнит."),
        ("И сейчас?", "Каждую ночь я сижу с карандашом."),
        ("Что снимаете?", "Свадьбу. Я знаю, как это звучит."),
    )
    assert talk(html, language="ru", title="Три вопроса Лидии Горской").interviewees == ("Лидия Горская",)


def test_who_interviews_in_the_title_is_not_the_guest():
    assert "Tom Adler" not in talk(bold(*PAIRS), title="Tom Adler interviews Maya Brandt").interviewees


def test_unsure_conversations_say_so():
    conversation = talk(
        bold(*PAIRS[:2], ("Nice weather today.", "It rains."), ("The tunnel is long.", "Very."), PAIRS[2])
    )
    assert ("turns_uncertain" in conversation.warnings) == (conversation.confidence < 0.9)


def test_a_prompt_with_a_colon_is_no_label_of_itself():
    html = bold(*PAIRS, ("Last Question: pencil or pen?", "A pencil."))
    assert said(talk(html))[-2:] == [("q", "Last Question: pencil or pen?"), ("a", "A pencil.")]


def test_names_up_to_the_middle_and_letters_after():
    html = "".join(f"<p><b>Tom Adler:</b> {q}</p><p><b>Maya Brandt:</b> {a}</p>" for q, a in PAIRS)
    html += "".join(f"<p><b>Q:</b> {q}</p><p><b>A:</b> {a}</p>" for q, a in PAIRS)
    assert said(talk(html)) == TALK * 2


@pytest.mark.parametrize("time", ["00:12", "[01:00:12]"])
def test_times_of_a_recording_are_nobodys_words(time):
    html = "".join(f"<p>{time}</p><p>Tom Adler: {q}</p><p>{time}</p><p>Maya Brandt: {a}</p>" for q, a in PAIRS)
    assert said(talk(html)) == TALK
    html = "".join(f"<p>{time} Tom Adler: {q}</p><p>Maya Brandt {time}: {a}</p>" for q, a in PAIRS)
    assert said(talk(html)) == TALK


def test_numbers_behind_a_hash_are_print():
    html = "".join(f"<h3>#{n} {q}</h3><p>{a}</p>" for n, (q, a) in enumerate(PAIRS, 1))
    assert said(talk(html)) == TALK


def test_a_guests_paragraph_that_ends_in_a_question_under_labels_on_the_answers_only():
    html = "".join(f"<p>{q}</p><p>Maya Brandt: {a}</p><p>And who would not?</p>" for q, a in PAIRS)
    assert said(talk(html))[1] == ("a", "I was eleven, and my teacher kept them all.\n\nAnd who would not?")

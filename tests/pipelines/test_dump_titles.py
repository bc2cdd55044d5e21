"""The title of a plain-text dump is never what somebody says; and a talk's people need no introduction."""

from dataclasses import replace

import pytest

from junket.crawlers.page import Page
from junket.pipelines.page.dump import parse_dump
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import verdict

TALKS = {
    "en": [
        ("Why did you film the harbour at night?", "Because nobody asked me to stay at home, and I could not sleep."),
        ("Did you sleep in the boat?", "I never slept. My uncle did, and he snored on every take that we made."),
        ("Who lent you the camera?", "A wedding photographer. I still owe him two weekends and a lens cap."),
        ("What will you do next?", "I will write down what the harbour master told me about his clock."),
    ],
    "ru": [
        ("Почему вы снимали гавань ночью?", "Потому что днём там рынок, и я его боюсь с самого детства."),
        ("Вы спали в лодке?", "Я ни разу не спала. Мой дядя спал и храпел в каждом дубле."),
        ("Кто дал вам камеру?", "Свадебный фотограф. Я до сих пор должна ему два выходных."),
        ("Что вы будете снимать потом?", "Я сниму часы, о которых мне рассказал смотритель гавани."),
    ],
    "de": [
        ("Warum haben Sie den Hafen nachts gefilmt?", "Weil ich tagsüber dort arbeite und mich niemand sehen sollte."),
        ("Haben Sie im Boot geschlafen?", "Ich habe nie geschlafen. Mein Onkel hat in jeder Einstellung geschnarcht."),
        ("Wer hat Ihnen die Kamera geliehen?", "Ein Hochzeitsfotograf. Ich schulde ihm noch zwei Wochenenden."),
        ("Was machen Sie als Nächstes?", "Ich schreibe auf, was mir der Hafenmeister über seine Uhr erzählt hat."),
    ],
}
TITLES = {"en": "Interview: Ada Lund", "ru": "Ада Лунд о гавани", "de": "Gespräch mit Ada Lund"}


def record(text):
    outcome = verdict(replace(Page.from_text("", text, media_type="text/plain"), named=True)).outcome
    assert isinstance(outcome, Record)
    return outcome


def dump(pairs, before=("", ""), gap=" "):
    return "\n\n".join(f"{before[n % 2].format(n=n // 2 + 1)}{gap if before[n % 2] else ''}{words}"
                       for n, words in enumerate(words for pair in pairs for words in pair))  # fmt: skip


def assert_talk(told, pairs):
    assert [turn.text for turn in told.turns] == [words for pair in pairs for words in pair]
    assert [turn.role for turn in told.turns] == ["question", "answer"] * len(pairs)


@pytest.mark.parametrize("language", TALKS)
@pytest.mark.parametrize(
    ("before", "gap"),
    [
        (("", ""), ""), (("Q:", "A:"), " "), (("Q.", "A."), " "), (("Q{n}:", "A{n}:"), " "), (("{n}.", ""), " "),
        (("–", ""), " "), (("NOOR:", "ADA:"), " "), (("Noor Falk:", "Ada Lund:"), " "),
        (("NOOR FALK:", "ADA LUND:"), "\n"),
        (("Noor Falk", "Ada Lund"), "\n"), (("Speaker 1:", "Speaker 2:"), " "), (("Q:", ""), " "),
    ],
)  # fmt: skip
def test_the_first_question_of_a_dump_without_a_lead_is_no_title(language, before, gap):
    talk = dump(TALKS[language], before, gap)
    told = record(f"{TITLES[language]}\n\n{talk}")
    assert told.title == TITLES[language]
    assert_talk(told, TALKS[language])
    assert told.authors == ()


@pytest.mark.parametrize("before", [("", ""), ("Q:", "A:"), ("Noor Falk:", "Ada Lund:"), ("P1:", "P2:")])
def test_a_dump_without_any_title_loses_no_question(before):
    told = record(dump(TALKS["en"], before))
    assert told.title is None
    assert_talk(told, TALKS["en"])


def test_a_name_right_above_the_talk_is_its_title():
    told = record("Ada Lund\n\n" + dump(TALKS["en"], ("Q:", "A:")))
    assert told.title == "Ada Lund"
    assert_talk(told, TALKS["en"])


@pytest.mark.parametrize("gap", [" ", "\n"])
def test_two_whom_nothing_introduces_take_turns_where_one_asks(gap):
    told = record("A harbour at night\n\n" + dump(TALKS["en"], ("Noor Falk:", "Ada Lund:"), gap))
    assert_talk(told, TALKS["en"])
    assert (told.interviewers, told.interviewees) == (("Noor Falk",), ("Ada Lund",))


SCENE = [
    ("Did you lock the boat?", "I did. Did you feed the cat?"), ("What cat?", "Ours. Where were you?"),
    ("I was on the ice, and I thought of you all night long.", "You never think. Is that blood?"),
    ("It is paint.", "Who paints at night?"), ("Do you hear the bell?", "I hear you. Will you go now?"),
]  # fmt: skip


def test_a_scene_of_a_play_is_no_interview():
    assert record("The ice, second act\n\n" + dump(SCENE, ("Varg:", "Ines:"))).turns == ()


KEPT = {
    "a title that asks": ("What does a film editor do all day?", "We asked five of them in three towns by the sea."),
    "a title behind a section": ("Review: The Clock of the Harbour", "The film is long, and nobody in it says a word."),
}


@pytest.mark.parametrize("kind", KEPT)
def test_titles_that_look_like_what_is_said_stay(kind):
    title, lead = KEPT[kind]
    rest = "The town has three cinemas. Review: one of them is closed, and the others show the same film."
    assert (
        record(f"Review: Salt\n\nReview: Ashes on Snow\n\n{title}\n\n{lead}\n\n{rest}\n\n{lead} {rest}").title == title
    )


def test_a_title_that_asks_stays_before_a_lead_and_its_talk():
    title = "What does a film editor do all day?"
    lead = "The editor Ada Lund has cut forty films in a room without a window, and she is not done."
    told = record(f"{title}\n\n{lead}\n\n" + dump(TALKS["en"]))
    assert told.title == title
    assert_talk(told, TALKS["en"])


TALKS_MORE = TALKS | {
    "fr": [
        ("Pourquoi avez-vous filmé le port la nuit ?", "Parce que le jour j'y travaille et que je dors mal chez moi."),
        ("Avez-vous dormi dans le bateau ?", "Je n'ai jamais dormi. Mon oncle, si, et il ronflait à chaque prise."),
        ("Qui vous a prêté la caméra ?", "Un photographe de mariage. Je lui dois encore deux dimanches entiers."),
        ("Que ferez-vous ensuite ?", "J'écrirai ce que le maître du port m'a raconté de son horloge."),
    ],
    "kk": [
        ("Сіз айлақты неге түнде түсірдіңіз?", "Өйткені күндіз онда базар, мен содан бала кезімнен қорқамын."),
        ("Сіз қайықта ұйықтадыңыз ба?", "Мен ұйықтаған жоқпын. Ағам ұйықтап, әр дубльде қорылдап жатты."),
        ("Камераны сізге кім берді?", "Тойдың фотографы. Мен оған әлі екі демалыс күн қарызбын."),
        ("Енді не түсіресіз?", "Мен айлақ бастығы айтып берген сағатты түсіремін."),
    ],
    "zh": [
        ("您为什么在夜里拍港口？", "因为白天那里是集市，我从小就怕它。我在家里也睡不好觉。"),
        ("您在船上睡过觉吗？", "我一次也没睡过。我叔叔睡了，每一条都能听见他打呼噜。"),
        ("谁借给您摄影机的？", "一位婚礼摄影师。我还欠他两个周末和一个镜头盖。"),
        ("您接下来要做什么？", "我要把港口主任讲的那只钟的故事写下来，慢慢写。"),
    ],
}  # fmt: skip
NAMED = {
    "en": ("Noor Falk", "Ada Lund", "Ada Lund: the harbour at night"),
    "ru": ("Нур Фальк", "Ада Лунд", "Ада Лунд: гавань ночью"),
    "de": ("Noor Falk", "Ada Lund", "Ada Lund: der Hafen bei Nacht"),
    "fr": ("Noor Falk", "Ada Lund", "Ada Lund : le port, la nuit"),
    "kk": ("Нұр Фальк", "Ада Лунд", "Ада Лунд: түнгі айлақ"),
    "zh": ("李明", "林雪", "林雪：夜里的港口"),
}
WORDS = {
    "en": ("Q", "A"), "ru": ("Вопрос", "Ответ"), "de": ("Frage", "Antwort"), "fr": ("Question", "Réponse"),
    "kk": ("Сұрақ", "Жауап"), "zh": ("问", "答"),
}  # fmt: skip
LEADS = {
    "en": "The editor Ada Lund spent a year in a boat. We met her on the quay, where the gulls are loud.",
    "ru": "Монтажёр Ада Лунд прожила год в лодке. Мы встретили её на причале, где громко кричат чайки.",
    "de": "Die Cutterin Ada Lund hat ein Jahr in einem Boot gelebt. Wir trafen sie am Kai bei den Möwen.",
    "fr": "La monteuse Ada Lund a vécu un an dans un bateau. Nous l'avons rencontrée sur le quai.",
    "kk": "Монтаж режиссері Ада Лунд бір жыл қайықта тұрды. Біз оны айлақта, шағалалар арасында кездестірдік.",
    "zh": "剪辑师林雪在船上住了一年。我们在码头见到了她，那里的海鸥叫得很响。",
}


def labels(language, style):
    colon = "：" if language == "zh" else ":"
    asks, answers = WORDS[language] if style == "words" else NAMED[language][:2]
    both = (asks.upper(), answers.upper()) if style == "capitals" else (asks, answers)
    return tuple(name + colon for name in both)


@pytest.mark.parametrize("language", NAMED)
@pytest.mark.parametrize("style", ["names", "capitals", "words"])
@pytest.mark.parametrize("gap", [" ", "\n"])
@pytest.mark.parametrize("lead", [False, True])
def test_a_title_that_begins_with_the_guests_name_is_not_what_she_says(language, style, gap, lead):
    title = NAMED[language][2]
    above = f"{title}\n\n{LEADS[language]}" if lead else title
    told = record(f"{above}\n\n" + dump(TALKS_MORE[language], labels(language, style), gap))
    assert told.title == title
    assert_talk(told, TALKS_MORE[language])
    assert (LEADS[language] in told.text) == lead


@pytest.mark.parametrize(
    "title", ["Ada Lund: “I never slept.”", "ADA LUND: The harbour at night", "Ada Lund: Who owns the harbour?"]
)
def test_a_named_title_may_be_quoted_in_capitals_or_ask_where_the_labels_are_printed_otherwise(title):
    told = record(f"{title}\n\n" + dump(TALKS["en"], ("Noor Falk:", "Ada Lund:"), "\n"))
    assert told.title == title
    assert_talk(told, TALKS["en"])


SPOKEN = {
    "a sentence": ("Ada Lund: Thanks for coming to the harbour.", ("Noor Falk:", "Ada Lund:")),
    "a first name": ("ADA: Thanks for coming to the harbour…", ("NOOR:", "ADA:")),
    "thanks without a stop": ("Ada Lund: Thanks for having me in the harbour", ("Noor Falk:", "Ada Lund:")),
    "a first name without a stop": ("ADA: So this is the harbour", ("NOOR:", "ADA:")),
}


@pytest.mark.parametrize("kind", SPOKEN)
def test_a_dump_may_begin_with_what_the_guest_says(kind):
    said, before = SPOKEN[kind]
    told = record(f"{said}\n\n" + dump(TALKS["en"], before))
    assert told.title is None
    assert told.turns[0].text == said.partition(": ")[2]
    assert len(told.turns) == 2 * len(TALKS["en"]) + 1


def test_nothing_is_told_from_how_a_line_ends_where_none_ends_as_a_sentence():
    pairs = [(asked, answer.rstrip(".")) for asked, answer in TALKS["en"]]
    told = record("Ada Lund: So this is my harbour\n\n" + dump(pairs, ("Noor Falk:", "Ada Lund:")))
    assert told.title is None
    assert told.turns[0].text == "So this is my harbour"


@pytest.mark.parametrize("language", NAMED)
@pytest.mark.parametrize("style", ["names", "words"])
@pytest.mark.parametrize("gap", [" ", "\n"])
@pytest.mark.parametrize("lead", [False, True])
def test_a_title_right_above_the_talk_needs_no_blank_line(language, style, gap, lead):
    title = NAMED[language][2]
    above = f"{title}\n{LEADS[language]}" if lead else title
    told = record(f"{above}\n" + dump(TALKS_MORE[language], labels(language, style), gap).replace("\n\n", "\n"))
    assert told.title == title
    assert_talk(told, TALKS_MORE[language])
    assert title not in told.text
    assert "title_missing" not in told.warnings


def test_a_talk_without_blank_lines_and_without_a_title_loses_nothing():
    told = record(dump(TALKS["en"], ("Q:", "A:")).replace("\n\n", "\n"))
    assert told.title is None
    assert_talk(told, TALKS["en"])


@pytest.mark.parametrize(
    "text",
    [
        "Ash and Snow\nDirector: Ada Lund\nCast: Noor Falk\nSalt\nDirector: Ben Rand\nCast: Eva Holm\nThree films.",
        "The harbour was dark when we came, and nobody had\nslept. Q: was the letter\nQ: again, and who knows why?",
        "A day in the harbour\n09:00: who is up?\n10:00: the boats go out",
    ],
)
def test_a_paragraph_that_holds_no_talk_stays_one(text):
    blocks = parse_dump(Page.from_text("", text, media_type="text/plain")).blocks
    assert [block.text for block in blocks] == [text]


def test_a_wrapped_paragraph_above_a_talk_stays_one():
    wrapped = "The editor Ada Lund has lived in a boat for a year now,\nand she has not slept.\n"
    text = wrapped + "Q: Why did you film the harbour?\nA: Because I live there.\nQ: Did you sleep?\nA: I never slept."
    blocks = parse_dump(Page.from_text("", text, media_type="text/plain")).blocks
    assert [block.text for block in blocks] == [text]

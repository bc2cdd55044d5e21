"""Transcripts of recordings: people known by a number, times before what is said, subtitles."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.page import Page
from junket.pipelines.page.block import Block, StyleRun, TextStyle
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import verdict

TITLE = "Ada Lund on the harbour clock"
LEAD = "The director Ada Lund filmed one harbour for three winters. We met her on the quay where it all began."
PAIRS = [
    ("Why did you film the harbour at night?", "Because nobody asked me to stay at home, and I could not sleep."),
    ("Did you sleep in the boat?", "I never slept. My uncle did, and he snored on every take that we made."),
    ("Who lent you the camera?", "A wedding photographer. I still owe him two weekends and a lens cap."),
    ("What will you do next?", "I will write down what the harbour master told me about his clock."),
]
SAID = [words for pair in PAIRS for words in pair]


def record(body, media_type="text/html"):
    page = Page.from_text("https://film.example/talks/ada-lund", body, media_type=media_type)
    outcome = verdict(replace(page, named=True)).outcome
    assert isinstance(outcome, Record)
    return outcome


def page(*paragraphs, title=TITLE):
    return record(
        f"<title>{title}</title><meta name=author content='Tom Ash'><h1>{title}</h1><p>{LEAD}</p>" + "".join(paragraphs)
    )


def labelled(form, asking, answering, said=SAID):
    return [form.format(label=(asking, answering)[n % 2], words=words, n=n) for n, words in enumerate(said)]


def assert_talk(told, asking=None, answering=None):
    assert [turn.text for turn in told.turns] == SAID
    assert "".join(turn.role[0] for turn in told.turns) == "qa" * len(PAIRS)
    if asking:
        assert {turn.speaker_printed for turn in told.turns if turn.role == "question"} == {asking}
        assert {turn.speaker_printed for turn in told.turns if turn.role == "answer"} == {answering}


NUMBERED = [
    ("Speaker 1", "Speaker 2"), ("Speaker 2", "Speaker 1"), ("SPEAKER_00", "SPEAKER_01"), ("UXR 003", "Intern 003"),
    ("P1", "P2"), ("S1", "S2"), ("Sprecher 2", "Sprecher 1"), ("Спикер 1", "Спикер 2"),
    ("Intervenant 1", "Intervenant 2"),
    ("Locutor 2", "Locutor 1"), ("1-спикер", "2-спикер"), ("Speaker #1", "Speaker #2"), ("Interviewer", "P1"),
    ("Interviewer", "Participant 12"), ("話者1", "話者2"),
]  # fmt: skip
FORMS = [
    "<p>{label}: {words}</p>", "<p><b>{label}:</b> {words}</p>", "<h4>{label}</h4><p>{words}</p>",
    "<p>{label}<br>{words}</p>",
    "<p><b>{label}</b> {words}</p>", "<p>{label} (00:1{n}): {words}</p>", "<p>[00:00:1{n}] {label}: {words}</p>",
    "<p>{label} 0:1{n}</p><p>{words}</p>", "<div>{label}:</div><div>{words}</div>",
]  # fmt: skip


@pytest.mark.parametrize(("asking", "answering"), NUMBERED)
@pytest.mark.parametrize("form", FORMS)
def test_people_known_by_a_number_take_turns(form, asking, answering):
    told = page(*labelled(form, asking, answering))
    assert_talk(told, asking, answering)
    assert {turn.speaker for turn in told.turns if turn.role == "question"} <= {None, "Interviewer"}


@given(st.text("ab \n", max_size=30), st.data())
def test_a_block_without_stretches_keeps_the_rest_and_its_styles(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    runs = [
        StyleRun(start, end, TextStyle(n % 2))
        for n, (start, end) in enumerate(pairwise([0, *cuts, len(text)]))
        if start < end
    ]
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    block = Block(0, text, "p", tuple(runs))
    kept = [place for place in range(len(text)) if not any(start <= place < end for start, end in spans)]
    style = {place: run.style for run in runs for place in range(run.start, run.end)}
    rest = "".join(text[place] for place in kept)
    first, last = len(rest) - len(rest.lstrip()), len(rest.rstrip())
    left = block.without(spans)
    assert left.text == rest.strip()
    if left.text:
        styles = [run.style for run in left.runs for _ in range(run.start, run.end)]
        assert styles == [style[place] for place in kept[first:last]]
        assert (left.runs[0].start, left.runs[-1].end) == (0, len(left.text))


def test_a_number_is_the_guest_where_it_is_alone_and_the_page_names_him():
    told = page(*labelled("<p>{label}: {words}</p>", "Speaker 1", "Speaker 2"), title="Interview with Ada Lund")
    assert {turn.speaker for turn in told.turns if turn.role == "answer"} == {"Ada Lund"}


def test_of_two_numbers_that_answer_nobody_can_tell_who_the_guest_is():
    labels = ["Host", "Speaker 1", "Host", "Speaker 2"] * 2
    told = page(
        *(f"<p>{label}: {words}</p>" for label, words in zip(labels, SAID, strict=True)),
        title="Interview with Ada Lund",
    )
    assert [turn.speaker_printed for turn in told.turns] == labels
    assert {turn.speaker for turn in told.turns if turn.role == "answer"} == {None}


def test_a_number_that_speaks_once_beside_those_that_speak_again_is_somebody():
    labels = ["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2", "Speaker 1", "Speaker 3", "Speaker 1", "Speaker 2"]
    told = page(*(f"<p>{label}: {words}</p>" for label, words in zip(labels, SAID, strict=True)))
    assert [turn.speaker_printed for turn in told.turns] == labels


@pytest.mark.parametrize("word", ["Chapter", "Part", "Season", "Глава", "Teil", "Top", "Step"])
def test_a_word_and_a_climbing_number_is_no_speaker(word):
    bold = "".join(
        f"<p>{word} {n}: the sea</p><p><b>{asked}</b></p><p>{told}</p>" for n, (asked, told) in enumerate(PAIRS, 1)
    )
    assert all(turn.speaker_printed is None for turn in page(bold).turns)
    listed = page(*(f"<p>{word} {n}: {words}</p>" for n, words in enumerate(SAID, 1)))
    assert all(turn.speaker_printed is None for turn in listed.turns)


def test_numbered_questions_stay_questions():
    told = page(*(f"<p>Q{n}: {asked}</p><p>A{n}: {answer}</p>" for n, (asked, answer) in enumerate(PAIRS, 1)))
    assert_talk(told)
    told = page(*(f"<p>Frage {n}: {asked}</p><p>{answer}</p>" for n, (asked, answer) in enumerate(PAIRS, 1)))
    assert_talk(told)


def clock(seconds, mark="."):
    return f"00:{seconds // 60:02}:{seconds % 60:02}{mark}000"


def cues(form, *, mark=".", names=("Noor Falk", "Ada Lund"), said=SAID):
    """Each turn as two cues, broken in mid-sentence and printed on two lines."""
    shown = []
    for n, words in enumerate(said):
        split = words.split()
        half = len(split) // 2
        for first, part in ((True, split[:half]), (False, split[half:])):
            start = clock(len(shown) * 4, mark)
            text = " ".join(part[:2]) + "\n" + " ".join(part[2:]) if len(part) > 2 else " ".join(part)
            label = names[n % 2] if first or "<v" in form else ""
            shown.append(form.format(
                n=len(shown) + 1, start=start, end=clock(len(shown) * 4 + 4, mark), words=text, name=label,
                label=f"{label}: " if label else "",
            ))  # fmt: skip
    return "\n\n".join(shown)


SUBTITLES = {
    "voices": ("WEBVTT\n\n", "{start} --> {end}\n<v {name}>{words}", "."),
    "voices, closed, with classes": (
        "WEBVTT\nKind: captions\nLanguage: en\n\n", "{start} --> {end}\n<v.loud {name}><i>{words}</i></v>", ".",
    ),
    "cue names and settings": (
        "WEBVTT\n\n", "cue-{n}\n{start} --> {end} line:0 position:20% align:start\n<v {name}>{words}", ".",
    ),
    "notes, styles, regions": (
        "WEBVTT - made by a machine\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\nNOTE of the editor\n\n",
        "{start} --> {end}\n<v {name}>{words}\n\nNOTE checked\non two lines", ".",
    ),
    "labels in WebVTT": ("WEBVTT\n\n", "{start} --> {end}\n{label}{words}", "."),
    "labels in SRT": ("", "{n}\n{start} --> {end}\n{label}{words}", ","),
    "labels in SRT, each line apart": ("", "{n}\n\n{start} --> {end}\n\n{label}{words}", ","),
    "labels in SRT, no blank lines, no numbers": ("", "{start}-->{end}\n{label}{words}", ","),
    "labels in SRT, with tags": (
        "\ufeff", "{n}\n{start} --> {end}\n{{\\an8}}<font color='#fff'>{label}{words}</font>", ",",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SUBTITLES)
def test_subtitles_are_turns_without_times_numbers_and_tags(kind):
    head, form, mark = SUBTITLES[kind]
    told = record(head + cues(form, mark=mark), "text/plain")
    assert_talk(told, "Noor Falk", "Ada Lund")
    assert (told.interviewers, told.interviewees) == (("Noor Falk",), ("Ada Lund",))
    for gone in ("-->", "<", ">", "00:0", "WEBVTT", "NOTE", "STYLE", "cue", "checked", "fred", "\\an8"):
        assert gone not in told.text
    assert told.title == ("made by a machine" if "machine" in head else None)


SPOKEN = {
    ("ВЕРА", "АДА"): [
        "Почему вы снимали ночью?",
        "Потому что днём там стоит рынок, и я его боюсь.",
        "Вы спали?",
        "Нет, я ни разу не спала, а дядя храпел в каждом дубле.",
        "Кто дал вам камеру?",
        "Свадебный фотограф, и я до сих пор должна ему два выходных.",
        "Что вы снимете потом?",
        "Я сниму часы, о которых мне рассказал смотритель.",
    ],
    ("Сұрақ", "Жауап"): [
        "Сіз неге түнде түсірдіңіз?",
        "Өйткені күндіз мен ол жерде ұйықтап жүрдім, әкем білмейді.",
        "Сіз ұйықтадыңыз ба?",
        "Мен ешқашан ұйықтаған жоқпын, ал ағам әр дубльде қорылдады.",
        "Камераны сізге кім берді?",
        "Маған оны тойдың фотографы берді, мен оған әлі қарызбын.",
        "Енді не түсіресіз?",
        "Мен сағат туралы түсіремін, оны маған күзетші айтты.",
    ],
    ("Sprecherin 1", "Sprecherin 2"): [
        "Warum haben Sie nachts gedreht?",
        "Weil ich tagsüber dort arbeite und mich niemand sehen sollte.",
        "Haben Sie geschlafen?",
        "Nein, ich habe nie geschlafen, und mein Onkel hat in jeder Einstellung geschnarcht.",
        "Wer gab Ihnen die Kamera?",
        "Ein Fotograf, dem ich bis heute zwei Wochenenden schulde.",
        "Was machen Sie jetzt?",
        "Ich schreibe auf, was mir der Hafenmeister über seine Uhr erzählt hat.",
    ],
}


@pytest.mark.parametrize("names", SPOKEN)
def test_subtitles_in_other_languages(names):
    said = SPOKEN[names]
    told = record(cues("{n}\n{start} --> {end}\n{label}{words}", mark=",", names=names, said=said), "text/plain")
    assert [turn.text for turn in told.turns] == said
    assert {turn.speaker_printed for turn in told.turns} == set(names)


def test_captions_that_roll_up_say_each_line_once():
    lines = ["I never slept, and my uncle", "snored on every take that", "we made in the harbour.", "He knows it."]
    shown = [f"{clock(n * 2)} --> {clock(n * 2 + 2)}\n" + "\n".join(lines[max(0, n - 1) : n + 1]) for n in range(4)]
    told = record("WEBVTT\n\n" + "\n\n".join(shown), "text/plain")
    assert told.text == " ".join(lines)


def test_subtitles_without_speakers_are_paragraphs_by_question_and_pause():
    shown = [f"{n}\n{clock(n * 5, ',')} --> {clock(n * 5 + 4, ',')}\n{words}" for n, words in enumerate(SAID, 1)]
    told = record("\n\n".join(shown), "text/plain")
    assert told.text == "\n\n".join(SAID)
    assert_talk(told)


def video(lines, step=4, form="{time}\n{words}"):
    times = [f"{n * step // 60}:{n * step % 60:02}" for n in range(len(lines))]
    return "\n".join(form.format(time=time, words=words) for time, words in zip(times, lines, strict=True))


def pieces(words, count=6):
    split = words.split()
    return [" ".join(split[n : n + count]) for n in range(0, len(split), count)]


def test_a_copied_video_transcript_is_its_words():
    told = record("Ada Lund on the harbour clock\n\n" + video(pieces(" ".join(SAID))), "text/plain")
    assert told.text == " ".join(SAID)
    assert told.title == "Ada Lund on the harbour clock"


def test_a_copied_transcript_with_a_name_above_each_time_has_turns():
    lines = [f"{('Noor Falk', 'Ada Lund')[n % 2]}\n0:{n * 7:02}\n{words}" for n, words in enumerate(SAID)]
    told = record("A talk in the harbour\n\n" + "\n".join(lines), "text/plain")
    assert_talk(told, "Noor Falk", "Ada Lund")
    assert "0:0" not in told.text


CHAPTERS = ["Intro", "The harbour at night", "Who lent the camera", "A clock and its master", "What is next", "Credits"]


@pytest.mark.parametrize("form", ["{time}\n{words}", "{time} {words}"])
def test_times_of_chapters_and_schedules_stay(form):
    for times in (
        ["0:00", "2:10", "5:45", "9:30", "14:02", "20:55"],
        ["10:30", "11:00", "12:15", "14:00", "16:30", "18:00"],
    ):
        lines = "\n".join(form.format(time=time, words=words) for time, words in zip(times, CHAPTERS, strict=True))
        told = record(f"The harbour film day\n\n{LEAD}\n\n{lines}", "text/plain")
        assert all(time in told.text for time in times)


def test_an_article_that_shows_two_cues_is_none():
    told = record(
        "\n\n".join([TITLE, LEAD, *SAID * 3, "1\n00:00:01,000 --> 00:00:02,000\nHello", LEAD[::-1]]), "text/plain"
    )
    assert "00:00:01,000 --> 00:00:02,000" in told.text


def timed(form, times=None):
    times = times or [f"0:{n * 7:02}" for n in range(len(SAID))]
    names = ("Noor Falk", "Ada Lund")
    return [
        form.format(t=time, n=names[n % 2], w=words) for n, (time, words) in enumerate(zip(times, SAID, strict=True))
    ]


@pytest.mark.parametrize(
    "form",
    [
        "<p><a href='#t'>{t}</a> <b>{n}</b> {w}</p>",
        "<p>[00:0{t}] <strong>{n}:</strong> {w}</p>",
        "<p><span class=time>{t}</span> {n}: {w}</p>",
        "<p><b>{n}</b> ({t}):</p><p>{w}</p>",
        "<p>{n} {t}<br>{w}</p>",
        "<div>{n}</div><div>{t}</div><div>{w}</div>",
        "<p>{t}<br>{n}: {w}</p>",
        "<p>00:0{t} - {n}</p><p>{w}</p>",
        "<h4>{n} · {t}</h4><p>{w}</p>",
        "<table><tr><td>{t}</td><td>{n}</td><td>{w}</td></tr></table>",
    ],
)
def test_time_codes_leave_the_text_and_the_name_stays(form):
    told = page(*timed(form), title="Noor Falk talks to Ada Lund")
    assert [(turn.text, turn.speaker) for turn in told.turns] == [
        (words, ("Noor Falk", "Ada Lund")[n % 2]) for n, words in enumerate(SAID)
    ]
    assert "0:0" not in told.text
    assert dict(told.stripped)["timecode"] >= len(SAID)


def test_time_codes_of_fragments_leave_the_text():
    lines = pieces(" ".join(SAID * 2))
    told = page(*(f"<div>{n * 4 // 60}:{n * 4 % 60:02}</div><div>{words}</div>" for n, words in enumerate(lines)))
    assert "0:0" not in told.text
    assert told.text.endswith("\n\n".join(lines))


CLOCKS = ["10:30", "11:05", "11:50", "12:15", "13:00", "14:30", "15:45", "17:00"]
STAYS = {
    "a schedule": ("<p>{t} {w}</p>", CLOCKS),
    "a schedule in bold": ("<p>{t} <b>{w}</b></p>", CLOCKS),
    "a list of chapters": (
        "<li>{t} Part one of it</li>", ["0:00", "2:10", "3:30", "4:15", "9:59", "12:00", "30:00", "41:10"],
    ),
    "chapters that ask": ("<li>00:{t} What comes after the ice?</li>", CLOCKS),
    "a live blog": ("<h3>{t}</h3><p>{w}</p>", CLOCKS[::-1]),
    "a live blog after midnight": (
        "<p>{t} {w}</p>", ["00:03", "00:15", "00:40", "01:10", "01:40", "02:00", "02:20", "02:50"],
    ),
    "songs": ("<li>The ice {t}</li>", ["3:10", "2:59", "4:44", "3:33", "2:10", "6:01", "3:12", "3:14"]),
    "steps": ("<p>{t} {w}</p>", ["0:00", "0:05", "0:20", "0:45", "1:10", "1:15", "1:30", "2:00"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", STAYS)
def test_times_that_are_no_recordings_stay(kind):
    form, times = STAYS[kind]
    told = page(*timed(form, times), *(f"<p>{words}</p>" for words in SAID))
    assert all(time in told.text for time in times)


def test_a_time_in_a_sentence_stays():
    said = [f"At 0:1{n} in the film {words}" for n, words in enumerate(SAID)]
    told = page(*(f"<p>{words}</p>" for words in said))
    assert all(words in told.text for words in said)

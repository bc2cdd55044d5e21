"""Which lines start with a speaker's label, and whose it is."""

from __future__ import annotations

import pytest

from junket.pipelines.turns.labels import bare_key, group_speakers, is_answer_word, is_question_word, lines_by_speaker

ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew."


@pytest.fixture
def printed(sheet_of):
    def read(*lines, **more):
        sheet = sheet_of(*lines, **more)
        return [sheet.labels[line.number].printed if line.number in sheet.labels else None for line in sheet.lines]

    return read


@pytest.mark.parametrize(
    ("asks", "tells"),
    [
        ("Q: {}", "A: {}"),
        ("Q. {}", "A. {}"),
        ("Ib Moss: {}", "Mira Tolen: {}"),
        ("IM: {}", "MT: {}"),
        ("IB MOSS — {}", "MIRA TOLEN — {}"),
        ("Вопрос: {}", "Ответ: {}"),
        ("Ib Moss [00:12:03]: {}", "Mira Tolen [00:12:09]: {}"),
        ("Speaker 1: {}", "Speaker 2: {}"),
        ("<b>Ib Moss</b> {}", "<b>Mira Tolen</b> {}"),
    ],
)
def test_ways_of_printing_a_label(printed, sheet_of, asks, tells):
    lines = [f"<p>{each}</p>" for each in (asks.format(ASKS), tells.format(TELLS))] * 3
    assert None not in printed(*lines)
    sheet = sheet_of(*lines)
    said = {sheet.lines[number].text[label.end :].strip() for number, label in sheet.labels.items()}
    assert said == {ASKS, TELLS}


def test_a_label_on_a_line_of_its_own_and_those_of_a_first_pair_count(printed):
    assert (
        printed("Ib Moss:", ASKS, "Mira Tolen:", TELLS, "Ib Moss:", ASKS, "Mira Tolen:", TELLS)[::2]
        == [
            "Ib Moss",
            "Mira Tolen",
        ]
        * 2
    )


@pytest.mark.parametrize(
    "line",
    [
        "The fog came early: nobody was there.",
        "Part 2: the fog",
        "IG: @ada",
        "At 12:45 we left.",
        "https://film.example/a: a page",
        "<h3>Mira Tolen: the fog does not wait</h3>",
    ],
)
def test_what_only_looks_like_one(printed, line):
    assert printed(ASKS, TELLS, line, ASKS, TELLS) == [None] * 5


def test_entries_of_a_list_are_no_speakers(printed):
    names = ("Ada Lund", "Ola Fenn", "Imre Varga", "Nils Aro", "Vera Quill", "Dana Moor", "Ib Moss", "Berta Lind")
    lines = [f"{name} {family}: a grip" for name in names[:6] for family in ("Orr", "Ash", "Elm", "Oak", "Yew", "Fir")]
    assert set(printed(*lines)) == {None}


def test_words_for_roles_are_told_from_names(sheet_of):
    labels = sheet_of(*["Q: Why?", "A: So.", "Moderator: And then?", "Mira: I left."] * 2).labels
    by_name = {label.printed: label for label in labels.values()}
    assert [is_question_word(by_name[name]) for name in ("Q", "A", "Mira")] == [True, False, False]
    assert [is_answer_word(by_name[name]) for name in ("Q", "A", "Mira")] == [False, True, False]
    assert is_question_word(by_name["Moderator"])


@pytest.mark.parametrize(("text", "key"), [("Q1", "q"), ("1Q.", "q"), ("Вопрос 3", "вопрос")])
def test_a_role_has_its_key_without_numbers(text, key):
    assert bare_key(text) == key


def test_short_forms_are_the_speaker_whom_they_shorten(sheet_of):
    lines = ["Ib Moss: Why fog?", "Mira Tolen: I like it.", "Moss: And rain?", "Tolen: I like rain too."] * 2
    labels = sheet_of(*lines).labels
    keys = group_speakers(labels)
    assert len(set(keys.values())) == 2
    assert sorted(lines_by_speaker(labels).values()) == [[0, 2, 4, 6], [1, 3, 5, 7]]

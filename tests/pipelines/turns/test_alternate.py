"""What marks the questions and what follows them: how most styles put turns together."""

from __future__ import annotations

from junket.pipelines.turns.alternate import Builder, alternate, whole_lines

ASKS, TELLS = "Why do you film fog?", "I like how it hides the crew."


def turns(sheet, *numbers, span=None):
    drafts = alternate(sheet, span or whole_lines(set(numbers)))
    return [(draft.role[0], sheet.text[draft.start : draft.end], draft.label) for draft in drafts]


def test_what_stands_between_questions_is_the_answer(sheet_of):
    sheet = sheet_of("A lead.", ASKS, TELLS, "The crew was cold.", ASKS, "Fog.")
    answer = f"{TELLS}\n\nThe crew was cold."
    assert turns(sheet, 1, 4) == [("q", ASKS, None), ("a", answer, None), ("q", ASKS, None), ("a", "Fog.", None)]


def test_a_line_may_hold_both(sheet_of):
    sheet = sheet_of(f"{ASKS} {TELLS}")
    assert turns(sheet, span=lambda _: len(ASKS)) == [("q", ASKS, None), ("a", TELLS, None)]


def test_lines_of_one_paragraph_are_one_question_and_paragraphs_are_several(sheet_of):
    assert turns(sheet_of(f"<p>It is grey.<br>{ASKS}</p>", TELLS), 0, 1)[0] == ("q", f"It is grey.\n{ASKS}", None)
    assert [role for role, *_ in turns(sheet_of("It is grey.", ASKS, TELLS), 0, 1)] == ["q", "q", "a"]


def test_headings_are_nobodys_and_one_that_asks_opens_a_box(sheet_of):
    sheet = sheet_of(ASKS, TELLS, "<h3>On fog</h3>", "The crew was cold.", ASKS, TELLS)
    assert len(turns(sheet, 0, 4)) == 4
    assert turns(sheet, 0, 4)[1][1].endswith("The crew was cold.")
    assert turns(sheet, 2) == [("q", "On fog", None), ("a", sheet.text.partition("On fog\n\n")[2], None)]
    boxed = sheet_of(ASKS, TELLS, "<h3>What is fog?</h3>", "Water in the air.", ASKS, TELLS)
    assert turns(boxed, 0, 4)[1] == ("a", TELLS, None)


def test_labels_inside_start_turns_of_their_own(sheet_of):
    sheet = sheet_of(*["Ib: Why do you film fog?", "Mira: I like it.", "Ola: I carry the lamp."] * 3)
    found = turns(sheet, 0, 3, 6)
    assert found[:3] == [("q", ASKS, "Ib"), ("a", "I like it.", "Mira"), ("a", "I carry the lamp.", "Ola")]


def test_nothing_marked_is_no_turn(sheet_of):
    assert turns(sheet_of(ASKS, TELLS)) == []


def test_a_builder_opens_no_turn_without_words_and_trims_the_others(sheet_of):
    (line,) = sheet_of("Why fog?").lines
    builder = Builder()
    builder.open("question", line, 3, 4)
    assert builder.done() == ()
    assert builder.side is None
    builder.open("question", line, 0, 4)
    builder.extend(line)
    (draft,) = builder.done()
    assert (draft.start, draft.end) == (line.start, line.end)
    builder.extend(line, 4)
    assert builder.done()[0].end == line.start + 3

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junket.pipelines.record.record import Record, Turn
from junket.pipelines.template import RULE, learn, pack, page_lines, without_template
from junket.pipelines.template.lines import MOST_LINES, fingerprint
from junket.pipelines.turns.turn_id import turn_keys

CALL = "The lamps of this paper are lit by its readers, so think of us when the evenings draw in."
NOTE = "Ottilie Brandt keeps a diary of everything that floats past her boat on the way to work."


def record(number: int, *lines: str, asked: tuple[str, ...] = (), **fields: object) -> Record:
    """A record of those lines. Of ``asked`` each is a question, what follows it (up to the next) the answer."""
    text = "\n\n".join(lines)
    cuts = [text.index(question) for question in asked]
    said: list[tuple[str, int, int]] = []
    for at, following, question in zip(cuts, [*cuts, len(text) + 2][1:], asked, strict=bool(asked)):
        said += [("question", at, at + len(question)), ("answer", at + len(question) + 2, following - 2)]
    keys = turn_keys((role, text[start:end]) for role, start, end in said)
    turns = tuple(
        Turn(turn_id=f"{number:016x}-{key}", role=role, text=text[start:end], start=start, end=end)
        for key, (role, start, end) in zip(keys, said, strict=True)
    )
    made = Record(
        id=f"{number:016x}", url="", canonical_url="", site="quay.example", kind="news", content_hash="",
        title=f"Talk {number}", text=text, turns=turns,
    )  # fmt: skip
    return replace(made, **fields)


def own(number: int, part: int = 0) -> str:
    words = ("oar", "rope", "lamp", "crate", "bell", "lock", "mole", "quay", "buoy", "tide", "reel", "map", "fog")
    return " ".join(words[(number * 7 + part * 5 + each * (number + 2)) % 13] + str(number) for each in range(30)) + "."


def template_of(*records: Record) -> frozenset[int]:
    captures = sorted((each.id, pack(each)) for each in records)
    return learn(lambda: captures)


def settled(*records: Record) -> list[list[str]]:
    template = template_of(*records)
    return [without_template(each, template).text.split("\n\n") for each in records]


def test_a_line_on_three_documents_is_template():
    records = [record(number, own(number), CALL) for number in range(3)]
    assert settled(*records) == [[own(number)] for number in range(3)]


def test_two_documents_tell_nothing():
    assert template_of(*(record(number, own(number), CALL) for number in range(2))) == frozenset()


def test_captures_of_one_document_count_once():
    records = [record(number // 2, own(number), CALL) for number in range(4)]
    assert template_of(*records) == frozenset()


def test_twins_count_once_whatever_their_titles():
    twins = [record(number, own(0), own(0, 1), CALL) for number in range(5)]
    assert template_of(*twins, record(6, own(6), CALL)) == frozenset()


def test_a_question_and_the_first_line_of_its_answer_stay():
    asked = ("Tell us how it began for you and your brother.", "Whom would you thank?")
    answer = "I would thank my mother and nobody else in the whole wide world."
    pages = [[own(n), asked[0], own(n, 1), asked[1], answer, own(n, 2)] for n in range(9)]
    assert settled(*(record(n, *page, CALL, asked=asked) for n, page in enumerate(pages))) == pages


def test_the_prompts_of_a_series_stay_where_no_turn_was_read():
    asked = [f"Tell us about the {thing} that you would never part with." for thing in ("lamp", "oar", "reel")]
    pages = [
        [own(n), *(line for part, each in enumerate(asked) for line in (each, own(n, part + 1)))] for n in range(6)
    ]
    assert settled(*(record(n, *page, CALL) for n, page in enumerate(pages))) == pages


def test_a_question_to_the_reader_at_the_end_goes():
    tail = "Do you know somebody whom we should meet by the water?"
    records = [record(n, own(n), own(n, 1), tail, CALL) for n in range(4)]
    assert settled(*records) == [[own(n), own(n, 1)] for n in range(4)]


def test_a_heading_stays_over_the_pages_own_words_and_goes_with_template():
    records = [record(n, own(n), "Plot", own(n, 1), "Support us", CALL) for n in range(5)]
    assert settled(*records) == [[own(n), "Plot", own(n, 1)] for n in range(5)]


def test_a_short_answer_stays():
    records = [record(n, own(n), f"Was it cold in winter {n}?", "Yes.", own(n, 1)) for n in range(5)]
    assert template_of(*records) == frozenset()


@pytest.mark.parametrize("share", [2, 1])
def test_thanks_at_the_end_of_an_interview_stay_where_they_are_read_as_a_turn(share):
    thanks = "Many thanks for this interview."
    asked = ("How did it begin, when you look back?", thanks)
    pages = [[own(n), asked[0], own(n, 1), thanks] for n in range(8)]
    made = [record(n, *page, CALL, asked=() if n % share else asked) for n, page in enumerate(pages)]
    assert settled(*made) == pages


def test_background_that_a_few_reports_share_is_their_own():
    background = "The harbour commission was set up after the flood and has met behind closed doors since."
    inside = [record(n, own(n), background, own(n, 1)) for n in range(4)]
    at_end = [record(n, own(n), own(n, 1), background) for n in range(4)]
    others = [record(n, own(n), own(n, 1)) for n in range(4, 24)]
    assert template_of(*inside, *others) == template_of(*at_end, *others) == frozenset()


def test_on_a_small_site_background_stays_unless_most_pages_have_it():
    background = "The harbour commission was set up after the flood and has met behind closed doors since."
    shared = [record(n, own(n), background, own(n, 1)) for n in range(3)]
    others = [record(n, own(n), own(n, 1)) for n in range(3, 6)]
    assert template_of(*shared, *others) == frozenset()
    assert template_of(*shared, others[0]) == {fingerprint(background)}


def test_an_authors_standing_note_goes_though_it_stands_on_few_pages():
    noted = [record(n, own(n), NOTE, authors=("Ottilie Brandt",)) for n in range(4)]
    others = [record(n, own(n), authors=(f"Other {n}",)) for n in range(4, 44)]
    assert template_of(*noted, *others) == {fingerprint(NOTE)}


def test_a_page_of_nothing_else_stays_as_it_is():
    template = frozenset([fingerprint(CALL)])
    only = record(1, CALL)
    assert without_template(only, template) is only


def test_what_is_cut_from_an_answer_leaves_turns_in_place_and_their_names():
    asked = ("How did it begin, when you look back?", "And where does it end?")
    clean = record(1, own(1), asked[0], own(1, 1), asked[1], own(1, 2), asked=asked)
    full = record(1, own(1), asked[0], own(1, 1), CALL, asked[1], own(1, 2), NOTE, asked=asked)
    got = without_template(full, frozenset(map(fingerprint, (CALL, NOTE))))
    assert (got.text, got.turns) == (clean.text, clean.turns)
    assert dict(got.stripped) == {RULE: 2}


def test_a_question_whose_answer_was_template_has_none():
    asked = ("How did it begin, when you look back?",)
    got = without_template(record(1, own(1), asked[0], CALL, asked=asked), frozenset([fingerprint(CALL)]))
    assert [(turn.role, turn.answer_missing) for turn in got.turns] == [("question", True)]
    assert "answer_missing" in got.warnings


def test_case_and_punctuation_do_not_count_and_signs_alone_are_no_line():
    assert fingerprint("Write to us, please!") == fingerprint("WRITE to us please")
    assert fingerprint("* * *") == 0


def test_what_is_kept_of_a_page_is_bounded():
    packed = pack(record(1, *(f"line {number}" for number in range(5_000))))
    entries = page_lines(packed).entries
    assert len(entries) == 2 * MOST_LINES + 1
    assert (entries[0].fingerprint, entries[-1].fingerprint) == (fingerprint("line 0"), fingerprint("line 4999"))


@pytest.mark.parametrize("text", ["ในวันนี้เราไปที่ท่าเรือด้วยกัน", "我们今天和他一起去了港口看灯塔"])
def test_sentences_without_spaces_are_no_labels(text):
    records = [record(number, own(number), text) for number in range(3)]
    assert settled(*records) == [[own(number)] for number in range(3)]


@settings(max_examples=100, deadline=None)
@given(
    pieces=st.lists(
        st.tuples(st.sampled_from(["a", "b b", "Ж", "?", "\u200d", ""]), st.sampled_from(["\n", "\n\n", "x"]))
    ),
    cuts=st.lists(st.integers(0, 40), max_size=8),
    drop=st.frozensets(st.sampled_from(["a", "b b", "Ж", "ax", "ab b"])),
)
def test_turns_stay_true_to_the_text_whatever_goes(pieces, cuts, drop):
    text = "".join(part + gap for part, gap in pieces).strip("\n")
    bounds = sorted({min(cut, len(text)) for cut in cuts})
    turns = tuple(
        Turn(turn_id=str(start), role="answer", text=text[start:end], start=start, end=end)
        for start, end in itertools.pairwise(bounds)
    )
    got = without_template(record(1, text, turns=turns), frozenset(map(fingerprint, drop)))
    assert all(turn.text == got.text[turn.start : turn.end] for turn in got.turns)
    assert [(t.start, t.end) for t in got.turns] == sorted((t.start, t.end) for t in got.turns)
    if got.text != text:
        assert not {fingerprint(line) for line in got.text.split("\n")} & {fingerprint(each) for each in drop}

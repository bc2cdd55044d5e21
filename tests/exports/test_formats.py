from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junket.crawlers.rights.right import Right
from junket.crawlers.terminal import printable
from junket.exports.cli.scraping.output import record_output
from junket.exports.formats.json import json_line, record_json, record_line
from junket.exports.formats.md import record_markdown
from junket.exports.formats.text import record_text
from junket.exports.formats.transcript import transcript
from junket.exports.masked import masked
from junket.pipelines.explanation import Explanation
from junket.pipelines.metadata.choices import Choice
from junket.pipelines.metadata.evidence import Candidate
from junket.pipelines.record.record import Image, Record, Turn


def test_json_has_the_fields_of_the_record_in_iso_time(a_record):
    fields = json.loads(record_line(a_record()))
    assert fields["published_at"] == "2024-03-05T14:40:00Z"
    assert fields["stripped"] == {"related": 3, "share": 1}
    assert fields["turns"][0]["text"] == "Why fog?"
    assert "explain" not in fields


@pytest.mark.parametrize("form", ["json", "jsonl", "md", "text", "tei", "bibtex", "csl", "ris", "html"])
def test_no_form_of_a_record_holds_an_addresss_token(a_record, form, tmp_path):
    hush = "https://film.example/a?p=2&csrf_token=hush&u=https%3A%2F%2Fada%3Ahush%40h.example"
    rights = (Right("tdm_file", f"policy: {hush}", None),)
    record = a_record(url=hush, canonical_url=hush, images=(Image(url=hush),), archived_from=hush, rights=rights)
    choice = Choice(Candidate("canonical", hush, "link", 9, None), chosen=True)
    with record_output(tmp_path / "out", form, array=False) as output:
        output.write(record, Explanation(hush, record, choices=(choice,)))
    written = (tmp_path / "out").read_text("utf-8")
    assert "hush" not in written
    assert "film.example" in written
    assert (masked(record).id, masked(a_record())) == (record.id, a_record())


def test_json_lines_hold_one_line_and_indented_json_the_same(a_record):
    record = a_record(text="one\ntwo\u2028three", turns=())
    assert b"\n" not in record_line(record)
    assert json.loads(record_json(record)) == json.loads(record_line(record))


@given(st.text(alphabet=st.characters()))
def test_any_string_becomes_json(text):
    assert json.loads(json_line({"a": [text]}))["a"] == [text.encode("utf-8", "replace").decode()]


def test_markdown_names_who_speaks(a_record):
    assert record_markdown(a_record()) == (
        "# Talk 1\n\n"
        "by Nora Field · with Ada Lind · 2024-03-05 · film.example · interview\n\n"
        "A word before.\n\n"
        "**Q:** Why fog?\n\n"
        "**A:** Because it hides the crew.\n\n"
        "A word after.\n\n"
        "Source: <https://film.example/talks/1>\n"
    )


def test_markdown_names_translators_and_photographers(a_record):
    found = record_markdown(a_record(translators=("Ida Holt", "Max Loud"), photographers=("Oskar Venn",)))
    line = "by Nora Field · with Ada Lind · translated by Ida Holt, Max Loud · photos by Oskar Venn · 2024-03-05"
    assert line in found


def test_markdown_of_the_page_does_not_become_markup(a_record):
    text = "# no heading\n\n<script>x</script> *a* [b](c) &lt; Q&A\n\n1. no list"
    printed = record_markdown(a_record(text=text, turns=(), title="A *title*"))
    assert "# A \\*title\\*" in printed
    assert "\n\\# no heading" in printed
    assert "\\<script>x\\</script> \\*a\\* [b\\](c) &amp;lt; Q&A" in printed
    assert "\n\\1. no list" in printed


def test_text_shows_a_lost_answer_and_a_note(a_record):
    text = "Why?\n\n(laughs)\n\nHow?"
    turns = (
        Turn(turn_id="1", role="question", text="Why?", start=0, end=4, answer_missing=True),
        Turn(turn_id="2", role="note", text="laughs", start=7, end=13),
        Turn(turn_id="3", role="answer", text="How?", start=16, end=20, speaker="Ada Lind"),
    )
    printed = record_text(a_record(text=text, turns=turns, warnings=()))
    assert "Q: Why?\n    [no answer on the page]\n\n(laughs)\n\nAda Lind: How?" in printed


def test_text_is_wrapped_to_a_width_and_to_none(a_record):
    record = a_record(text="word " * 60, turns=())
    assert max(map(len, record_text(record, 40).splitlines()[4:6])) <= 40
    assert "word " * 59 + "word" in record_text(record)


def test_a_printed_label_is_shown_once_and_a_long_beginning_is_not_lost(a_record):
    beginning = "This long sentence stands before the answer in its own paragraph, and it is text. "
    text = f"ADA: Fog.\n\n{beginning}Rain."
    start = len(text) - 5
    turns = (
        Turn(turn_id="1", role="answer", text="Fog.", start=5, end=9, speaker_printed="ADA"),
        Turn(turn_id="2", role="answer", text="Rain.", start=start, end=len(text)),
    )
    pieces = [(piece.label, piece.text) for piece in transcript(a_record(text=text, turns=turns))]
    assert pieces == [("ADA", "Fog."), ("", beginning.strip()), ("A", "Rain.")]


@given(st.text(max_size=200), st.lists(st.integers(0, 200), max_size=6))
def test_no_word_of_the_text_is_left_out(text, cuts):
    record = _with_turns(text, sorted(cuts))
    shown = "".join(piece.label + piece.text for piece in transcript(record))
    for turn in record.turns:
        assert turn.text in shown


def test_control_characters_cannot_steer_a_terminal(a_record):
    assert printable("a\x1b[31m\x9b\x07b\tc\n") == "a�[31m��b\tc\n"
    assert "\x1b" not in record_text(a_record(title="\x1b]0;owned\x07"))


def _with_turns(text, cuts):
    bounds = [(a, b) for a, b in pairwise(cuts) if b <= len(text)]
    turns = tuple(
        Turn(turn_id=str(n), role="answer", text=text[a:b], start=a, end=b) for n, (a, b) in enumerate(bounds)
    )
    record = Record(id="1", url="", canonical_url="", site="", kind="interview", content_hash="x", text=text)
    return replace(record, turns=turns)


def test_markdown_keeps_a_turns_paragraphs_and_stage_directions(a_record):
    text = "Why?\n\nI know. [laughs]\n\nAsk the crew.\nAnd the ferry."
    turns = (
        Turn(turn_id="1", role="question", text="Why?", start=0, end=4),
        Turn(turn_id="2", role="answer", text=text[6:], start=6, end=len(text), speaker="Ada Lind"),
    )
    printed = record_markdown(a_record(text=text, turns=turns))
    assert "**Ada Lind:** I know. [laughs]\n\nAsk the crew.  \nAnd the ferry.\n\n" in printed

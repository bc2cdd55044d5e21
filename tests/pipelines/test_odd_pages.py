"""Small random pages through the whole recipe, and the faults that they found. ``make long`` does it for an hour."""

import os
import random
import time
from dataclasses import replace

import odd_pages
import pytest

from junket.crawlers.page import Page
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import verdict

SECONDS, PAGES = 20.0, 300
"""Bounds on one test, in CPU time and pages; a page takes about 12 ms."""


@pytest.mark.parametrize(
    "seed", [0, int(os.environ.get("JUNKET_SEED", random.randrange(2**32)))], ids=["same", "fresh"]
)
def test_no_odd_page_breaks_the_recipe(seed):
    """The same pages each time, and new ones; ``JUNKET_SEED`` makes the pages of a failed run again."""
    done = odd_pages.run(seed, pages=PAGES, end=time.process_time() + SECONDS, clock=time.process_time)
    assert done.records > done.pages / 2 or done.pages < 100
    assert done.talks or done.pages < 100


def record(body, media_type="text/html"):
    page = replace(Page.from_text("https://film.example/a", body, media_type=media_type), named=True)
    outcome = verdict(page).outcome
    assert isinstance(outcome, Record)
    return outcome


PAIRS = [
    ("Why did you film the harbour at night?", "Because nobody asked me to stay at home, and I could not sleep."),
    ("Did you sleep in the boat?", "I never slept. My uncle did, and he snored on every take that we made."),
    ("What will you do next?", "I will write down what the harbour master told me about his clock."),
]


@pytest.mark.parametrize("mark", ["7", "10:30", "…", "—", "[00:12]", "№ 4", "2)"])
@pytest.mark.parametrize(
    ("media_type", "paragraph", "end"),
    [("text/html", "<p>{}<br>{}<br>{}</p>", ""), ("text/plain", "{}\n{}\n{}", "\n\n")],
)
def test_a_mark_on_a_line_of_its_own_before_each_question_breaks_nothing(mark, media_type, paragraph, end):
    told = record(end.join(paragraph.format(mark, *pair) for pair in PAIRS), media_type)
    assert all(answer in told.text for _, answer in PAIRS)


def test_numbers_on_lines_of_their_own_leave_the_turns_their_words():
    told = record("<h1>Interview with Ada Lund</h1>" + "".join(
        f"<p>{number}<br>{asked}<br>{answer}</p>" for number, (asked, answer) in enumerate(PAIRS, 1)
    ))  # fmt: skip
    assert [turn.text for turn in told.turns] == [words for pair in PAIRS for words in pair]


def test_a_heading_of_marks_alone_is_no_title():
    told = record(f"<title></title><h1>--></h1><p>{PAIRS[0][1]}</p><p>{PAIRS[1][1]}</p>")
    assert told.title is None


def test_a_few_credits_after_the_talk_are_cut_off_and_thousands_break_nothing():
    talk = "".join(f"<p>Noor Falk</p><p>{asked}</p><p>Ada Lund</p><p>{answer}</p>" for asked, answer in PAIRS)
    page, credit = f"<h1>Interview with Ada Lund</h1>{talk}", "<p>Ada Lund</p><p>Interview by nobody at all.</p>"
    assert [turn.text for turn in record(page + credit * 3).turns] == [words for pair in PAIRS for words in pair]
    assert record(page + credit * 1_500).text.endswith("Interview by nobody at all.")

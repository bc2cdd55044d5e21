"""Quality does not fall unseen: a sample's figures stay within what chance alone gives the baseline's.

A figure that must fall takes a commit of its own: ``make baseline``, with the reason in its message. Where the real
pages are not there, the sample is the pages of our own writing, whose records must be exact (``test_seeds.py``, the
demo).
"""

from collections import Counter

import bench
import bench_baseline as baseline
import pytest
from bench_answers import load_script, load_set
from bench_scores import counted_intervals, figures_of, intervals, page_values
from bench_worst import loss

PAGE = {"word": (0.9, 1), ">.9": (1, 1), "precision": (0.8, 1), "recall": (1.0, 1), "leak": (1, 4)}
needs_pages = pytest.mark.skipif(
    not bench.BENCH.is_dir(), reason="the real pages are not beside this checkout (../shared/bench)"
)


@pytest.mark.quality
@pytest.mark.timeout(600)
@needs_pages
def test_no_figure_is_below_the_baseline():
    kept = baseline.read()
    limits, what = (kept["bounds"], "lowest by chance") if "bounds" in kept else (kept["sample"], "baseline")
    figures, _ = bench.measure(bench.SAMPLE)
    assert baseline.shortfalls(figures, limits, what) == []


@pytest.mark.quality
@needs_pages
def test_the_figures_are_those_of_the_bench_s_own_scorer():
    quality = load_script(bench.BENCH / "quality.py")
    truths, _ = load_set(bench.BENCH, "wcxb", "article", 40)
    answers = {
        page: {"text": truth["text"][: 50 * number], "date": truth["date"]}
        for number, (page, truth) in enumerate(truths.items())
    }
    figures, _ = quality.score(truths, answers)
    ours = figures_of([page_values(quality, truth, answers[page]) for page, truth in truths.items()])
    assert ours == pytest.approx(baseline.compared(figures | {"empty": "not one of them"}))


def test_a_lower_figure_is_a_shortfall():
    assert baseline.shortfalls({"set": {"word": 0.5}}, {"set": {"word": 0.6}}) == ["set: word is 0.5, the baseline 0.6"]
    assert baseline.shortfalls({"set": {"word": 0.7}}, {"set": {"word": 0.6}}) == []


def test_a_higher_leak_is_a_shortfall():
    assert baseline.shortfalls({"set": {"leak": 0.2}}, {"set": {"leak": 0.1}}) == ["set: leak is 0.2, the baseline 0.1"]


def test_a_missing_figure_is_a_shortfall():
    assert baseline.shortfalls({}, {"set": {"word": 0.6}}) == ["set: word is None, the baseline 0.6"]


def test_speed_and_names_are_not_compared():
    assert baseline.compared({"word": 0.5, "cpu": 1.0, "x": 2.0, "pages": 9, "program": "p", "author": None}) == {
        "word": 0.5
    }


def test_the_bound_is_the_end_on_the_bad_side():
    assert baseline.bound("word", (0.8, 0.9)) == 0.8
    assert baseline.bound("leak", (0.1, 0.2)) == 0.2


def test_a_written_baseline_has_a_bound_for_every_figure(tmp_path, monkeypatch):
    monkeypatch.setattr(baseline, "PATH", tmp_path / "baseline.json")
    baseline.write(
        {}, {"set": {"word": 0.85, "leak": 0.1, "empty": 2}}, {"set": {"word": (0.8, 0.9), "leak": (0.0, 0.3)}}
    )
    assert baseline.read()["bounds"] == {"set": {"word": 0.8, "leak": 0.3, "empty": 2}}


def test_equal_pages_leave_nothing_to_chance_and_others_do():
    assert intervals([PAGE] * 9)["word"] == pytest.approx((0.9, 0.9))
    low, high = intervals([PAGE, PAGE | {"word": (0.1, 1)}] * 20)["word"]
    assert 0.1 < low < figures_of([PAGE, PAGE | {"word": (0.1, 1)}])["word"] < high < 0.9


def test_the_interval_is_the_same_in_every_run():
    pages = [PAGE | {"word": (number / 50, 1)} for number in range(50)]
    assert intervals(pages) == intervals(pages)


def test_a_figure_that_a_page_has_no_part_in_counts_without_it():
    assert figures_of([PAGE, {**PAGE, "leak": (0, 0)}])["leak"] == 0.25


def test_counts_of_pages_get_intervals_of_the_figures_made_of_them():
    counts = [Counter(hit=number % 2, n=1) for number in range(40)]
    low, high = counted_intervals(counts, lambda total: {"rate": total["hit"] / total["n"], "note": "text"})["rate"]
    assert 0.2 < low < 0.5 < high < 0.8


def test_a_loss_names_what_is_missing_and_what_is_too_much():
    gold = "the ferry came at nine and the crew slept until ten in the rain"
    found = "share print the ferry came at nine and the crew slept"
    lost = loss(0.7, found, gold)
    assert lost.kind == "missing 36%"
    assert lost.missing_run == "tail: until ten in the rain"
    assert lost.extra_run == "head: share print"
    assert loss(0.0, "cookies", gold).kind == "another text"


def test_out_of_fold_answers_are_read_by_page_and_may_be_text_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "OUT_OF_FOLD", tmp_path)
    assert bench.out_of_fold("wcxb") == {}
    (tmp_path / "wcxb.jsonl").write_text('{"id": "1", "record": {"text": "The ferry."}}\n', "utf-8")
    lines = bench.out_of_fold("wcxb")
    assert lines["1"]["record"]["text"] == "The ferry."
    assert not bench._are_records(lines)
    assert bench._are_records({"1": {"record": {"text": "The ferry.", "turns": []}}})

"""Quality does not fall unseen: the figures on a sample of the real pages against the baseline file.

A figure that must fall takes a commit of its own: ``make baseline``, with the reason in its message.
"""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("bench", Path(__file__).with_name("bench.py"))
bench = importlib.util.module_from_spec(SPEC)
sys.modules["bench"] = bench  # dataclasses look their module up
SPEC.loader.exec_module(bench)


@pytest.mark.quality
@pytest.mark.timeout(600)
@pytest.mark.skipif(not bench.BENCH.is_dir(), reason="the real pages are not beside this checkout (../shared/bench)")
def test_no_figure_is_below_the_baseline():
    baseline = json.loads(bench.BASELINE.read_text(encoding="utf-8"))["sample"]
    assert bench.shortfalls(bench.measure(bench.SAMPLE), baseline) == []


def test_a_lower_figure_is_a_shortfall():
    assert bench.shortfalls({"set": {"word": 0.5}}, {"set": {"word": 0.6}}) == ["set: word is 0.5, the baseline 0.6"]
    assert bench.shortfalls({"set": {"word": 0.7}}, {"set": {"word": 0.6}}) == []


def test_a_higher_leak_is_a_shortfall():
    assert bench.shortfalls({"set": {"leak": 0.2}}, {"set": {"leak": 0.1}}) == ["set: leak is 0.2, the baseline 0.1"]


def test_a_missing_figure_is_a_shortfall():
    assert bench.shortfalls({}, {"set": {"word": 0.6}}) == ["set: word is None, the baseline 0.6"]


def test_speed_and_names_are_not_compared():
    assert bench.compared({"word": 0.5, "cpu": 1.0, "x": 2.0, "pages": 9, "program": "p", "author": None}) == {
        "word": 0.5
    }

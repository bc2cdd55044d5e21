"""No regular expression of the tree can be made to run away by what it is shown.

Held: each text that can be built of a pattern's own pieces, up to 20,000 characters, costs at most 0.2 seconds of
processor time. A new pattern is covered by being compiled anywhere in the tree.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the timer of processor time is POSIX's")

FOLDER = Path(__file__).parent
MOST_CPU = 400
"""Seconds that an attack on all patterns may take before it is ended; it takes some 15."""
WEATHER = (
    r"(?:(?:[^\W\d_][^\W\d_.-]*\.?[ -]?){0,3}:?\s?[+\-−]?\d{1,2}\s?°\s?[CFСc]?[\s,/|]*)+"
    r"|(?:[^\W\d_]{2,3}\.? [+\-−]\d{1,2}(?:\s+|$)){2,}"
)
RUN_AWAY = [
    (WEATHER, False),  # nested: exponential
    (r"(?:\w+\s?)*:", False),
    (r"(?:a|aa)+b", False),
    (r">> *(\w+)\b:? *([^<]*?) *(?:<(.*)>)? *\Z", False),  # three in a row: cubic
    (r"charset\s*=\s*[\"']?\s*([a-z]+)", True),
    (r"\s+$", True),  # quadratic, since it may start anywhere
    (r"\S*@\w\S*", True),
]
HELD = [
    (r"(?:[^\W\d_]++\.?+[ -]?+){0,3}+\d{1,2}+\s?+°", False),
    (r"\s+", True),
    (r"(?<!\s)\s++$", True),
    (r"charset\s*+=\s*+[\"']?+\s*+([a-z]+)", True),
    (r"\s{0,20}[,;]\s*+", True),
]


def attacked(*arguments: str) -> list[dict]:
    script = [sys.executable, str(FOLDER / "attack.py"), str(MOST_CPU), *arguments]
    done = subprocess.run(script, capture_output=True, text=True, cwd=FOLDER.parents[1], check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.timeout(900)
def test_no_pattern_of_the_tree_runs_away():
    *faults, summary = attacked()
    assert faults == []
    assert summary["unknown"] == [], "a pattern that cannot be known without running its function: make it a constant"
    assert summary["patterns"] > 300


def test_patterns_that_run_away_are_found_and_others_are_not():
    *faults, _ = attacked("--these", json.dumps(RUN_AWAY + HELD))
    assert [fault["pattern"] for fault in faults] == [pattern for pattern, _ in RUN_AWAY]


@pytest.mark.parametrize("text", ["CCC 1° C " * 6 + "#", "Almaty +12°C Astana −3° Ош 15° C!", "a" * 60 + "°"])
def test_a_line_that_is_nearly_the_weather_is_told_at_once(text):
    from junket.pipelines.boilerplate.numbers import _WEATHER_ROW

    assert _WEATHER_ROW.fullmatch(text) is None
    assert re.fullmatch(WEATHER, text[:20]) == _WEATHER_ROW.fullmatch(text[:20]) is None

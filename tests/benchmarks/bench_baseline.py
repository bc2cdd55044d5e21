"""The baseline: figures that must not fall, exact over all pages, within chance over a sample."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench_scores import Figures, Interval

PATH = Path(__file__).with_name("baseline.json")
NOISE = 1e-9
"""Extraction is deterministic: figures over the same pages differ by rounding alone, or they differ."""
LOWER_IS_BETTER = {
    "empty",
    "missing_predictions",
    "leak",
    "date_wrong",
    "wrong_side",
    "wrong_side_confident",
    "leak_rate_text",
    "leak_rate_turns",
}
NOT_COMPARED = {"set", "program", "pages", "cpu", "x", "precision", "recall"}
"""Names, the noisy, and the two that ``shingle`` joins."""


def compared(row: Mapping[str, Any]) -> Figures:
    """The figures of a row that a baseline keeps."""
    return {name: value for name, value in row.items() if name not in NOT_COMPARED and isinstance(value, int | float)}


def bound(figure: str, interval: Interval) -> float:
    """The end of an interval at which a figure has fallen."""
    return interval[1] if figure in LOWER_IS_BETTER else interval[0]


def shortfalls(figures: Mapping[str, Figures], limits: Mapping[str, Figures], what: str = "baseline") -> list[str]:
    """One line for each figure that is worse than its limit, or gone."""
    lines = []
    for name, expected in limits.items():
        for figure, was in expected.items():
            now = figures.get(name, {}).get(figure)
            worse = now is None or (now - was if figure in LOWER_IS_BETTER else was - now) > NOISE
            if worse:
                lines.append(f"{name}: {figure} is {now}, the {what} {was}")
    return lines


def read() -> dict[str, dict[str, Figures]]:
    """``full`` and ``sample``: figures by set. ``bounds``: where chance ends for the sample's."""
    found: dict[str, dict[str, Figures]] = json.loads(PATH.read_text("utf-8"))
    return found


def write(full: dict[str, Figures], sample: dict[str, Figures], spread: dict[str, dict[str, Interval]]) -> None:
    """Writes today's figures as the baseline."""
    bounds = {
        name: {f: bound(f, spread[name].get(f, (value, value))) for f, value in row.items()}
        for name, row in sample.items()
    }
    kept = {"full": full, "sample": sample, "bounds": bounds}
    PATH.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")

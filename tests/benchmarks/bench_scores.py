"""Figures of a set from the figures of its pages, with the interval that chance alone would give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

Figures = dict[str, float]
Interval = tuple[float, float]
Values = dict[str, tuple[float, float]]
"""Of one page: figure to what it adds to the sum, and to what the sum is divided by."""

DRAWS = 1_000
SEED = 1
TAILS = (2.5, 97.5)
"""Percentiles: an interval that holds 95 of 100 sets of such pages (Efron 1979, the percentile bootstrap)."""


def page_values(quality: ModuleType, truth: dict[str, Any], answer: dict[str, Any]) -> Values:
    """One page's part in each figure of ``quality.py``'s ``score``, by its own functions."""
    text = answer.get("text") or ""
    word = quality.word_f1(text, truth["text"])
    precision, recall = quality.shingle_pr(text, truth["text"])
    values = {"word": (word, 1), ">.9": (word >= 0.9, 1), "precision": (precision, 1), "recall": (recall, 1)}
    for figure, field in (("leak", "without"), ("kept", "with")):
        snippets = truth.get(field) or []
        values[figure] = (sum(snippet.lower() in text.lower() for snippet in snippets), len(snippets))
    if truth.get("title"):
        values["title"] = (quality.fold(answer.get("title")) == quality.fold(truth["title"]), 1)
    if truth.get("authors"):
        found, gold = quality.names(answer.get("authors")), quality.names(truth["authors"])
        values["author"] = (2 * len(found & gold) / (len(found) + len(gold)) if found else 0.0, 1)
    if gold_day := quality.day(truth.get("date")):
        day = quality.day(answer.get("date"))
        values["date"] = (day == gold_day, 1)
        values["date_wrong"] = (bool(day) and day != gold_day, 1)
    return values


def figures_of(pages: Sequence[Values]) -> Figures:
    """The set's figures: sums over its pages, ``shingle`` from the two that it joins."""
    names = dict.fromkeys(name for page in pages for name in page)
    sums = {name: [sum(page[name][part] for page in pages if name in page) for part in (0, 1)] for name in names}
    return _joined({name: total / count for name, (total, count) in sums.items() if count})


def _joined(figures: Figures) -> Figures:
    precision, recall = figures.pop("precision", 0.0), figures.pop("recall", 0.0)
    both = precision + recall
    return figures | {"shingle": 2 * precision * recall / both if both else 0.0}


def intervals(pages: Sequence[Values]) -> dict[str, Interval]:
    """Each figure's interval, from sets drawn of the same pages with replacement."""
    names = sorted({name for page in pages for name in page})
    parts = np.array([[page.get(name, (0, 0)) for name in names] for page in pages], dtype=float)
    drawn = np.einsum("dp,pnk->dnk", _weights(len(pages)), parts)
    sets = ({n: total / count for n, (total, count) in zip(names, row, strict=True) if count} for row in drawn)
    return _percentiles(map(_joined, sets))


def counted_intervals(pages: Sequence[Counter[str]], figures: Callable[[Counter[str]], Figures]) -> dict[str, Interval]:
    """The same for a scorer that counts a page's hits and makes figures of the sums (``interviews_score.py``)."""
    names = sorted({name for page in pages for name in page})
    drawn = _weights(len(pages)) @ np.array([[page[name] for name in names] for page in pages], dtype=float)
    return _percentiles(figures(Counter(dict(zip(names, row, strict=True)))) for row in drawn.tolist())


def _weights(pages: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How often each page is in each of the drawn sets; the same ones in every run."""
    chosen = np.random.default_rng(SEED).integers(0, pages, (DRAWS, pages))
    return np.stack([np.bincount(row, minlength=pages) for row in chosen]).astype(float)


def _percentiles(sets: Iterable[Figures]) -> dict[str, Interval]:
    rows = list(sets)
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [row[name] for row in rows if isinstance(row.get(name), int | float)] for name in names}
    found = {name: np.percentile(column, TAILS) for name, column in columns.items() if column}
    return {name: (float(low), float(high)) for name, (low, high) in found.items()}

"""From examples to a model file: what rules and names are worth, then the trees."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

import numpy as np
from boost import Bytes, Floats, Grown, Settings, grow
from pages import Example

from junket.pipelines.boilerplate.learned.columns import BY_RULES, NAMES

VERSION = 1
INNER = 4
"""Folds by domain inside the training pages, so that no page sees names weighed with its own text."""
FEWEST_DOMAINS = 5
"""A name that fewer domains use may be one site's own: it gets no weight."""
_PRIOR = 0.3
_STEPS, _MOST = 16, 127
_LONGEST_BLOCK, _SPREAD, _MOST_PAGE, _PAGE = 400, 30, 6.0, 100.0
"""Words counted of one block; added to a gold text's words; a page's weight in gold texts at most, and its scale."""


def weights_of(example: Example) -> Floats:
    """How much each block counts: its words by those of the gold text, as F1 has it. Each page weighs much the same."""
    words = np.minimum(np.array(example.words, float), _LONGEST_BLOCK)
    share = np.minimum(words / (example.gold_words + _SPREAD), 1.0)
    return share * _PAGE * min(1.0, _MOST_PAGE / max(share.sum(), 1e-9))


def rules_worth(examples: Iterable[Example]) -> dict[str, int]:
    """For each rule the share of article in what it says, pages weighing the same, as a byte."""
    kept: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for example in examples:
        page = sum(example.words) + 1
        for rule, truth, words in zip(example.sight.rules, example.truth, example.words, strict=True):
            kept[rule] += truth * words / page  # type: ignore[assignment]  # Counter counts floats as well
            total[rule] += words / page  # type: ignore[assignment]  # the same
    base = sum(kept.values()) / sum(total.values())
    return {rule: int(255 * (kept[rule] + 0.05 * base) / (total[rule] + 0.05)) for rule in sorted(total)}


def names_worth(examples: Iterable[Example]) -> dict[str, int]:
    """For each name in markup the logarithm of its odds (article to chrome), in sixteenths."""
    for_it: defaultdict[str, float] = defaultdict(float)
    against: defaultdict[str, float] = defaultdict(float)
    domains: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        words, truth = np.array(example.words, float), np.array(example.truth)
        good, bad = words * truth, words * (1 - truth)
        good, bad = good / (good.sum() + 20), bad / (bad.sum() + 20)
        for called, one, other in zip(example.sight.called, good, bad, strict=True):
            for name in called[-1]:
                for_it[name] += one
                against[name] += other
                domains[name].add(example.group)
    odds = {
        name: round(_STEPS * math.log((for_it[name] + _PRIOR) / (against[name] + _PRIOR)))
        for name in sorted(for_it)
        if len(domains[name]) >= FEWEST_DOMAINS and len(name) > 1
    }
    return {name: max(-_MOST, min(_MOST, worth)) for name, worth in odds.items() if worth}


def fold_of(group: str, folds: int, salt: str = "") -> int:
    """A domain's fold, the same on every machine."""
    return crc32(f"{salt}{group}".encode()) % folds


def matrix(example: Example, rules: dict[str, int], names: dict[str, int]) -> Bytes:
    """The example's columns: a row a feature."""
    return np.array([np.frombuffer(column, np.uint8) for column in example.sight.columns(rules, names)])


def training_set(examples: Sequence[Example]) -> tuple[dict[str, int], dict[str, int], Bytes, Floats, Floats]:
    """Worth of rules and names, and all blocks' columns, truth and weights; names by inner folds."""
    rules = rules_worth(examples)
    parts: list[Bytes] = []
    ordered: list[Example] = []
    for fold in range(INNER):
        inside = [example for example in examples if fold_of(example.group, INNER, "inner") == fold]
        names = names_worth(example for example in examples if fold_of(example.group, INNER, "inner") != fold)
        parts += [matrix(example, rules, names) for example in inside]
        ordered += inside
    truth = np.concatenate([np.array(example.truth) for example in ordered])
    weights = np.concatenate([weights_of(example) for example in ordered])
    return rules, names_worth(examples), np.concatenate(parts, axis=1), truth, weights


def learn(examples: Sequence[Example], settings: Settings) -> dict[str, Any]:
    """The model file's content. Two forests, one that knows what the rules decided and one that does not, are halved
    and put together: they err on different pages."""
    usable = [example for example in examples if example.usable]
    rules, names, columns, truth, weights = training_set(usable)
    everything = list(range(len(NAMES)))
    blind = [feature for feature in everything if NAMES[feature] not in BY_RULES]
    trees = grow(columns, truth, weights, settings, everything)
    trees += grow(columns, truth, weights, replace(settings, seed=settings.seed + 1), blind)
    return {"version": VERSION, "features": list(NAMES), **_quantised(trees), "rules": rules, "names": names}


def _quantised(trees: Sequence[Grown]) -> dict[str, Any]:
    """Leaves as bytes: whole steps above each tree's lowest leaf, all trees by one step."""
    halves = [tree.leaves / 2 for tree in trees]
    step = max(float(leaves.max() - leaves.min()) for leaves in halves) / 255
    stored = [
        {
            "questions": [list(question) for question in tree.questions],
            "leaves": np.rint((leaves - leaves.min()) / step).astype(int).tolist(),
        }
        for tree, leaves in zip(trees, halves, strict=True)
    ]
    return {"step": step, "bias": float(sum(leaves.min() for leaves in halves)), "trees": stored}


def encoded(model: dict[str, Any]) -> bytes:
    """The file, the same bytes for the same model."""
    return (json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

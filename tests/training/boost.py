"""Gradient boosting of oblivious trees over bytes, in numpy: what CatBoost calls symmetric trees, plain and small.

Each tree asks the same question of all blocks at each level, chosen by the gain of a second-order step (Chen and
Guestrin 2016, "XGBoost", eq. 7) summed over all leaves of the level. Same data, same seed, same trees.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Settings:
    """How trees are grown."""

    trees: int = 60
    depth: int = 6
    rate: float = 0.1
    ridge: float = 5.0
    """Added to each leaf's weight: leaves with few blocks say little."""
    bounds: int = 32
    """Questions at most for each feature."""
    features: float = 0.5
    """Share of the features that each tree may ask of."""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Grown:
    """A tree: (feature, bound) for each level, least significant first, and each leaf's step in log odds."""

    questions: tuple[tuple[int, int], ...]
    leaves: Floats


def grow(columns: Bytes, truth: Floats, weights: Floats, settings: Settings, allowed: list[int]) -> list[Grown]:
    """Trees that tell ``truth`` (0 to 1) from ``columns`` (a row a feature), by weighted cross entropy."""
    random = np.random.default_rng(settings.seed)
    bounds = {feature: _bounds(columns[feature], settings.bounds) for feature in allowed}
    bins = {feature: np.searchsorted(bounds[feature], columns[feature]).astype(np.int64) for feature in allowed}
    asked = [feature for feature in allowed if len(bounds[feature])]
    score = np.zeros(len(truth))
    trees: list[Grown] = []
    for _ in range(settings.trees):
        chance = 1 / (1 + np.exp(-score))
        slope, bend = weights * (truth - chance), weights * np.maximum(chance * (1 - chance), 1e-6)
        chosen = random.choice(asked, max(1, int(settings.features * len(asked))), replace=False)
        questions: list[tuple[int, int]] = []
        leaf = np.zeros(len(truth), np.int64)
        for level in range(settings.depth):
            feature, cut = _best(
                leaf,
                [(int(f), bins[int(f)], len(bounds[int(f)])) for f in chosen],
                slope,
                bend,
                settings.ridge,
            )
            questions.append((feature, int(bounds[feature][cut])))
            leaf += (bins[feature] > cut).astype(np.int64) << level
        count = 1 << settings.depth
        steps = settings.rate * np.bincount(leaf, slope, count) / (np.bincount(leaf, bend, count) + settings.ridge)
        score += steps[leaf]
        trees.append(Grown(tuple(questions), steps))
    return trees


def _bounds(column: Bytes, most: int) -> Bytes:
    """Values v for which "above v?" splits the column, at most ``most``, evenly by blocks."""
    values = np.unique(column)
    if len(values) > most + 1:
        ordered = np.sort(column)
        values = np.unique(ordered[np.linspace(0, len(ordered) - 1, most + 2).astype(np.int64)])
    return values[:-1]


def _best(
    leaf: Integers, features: list[tuple[int, Integers, int]], slope: Floats, bend: Floats, ridge: float
) -> tuple[int, int]:
    """The feature and the number of its bound with the greatest gain over all leaves of a level."""
    leaves = int(leaf.max()) + 1
    best, found = -np.inf, (features[0][0], 0)
    for feature, bins, cuts in features:
        width = cuts + 1
        key = leaf * width + bins
        below_slope = np.bincount(key, slope, leaves * width).reshape(leaves, width).cumsum(1)
        below_bend = np.bincount(key, bend, leaves * width).reshape(leaves, width).cumsum(1)
        slope_left, bend_left = below_slope[:, :-1], below_bend[:, :-1]
        slope_right, bend_right = below_slope[:, -1:] - slope_left, below_bend[:, -1:] - bend_left
        gain = (slope_left**2 / (bend_left + ridge) + slope_right**2 / (bend_right + ridge)).sum(0)
        cut = int(gain.argmax())
        if gain[cut] > best:
            best, found = gain[cut], (feature, cut)
    return found


def scores(trees: list[Grown], columns: Bytes) -> Floats:
    """The sum of the trees' steps for each block."""
    total = np.zeros(columns.shape[1])
    for tree in trees:
        leaf = np.zeros(columns.shape[1], np.int64)
        for level, (feature, bound) in enumerate(tree.questions):
            leaf += (columns[feature] > bound).astype(np.int64) << level
        total += tree.leaves[leaf]
    return total

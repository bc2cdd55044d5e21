"""Whether a measure of a run is out of the ordinary, told by the same site's earlier runs and nothing else.

Shares are held against the beta-binomial that the earlier runs predict (the counterpart of Shewhart's p-chart for small
and unequal samples), logarithms of lengths and times against their mean, with the spread between runs and within one.
An effect must be large as well as unlikely: what is merely certain wakes nobody.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

FEWEST = 4
"""Earlier runs below which nothing is out of the ordinary: a cold start."""
UNLIKELY = 1e-3
"""Chance of a share, below which it counts; some twenty are looked at in a run, and an effect is asked for too."""
WEIGHT = 60.0
"""Earlier observations count as so many at most: sites drift, and shares vary more than by chance alone."""
SIGMAS = 4.0
LEAST_SPREAD = 0.12
"""Of logarithms, from run to run: no site is steadier than that for long."""

Share = tuple[float, float]
"""So many of so many."""
Spread = tuple[int, float, float]
"""Number, mean and standard deviation of logarithms."""


def chance_of_share(now: Share, past: Sequence[Share]) -> float:
    """How likely a share as far from the earlier ones is, on its side of them."""
    hits, of = sum(each[0] for each in past), sum(each[1] for each in past)
    scale = min(1.0, WEIGHT / of) if of else 0.0
    one, other = 0.5 + hits * scale, 0.5 + (of - hits) * scale  # Jeffreys: a share of nought before is no certainty
    many, whole = round(now[0]), round(now[1])
    if many * of < hits * whole:  # lower than before: as many misses or more
        many, one, other = whole - many, other, one
    base = _log_beta(one, other)
    return sum(
        math.exp(_log_choose(whole, each) + _log_beta(one + each, other + whole - each) - base)
        for each in range(many, whole + 1)
    )


def distance(now: Spread, past: Sequence[Spread]) -> tuple[float, float, int]:
    """How far the mean logarithm is from the earlier ones, its standard error, and how many runs that says."""
    known = [each for each in past if each[0]]
    number = sum(each[0] for each in known)
    if not number or not now[0]:
        return 0.0, math.inf, 0
    mean = sum(each[1] * each[0] for each in known) / number
    within = sum((each[2] ** 2 + (each[1] - mean) ** 2) * each[0] for each in known) / number
    return now[1] - mean, math.sqrt(LEAST_SPREAD**2 + within / now[0]), len(known)


def _log_beta(one: float, other: float) -> float:
    return math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other)


def _log_choose(of: int, hits: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(hits + 1) - math.lgamma(of - hits + 1)

"""What sites are like: drawn once for each, as differently as real ones are."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What a site is like, drawn once."""

    articles: int
    rate: float
    """New articles a day."""
    hours: int
    """From run to run."""
    weekdays: tuple[float, ...]
    bursts: float
    pauses: tuple[tuple[int, int], ...]
    """First and last day of holidays, counted from the beginning."""
    text: float
    spread: float
    turns: float
    interviews: float
    dates: float
    authors: float
    selectors: bool
    languages: tuple[tuple[str, float], ...]
    listings: int
    feed: bool
    sitemap: bool
    errors: float
    others: float
    """Share of pages that are no articles."""
    walled: float
    """Share of articles that always stood behind a wall."""
    latency: float
    drift: float
    redesign: int
    """The run at which everything but the text changes."""
    lag: float
    """How often the feed comes later than its articles."""
    outages: float
    """How often some pages in a row get no answer."""
    removals: float
    """How often a page is taken away."""
    series: float
    """How often all that is new is of another kind: short pieces of an agency, unsigned and without questions."""
    slow_days: float


def profile(rng: random.Random) -> Profile:
    """A site of 3 to 3,000 articles."""
    articles = round(math.exp(rng.uniform(math.log(3), math.log(3000))))
    week = rng.choice([(1.0,) * 7, (1.3, 1.3, 1.3, 1.3, 1.3, 0.2, 0.3), (0.2, 0.2, 0.2, 5.0, 0.5, 0.5, 0.4)])
    first = rng.randrange(400)
    language = rng.choice(["en", "ru", "kk", "fr", "de", "es"])
    other = rng.choice([0.0, 0.0, 0.05, 0.3])
    return Profile(
        articles=articles,
        rate=max(articles / rng.uniform(150, 2500), 0.01),
        hours=rng.choice([24, 24, 24, 6, 168]),
        weekdays=week,
        bursts=rng.choice([0.0, 0.01, 0.04]),
        pauses=((first, first + rng.randrange(5, 25)),) if rng.random() < 0.5 else (),
        text=math.exp(rng.uniform(math.log(1500), math.log(15000))),
        spread=rng.uniform(0.2, 0.8),
        turns=rng.uniform(6, 40),
        interviews=rng.choice([0.1, 0.4, 0.8, 1.0]),
        dates=rng.choice([1.0, 0.99, 0.95, 0.6, 0.0]),
        authors=rng.choice([1.0, 0.97, 0.8, 0.4, 0.0]),
        selectors=rng.random() < 0.4,
        languages=((language, 1 - other), ("en" if language != "en" else "fr", other)),
        listings=min(max(round(articles / 40), 1), rng.randrange(2, 12)),
        feed=rng.random() < 0.6,
        sitemap=rng.random() < 0.6,
        errors=rng.choice([0.0, 0.0, 0.003, 0.015]),
        others=rng.uniform(0.02, 0.4),
        walled=rng.choice([0.0, 0.0, 0.02, 0.3]),
        latency=math.exp(rng.uniform(math.log(0.08), math.log(1.5))),
        drift=rng.uniform(-0.004, 0.006),
        redesign=rng.choice([0, 0, rng.randrange(3, 60)]),
        lag=rng.choice([0.0, 0.0, 0.05]),
        outages=rng.choice([0.0, 0.01, 0.03]),
        removals=rng.choice([0.0, 0.02, 0.1]),
        series=rng.choice([0.0, 0.0, 0.01]),
        slow_days=rng.choice([0.0, 0.01]),
    )

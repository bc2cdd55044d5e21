"""What a crawl keeps of pages of each type: a confusion table over the open pages; ``--fit`` finds the weights anew.

Run it from the checkout: ``python tests/benchmarks/kinds.py [--fit] [--every N]``. Articles and interviews are to
be kept; forum threads, products, services, listings and collections are not; documentation is left out of the fit.
"""
# ruff: noqa: T201 - a script that prints its table

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from junket.crawlers.page import Page
from junket.pipelines.reading import Reading
from junket.pipelines.record import article_signs, kind
from junket.pipelines.record.record import Record
from junket.pipelines.verdict import keep_in_crawl, verdict

BENCH = Path(__file__).parents[2] / "../shared/bench"
ARTICLES = ("article", "interview", "no interview")
RIDGE = 3.0
"""Weight of the squares of the (standardised) weights."""
LOST = 0.004
"""Share of the articles that may fall below the bound, on folds that the weights were not found on."""
FOLDS = 10


@dataclass(frozen=True)
class Open:
    """A page of the benches."""

    source: str
    type: str
    page: Page


def open_pages() -> Iterator[Open]:
    """All open pages with the type that their gold gives them."""
    for source in ("wcxb", "fundus"):
        for line in (BENCH / source / "truth.jsonl").open(encoding="utf-8"):
            truth = json.loads(line)
            body = gzip.decompress((BENCH / source / "pages" / f"{truth['id']}.html.gz").read_bytes())
            kind_of = truth["type"] if source == "wcxb" else "article"
            yield Open(source, kind_of, Page(url=truth["url"] or "", body=body))
    for path in sorted((BENCH / "interviews").glob("*.html")):
        truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
        kind_of = "interview" if truth.get("turns") else "no interview"
        yield Open("interviews", kind_of, Page(url=truth.get("url") or "", body=path.read_bytes()))


def table(every: int) -> None:
    """Prints how many pages of each type become which kind, and how many a crawl keeps."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for each in islice(open_pages(), 0, None, every):
        found = verdict(each.page)
        outcome = found.outcome
        record = outcome if isinstance(outcome, Record) else None
        word = record.kind if record else outcome.detail if outcome.reason == "not_an_article" else "rejected"
        counts[each.source, each.type][word] += 1
        counts[each.source, each.type]["kept"] += bool(record and not keep_in_crawl(record))
        counts[each.source, each.type]["pages"] += 1
    columns = ("pages", "kept", "interview", "news", "review", "listing", "other", "rejected")
    print(f"{'':26}" + "".join(f"{name:>10}" for name in columns))
    for (source, name), row in sorted(counts.items()):
        print(f"{source + ' ' + name:26}" + "".join(f"{row[column]:10,}" for column in columns))


def measured(each: Open) -> dict[str, float] | None:
    """The signs of a page; None where they are not asked (an interview, a listing, no text)."""
    reading = Reading(each.page)
    document, metadata, body = reading.document, reading.metadata, reading.body
    types = frozenset((metadata.og_type or "").lower().split())
    if reading.conversation.is_interview or not body.text or kind._is_listing(document, body, types, 0.0):
        return None
    return {name: float(value) for name, value in article_signs.signs(document, metadata, body).items()}


def fit(every: int) -> None:
    """Prints ``article_signs.toml``: the weights over all pages, the bound by folds of sites."""
    rows, wanted, sites = [], [], []
    for each in islice(open_pages(), 0, None, every):
        if each.type != "documentation" and (found := measured(each)):
            rows.append(found)
            wanted.append(each.type in ARTICLES)
            sites.append(urlsplit(each.page.url).hostname or str(len(sites)))
    names = list(rows[0])
    values, truth = np.array([[row[name] for name in names] for row in rows]), np.array(wanted, float)
    fold_of = {site: number % FOLDS for number, site in enumerate(sorted(set(sites)))}
    folds = np.array([fold_of[site] for site in sites])
    scores = np.zeros(len(truth))
    for fold in range(FOLDS):
        weights, intercept = logistic(values[folds != fold], truth[folds != fold])
        scores[folds == fold] = values[folds == fold] @ weights + intercept
    bound = float(np.quantile(scores[truth == 1], LOST))
    weights, intercept = logistic(values, truth)
    print("# Found by tests/benchmarks/kinds.py --fit, over the open pages of WCXB (Foley 2026, CC BY 4.0), of fundus'")
    print("# tests (flairNLP/fundus) and of Junket's own interview bench: facts about their signs, none of their text.")
    shares = [float(np.mean(scores[truth == side] >= bound)) for side in (1, 0)]
    print(
        f"# On folds of sites apart {shares[0]:.4f} of the articles are over the bound and {shares[1]:.4f} of the other"
    )
    print("# pages that the earlier rules leave in doubt.")
    print(f"intercept = {intercept:.4f}\nbound = {bound:.4f}\n\n[weights]")
    for name, weight in zip(names, weights, strict=True):
        print(f"{name} = {weight:.4f}")


def logistic(values: Any, truth: Any) -> tuple[Any, float]:
    """Weights and intercept of a ridge logistic regression (Newton's method), for the values as they are."""
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = np.column_stack([(values - mean) / spread, np.ones(len(truth))])
    penalty = np.diag([RIDGE] * values.shape[1] + [0.0])
    found = np.zeros(scaled.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(scaled @ found, -30, 30)))
        slope = scaled.T @ (truth - chance) - penalty @ found
        found = found + np.linalg.solve((scaled.T * (chance * (1 - chance))) @ scaled + penalty, slope)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="print the weights, fitted anew")
    parser.add_argument("--every", type=int, default=1, help="only every Nth page")
    chosen = parser.parse_args()
    (fit if chosen.fit else table)(chosen.every)

"""Interviews by style and by language, and how far the confidence of turns can be believed.

    python tests/benchmarks/turns.py [--every N]

Prints the scorer's tables over ../shared/bench/interviews (where it is there), then, out of fold, how many interviews
of each band of confidence are exact: the weights are fitted again with one publisher of the open pages, or one way of
printing of the generated ones, left out at a time. The last line are the weights of all of them together.
"""
# ruff: noqa: T201 - a script that prints its tables

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
BENCH = CHECKOUT.parent / "shared" / "bench"
sys.path[:0] = [str(CHECKOUT), str(HERE.parent / "pages")]

from press.made import Made, all_made  # noqa: E402
from press.score import find  # noqa: E402

from junket.pipelines.turns import find as finding  # noqa: E402 - after the path
from junket.pipelines.turns.confidence import evidence  # noqa: E402

LANGUAGES = ("en", "ru", "kk", "de", "fr", "es", "it", "uk", "pl", "pt", "tr", "ja", "zh")
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.001)
RIDGE = 1.0


@dataclass(frozen=True)
class Case:
    """One interview: where it is from, what is left out with it, its facts, and whether its turns are exact."""

    source: str
    group: str
    facts: tuple[float, ...]
    is_exact: bool


def scores() -> None:
    """The scorer's tables, and the languages without gold."""
    if not BENCH.is_dir():
        print("open pages: unmeasured, ../shared/bench is not there")
        return
    command = f"'{sys.executable}' -m junket scrape --batch"
    for key in ("style", "lang"):
        script = [sys.executable, str(BENCH / "interviews_score.py"), "--command", command, "--by", key]
        done = subprocess.run(script, check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=CHECKOUT)
        print(done.stdout if key == "style" else done.stdout[done.stdout.index("\nlang") :])
    counted = Counter(page["lang"] for page in open_gold() if page["is_interview"])
    for language in LANGUAGES:
        print(f"{language}: {counted[language]} open interviews" if counted[language] else f"{language}: unmeasured")


def open_gold() -> list[dict]:
    """The gold of the open pages."""
    paths = sorted((BENCH / "interviews").glob("*.json")) if BENCH.is_dir() else []
    return [json.loads(path.read_text("utf-8")) for path in paths]


def cases(every: int) -> list[Case]:
    """All interviews, open and generated, whose turns were found."""
    found: list[Case] = []
    for source, page, group in (
        *_open(),
        *((("made", made, made.style)) for made in islice(all_made(), 0, None, every)),
    ):
        facts: list[tuple[float, ...]] = []
        kept = finding.confidence

        def spy(*arguments, kept=kept, facts=facts):
            facts.append(evidence(*arguments))
            return kept(*arguments)

        finding.confidence = spy
        (result,) = find([page])
        finding.confidence = kept
        if facts:
            found.append(Case(source, f"{source} {group}", facts[0], result.is_exact))
    return found


def _open() -> list[tuple[str, Made, str]]:
    made = []
    for gold in (page for page in open_gold() if page["is_interview"]):
        html = (BENCH / "interviews" / f"{gold['id']}.html").read_text("utf-8")
        page = Made(
            gold["id"], gold["lang"], gold["style"], "", "", html, gold["turns"], gold["url"] or "https://x.example"
        )
        made.append(("open", page, page.url.split("/")[2] if "/" in page.url else gold["id"]))
    return made


def fit(rows: list[Case]) -> np.ndarray:
    """Logistic weights (ridge), open and generated pages weighing the same. Newton's method."""
    facts = np.array([[1.0, *case.facts] for case in rows])
    exact = np.array([case.is_exact for case in rows], float)
    counts = Counter(case.source for case in rows)
    share = np.array([len(rows) / (len(counts) * counts[case.source]) for case in rows])
    ridge = np.diag([1e-9, *[RIDGE] * (facts.shape[1] - 1)])
    weights = np.zeros(facts.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-facts @ weights))
        slope = facts.T @ (share * (exact - chance)) - ridge @ weights
        weights += np.linalg.solve(facts.T @ (facts * (share * chance * (1 - chance))[:, None]) + ridge, slope)
    return weights


def calibration(rows: list[Case]) -> None:
    """The table, out of fold."""
    chance = {}
    for group in {case.group for case in rows}:
        weights = fit([case for case in rows if case.group != group])
        for case in (case for case in rows if case.group == group):
            chance[id(case)] = 1 / (1 + float(np.exp(-np.dot([1.0, *case.facts], weights))))
    for source in sorted({case.source for case in rows}):
        mine = [case for case in rows if case.source == source]
        print(f"\n{source}: {len(mine)} interviews, {sum(case.is_exact for case in mine)} exact")
        for low, high in pairwise(BANDS):
            band = [case for case in mine if low <= chance[id(case)] < high]
            if band:
                exact = sum(case.is_exact for case in band)
                print(f"  confidence {low:.2f} to {min(high, 1):.2f}: {len(band):4}, of which exact {exact:4}")
    print("\nweights:", " ".join(f"{weight:.2f}" for weight in fit(rows)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="take every n-th generated page only")
    arguments = parser.parse_args()
    scores()
    calibration(cases(arguments.every))


if __name__ == "__main__":
    main()

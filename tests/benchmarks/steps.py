"""What each step of the recipe costs: milliseconds of CPU a page and its share of the whole record.

    steps.py [--every N] [--repeat N]

Over the articles of wcxb and the pages of fundus when ``../shared`` is there, else over ``tests/pages``. Each page is
extracted several times and the fastest counts, so that other programs on the machine disturb the figures little.
"""

import argparse
import gc
import gzip
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from crawlers.page import Page
from pipelines import recipe

CHECKOUT = Path(__file__).resolve().parents[2]
BENCH = CHECKOUT.parent / "shared" / "bench"
SETS = {"wcxb articles": ("wcxb", "article"), "fundus": ("fundus", None)}
STEPS = {
    "parse": "parse",
    "read_metadata": "metadata",
    "strip": "strip",
    "join": "text",
    "detect_language": "language",
    "find_turns": "turns",
    "settle": "quality",
}


def bench_pages(name, kind, every):
    """The pages of a set, of one type where it says one."""
    with (BENCH / name / "truth.jsonl").open(encoding="utf-8") as lines:
        chosen = [row for row in map(json.loads, lines) if kind in (None, row.get("type"))][::every]
    for row in chosen:
        html = gzip.decompress((BENCH / name / "pages" / f"{row['id']}.html.gz").read_bytes()).decode()
        yield Page.from_text(row.get("url") or "", html)


def own_pages():
    """The project's own pages."""
    for path in sorted((CHECKOUT / "tests" / "pages").rglob("*.html")):
        yield Page.from_text("https://film.example/a", path.read_text("utf-8"))


def timed(spent, step, function):
    """The function, its CPU seconds added to ``spent``."""

    def run(*arguments):
        started = time.process_time()
        try:
            return function(*arguments)
        finally:
            spent[step] += time.process_time() - started

    return run


def cost(pages, repeat):
    """Seconds of each step over all pages, each page's fastest of several runs."""
    spent, total = defaultdict(float), defaultdict(float)
    plain = {name: getattr(recipe, name) for name in STEPS}
    for name, step in STEPS.items():
        setattr(recipe, name, timed(spent, step, plain[name]))
    try:
        for page in pages[:5]:
            recipe.extract(page)  # tables that are loaded with the first page
        for page in pages:
            runs = []
            for _ in range(repeat):
                spent.clear()
                timed(spent, "record", recipe.extract)(page)
                runs.append(dict(spent))
            for step in runs[0]:
                total[step] += min(run.get(step, 0.0) for run in runs)
    finally:
        for name, function in plain.items():
            setattr(recipe, name, function)
    return total


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--every", type=int, default=5)
    arguments.add_argument("--repeat", type=int, default=5)
    chosen = arguments.parse_args()
    sets = {"tests/pages": list(own_pages())}
    if BENCH.is_dir():
        sets = {title: list(bench_pages(*where, chosen.every)) for title, where in SETS.items()}
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # as `junket scrape --batch` does
    for title, pages in sets.items():
        total = cost(pages, chosen.repeat)
        sys.stdout.write(f"{title + f', {len(pages)} pages':<30}{'ms a page':>10}{'%':>7}\n")
        for step in (*STEPS.values(), "record"):
            share = 100 * total[step] / total["record"]
            sys.stdout.write(f"  {step:<28}{1e3 * total[step] / len(pages):>10.2f}{share:>7.1f}\n")


if __name__ == "__main__":
    main()

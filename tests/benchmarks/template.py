"""What a site's template memory does on real pages: leaks and recall of each site with several, without and with it.

    python tests/benchmarks/template.py [--lines] [--every-type] [SET...]

SET is a folder of ../shared/bench with a truth.jsonl (fundus, wcxb). Sites of fewer than three pages are passed over:
they have no memory. Words are compared in runs of four, as ``quality.py`` does. ``--lines`` prints what was taken out.
"""
# ruff: noqa: T201 - a script that prints its table

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import NamedTuple

from junket.crawlers.page import Page
from junket.crawlers.urls import site_of
from junket.pipelines.record.record import Record
from junket.pipelines.template import learn, pack, without_template
from junket.pipelines.template.lines import lines_of
from junket.pipelines.verdict import verdict

BENCH = Path(__file__).resolve().parents[2].parent / "shared" / "bench"
FEWEST = 3
Pair = tuple[Record, str]
"""A record and the gold text of its page."""


class Figures(NamedTuple):
    """Means over pages: the share of the words that are no gold, the share of the gold that is there, their F1."""

    leak: float
    recall: float
    shingle: float


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sets", nargs="*", default=["fundus", "wcxb"])
    options.add_argument("--lines", action="store_true")
    options.add_argument("--every-type", action="store_true", help="not articles alone")
    given = options.parse_args()
    quality = _quality()
    print(f"{'site':32} pages  template   leak            recall          shingle F1")
    total: tuple[list[Pair], list[Pair]] = ([], [])
    for site, pairs in sorted(_sites(given.sets, every_type=given.every_type).items()):
        template = learn(lambda pairs=pairs: sorted((record.id, pack(record)) for record, _ in pairs))
        settled = [(without_template(record, template), gold) for record, gold in pairs]
        _print(site, pairs, settled, quality)
        total[0].extend(pairs)
        total[1].extend(settled)
        if given.lines:
            _print_lines(pairs, template)
    _print("total", *total, quality)


def _sites(sets: list[str], *, every_type: bool) -> dict[str, list[Pair]]:
    found: defaultdict[str, list[Pair]] = defaultdict(list)
    for name in sets:
        truths = [json.loads(line) for line in (BENCH / name / "truth.jsonl").read_text("utf-8").split("\n") if line]
        by_site: defaultdict[str, list[dict]] = defaultdict(list)
        for truth in truths:
            if every_type or truth["type"] == "article":
                by_site[site_of(truth["url"]) if truth["url"] else truth["id"].partition("_")[0]].append(truth)
        for site, pages in by_site.items():
            for truth in pages if len(pages) >= FEWEST else ():
                body = gzip.decompress((BENCH / name / "pages" / f"{truth['id']}.html.gz").read_bytes())
                outcome = verdict(Page(url=truth["url"] or "", body=body, media_type="text/html", named=True)).outcome
                if isinstance(outcome, Record):
                    found[f"{name} {site}"].append((outcome, truth["text"]))
    return found


def _print(name: str, before: list[Pair], after: list[Pair], quality: ModuleType) -> None:
    one, other = _figures(before, quality), _figures(after, quality)
    taken = sum(dict(record.stripped).get("template", 0) for record, _ in after)
    columns = "  ".join(f"{a:.4f} {b:.4f}" for a, b in zip(one, other, strict=True))
    print(f"{name:32} {len(before):5}  {taken:8}   {columns}")


def _figures(pairs: list[Pair], quality: ModuleType) -> Figures:
    scores = [quality.shingle_pr(record.text, gold) for record, gold in pairs]
    f1 = [2 * p * r / (p + r) if p + r else 0.0 for p, r in scores]
    return Figures(1 - mean(p for p, _ in scores), mean(r for _, r in scores), mean(f1))


def _print_lines(pairs: list[Pair], template: frozenset[int]) -> None:
    for record, gold in pairs:
        for line in lines_of(record.text):
            if line.fingerprint in template:
                words = record.text[line.start : line.end]
                print(f"    {record.id} {'GOLD' if words in gold else '    '} {words[:120]}")


def _quality() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality", BENCH / "quality.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()

"""What each step of the recipe costs: milliseconds of CPU a page and its share of the whole record.

    steps.py [--every N] [--repeat N]

Over the articles of wcxb and the pages of fundus when ``../shared`` is there, else over ``tests/pages``. All pages are
extracted in several rounds and each page's fastest counts, so that other programs on the machine disturb the figures
little. A round begins with what is remembered from page to page forgotten: a page finds of it what those before it
left, as in a crawl, and not what it left itself.

Beside the steps stands lxml's own parse of the same bytes (as ``parse-lxml`` of the open bench), measured in the same
rounds: all metadata together must cost less. "metadata" is the whole step
:func:`junket.pipelines.metadata.read_metadata`: title, lead, authors, contributors, dates, tags, languages and
translations, canonical address, rights, the lead image's address, and which blocks print them. Images with captions and
films are read from the article's text, in *strip* and *build*, whose times hold theirs.
"""

import argparse
import functools
import gc
import gzip
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from lxml import html as lxml_html

from junket.crawlers.page import Page
from junket.pipelines import reading, recipe
from junket.pipelines.boilerplate import passes
from junket.pipelines.page import markup_names
from junket.pipelines.record import build

CHECKOUT = Path(__file__).resolve().parents[2]
BENCH = CHECKOUT.parent / "shared" / "bench"
SETS = {"wcxb articles": ("wcxb", "article"), "fundus": ("fundus", None)}
STEPS = {
    (reading, "parse"): "parse",
    (reading, "read_metadata"): "metadata",
    (reading, "strip"): "strip",
    (passes, "read_images"): "  of it images",
    (reading, "join"): "text",
    (reading, "detect_language"): "language",
    (reading, "find_turns"): "turns",
    (recipe, "build_record"): "build",
    (build, "find_films"): "  of it films",
}
RECORD, YARDSTICK = "record", "lxml's parse"


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


def lxml_parse(page):
    """A plain parse by lxml, tree thrown away."""
    lxml_html.document_fromstring(page.body, parser=lxml_html.HTMLParser(encoding="utf-8"))


def forget():
    """Empties what is remembered from page to page; tables read from files stay."""
    rooms = [module for name, module in sys.modules.items() if name.startswith(("junket.crawlers", "junket.pipelines"))]
    for thing in (thing for module in rooms for thing in vars(module).values()):
        if isinstance(thing, functools._lru_cache_wrapper) and thing.cache_parameters()["maxsize"]:
            thing.cache_clear()
    markup_names._known.clear()


def costs(sets, repeat):
    """For each set, a page's seconds by step, each the fastest of several rounds over all pages."""
    spent = defaultdict(float)
    plain = {(module, name): getattr(module, name) for module, name in STEPS}
    fastest = {title: [defaultdict(lambda: float("inf")) for _ in pages] for title, pages in sets.items()}
    extract, parse = timed(spent, RECORD, recipe.extract), timed(spent, YARDSTICK, lxml_parse)
    for (module, name), step in STEPS.items():
        setattr(module, name, timed(spent, step, plain[module, name]))
    try:
        for page in next(iter(sets.values()))[:5]:
            recipe.extract(page)  # tables that are loaded with the first page
        for _ in range(repeat):
            forget()
            for title, pages in sets.items():
                for page, least in zip(pages, fastest[title], strict=True):
                    spent.clear()
                    parse(page)
                    extract(page)
                    for step in (*STEPS.values(), RECORD, YARDSTICK):
                        least[step] = min(least[step], spent[step])
    finally:
        for (module, name), function in plain.items():
            setattr(module, name, function)
    return fastest


def report(title, pages):
    """The lines of one set: each step, and metadata beside lxml's parse."""
    total = {step: sum(page[step] for page in pages) for step in (*STEPS.values(), RECORD, YARDSTICK)}
    yield f"{title + f', {len(pages)} pages':<30}{'ms a page':>10}{'%':>7}"
    for step, seconds in total.items():
        yield f"  {step:<28}{1e3 * seconds / len(pages):>10.2f}{100 * seconds / total[RECORD]:>7.1f}"
    ratios = [page["metadata"] / page[YARDSTICK] for page in pages]
    below = sum(ratio < 1 for ratio in ratios)
    yield (
        f"  metadata / {YARDSTICK:<17}{total['metadata'] / total[YARDSTICK]:>10.2f}"
        f"   (median page {median(ratios):.2f}, below 1 on {below} of {len(pages)} pages)"
    )


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
    for title, pages in costs(sets, chosen.repeat).items():
        sys.stdout.writelines(f"{line}\n" for line in report(title, pages))


if __name__ == "__main__":
    main()

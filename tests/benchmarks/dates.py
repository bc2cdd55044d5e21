"""Wrong dates of the open pages with their likely cause, and metadata's figures by language.

Run it from the checkout: ``python tests/benchmarks/dates.py [--every N] [--missing] [SET …]``. A wrong date is a day
that differs from gold's; a missing one is listed with ``--missing`` only. The cause is guessed by rule, in this order:

==================  ================================================================================
gold=update         gold is the day of an update that the page tells
one day off         the days touch: an instant in another zone
day and month       gold with day and month changed places
same day, year off  gold's day and month in another year
gold not on page    no markup, no line and no address of the page holds gold's day
unread order        gold stands on the page in figures whose order of day and month is not told
told, not chosen    gold's day is a candidate with another source
told elsewhere      gold's day stands on the page, but nowhere that is asked for the page's date
==================  ================================================================================
"""
# ruff: noqa: T201 - a script that prints its tables

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from junket.crawlers.page import Page
from junket.pipelines.dates import Dated, find_dates, find_loose, read_markup_date
from junket.pipelines.language import detect_language
from junket.pipelines.metadata.read import Gathered, gather, read_metadata
from junket.pipelines.page.document import Document, Metadata
from junket.pipelines.page.parse import parse

sys.path.insert(0, str(Path(__file__).parent))  # a script may be run from anywhere
from bench_answers import load_script, load_set

BENCH = Path(__file__).parents[2] / "../shared/bench"
SETS = {"wcxb": "article", "fundus": "", "interviews": ""}
"""Folder to the types of page that have a date."""
_ISO = re.compile(r"(?:19|20)\d\d[-/.]?[01]\d[-/.]?[0-3]\d")


@dataclass(frozen=True)
class Read:
    """One page with its gold and what was made of it."""

    truth: dict[str, Any]
    html: str
    document: Document
    gathered: Gathered
    metadata: Metadata


def read_all(folder: str, every: int) -> Iterator[Read]:
    """The pages of one folder, read one after the other."""
    truths, pages = load_set(BENCH, folder, SETS[folder])
    for key, html, url in pages[::every]:
        page = Page.from_text(url or "", html)
        document = parse(page)
        yield Read(truths[key], html, document, gather(document, page, None), read_metadata(document, page, None))


def source_of(page: Read) -> str:
    """The best source that says what was chosen."""
    chosen = page.metadata.published_text or ""
    fields = [*page.gathered.evidence.of("published"), *page.gathered.evidence.of("modified")]
    return next((candidate.source for candidate in fields if chosen and chosen in candidate.value), "?")


def cause(page: Read, gold: date, ours: date | None) -> str:
    """Why ours differs from gold, as far as rules tell."""
    told = {field: set(_days_of(page, field)) for field in ("published", "modified")}
    modified = page.metadata.modified_at
    if gold in told["modified"] or (modified and modified.date() == gold):
        return "gold=update"
    if ours is not None and (near := _resemblance(gold, ours)):
        return near
    if gold in told["published"]:
        return "told, not chosen"
    if gold in set(_printed(page)):
        return "told elsewhere"
    return "unread order" if gold in set(_printed(page, either=True)) else "gold not on page"


def _resemblance(gold: date, ours: date) -> str | None:
    if abs(gold - ours) == timedelta(days=1):
        return "one day off"
    if (gold.year, gold.month, gold.day) == (ours.year, ours.day, ours.month):
        return "day and month"
    return "same day, year off" if (gold.month, gold.day) == (ours.month, ours.day) else None


def _days_of(page: Read, field: Any) -> Iterator[date]:
    reading = page.gathered.around.reading
    for candidate in page.gathered.evidence.of(field):
        read: Dated | None = read_markup_date(candidate.value, reading) or find_loose(candidate.value, reading)
        if read is not None and read.day is not None:
            yield read.day


def _printed(page: Read, *, either: bool = False) -> Iterator[date]:
    """Every day that the page's lines, attributes and address hold; ``either``: in both orders of figures."""
    reading = page.gathered.around.reading
    readings = [replace(reading, day_first=first) for first in (True, False)] if either else [reading]
    for each in readings:
        for block in page.document.blocks:
            yield from (dated.day for dated in find_dates(block.text, each) if dated.day)
        for match in _ISO.findall(page.html + page.document.url):
            if (dated := read_markup_date(match.replace("/", "-").replace(".", "-"), each)) and dated.day:
                yield dated.day


def list_wrong(pages: Iterable[Read], quality: ModuleType, *, missing: bool) -> None:
    """Prints a line for each wrong date, and how often each cause comes."""
    counts: dict[str, int] = defaultdict(int)
    for page in pages:
        gold, ours = quality.day(page.truth.get("date")), quality.day(page.metadata.date)
        if not gold or gold == ours or not (ours or missing):
            continue
        why = cause(page, gold, ours)
        counts[why] += 1
        print(f"{page.truth['id']:40} {gold}  {ours or 'none'!s:10}  {source_of(page) if ours else '':22} {why}")
    print("  ".join(f"{why}: {count}" for why, count in sorted(counts.items(), key=lambda item: -item[1])) or "none")


def by_language(pages: Iterable[Read], quality: ModuleType) -> None:
    """Prints the figures of ``quality.py`` by the language of the gold text."""
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        found = scores[detect_language(_gold_text(page.truth), None) or "?"]
        truth, metadata = page.truth, page.metadata
        if truth.get("title"):
            found["title"].append(quality.fold(metadata.title) == quality.fold(truth["title"]))
        if truth.get("authors"):
            ours, gold = quality.names(list(metadata.authors)), quality.names(truth["authors"])
            found["author"].append(2 * len(ours & gold) / (len(ours) + len(gold)) if gold else 0.0)
        if gold_day := quality.day(truth.get("date")):
            found["date"].append(quality.day(metadata.date) == gold_day)
            found["wrong day"].append(quality.day(metadata.date) not in {None, gold_day})
    print(f"{'language':10}" + "".join(f"{field:>12}{'n':>5}" for field in ("title", "author", "date", "wrong day")))
    for language, fields in sorted(scores.items(), key=lambda item: -len(item[1]["title"])):
        cells = (fields[field] for field in ("title", "author", "date", "wrong day"))
        print(f"{language:10}" + "".join(f"{_mean(cell):>12}{len(cell):>5}" for cell in cells))


def _gold_text(truth: dict[str, Any]) -> str:
    turns = " ".join(str(turn.get("text") or "") for turn in truth.get("turns") or ())
    return str(truth.get("text") or turns or truth.get("title") or "")


def _mean(values: list[float]) -> str:
    return f"{sum(values) / len(values):.3f}" if values else "-"


def main() -> None:
    """Reads the sets asked for and prints both tables of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--missing", action="store_true")
    options = parser.parse_args()
    quality = load_script(BENCH / "quality.py")
    for folder in options.sets:
        pages = list(read_all(folder, options.every))
        print(f"\n{folder}: wrong dates of {len(pages)} pages")
        print(f"{'id':40} {'gold':10}  {'ours':10}  {'source':22} cause")
        list_wrong(pages, quality, missing=options.missing)
        print(f"\n{folder}: metadata by the language of the gold text")
        by_language(pages, quality)


if __name__ == "__main__":
    main()

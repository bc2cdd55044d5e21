"""Finds films on the marked pages and says how many are right: precision and recall by language, and the slips.

Run it from the checkout: ``python tests/benchmarks/films.py [--errors]``. A mention is right when it begins and ends
where the mark does (``docs/FILM_MENTIONS.md``). "films" counts each title of a page once.
"""
# ruff: noqa: T201 - a script that prints its table

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from junket.crawlers.page import Page
from junket.pipelines.films import find_films, mentions_of
from junket.pipelines.reading import Reading

SHARED = Path(__file__).parents[2] / "../shared"
MARKS = Path(__file__).with_name("film_mentions.jsonl")
Span = tuple[int, int]


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what is wrong and what is missed")
    errors = parser.parse_args().errors
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seconds = 0.0
    for line in MARKS.read_text("utf-8").splitlines():
        marks = json.loads(line)
        seconds += _judge(marks, counts[marks["language"]], errors=errors)
    for language in sorted(counts):
        counts["all"] += counts[language]
    columns = ("marked", "found", "precision", "recall", "films", "found", "precision", "recall")
    print(" " * 6 + "".join(f"{name:>10}" for name in columns))
    for language, row in sorted(counts.items()):
        mentions, films = _rates(row, ""), _rates(row, "film ")
        print(f"{language:6}{mentions}{films}")
    people = counts["all"]
    print(f"people of films: {people['people right']} of {people['people found']} right, {people['people']} marked")
    print(f"{seconds * 1000 / sum(1 for _ in MARKS.open()):.2f} ms a page")


def _rates(row: Counter[str], kind: str) -> str:
    marked, found, right = (row[kind + name] for name in ("marked", "found", "right"))
    return f"{marked:10}{found:10}{right / max(1, found):10.3f}{right / max(1, marked):10.3f}"


def _judge(marks: dict[str, Any], row: Counter[str], *, errors: bool) -> float:
    reading = Reading(page_of(marks["page"]))
    body, metadata, language = reading.body, reading.metadata, reading.language
    started = time.process_time()
    films = find_films(body, metadata, language)
    seconds = time.process_time() - started
    found = {(each.start, each.end) for each in mentions_of(body, metadata, language)}
    wanted = {_place(body.text, mark) for mark in marks["mentions"]}
    row.update({"marked": len(wanted), "found": len(found), "right": len(found & wanted)})
    titles, named = ({body.text[slice(*span)] for span in spans} for spans in (wanted, found))
    row.update({"film marked": len(titles), "film found": len(named), "film right": len(titles & named)})
    people = {(mark["title"], name) for mark in marks["mentions"] for name in mark.get("people", ())}
    linked = {(film.title, name) for film in films for name in film.people}
    row.update({"people": len(people), "people found": len(linked), "people right": len(people & linked)})
    if errors:
        _show(marks["page"], body.text, found - wanted, wanted - found)
        print(*(f"   {'right' if each in people else '?'} {each}" for each in sorted(linked)), sep="\n")
    return seconds


def _show(page: str, text: str, wrong: set[Span], missed: set[Span]) -> None:
    print(page)
    for label, spans in (("wrong ", wrong), ("missed", missed)):
        for start, end in sorted(spans):
            print(f"  {label} {text[max(0, start - 40) : start]!r} [{text[start:end]}] {text[end : end + 20]!r}")


def _place(text: str, mark: dict[str, Any]) -> Span:
    places = [each.span() for each in re.finditer(rf"(?<!\w){re.escape(mark['title'])}(?!\w)", text)]
    known = [place for place in places if " ".join(text[: place[0]].split()).endswith(mark["before"].strip())]
    return (known or places or [(-1, -1)])[mark["nth"] - 1 if not known and len(places) >= mark["nth"] else 0]


def page_of(name: str) -> Page:
    """A marked page, by folder and id in the benchmark."""
    folder, _, own = name.partition("/")
    if folder == "seeds":
        data = (SHARED / "seeds" / f"{own}.txt").read_bytes()
        return Page(url="", body=data, media_type="text/plain", charset="utf-8", named=True)
    if folder == "interviews":
        truth = json.loads((SHARED / "bench" / folder / f"{own}.json").read_text("utf-8"))
        return Page(
            url=truth.get("url") or "", body=(SHARED / "bench" / folder / f"{own}.html").read_bytes(), named=True
        )
    data = gzip.decompress((SHARED / "bench" / folder / "pages" / f"{own}.html.gz").read_bytes())
    return Page(url="", body=data, named=True)


if __name__ == "__main__":
    main()

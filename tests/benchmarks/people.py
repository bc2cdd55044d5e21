"""Says how good the people are on the bench's pages: who is named (precision, recall), and which spellings are merged.

Run it from the checkout: ``python tests/benchmarks/people.py [--merges] [--errors]``. Who is named is judged by
``people_named.jsonl`` (``docs/PEOPLE_MENTIONS.md``), on pages that rules were tuned on and on others. ``--merges``
reads every page of the bench as one home and judges each pair of spellings that became one person, and each that
should have, by ``people_merges.jsonl`` (one name there: the same on several pages); what nobody judged is listed.
"""
# ruff: noqa: T201 - a script that prints its table

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from films import page_of

from junket.crawlers.page import Page
from junket.pipelines.people import Person, cluster, mentions
from junket.pipelines.recipe import extract
from junket.pipelines.record.record import Record

SHARED = Path(__file__).parents[2] / "../shared"
NAMED = Path(__file__).with_name("people_named.jsonl")
MERGES = Path(__file__).with_name("people_merges.jsonl")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what is wrong and what is missed on tuned pages")
    parser.add_argument("--merges", action="store_true", help="judge merges over all pages of the bench (minutes)")
    chosen = parser.parse_args()
    if chosen.merges:
        merges()
    else:
        named(errors=chosen.errors)


def named(*, errors: bool) -> None:
    """Who is named: a table by use and language."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in NAMED.read_text("utf-8").splitlines():
        marks = json.loads(line)
        outcome = extract(page_of(marks["page"])).outcome
        people = outcome.people if isinstance(outcome, Record) else ()
        speakers = {*outcome.interviewers, *outcome.interviewees} if isinstance(outcome, Record) else set()
        row, wrong, missed = judged(marks, people, speakers)
        for name in (f"{marks['use']} {marks['language']}", marks["use"], "all"):
            counts[name] += row
        if errors and marks["use"] == "tune" and (wrong or missed):
            print(marks["page"], "wrong", wrong, "missed", missed)
    columns = ("marked", "found", "precision", "recall", "in text", "precision")
    print(" " * 10 + "".join(f"{name:>10}" for name in columns))
    for name, row in sorted(counts.items()):
        in_text = row["text right"] / max(1, row["text"])
        print(
            f"{name:10}{row['marked']:10}{row['found']:10}{row['right'] / max(1, row['found']):10.3f}"
            f"{row['known'] / max(1, row['marked']):10.3f}{row['text']:10}{in_text:10.3f}"
        )


def judged(
    marks: dict[str, Any], people: tuple[str, ...], speakers: set[str]
) -> tuple[Counter[str], list[str], list[str]]:
    """The counts of one page; "in text" are those who do not speak. Then what is wrong and what is missed."""
    forms = {
        form.casefold(): each["name"] for each in marks["people"] for form in (each["name"], *each.get("also", ()))
    }
    right = [name for name in people if name.casefold() in forms]
    known = {forms[name.casefold()] for name in right}
    in_text = [name for name in people if name not in speakers]
    row = Counter(
        {
            "marked": len(marks["people"]),
            "found": len(people),
            "right": len(right),
            "known": len(known),
            "text": len(in_text),
            "text right": sum(name in right for name in in_text),
        }
    )
    wrong = [name for name in people if name not in right]
    return row, wrong, [each["name"] for each in marks["people"] if each["name"] not in known]


def merges() -> None:
    """Which spellings are one person, and which name on several pages is, judged."""
    gold = [json.loads(line) for line in MERGES.read_text("utf-8").splitlines()]
    judgements = {frozenset(each["names"]): each["one"] for each in gold}
    people = cluster(each for record in records() for each in mentions(record)).people
    joined = {pair for person in people for pair in joined_in(person)}
    right = {pair for pair in joined if judgements.get(pair) is True}
    wrong = {pair for pair in joined if judgements.get(pair) is False}
    missed = {pair for pair, one in judgements.items() if one and pair not in joined}
    apart = {pair for pair, one in judgements.items() if not one and pair not in joined}
    print(f"{len(people)} people; merged are {len(joined)} pairs of spellings, or of pages with one spelling")
    print(f"merged: {len(right)} right, {len(wrong)} wrong, {len(joined - right - wrong)} judged by nobody")
    print(f"not merged: {len(apart)} right, {len(missed)} wrong")
    for label, pairs in (("wrong", wrong), ("missed", missed), ("not judged", joined - right - wrong)):
        for pair in sorted(map(sorted, pairs)):
            print(f"  {label:10} {' | '.join(pair)}")


def joined_in(person: Person) -> Iterator[frozenset[str]]:
    """The pairs of spellings that a person joins, and each spelling that stands on several pages."""
    yield from map(frozenset, combinations(sorted({each.name for each in person.variants}), 2))
    yield from (frozenset({each.name}) for each in person.variants if each.count > 1)


def records() -> Iterator[Record]:
    """The records of all the bench's pages and the seeds."""
    bench = SHARED / "bench"
    for name in ("wcxb", "fundus"):
        for line in (bench / name / "truth.jsonl").open(encoding="utf-8"):
            truth = json.loads(line)
            html = gzip.decompress((bench / name / "pages" / f"{truth['id']}.html.gz").read_bytes()).decode()
            yield from _record(Page.from_text(truth.get("url") or "", html))
    for path in sorted((bench / "interviews").glob("*.json")):
        yield from _record(page_of(f"interviews/{path.stem}"))
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        yield from _record(page_of(f"seeds/{path.stem}"))


def _record(page: Page) -> Iterator[Record]:
    outcome = extract(page).outcome
    if isinstance(outcome, Record):
        yield outcome


if __name__ == "__main__":
    main()

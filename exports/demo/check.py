"""What a crawl of the demo must have given, compared with what the Parquet on disk says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow.parquet

from junket.exports.demo.film_site import Article, FilmSite
from junket.exports.demo.server import RunningSite

CALENDAR_BOUND = 20
"""Pages of the endless calendar that a crawl may fetch before it must see the trap (our own choice)."""

Row = dict[str, Any]


def read_back(documents: Path, sites: list[RunningSite]) -> list[Row]:
    """The rows that the crawl of ``sites`` left in the Parquet files of ``documents``, newest first."""
    hosts = {running.host for running in sites}
    rows: list[Row] = pyarrow.parquet.read_table(documents).to_pylist()
    return sorted((row for row in rows if row["site"] in hosts), key=lambda row: row["date"] or date.min, reverse=True)


def problems(rows: list[Row], sites: list[RunningSite]) -> list[str]:
    """One line for each thing that is not as it should be; empty when all is well."""
    found: list[str] = []
    by_url = {row["canonical_url"]: row for row in rows}
    for running in sites:
        site = running.site
        for article in site.article:
            row = by_url.pop(running.start.rstrip("/") + site.path(article), None)
            faults = ["no record"] if row is None else _faults(row, site, article)
            found += [f"{site.path(article)}: {fault}" for fault in faults]
        found += [f"{site.name}: {fault}" for fault in _trespasses(running)]
    return found + [f"{url}: a record of what is no article" for url in by_url]


def _faults(row: Row, site: FilmSite, article: Article) -> Iterator[str]:
    expected = {
        "kind": article.kind,
        "title": article.title,
        "date": article.date.isoformat(),
        "language": article.language,
        "authors": [article.author] if article.author else [],
    }
    found = row | {"date": row["date"] and str(row["date"])}
    for name, value in expected.items():
        if found[name] != value:
            yield f"{name} is {found[name]!r}, not {value!r}"
    yield from _faults_of_text(row["text"], site, article)
    roles = [role for role, _ in groupby(turn["role"] for turn in row["turns"] if turn["role"] != "note")]
    if article.kind == "interview" and roles != site.turns(article):
        yield f"{len(roles)} turns, not {len(site.turns(article))}"
    if sum(turn["answer_missing"] for turn in row["turns"]) != article.body.count("?- "):
        yield "a lost answer is not marked"


def _faults_of_text(text: str, site: FilmSite, article: Article) -> Iterator[str]:
    got, expected = text.split("\n\n"), site.text(article).split("\n\n")
    if extra := [paragraph for paragraph in got if paragraph not in expected]:
        yield f"not of the article: {extra[0][:60]!r}"
    if lost := [paragraph for paragraph in expected if paragraph not in got]:
        yield f"lost from the article: {lost[0][:60]!r}"
    if not extra and not lost and got != expected:
        yield "paragraphs are doubled or out of order"


def _trespasses(running: RunningSite) -> Iterator[str]:
    asked = running.asked
    if forbidden := [path for path in asked if path.startswith(running.site.disallow)]:
        yield f"robots.txt disallows {forbidden[0]}, which was fetched"
    months = sum(path.startswith("/calendar/") for path in asked)
    if months > CALENDAR_BOUND:
        yield f"{months} pages of the endless calendar were fetched"
    if repeated := {path for path in asked if asked.count(path) > 1}:
        yield f"fetched more than once: {', '.join(sorted(repeated))}"

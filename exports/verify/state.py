"""The files of SQLite: sound as files, and the catalogue's records as records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from junket.crawlers.database import connect, state_file, unsound
from junket.crawlers.errors import HomeProblem
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.verify.survey import Finding, HomeSurvey

MOST_LINES = 3
"""Lines of SQLite's own report that are told of a file."""


def databases_are_sound(survey: HomeSurvey) -> Iterator[Finding]:
    """SQLite's own check of catalogue, ledger and frontier, indexes included."""
    anew = "crawl with --fresh, or go without: the next crawl begins anew"
    for name, remedy in (("catalogue", survey.rebuild), ("ledger", survey.rebuild), ("frontier", anew)):
        path = survey.home.state / f"{name}.sqlite"
        try:
            problems = _problems(path) if state_file(path).exists() else []
        except HomeProblem as error:
            yield Finding(file=survey.name(Path(error.subject)), place="", problem=error.problem, remedy=error.remedy)
            continue
        for problem in problems:
            yield Finding(file=survey.name(path), place="", problem=problem, remedy=remedy)


def catalogue_can_be_read(survey: HomeSurvey) -> Iterator[Finding]:
    """Each record that the catalogue keeps."""
    try:
        with Catalogue(survey.home, readonly=True) as catalogue:
            for warc_file, offset, problem in catalogue.damaged():
                place = f"capture {warc_file}, offset {offset}"
                yield Finding(file=survey.name(catalogue.path), place=place, problem=problem, remedy=survey.rebuild)
    except HomeProblem as error:
        name = survey.name(survey.home.state / "catalogue.sqlite")
        yield Finding(file=name, place="", problem=error.problem, remedy=survey.rebuild)


def _problems(path: Path) -> list[str]:
    try:
        with closing(connect(path, busy_seconds=5, readonly=True)) as base:
            return unsound(base, MOST_LINES)
    except sqlite3.Error as error:
        return [f"cannot be read ({error})"]

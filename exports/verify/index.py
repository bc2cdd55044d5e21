"""The capture index: it holds each capture of the log once, in order, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from junket.crawlers.archive.index.captures import CaptureIndex, IndexRun
from junket.crawlers.archive.index.cdxj import read_line
from junket.crawlers.errors import HomeProblem
from junket.exports.verify.survey import Finding, HomeSurvey, LineTally


def captures_are_indexed(survey: HomeSurvey) -> Iterator[Finding]:
    """Each run is whole and in order, and has the lines that the log would give today.

    WARC files that are not in the index yet are no finding: the next catch-up puts them there. To be called after
    the check of the records, which counts their lines.
    """
    index = CaptureIndex(survey.home)
    try:
        runs = index.runs()
    except HomeProblem as error:
        yield Finding(file=survey.name(survey.home.index), place="", problem=error.problem, remedy=error.remedy)
        return
    whole = {run.path for run in runs}
    for path in index.paths():
        if path not in whole:
            yield _unused(survey, path)
    for run in runs:
        if problem := _problem(survey, run):
            yield Finding(file=survey.name(run.path), place="", problem=problem, remedy=survey.rebuild)


def _unused(survey: HomeSurvey, path: Path) -> Finding:
    """A run that is not asked: damaged, or out of date as after a kill, or when a file has changed."""
    name = survey.name(path)
    with suppress(OSError):
        if IndexRun.read(path):
            problem, remedy = (
                "is of WARC files that have changed since",
                "nothing: the next crawl or save makes it anew",
            )
            return Finding(file=name, place="", problem=problem, remedy=remedy, harmless=True)
    return Finding(file=name, place="", problem="is cut or damaged", remedy=survey.rebuild)


def _problem(survey: HomeSurvey, run: IndexRun) -> str:
    found: dict[str, LineTally] = defaultdict(LineTally)
    before = b""
    try:
        for line in run.lines():
            if line < before:
                return "is not in order"
            before = line
            found[read_line(line).file].add(line)
    except (OSError, ValueError) as error:
        return f"cannot be read ({error})"
    for name in run.files:
        there = survey.captures.get(name)
        if there is not None and there != found[name]:
            return f"has {found[name].lines:,} captures of {name}, which are not the {there.lines:,} that it holds"
    return ""

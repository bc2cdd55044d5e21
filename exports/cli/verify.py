"""``junket verify``: whether all that a home holds is as it was written."""

from __future__ import annotations

import sys
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

import click
import msgspec

from junket.crawlers.errors import ExitCode
from junket.crawlers.home import Home
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import Level, level, say
from junket.exports.progress import progress
from junket.exports.surrogates import without_surrogates

if TYPE_CHECKING:
    from junket.exports.verify.survey import Finding, HomeSurvey

EXAMPLES = """
junket verify --home film-press
junket verify --home film-press --format json | jq -r 'select(.line == "finding") | .file'
"""
MOST_SHOWN = 200
"""Findings that the table shows; JSON has them all."""


@command(examples=EXAMPLES)
@click.option("--home", required=True, metavar="HOME", help="The home to look at.")
@click.option(
    "--format", "shape", type=click.Choice(["table", "json"]), help="A table, or JSON lines (the default in a pipe)."
)
def verify(home: str, shape: str | None) -> ExitCode:
    """Read all of HOME and say what is not as it was written, where, and what mends it.

    Every WARC record, every Parquet page, counts, and what leads from one to the other: each row to its
    record, `latest` and the manifest to their files, ids to their rows. Nothing is changed. Exits with 11
    when something is wrong.
    """
    from junket.exports.verify import verify as verify_home
    from junket.exports.verify.survey import HomeSurvey

    survey = HomeSurvey(Home.open(home))
    table = (shape or ("table" if sys.stdout.isatty() else "json")) == "table"
    with progress("reading", total=survey.total, wanted=level() is not Level.QUIET) as survey.tell:
        shown = verify_home(survey)
        rows = list(islice(shown, MOST_SHOWN)) if table else []
        for finding in shown:
            if not table:
                click.echo(_line("finding", asdict(finding)))
    if table:
        _print_table(survey, rows)
    else:
        click.echo(_line("summary", {"home": str(survey.home.path), **_summary(survey)}))
    return ExitCode.DAMAGE if survey.wrong else ExitCode.OK


def _line(kind: str, content: dict[str, Any]) -> str:
    return msgspec.json.encode(without_surrogates({"line": kind, **content})).decode()


def _summary(survey: HomeSurvey) -> dict[str, int]:
    return {
        "warc_files": len(survey.sizes),
        "records": survey.records,
        "rows": survey.rows,
        "findings": survey.findings,
        "wrong": survey.wrong,
    }


def _print_table(survey: HomeSurvey, rows: list[Finding]) -> None:
    from junket.exports.cli.printing.summary import print_counts
    from junket.exports.cli.printing.table import print_table

    if rows:
        cells = [(each.file, each.place, each.problem, each.remedy) for each in rows]
        print_table("", ("file", "place", "what is wrong", "what mends it"), without_surrogates(cells))
    if survey.findings > len(rows):
        say(f"and {survey.findings - len(rows):,} more: --format json has them all")
    counts = {name.replace("_", " "): f"{number:,}" for name, number in _summary(survey).items()}
    print_counts("Read" if rows else "Read, and nothing is wrong", counts, stderr=False)

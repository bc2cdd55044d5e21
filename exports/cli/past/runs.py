"""``junket runs``: the history of a home's runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import timedelta

import click

from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import LedgerRun
from junket.crawlers.ledger.ledger_reader import LedgerReader, RunTally, outcome_of
from junket.exports.cli.group import command
from junket.exports.cli.past.rows import Row, Shape, print_rows, shape_of, shape_option
from junket.exports.cli.printing.messages import say
from junket.exports.cli.printing.table import size

EXAMPLES = """
junket runs --home film-press
junket runs --home film-press --site film.example --limit 5
junket runs --home film-press --format csv > runs.csv
"""
MOST_SHOWN = 20
"""Runs that are listed where --limit says nothing."""
_COUNTS = tuple(field.name for field in fields(RunTally))
_COLUMNS = ("run_id", "operation", "started_at", "finished_at", "seconds", "outcome", "sites", *_COUNTS)
_IN_TABLE = ("run", "took", "outcome", "sites", "came to")
_MOST_NAMED = 3
"""Sites of a run that a table names."""


@command(examples=EXAMPLES)
@click.option("--home", required=True, metavar="HOME", help="The home to look at.")
@click.option("--site", metavar="DOMAIN", help="Only runs that were for this site.")
@click.option("--limit", type=click.IntRange(min=1), default=MOST_SHOWN, show_default=True, metavar="N",
              help="The newest N.")  # fmt: skip
@shape_option
def runs(home: str, *, site: str | None, limit: int, shape: Shape | None) -> None:
    """List the runs of HOME, the newest first: when, how long, how they ended, what they came to.

    A run with no end is told as killed, or as running while a crawl holds the home. `junket ledger --run ID`
    says what became of each URL.
    """
    with LedgerReader(Home.open(home)) as reader:
        shaped = shape_of(shape)
        found = _rows(reader, reader.history(reader.site_named(site) if site else "", limit))
        if shaped == "table":
            shown = print_rows(_IN_TABLE, map(_for_people, found), shaped)
        else:
            shown = print_rows(_COLUMNS, found, shaped)
    if not shown:
        say(f"no runs{f' of {site}' if site else ''} yet")


def _rows(reader: LedgerReader, runs: list[LedgerRun]) -> Iterator[Row]:
    ids = [run.run_id for run in runs]
    tallies, sites = reader.tallies(ids), reader.sites_of(ids)
    running = reader.running()
    for run in runs:
        yield {
            **asdict(run),
            "seconds": round((run.finished_at - run.started_at).total_seconds(), 3) if run.finished_at else None,
            "outcome": outcome_of(run, running),
            "sites": sites[run.run_id],
            **asdict(tallies[run.run_id]),
        }


def _for_people(row: Row) -> Row:
    """What a terminal has room for: of the counts those that are not 0."""
    sites, counts = row["sites"], [f"{name} {row[name]:,}" for name in _COUNTS if name != "bytes" and row[name]]
    more = [f"and {len(sites) - _MOST_NAMED:,} more"] if len(sites) > _MOST_NAMED else []
    return {
        "run": row["run_id"],
        "took": None if row["seconds"] is None else str(timedelta(seconds=round(row["seconds"]))),
        "outcome": f"{row['operation']}, {row['outcome']}",
        "sites": sites[:_MOST_NAMED] + more,
        "came to": ", ".join([*counts, size(row["bytes"])] if row["bytes"] else counts),
    }

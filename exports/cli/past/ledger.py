"""``junket ledger``: what became of each URL, and why."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import get_args

import click

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import Ended
from junket.crawlers.ledger.ledger import LedgerLine
from junket.crawlers.ledger.ledger_reader import CHANGES, DECISIONS, LAST, LedgerQuery, LedgerReader
from junket.exports.cli.group import command
from junket.exports.cli.past.rows import Row, Shape, print_rows, shape_of, shape_option
from junket.exports.cli.printing.messages import say

EXAMPLES = """
junket ledger --home film-press --failed
junket ledger --home film-press --run 20260301 --reason timeout --reason server_error
junket ledger --home film-press --run all --site film.example --change gone --format csv
junket ledger --home film-press --count
"""
MOST_SHOWN = 200
"""Lines that the table shows where --limit says nothing."""
_IN_TABLE = ("decision", "reason", "status", "change", "url", "detail")
_COLUMNS = (
    "run_id",
    "url",
    "decision",
    "reason",
    "detail",
    "status",
    "bytes",
    "fetched_at",
    "via",
    "seconds",
    "change",
)
_CLOSE = 0.6


@command(examples=EXAMPLES)
@click.option("--home", required=True, metavar="HOME", help="The home to look at.")
@click.option(
    "--run", default=LAST, metavar="ID", show_default=True, help="A run's id or the beginning of it; last; all."
)
@click.option("--reason", "reasons", multiple=True, metavar="WORD", help="With this reason (junket help reasons).")
@click.option("--decision", "decisions", multiple=True, type=click.Choice(DECISIONS), help="That ended like this.")
@click.option("--change", "changes", multiple=True, type=click.Choice(CHANGES), help="That were found like this.")
@click.option("--failed", is_flag=True, help="That count as failed, as in a crawl's summary.")
@click.option("--site", metavar="DOMAIN", help="Of this site.")
@click.option("--url", "within", metavar="TEXT", help="With TEXT in the address.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N (a table: 200).")
@click.option("--count", is_flag=True, help="Count them by decision and reason.")
@shape_option
def ledger(
    home: str, *, run: str, reasons: tuple[str, ...], decisions: tuple[str, ...], changes: tuple[str, ...],
    failed: bool, site: str | None, within: str | None, limit: int | None, count: bool, shape: Shape | None,
) -> None:  # fmt: skip
    """List what became of each URL of a run: a record, or why there is none.

    Options that are given several times widen the choice, different ones narrow it. The order is that in which
    the URLs first ended. In a pipe each line is a JSON object.
    """
    with LedgerReader(Home.open(home)) as reader:
        for word in reasons:
            _check_reason(word, reader)
        query = LedgerQuery(
            run_id=reader.run_named(run),
            reasons=reasons,
            decisions=decisions,
            changes=changes,
            failed=failed,
            site=reader.site_named(site) if site else "",
            within=within or "",
        )
        shaped = shape_of(shape)
        shown = _print_counts(reader, query, shaped) if count else _print_lines(reader, query, shaped, limit)
    if not shown:
        say("no lines")


def _print_lines(reader: LedgerReader, query: LedgerQuery, shape: Shape, limit: int | None) -> int:
    if shape != "table":
        return print_rows(_COLUMNS, _rows(reader.find(query, limit or -1)), shape)
    most = limit or MOST_SHOWN
    lines = _rows(reader.find(query, -1 if limit else most + 1))
    names = _IN_TABLE if query.run_id else ("run_id", *_IN_TABLE)
    number = print_rows(names, islice(lines, most), shape, f"run {query.run_id}" if query.run_id else "")
    if next(lines, None):
        say(f"there are more than these {number:,}: --limit N shows more, --count counts them, --format json has all")
    return number


def _print_counts(reader: LedgerReader, query: LedgerQuery, shape: Shape) -> int:
    rows = (
        {"decision": one, "reason": other, "urls": number} for (one, other), number in reader.endings(query).items()
    )
    return print_rows(("decision", "reason", "urls"), rows, shape, f"run {query.run_id}" if query.run_id else "")


def _rows(lines: Iterator[tuple[str, LedgerLine]]) -> Iterator[Row]:
    return ({"run_id": run_id, **{name: getattr(line, name) for name in _COLUMNS[1:]}} for run_id, line in lines)


def _check_reason(word: str, reader: LedgerReader) -> None:
    """UsageProblem for a word that is no reason of Junket's and stands in no line either."""
    known: tuple[str, ...] = get_args(Ended)
    if word in known or reader.has_reason(word):
        return
    close = get_close_matches(word, known, 1, _CLOSE)
    remedy = f"did you mean {close[0]}?" if close else "junket help reasons lists them"
    raise UsageProblem(f"--reason {word}", "is no reason, and no line of this ledger has it", remedy)

"""``junket demo``: three bundled film-press sites on loopback, crawled, archived, and read back from the disk."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from junket.crawlers.errors import ExitCode
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.run.run import CrawlSummary, crawl
from junket.exports.catalogue.rebuild import catch_up
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import Level, level, say, warn
from junket.exports.dataset.dataset import publish
from junket.exports.demo.check import Row, problems, read_back
from junket.exports.demo.server import RunningSite, serve_all
from junket.exports.progress import progress

if TYPE_CHECKING:
    from rich.table import Table

EXAMPLES = """
junket demo
junket demo --home somewhere/else
junket demo --keep
"""
KEPT_OPEN_SECONDS = 3600
PIPED_WIDTH = 120
"""Columns of the table where no terminal says how many there are."""
_COLUMNS = {"site": 12, "date": 10, "title": 12, "interviewee": 14, "turns": 5, "confidence": 10}
"""The table's columns and the narrowest that each may get, so that a day or a number is never cut."""


@command(examples=EXAMPLES)
@click.option("--home", default="demo-home", show_default=True, type=click.Path(path_type=Path))
@click.option("--keep", is_flag=True, help="Leave the sites up afterwards, for a look or a crawl of your own.")
def demo(home: Path, *, keep: bool) -> int:
    """Crawl three small bundled film-press sites and show what came out.

    Writes WARC and Parquet into the home, reads the Parquet back and compares it with what the sites
    say. A home that is there already gets one more crawl. Ends with 1 where anything is not as it should be.
    """
    started = time.monotonic()
    with serve_all() as sites:
        place = Home.create(home)
        summary = _crawl(place, sites)
        rows = read_back(place.dataset / "latest" / "documents", sites)
        found = problems(rows, sites)
        _show(place, sites, rows, summary, time.monotonic() - started)
        for line in found:
            warn(line)
        if keep:
            _keep(sites)
    return ExitCode.INTERNAL if found else ExitCode.OK


def _crawl(home: Home, sites: list[RunningSite]) -> CrawlSummary:
    say("crawling " + ", ".join(f"{running.site.name} ({running.start})" for running in sites))
    with progress("crawling", wanted=level() >= Level.NORMAL) as tell:
        summary = crawl(
            home=home,
            allow_private=[running.host for running in sites],
            start=[running.start for running in sites],
            progress=tell,
        )
    if summary.interrupted:
        raise KeyboardInterrupt
    catch_up(home)
    publish(home)
    return summary


def _show(home: Home, sites: list[RunningSite], rows: list[Row], summary: CrawlSummary, seconds: float) -> None:
    from rich.console import Console  # a tenth of a second that other commands need not pay

    console = Console()
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    interviews = [row for row in rows if row["kind"] == "interview"]
    console.print(_table(interviews, {running.host: running.site.name for running in sites}))
    turns = sum(len(row["turns"]) for row in interviews)
    console.print(
        f"{len(rows)} records: {len(interviews)} interviews with {turns} turns, {len(rows) - len(interviews)} others,",
        f"from {summary.pages} pages in {seconds:.1f} s",
        highlight=False,
    )
    with Ledger(home, readonly=True) as ledger:
        for (decision, reason), number in ledger.counts(summary.run_id).items():
            if decision != "record":
                console.print(f"  {number:>3} {decision}: {reason}", highlight=False)
    for what, path in _places(home):
        console.print(f"{what:<10}{path}", highlight=False, soft_wrap=True)


def _table(interviews: list[Row], names: dict[str, str]) -> Table:
    from rich.table import Table  # as above

    table = Table(title="Interviews, read from the Parquet", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for heading, narrowest in _COLUMNS.items():
        table.add_column(heading, no_wrap=heading != "title", overflow="ellipsis", min_width=narrowest)
    for row in interviews:
        confidence = row["turns_confidence"]
        table.add_row(
            names[row["site"]],
            str(row["date"] or "-"),
            row["title"] or "-",
            ", ".join(row["interviewees"]) or "-",
            str(len(row["turns"])),
            "-" if confidence is None else f"{confidence:.2f}",
        )
    return table


def _places(home: Home) -> list[tuple[str, Path]]:
    archived = sorted(home.warc.glob("*.warc.gz"))
    return [
        *(("WARC", path) for path in archived[-1:]),
        ("Parquet", home.dataset / "latest" / "documents"),
        ("ledger", home.state / "ledger.sqlite"),
    ]


def _keep(sites: list[RunningSite]) -> None:
    """Serves on until Ctrl-C, which is no failure here."""
    for running in sites:
        click.echo(f"{running.site.name:<24}{running.start}   (--allow-private {running.host})")
    say("the sites stay up; end with Ctrl-C")
    try:
        while True:
            time.sleep(KEPT_OPEN_SECONDS)
    except KeyboardInterrupt:
        return

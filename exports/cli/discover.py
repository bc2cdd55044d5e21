"""``junket discover``: what a crawl of a site would fetch, and why; nothing is stored."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from junket.crawlers.errors import ExitCode
from junket.crawlers.home import Home
from junket.crawlers.secrets import mask_secrets
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import fail, say

if TYPE_CHECKING:
    from junket.crawlers.discovery.survey import Survey

EXAMPLES = """
junket discover https://example.org/interviews/
junket discover https://example.org/ --format json | jq 'select(.line == "url" and .fetch)'
junket discover http://127.0.0.1:8000/ --allow-private 127.0.0.1:8000
"""
_SHOWN = 40
"""URLs in the table; the JSON has them all."""


@command(examples=EXAMPLES)
@click.argument("url")
@click.option("--home", metavar="HOME", help="A home, for its site rules and blocked hosts.")
@click.option("--max-pages", type=click.IntRange(min=1), metavar="N", help="The budget to show the order for.")
@click.option("--allow-private", multiple=True, metavar="HOST:PORT", help="Let this private address be fetched.")
@click.option("--contact", metavar="URL|MAIL", help="Who runs this, for the user agent (or JUNKET_CONTACT).")
@click.option(
    "--format", "shape", type=click.Choice(["table", "json"]), help="A table, or JSON lines (the default in a pipe)."
)
def discover(  # noqa: PLR0917  # click hands them by name
    url: str,
    home: str | None,
    max_pages: int | None,
    allow_private: tuple[str, ...],
    contact: str | None,
    shape: str | None,
) -> ExitCode:
    """Show what a crawl of the site of URL would fetch, in which order, and why.

    Asks for robots.txt, the page, and up to 12 sitemaps and feeds; follows no link and stores nothing. Each link is
    shown with what it is taken for and the rule that says so, or with the reason why it would be left.
    """
    from junket.crawlers.discovery.survey import survey

    place = Home.open(Path(home).expanduser()) if home else None
    found = survey(url, home=place, allow_private=allow_private, contact=contact, max_pages=max_pages)
    if (shape or ("table" if sys.stdout.isatty() else "json")) == "table":
        _print_tables(found)
    else:
        _print_lines(found)
    return fail(found.error) if found.error else ExitCode.OK


def _print_lines(found: Survey) -> None:
    import msgspec

    rows: list[dict[str, object]] = [{"line": "source", **asdict(source)} for source in found.sources]
    rows += [
        {"line": "url", **asdict(each), "within_budget": each.fetch and place < found.max_pages}
        for place, each in enumerate(found.prospects)
    ]
    rows.append(
        {"line": "summary", "url": mask_secrets(found.url), "max_pages": found.max_pages, "counts": found.counts}
    )
    for row in rows:
        click.echo(msgspec.json.encode(row).decode())


def _print_tables(found: Survey) -> None:
    from junket.exports.cli.printing.summary import print_counts
    from junket.exports.cli.printing.table import print_table

    print_table("Read", ("", "url", "what it says"), [(each.kind, each.url, each.said) for each in found.sources])
    rows = [
        ("fetch" if each.fetch else "leave", each.kind, each.why, str(each.priority) if each.fetch else "", each.url)
        for each in found.prospects
    ]
    fetched = sum(each.fetch for each in found.prospects)
    beyond = f"; the budget of {found.max_pages} ends before the last" if fetched > found.max_pages else ""
    print_table(f"Links, in a crawl's order{beyond}", ("", "taken for", "why", "priority", "url"), rows[:_SHOWN])
    if len(rows) > _SHOWN:
        say(f"and {len(rows) - _SHOWN} more: --format json has them all")
    print_counts("In all", {name: f"{number:,}" for name, number in found.counts.items()}, stderr=False)

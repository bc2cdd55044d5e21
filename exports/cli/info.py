"""``junket info``: what a home holds."""

from __future__ import annotations

import click
import msgspec

from junket.crawlers.home import Home
from junket.exports.cli.group import command

EXAMPLES = """
junket info --home film-press
junket info --home film-press --json
"""


@command(examples=EXAMPLES)
@click.option("--home", required=True, metavar="HOME", help="The home to look at.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one JSON object.")
def info(home: str, *, as_json: bool) -> None:
    """Show what HOME holds: log, records by kind, site and language, rejections, snapshots, runs."""
    from junket.exports.dataset.contents import contents

    found = contents(Home.open(home))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    from junket.exports.cli.printing.info_tables import print_contents

    print_contents(found)

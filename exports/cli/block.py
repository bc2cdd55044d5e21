"""``junket block``: hosts that a home fetches nothing from, from the next seconds of a running crawl on."""

from __future__ import annotations

import click

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import say

EXAMPLES = """
junket block example.org --home film-press
junket block --remove example.org --home film-press
junket block --home film-press
"""


@command(examples=EXAMPLES)
@click.argument("hosts", nargs=-1, metavar="[HOST]...")
@click.option("--home", required=True, metavar="HOME", help="The home; a crawl that runs in it obeys within seconds.")
@click.option("--remove", is_flag=True, help="Lift the block of these hosts.")
def block(hosts: tuple[str, ...], *, home: str, remove: bool) -> None:
    """Fetch nothing more from HOST, and nothing from below it (blocking example.org blocks www.example.org).

    It holds for crawls and for `scrape --save`, until `--remove`. What is fetched already stays. The blocked
    hosts are printed, one a line; without a HOST nothing is changed.
    """
    from junket.crawlers.polite.blocks import change_blocked, host_of, read_blocked

    place = Home.open(home)
    if not hosts:
        if remove:
            raise UsageProblem("block", "no host to lift the block of", "name one, as in --remove example.org")
        blocked = read_blocked(place)
    else:
        named = [host_of(host) for host in hosts]
        if remove and (unknown := sorted(set(named) - read_blocked(place))):
            raise UsageProblem(unknown[0], "is not blocked in this home", f"`junket block --home {home}` lists them")
        blocked = change_blocked(place, remove=named) if remove else change_blocked(place, add=named)
        say(f"{'lifted' if remove else 'blocked'}: {', '.join(named)}; a running crawl obeys within 10 s")
    for host in sorted(blocked):
        click.echo(host)

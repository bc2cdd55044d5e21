"""``junket rebuild``: a home's dataset anew from its WARC files, without the network."""

from __future__ import annotations

import click

from junket.crawlers.errors import ExitCode
from junket.crawlers.frontier.finished import forget_finished
from junket.crawlers.home import Home
from junket.exports.catalogue.rebuild import log_bytes
from junket.exports.catalogue.rebuild import rebuild as rebuild_home
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import Level, level, say
from junket.exports.cli.printing.problems import tell_corrections, tell_problems, tell_rights
from junket.exports.progress import progress

EXAMPLES = """
junket rebuild --home film-press
junket rebuild --home film-press --accept-loss
"""


@command(examples=EXAMPLES)
@click.option("--home", required=True, metavar="HOME", help="The home to rebuild.")
@click.option(
    "--accept-loss", is_flag=True, help="Go on without WARC files that are gone and the rows that hang on them."
)
def rebuild(home: str, *, accept_loss: bool) -> ExitCode:
    """Make the dataset of HOME anew from its WARC files and site rules.

    The catalogue is emptied and filled again; the standing snapshot stays until the new one is
    whole. A stretch of a WARC file that cannot be read is said on stderr, and the rest is used. Where
    WARC files are gone, or rows of the standing snapshot would be, nothing is published and the exit
    code is 10, unless --accept-loss says that it may be. A snapshot that is not whole is made again.
    """
    place = Home.open(home)
    with progress("rebuilding", total=log_bytes(place), wanted=level() is not Level.QUIET) as tell:
        done, published = rebuild_home(place, tell, accept_loss=accept_loss)
    forget_finished(place)
    code = tell_problems(done)
    tell_corrections(published.corrections)
    tell_rights(published.rights)
    rejected = ", ".join(f"{reason} {number}" for reason, number in done.rejected.most_common())
    without = f"{done.rejected.total()} without one" + (f" ({rejected})" if rejected else "")
    say(f"{done.captures} captures: {done.records} records, {without}")
    state = "new snapshot" if published.fresh else "nothing changed:"
    say(f"{state} {published.snapshot.version}: {published.snapshot.rows} rows in {published.path / 'documents'}")
    return code

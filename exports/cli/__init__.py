"""The command line: one file a command; this one names them all and turns failures into exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from junket.crawlers.errors import ExitCode, UsageProblem
from junket.exports.cli.group import CONTEXT, CommandEntry, LazyGroup, PipeClosed
from junket.exports.cli.printing.messages import Level, fail, set_level
from junket.pipelines.record.record import EXTRACTOR_VERSION

COMMANDS = {
    "scrape": CommandEntry(
        "junket.exports.cli.scrape", "Pages, files and WARC files as clean records, now.", "Records"
    ),
    "crawl": CommandEntry("junket.exports.cli.crawl", "Crawl sites into a home: WARC, records, Parquet.", "Records"),
    "discover": CommandEntry(
        "junket.exports.cli.discover", "What a crawl would fetch, and why; stores nothing.", "Records"
    ),
    "block": CommandEntry(
        "junket.exports.cli.block", "Fetch nothing more from a host; a running crawl obeys.", "Records"
    ),
    "rebuild": CommandEntry("junket.exports.cli.rebuild", "Make a home's dataset anew from its WARC files.", "Homes"),
    "verify": CommandEntry(
        "junket.exports.cli.verify", "Read all of a home: what is damaged, and what mends it.", "Homes"
    ),
    "info": CommandEntry("junket.exports.cli.info", "What a home holds.", "Homes"),
    "runs": CommandEntry("junket.exports.cli.past.runs", "The history of a home's runs.", "Homes"),
    "health": CommandEntry(
        "junket.exports.cli.health", "Which sites are unhealthy, and which runs are overdue.", "Homes"
    ),
    "ledger": CommandEntry("junket.exports.cli.past.ledger", "What became of each URL of a run, and why.", "Homes"),
    "correct": CommandEntry(
        "junket.exports.cli.correct", "Correct a record: fields, who says what, what is no text.", "Homes"
    ),
    "cite": CommandEntry(
        "junket.exports.cli.cite", "The reference to a record, or to one turn: BibTeX, CSL-JSON, RIS.", "Homes"
    ),
    "schedule": CommandEntry(
        "junket.exports.cli.schedule", "Install, show and remove what starts the crawls that are due.", "Homes"
    ),
    "site": CommandEntry("junket.exports.cli.site", "Add, check and list site rules.", "Sites"),
    "demo": CommandEntry("junket.exports.cli.demo", "Crawl a bundled loopback site and show what comes out.", "More"),
    "help": CommandEntry("junket.exports.cli.help", "What a command does, and its options.", "More"),
    "completion": CommandEntry("junket.exports.cli.completion", "Print the completion script for your shell.", "More"),
}

_MAY_BE_ABSENT = {"pyarrow"}
"""Large, and not needed for scraping to text and JSON: some take it out."""

EXAMPLES = """
junket scrape https://example.org/an-interview
junket scrape page.html --format md
junket crawl https://example.org/interviews/ --home film-press
junket info --home film-press
junket demo
"""


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if value:
        click.echo(f"junket {_version()}")
        ctx.exit()


def _version() -> str:
    # Costs 30 ms, which a batch that starts now need not wait for.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("junket")
    except PackageNotFoundError:
        return f"{EXTRACTOR_VERSION} (not installed)"


@click.group(cls=LazyGroup, entries=COMMANDS, epilog=EXAMPLES, context_settings=CONTEXT)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print it.")
def cli() -> None:
    """Junket crawls, archives and structures film interviews.

    From a page to a clean record, tied to its archived bytes.
    """


def main(args: Sequence[str] | None = None) -> None:
    """Runs the command line on ``args`` (by default the process's own) and exits with its code.

    SIGTERM ends it as Ctrl-C does: nothing is left half-written, and the code is that of an interruption.
    """
    with suppress(ValueError):  # not in the main thread, where Python handles no signals
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """The exit code of one call; what failed stands in one line on stderr."""
    set_level(Level.NORMAL)
    try:
        code = cli.main(args, prog_name="junket", standalone_mode=False)
        sys.stdout.flush()
    except (PipeClosed, BrokenPipeError):
        return _pipe_closed()
    except click.exceptions.Abort:
        return ExitCode.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ExitCode.USAGE
    except click.ClickException as error:
        return fail(_usage(error))
    except Exception as error:  # noqa: BLE001  # the last line of defence: whatever it is, one line and a code
        return fail(_absent(error) or error)
    return code if isinstance(code, int) else ExitCode.OK


def _absent(error: Exception) -> UsageProblem | None:
    """What to install, where the error is that a package was taken out that scraping does without."""
    if isinstance(error, ModuleNotFoundError) and error.name in _MAY_BE_ABSENT:
        return UsageProblem(error.name, "is not installed, and Parquet and homes need it", f"pip install {error.name}")
    return None


def _usage(error: click.ClickException) -> UsageProblem:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "junket"
    subject = "the command line" if path == "junket" else path.removeprefix("junket ")
    return UsageProblem(subject, error.format_message().rstrip("."), f"see {path} --help")


def _pipe_closed() -> ExitCode:
    """The exit code for a closed pipe; stdout is let go, or Python would complain when it flushes it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.PIPE_CLOSED

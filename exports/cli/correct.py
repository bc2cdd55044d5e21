"""``junket correct``: a person's decision about a record, kept for every rebuild."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from junket.crawlers.errors import ExitCode, HomeProblem, JunketError, UsageProblem
from junket.crawlers.home import Home, home_errors
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import say

EXAMPLES = """
junket correct 3f9a1c --home film-press --who "A. Person" --why "the guest's name is misspelt"
junket correct https://example.org/an-interview --home film-press --print > sheet.txt
junket correct 3f9a1c --home film-press --who me --why "two turns were one" --from sheet.txt
"""


@command(examples=EXAMPLES)
@click.argument("name", metavar="ID|URL")
@click.option("--home", required=True, metavar="HOME", help="The home that holds the record.")
@click.option("--who", envvar="JUNKET_WHO", metavar="NAME", help="Who decides (or JUNKET_WHO).")
@click.option("--why", "-m", metavar="REASON", help="Why.")
@click.option("--from", "source", metavar="FILE", help="Take the edited sheet from this file (- for stdin).")
@click.option("--print", "only_print", is_flag=True, help="Print the sheet, change nothing.")
def correct(
    name: str, *, home: str, who: str | None, why: str | None, source: str | None, only_print: bool
) -> ExitCode:
    """Open a record in your editor, and keep what you change as a correction.

    The sheet holds the record's fields and its words, with a line before each stretch that says whose
    they are. What you change goes to HOME/overrides/records.toml, tied to the words it is about, with
    who and why; the dataset is published anew. Nothing changed: nothing written.
    """
    from junket.exports.dataset.published import published_record
    from junket.exports.decisions.edit_sheet import read_sheet, sheet_of
    from junket.exports.decisions.records_toml import add_corrections
    from junket.pipelines.corrections.anchor import NotFound
    from junket.pipelines.corrections.difference import Decided, corrections_of

    place = Home.open(home)
    record = published_record(place, name)
    sheet = sheet_of(record)
    if only_print:
        click.echo(sheet, nl=False)
        return ExitCode.OK
    if not who or not why:
        raise UsageProblem("--who" if not who else "--why", "is missing", "a correction says who decides, and why")
    edited, kept = _edited(sheet, source)
    try:
        decided = Decided(who, why, datetime.now(UTC).date())
        found = corrections_of(record, *read_sheet(edited, record), decided)
        written = add_corrections(place, found) if found else None
    except (JunketError, NotFound) as error:
        raise _with_file(error, kept) from error
    if kept:
        kept.unlink(missing_ok=True)
    if written is None:
        say("nothing changed")
        return ExitCode.OK
    say(f"corrections of {record.id}: {len(found)}, in {written}")
    return _publish(place)


def _edited(sheet: str, source: str | None) -> tuple[str, Path | None]:
    """The edited sheet, and the file it was edited in, which stays until it is read."""
    if source is not None:
        with home_errors(source):
            data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        return data.decode("utf-8-sig", "replace"), None
    with tempfile.NamedTemporaryFile("w", prefix="junket-", suffix=".txt", encoding="utf-8", delete=False) as file:
        file.write(sheet)
    path = Path(file.name)
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        raise UsageProblem("the editor", error.format_message(), f"the sheet is {path}; give it with --from") from error
    return path.read_text(encoding="utf-8", errors="replace"), path


def _with_file(error: Exception, kept: Path | None) -> JunketError:
    """The error, with where the person's work lies."""
    remedy = f"your edit is kept in {kept}; mend it and give it with --from" if kept else ""
    if isinstance(error, HomeProblem):
        return HomeProblem(error.subject, error.problem, remedy or error.remedy)
    problem = f"{error.problem}; {error.remedy}" if isinstance(error, JunketError) else str(error)
    return UsageProblem("the sheet", problem, remedy)


def _publish(home: Home) -> ExitCode:
    from junket.exports.cli.printing.problems import tell_corrections
    from junket.exports.dataset.dataset import publish

    published = publish(home)
    tell_corrections(published.corrections)
    say(f"{published.snapshot.version}: {published.snapshot.rows} rows in {published.path / 'documents'}")
    return ExitCode.OK

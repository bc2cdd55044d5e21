"""``junket cite``: the reference to a record of a home, or to one of its turns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from junket.crawlers.errors import UsageProblem
from junket.crawlers.home import Home
from junket.exports.cli.group import command

if TYPE_CHECKING:
    from junket.exports.cli.scraping.output_format import Format
    from junket.pipelines.record.record import Record, Turn

EXAMPLES = """
junket cite 3f9a1c --home film-press
junket cite https://example.org/an-interview --home film-press --format csl
junket cite 3f9a1c --turn 3f9a1c04d2e8b7aa-51b0c2 --home film-press --format ris -o turn.ris
"""


@command(examples=EXAMPLES)
@click.argument("name", metavar="ID|URL")
@click.option("--home", required=True, metavar="HOME", help="The home whose dataset holds the record.")
@click.option("--revision", type=click.IntRange(1), metavar="N", help="This revision; by default the newest.")
@click.option("--turn", "turn_id", metavar="TURN_ID", help="Cite this turn (its turn_id, or the end of it).")
@click.option(
    "--format", "form", type=click.Choice(["bibtex", "csl", "ris"]),
    help="bibtex: BibTeX and biblatex; csl: CSL-JSON; ris: RIS. Default: by the suffix of -o; bibtex.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file, whole or not at all.")
def cite(
    name: str, *, home: str, revision: int | None, turn_id: str | None, form: Format | None, output: Path | None
) -> None:
    """Print the reference to a record: who, where, when, its revision, capture and WARC record.

    ID is the record's id, or its first characters. An interview is cited under who answers.
    """
    from junket.exports.cli.scraping.output import record_output
    from junket.exports.cli.scraping.output_format import chosen_format
    from junket.exports.dataset.published import published_record

    path = None if str(output) == "-" else output
    form = chosen_format(form, path, ("bibtex", "csl", "ris"), "bibtex")
    record = published_record(Home.open(home), name, revision)
    turn = _turn(record, turn_id) if turn_id is not None else None
    with record_output(path, form, array=False) as sink:
        sink.refer(record, turn)


def _turn(record: Record, turn_id: str) -> Turn:
    """The turn of that id. UsageProblem where there is none, or where several end so."""
    found = [each for each in record.turns if each.turn_id.endswith(turn_id)]
    if not found:
        raise UsageProblem(turn_id, f"is no turn of {record.id}", f"it has {len(record.turns)}; see its turn_id")
    if len(found) > 1:
        several = f"{len(found)} turns of {record.id} end so ({found[0].turn_id}, {found[1].turn_id})"
        raise UsageProblem(turn_id, several, "name more of it")
    return found[0]

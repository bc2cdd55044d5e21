"""``junket scrape``: pages, files and WARC files as clean records, now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crawlers.errors import UsageProblem
from exports.cli.group import command

EXAMPLES = """
junket scrape https://example.org/an-interview
junket scrape page.html saved.mhtml dump.txt --format md -o interviews.md
junket scrape https://example.org/an-interview --explain
junket scrape https://example.org/an-interview --explain=html -o why.html
junket scrape https://example.org/an-interview --save film-press
junket scrape https://example.org/gone --archived
curl -s https://example.org/a | junket scrape - --url https://example.org/a
junket scrape --batch < pages.jsonl > records.jsonl
"""


@command(examples=EXAMPLES)
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option(
    "--format", "form", type=click.Choice(["json", "jsonl", "md", "text", "tei", "bibtex", "csl", "ris"]),
    help="json: an object (an array for several targets); jsonl: one record a line; md, text: for reading; "
    "tei: TEI P5 XML; bibtex, csl, ris: the reference to it. "
    "Default: by the suffix of -o; text on a terminal; jsonl in a pipe.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file; it appears whole or not at all."
)
@click.option("--save", "home", metavar="HOME", help="Keep the bytes in this home's WARC, the records in its dataset.")
@click.option(
    "--explain", is_flag=False, flag_value="text", type=click.Choice(["text", "html"]), metavar="[=html]",
    help="Show every block of the page with keep or strip, score and rule, and the metadata's candidates (JSON: the "
    "key explain). --explain=html: as a page for the browser, in place of the record.",
)  # fmt: skip
@click.option("--url", metavar="URL", help="The address of a file or of stdin.")
@click.option("--archived", is_flag=True, help="Ask the Wayback Machine in place of the sites; the record says so.")
@click.option(
    "--ignore-robots", is_flag=True, help="Fetch the named URLs whatever robots.txt says; the record says so."
)
@click.option("--allow-private", multiple=True, metavar="HOST:PORT", help="Let this one private address be fetched.")
@click.option("--contact", metavar="URL|MAIL", help="Who runs this, for the user agent (or JUNKET_CONTACT).")
@click.option(
    "--batch", is_flag=True, help='JSON lines {"id", "url", "html"|"text"} in, {"id", "record", "reason"} out.'
)
def scrape(targets: tuple[str, ...], *, batch: bool, **options: Any) -> int:  # noqa: ANN401  # click's own
    """Make a clean record of each TARGET, now.

    A TARGET is a URL, a page saved by a browser (HTML, SingleFile, MHTML), a plain-text dump of a
    page, a WARC file, or - for stdin. Any page with text gives a record; its kind and warnings say
    what is doubtful. What fails is one line on stderr, and the others are still done.
    """
    if batch:
        from exports.cli.batch import batch_over_stdio

        _refuse_with_batch(targets, options)
        return batch_over_stdio(explain=bool(options["explain"]))
    from exports.cli.scraping import scrape_targets

    _check(targets, options)
    return scrape_targets(targets, options)


def _refuse_with_batch(targets: tuple[str, ...], options: dict[str, Any]) -> None:
    given = [name for name, value in options.items() if value and (name, value) != ("explain", "text")]
    if targets or given:
        other = targets[0] if targets else "--" + {"form": "format", "home": "save"}.get(given[0], given[0])
        raise UsageProblem("--batch", f"does not go with {other}", "it reads stdin and writes stdout, as JSON lines")


def _check(targets: tuple[str, ...], options: dict[str, Any]) -> None:
    from exports.targets import is_url, is_warc

    if not targets:
        raise UsageProblem("scrape", "nothing to scrape", "name a URL or a file, or see junket scrape --help")
    if options["url"] and (len(targets) > 1 or is_url(targets[0])):
        raise UsageProblem("--url", "is the address of one file or of stdin", "give that file, or -, alone")
    for name in ("archived", "ignore_robots"):
        if options[name] and not any(map(is_url, targets)):
            raise UsageProblem("--" + name.replace("_", "-"), "no target is a URL", "leave it out, or name a URL")
    if options["explain"] == "html":
        _check_html(targets, options)
    if options["home"] and (warc := next(filter(is_warc, targets), None)):
        remedy = f"copy it into {options['home']}/warc and run junket rebuild --home {options['home']}"
        raise UsageProblem(warc, "a WARC file is not saved again", remedy)


def _check_html(targets: tuple[str, ...], options: dict[str, Any]) -> None:
    from exports.targets import is_warc

    if options["form"]:
        raise UsageProblem("--explain=html", f"does not go with --format {options['form']}", "leave one of them out")
    if len(targets) > 1 or is_warc(targets[0]):
        raise UsageProblem("--explain=html", "explains one page", "give one URL or one saved page")

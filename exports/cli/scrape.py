"""``junket scrape``: pages, files and WARC files as clean records, now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from junket.crawlers.errors import UsageProblem
from junket.exports.cli.group import command

if TYPE_CHECKING:
    from junket.exports.cli.scraping.output_format import Format
    from junket.exports.targets import Targets

FORMATS: tuple[Format, ...] = ("json", "jsonl", "md", "text", "tei", "csv", "parquet", "bibtex", "csl", "ris")
MAX_JOBS = 64
_APART = (
    ("output", "output_dir", "give one of them"),
    ("explain", "jobs", "an explanation is made in one process"),
    ("archived", "render", "the Wayback Machine's copies are read as they are"),
)
"""Options that exclude each other, with the remedy."""

EXAMPLES = """
junket scrape https://example.org/an-interview
junket scrape page.html saved.mhtml dump.txt --format md -o interviews.md
junket scrape saved-pages/ -o interviews.csv
junket scrape --urls addresses.txt --output-dir records
junket scrape https://example.org/an-interview --explain
junket scrape https://example.org/an-interview --explain=html -o why.html
junket scrape https://example.org/an-interview --save film-press
junket scrape https://example.org/gone --archived
junket scrape --render https://example.org/made-by-scripts
curl -s https://example.org/a | junket scrape - --url https://example.org/a
junket scrape --batch < pages.jsonl > records.jsonl
"""


@command(examples=EXAMPLES)
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option(
    "--format", "form", type=click.Choice(FORMATS),
    help="json: an object (an array for several targets); jsonl: one record a line; md, text: for reading; "
    "tei: TEI P5 XML; csv: for spreadsheets; parquet: as in a dataset; bibtex, csl, ris: the reference to it. "
    "Default: by the suffix of -o (--format goes before it); text on a terminal; jsonl in a pipe.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file; it appears whole or not at all."
)
@click.option("--output-dir", type=click.Path(path_type=Path), metavar="DIR", help="Write one file a record into DIR.")
@click.option("--overwrite", is_flag=True, help="With --output-dir: replace files that are there already.")
@click.option("--urls", "urls_file", metavar="FILE", help="A file of URLs, one a line (# begins a comment; -: stdin).")
@click.option(
    "-j", "--jobs", type=click.IntRange(1, MAX_JOBS), default=1, metavar="N", help="Extract in N processes (1)."
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
    "--render", is_flag=True, help="Let a browser (junket[browser]) render the URLs: for pages made by scripts."
)
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

    A TARGET is a URL, a page saved by a browser (HTML, SingleFile, MHTML, .webarchive), a plain-text
    dump of a page, a zip archive or folder of such files, a WARC, ARC or WACZ file, a file of
    URLs, or - for stdin. Any page with text gives a record; its kind and warnings say what is
    doubtful. What fails is one line on stderr, and the others are still done.

    In folders the files called .html, .htm, .xhtml, .mhtml, .mht, .webarchive, .txt (also with .gz),
    .warc, .warc.gz, .warc.zst, .arc, .arc.gz, .wacz and .zip count, sorted by name, in all folders
    below; not hidden ones, what a browser saved beside a page (page_files), and links to folders.
    """
    if batch:
        from junket.exports.cli.scraping.batch import batch_over_stdio

        _refuse_with_batch(targets, options)
        return batch_over_stdio(explain=bool(options["explain"]))
    from junket.exports.cli.scraping.scraping import scrape_targets
    from junket.exports.targets import list_targets

    _check(targets, options)
    listed = list_targets(targets, options["urls_file"], options["output"] or options["output_dir"])
    _check_listed(listed, options)
    return scrape_targets(listed, options | {"form": _format(options)})


def _refuse_with_batch(targets: tuple[str, ...], options: dict[str, Any]) -> None:
    usual = {("explain", "text"), ("jobs", 1)}
    given = [name for name, value in options.items() if value and (name, value) not in usual]
    if targets or given:
        names = {"form": "format", "home": "save", "urls_file": "urls"}
        other = targets[0] if targets else "--" + names.get(given[0], given[0]).replace("_", "-")
        raise UsageProblem("--batch", f"does not go with {other}", "it reads stdin and writes stdout, as JSON lines")


def _format(options: dict[str, Any]) -> Format | None:
    """The format that options and file name ask for, checked before anything is read; None for stdout's own."""
    from junket.exports.cli.scraping.output_format import chosen_format, stdout_format

    explain = options["explain"]
    output = None if str(options["output"]) == "-" else options["output"]
    if options["output_dir"]:
        return "html" if explain == "html" else options["form"]
    default: Format = "jsonl" if output else stdout_format(explain=explain == "text")
    return chosen_format("html" if explain == "html" else options["form"], output, FORMATS, default)


def _check(targets: tuple[str, ...], options: dict[str, Any]) -> None:
    if not targets and not options["urls_file"]:
        raise UsageProblem(
            "scrape", "nothing to scrape", "name a URL, a file or a folder, or - for stdin; see junket scrape --help"
        )
    for one, other, remedy in _APART:
        if options[one] and options[other] and (other, options[other]) != ("jobs", 1):
            names = (f"--{name.replace('_', '-')}" for name in (one, other))
            raise UsageProblem(next(names), f"does not go with {next(names)}", remedy)
    if options["overwrite"] and not options["output_dir"]:
        raise UsageProblem("--overwrite", "is for --output-dir", "leave it out: -o replaces its file as a whole")
    if options["explain"] == "html" and options["form"]:
        raise UsageProblem("--explain=html", f"does not go with --format {options['form']}", "leave one of them out")


def _check_listed(listed: Targets, options: dict[str, Any]) -> None:
    urls = any(each.kind == "url" for each in listed.listed)
    if options["url"] and (listed.many or urls):
        raise UsageProblem("--url", "is the address of one file or of stdin", "give that file, or -, alone")
    for name in ("archived", "ignore_robots", "render"):
        if options[name] and not urls:
            raise UsageProblem("--" + name.replace("_", "-"), "no target is a URL", "leave it out, or name a URL")
    if options["render"]:
        from junket.crawlers.render.browser import missing

        if lacking := missing():
            raise lacking
    if options["explain"] == "html" and listed.many and not options["output_dir"]:
        raise UsageProblem("--explain=html", "explains one page", "give one URL or one saved page, or --output-dir")
    if options["home"] and (warc := next((each for each in listed.listed if each.kind == "warc"), None)):
        remedy = f"copy it into {options['home']}/warc and run junket rebuild --home {options['home']}"
        raise UsageProblem(warc.name, "a WARC file is not saved again", remedy)

"""In which format an output is written: as ``--format`` says, else as the file's suffix does."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path
from typing import Literal

from junket.crawlers.errors import UsageProblem
from junket.exports.cli.printing.messages import say

Format = Literal["json", "jsonl", "md", "text", "tei", "csv", "parquet", "bibtex", "csl", "ris", "html"]
"""``html`` is a page explained and no record; the others are a record's, three of them the reference to it."""
SUFFIXES: dict[Format, tuple[str, ...]] = {
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "md": (".md", ".markdown"),
    "text": (".txt", ".text"),
    "tei": (".xml", ".tei"),
    "csv": (".csv",),
    "parquet": (".parquet",),
    "bibtex": (".bib",),
    "csl": (".csl.json", ".json"),
    "ris": (".ris",),
    "html": (".html", ".htm"),
}
"""The first is the one that a file gets whose name Junket chooses."""
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst", ".zip", ".7z")


def chosen_format(given: Format | None, output: Path | None, among: Collection[Format], default: Format) -> Format:
    """The format for ``output`` (None: stdout). What ``--format`` gives wins, and says so where the suffix disagrees.

    ``default`` is for stdout and for names without a suffix. UsageProblem for a suffix of no format in ``among``, for a
    compressed one, and for Parquet on stdout, which is no text.
    """
    if output is None:
        if given == "parquet":
            raise UsageProblem("--format parquet", "is no text for stdout", "name a file with -o FILE.parquet")
        return given or default
    if output.suffix.lower() in _COMPRESSED:
        remedy = f"name it {output.stem}, or pipe: junket scrape … | gzip > {output.name}"
        raise UsageProblem(str(output), "is not written compressed", remedy)
    fitting = _fitting(output)
    if given:
        if fitting and given not in fitting:
            say(f"{output}: written as {given} all the same, since that was asked for")
        return given
    if found := next((form for form in fitting if form in among), None):
        return found
    if fitting or (output.suffix and not output.suffix[1:].isdecimal()):
        known = ", ".join(SUFFIXES[form][0] for form in among)
        raise UsageProblem(str(output), f"{output.suffix} is no format here", f"there are {known}, or say --format")
    return default


def _fitting(output: Path) -> list[Format]:
    """The formats that the name says, by the longest suffix first."""
    name = output.name.lower()
    found = [(len(end), form) for form, ends in SUFFIXES.items() for end in ends if name.endswith(end)]
    return [form for _, form in sorted(found, key=lambda each: -each[0])]


def stdout_format(*, explain: bool) -> Format:
    """For stdout: readable text on a terminal, and where a person asked for an explanation; else JSON lines."""
    return "text" if explain or sys.stdout.isatty() else "jsonl"

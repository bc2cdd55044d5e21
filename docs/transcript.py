"""Draws ``docs/transcript.svg``: what ``junket scrape`` prints of a demo page. ``python docs/transcript.py`` writes it.

A test draws it again, so that the picture shows what the program says today.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from junket.exports.demo.film_site import load_site
from junket.exports.demo.routes import Routes

PICTURE = Path(__file__).with_name("transcript.svg")
SLUG = "an-interview-with-composer-ines-quadri"
FILE = "ines-quadri.html"
CALL = ("scrape", FILE, "--format", "md")
COLUMNS = 96

# rich's own format fetches its font from the network; this one takes whatever monospace font there is.
_FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">
<title>junket scrape prints an interview: the title, who and when, and each question with its answer</title>
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px;
  line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def printed() -> str:
    """What the command prints, from a process of its own in an empty folder."""
    site = load_site("lantern")
    article = next(each for each in site.article if each.slug == SLUG)
    page = Routes(site, "https://lantern.example").replies[site.path(article)]
    checkout = str(Path(__file__).parents[1])
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, FILE).write_bytes(page.body)
        command = [sys.executable, "-m", "junket", *CALL]
        environment = os.environ | {"PYTHONPATH": checkout}
        return subprocess.run(  # noqa: S603  # our own program
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True
        ).stdout


def picture() -> str:
    """The picture, as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text(f"$ junket {' '.join(CALL)}", style="bold green"))
    for line in printed().rstrip().splitlines():
        console.print(_painted(line))
    return console.export_svg(title="", code_format=_FORMAT, unique_id="junket")


def _painted(line: str) -> Text:
    """The line with its heading or speaker in bold, as the Markdown has them."""
    text = Text(line)
    if line.startswith("# "):
        text.stylize("bold")
    elif line.startswith("**") and (end := line.find(":**")) > 0:
        text.stylize("bold cyan", 0, end + 4)  # with the blank: some viewers drop one at a text's beginning
    return text


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")

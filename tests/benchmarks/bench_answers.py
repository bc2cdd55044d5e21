"""What each program makes of a set of pages: run once a set, in the peers' venv where peers are asked.

    python bench_answers.py BENCH FOLDER OUT --command NAME=COMMAND --peer NAME [--types T] [--every N]

Writes ``OUT/NAME.json`` a program: ``cpu`` (seconds per 100 pages, as ``quality.py`` measures them) and ``answers``
(page id to text, title, authors, date). Needs nothing but ``quality.py`` and the peers.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

Pages = list[tuple[str, str, str]]
"""Id, HTML and URL of each page."""
Truths = dict[str, dict[str, Any]]
"""Page id to its gold."""


def load_script(path: Path) -> ModuleType:
    """A script of the bench as a module: the figures are made by its own functions."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_set(bench: Path, folder: str, types: str = "", every: int = 1) -> tuple[Truths, Pages]:
    """Gold and pages of a folder; the interviews lie there as HTML and JSON side by side."""
    if folder != "interviews":
        truths, pages = load_script(bench / "quality.py").load(bench / folder, every, set(types.split(",")) - {""})
        return truths, pages
    gold = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted((bench / folder).glob("*.json"))}
    truths = {truth["id"]: truth for truth in gold.values()}
    html = {stem: (bench / folder / f"{stem}.html").read_text("utf-8") for stem in gold}
    return truths, [(truth["id"], html[stem], truth["url"]) for stem, truth in gold.items()]


def arguments() -> argparse.Namespace:
    """What the caller asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("folder")
    parser.add_argument("out", type=Path)
    parser.add_argument("--types", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--peer", action="append", default=[])
    parser.add_argument("--command", action="append", default=[])
    return parser.parse_args()


def main() -> None:
    """Runs every program named, the peers first."""
    options = arguments()
    quality = load_script(options.bench / "quality.py")
    _, pages = load_set(options.bench, options.folder, options.types, options.every)
    runs = [(name, lambda name=name: quality.run_peer(quality.PEERS[name], pages)) for name in options.peer]
    for given in options.command:
        name, _, command = given.partition("=")
        runs.append((name, lambda command=command: quality.run_command(command, pages)))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, run in runs:
        print(f"  {options.folder}: {name}", file=sys.stderr)  # noqa: T201 - who waits for minutes wants to know
        answers, cpu = run()
        found = {"cpu": 100 * cpu / len(pages), "answers": answers}
        (options.out / f"{name}.json").write_text(json.dumps(found, default=str), "utf-8")


if __name__ == "__main__":
    main()

"""Quality and cost over the real pages of ../shared/bench, peers beside, against the baseline.

    python tests/benchmarks/bench.py [--no-peers | --peer NAME...] [--update-baseline]

Prints one table a set. Ends with 1 where a figure is below ``baseline.json`` (then nothing is written,
unless ``--update-baseline``), with 2 where the pages are not there. Speed is shown and never compared.
"""
# ruff: noqa: T201 - a script that prints its table

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
BENCH = CHECKOUT.parent / "shared" / "bench"
BASELINE = HERE / "baseline.json"
PEERS_VENV = CHECKOUT / ".bench" / "peers"
PEERS = ("trafilatura", "readability-lxml", "resiliparse")
SAMPLE = 8
"""Of the pages, the test takes every eighth: some twenty seconds instead of three minutes."""
COMMAND = f"'{sys.executable}' -m junket scrape --batch"
NOISE = 1e-9
"""Extraction is deterministic: figures differ by rounding alone, or they differ."""

LOWER_IS_BETTER = {
    "empty",
    "missing_predictions",
    "leak",
    "date_wrong",
    "wrong_side",
    "wrong_side_confident",
    "leak_rate_text",
    "leak_rate_turns",
}
NOT_COMPARED = {"set", "program", "pages", "cpu", "x", "precision", "recall"}
"""Names, the noisy, and the two that ``shingle`` joins."""
TABLE = ("word", ">.9", "shingle", "leak", "kept", "title", "author", "date", "date_wrong", "empty", "cpu", "x")

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class PageSet:
    """A set of pages with gold: a folder of ../shared/bench, or the articles of one."""

    name: str
    folder: str
    types: str = ""


SETS = (PageSet("wcxb articles", "wcxb", "article"), PageSet("wcxb", "wcxb"), PageSet("fundus", "fundus"))


def run_json(python: Path, script: str, *arguments: str) -> list[str]:
    """The lines that a script of ../shared/bench prints; its messages go to stderr as they come."""
    done = subprocess.run(
        [str(python), str(BENCH / script), *arguments, "--json"],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=CHECKOUT,
    )
    return done.stdout.splitlines()


def extraction(pages: PageSet, *, every: int = 1, peers: tuple[str, ...] = ()) -> dict[str, Figures]:
    """Figures of ``quality.py`` by program: ``junket`` and each peer."""
    python = PEERS_VENV / "bin" / "python" if peers else Path(sys.executable)
    arguments = [str(BENCH / pages.folder), "--command", COMMAND, "--every", str(every)]
    arguments += ["--types", pages.types] if pages.types else []
    arguments += [word for peer in peers for word in ("--peer", peer)]
    rows = [json.loads(line) for line in run_json(python, "quality.py", *arguments)]
    return {"junket" if row["program"] == COMMAND else row["program"]: row for row in rows}


def interviews() -> Figures:
    """Figures of ``interviews_score.py``; those that are no plain numbers are left out."""
    shown = json.loads("\n".join(run_json(Path(sys.executable), "interviews_score.py", "--command", COMMAND)))
    return {name: value for name, value in shown.items() if isinstance(value, int | float)}


def measure(every: int = 1) -> dict[str, Figures]:
    """Junket's own figures by set, on every ``every``-th page (all interview pages, which are few)."""
    figures = {pages.name: extraction(pages, every=every)["junket"] for pages in SETS}
    return {name: compared(row) for name, row in (figures | {"interviews": interviews()}).items()}


def compared(row: Figures) -> Figures:
    """The figures of a row that a baseline keeps."""
    return {name: value for name, value in row.items() if name not in NOT_COMPARED and value is not None}


def shortfalls(figures: dict[str, Figures], baseline: dict[str, Figures]) -> list[str]:
    """One line for each figure that is worse than its baseline, or gone."""
    lines = []
    for name, expected in baseline.items():
        for figure, was in expected.items():
            now = figures.get(name, {}).get(figure)
            worse = now is None or (now - was if figure in LOWER_IS_BETTER else was - now) > NOISE
            if worse:
                lines.append(f"{name}: {figure} is {now}, the baseline {was}")
    return lines


def install_peers() -> None:
    """The peers' own venv from ``peers.lock``, once."""
    lock, done = HERE / "peers.lock", PEERS_VENV / "installed.lock"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    print(f"bench: setting up the peers in {PEERS_VENV} (once)", file=sys.stderr)
    venv.create(PEERS_VENV, with_pip=True, clear=True)
    pip = [str(PEERS_VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", str(lock)], check=True)
    done.write_bytes(lock.read_bytes())


def show(name: str, rows: dict[str, Figures]) -> None:
    """One set as a table, a program a line."""
    print(f"\n{name:<20}" + "".join(f"{column:>11}" for column in TABLE))
    for program, row in rows.items():
        cells = (row.get(column) for column in TABLE)
        print(f"{program[:19]:<20}" + "".join(f"{'-' if cell is None else format(cell, '.3f'):>11}" for cell in cells))


def arguments() -> argparse.Namespace:
    """What the caller asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", action="append", help=f"a peer of quality.py (default: {', '.join(PEERS)})")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--update-baseline", action="store_true", help="write today's figures as the baseline")
    return parser.parse_args()


def run_all(peers: tuple[str, ...]) -> dict[str, Figures]:
    """Measures and shows every set; Junket's own figures come back."""
    figures = {}
    for pages in SETS:
        rows = extraction(pages, peers=peers)
        show(pages.name, rows)
        figures[pages.name] = compared(rows["junket"])
    figures["interviews"] = compared(interviews())
    print("\ninterviews")
    for name, value in figures["interviews"].items():
        print(f"  {name:<28}{value:.3f}")
    return figures


def main() -> int:
    """The whole run; the exit code."""
    options = arguments()
    if not BENCH.is_dir():
        print(f"bench: the pages are not there: {BENCH}; put the bench beside this checkout", file=sys.stderr)
        return 2
    peers = () if options.no_peers else tuple(options.peer or PEERS)
    if peers:
        install_peers()
    figures = run_all(peers)
    if options.update_baseline:
        kept = {"full": figures, "sample": measure(SAMPLE)}
        BASELINE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        return 0
    worse = shortfalls(figures, json.loads(BASELINE.read_text(encoding="utf-8"))["full"])
    print("\n" + ("\n".join(worse) if worse else "no figure is below the baseline"))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())

"""Quality and cost over the real pages of ../shared/bench, peers beside, against the baseline.

    python tests/benchmarks/bench.py [--no-peers | --peer NAME...] [--worst N] [--update-baseline]

Prints a table a set with the 95 % interval of each figure, by language, the leaks on the interviews, and with
``--worst`` the pages that lose most; draws ``.bench/report.html``. Ends with 1 where a figure is below
``baseline.json`` (then nothing is written, unless ``--update-baseline``), with 2 where the pages are not there.
Speed is shown and never compared.

The model that Junket ships was trained on these pages: its own row flatters. Where ``.bench/out_of_fold`` holds
``wcxb.jsonl``, ``fundus.jsonl`` or ``interviews.jsonl`` (lines of ``{"id", "record"}``, each page answered by a model
that saw no page of its domain; a record may be its ``text`` alone), the row ``junket, out of fold`` says what to
expect of other pages.
"""
# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import venv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bench_baseline as baseline
from bench_answers import load_script, load_set
from bench_report import write_report
from bench_scores import Figures, Interval, counted_intervals, figures_of, intervals, page_values
from bench_tables import UNKNOWN, Program, print_interviews, print_languages, print_set, print_worst
from bench_worst import loss

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
BENCH = CHECKOUT.parent / "shared" / "bench"
KEPT = CHECKOUT / ".bench"
PEERS_VENV, ANSWERS, OUT_OF_FOLD = KEPT / "peers", KEPT / "answers", KEPT / "out_of_fold"
PEERS = ("trafilatura", "readability-lxml", "resiliparse")
SAMPLE = 8
"""Of the pages, the test takes every eighth: some twenty seconds instead of three minutes."""
COMMAND = f"'{sys.executable}' -m junket scrape --batch"
OF_TEXT = ("word", ">.9", "precision", "recall", "leak", "kept", "leak_rate_text", "body_recall")
"""Figures for which a program need only give the text."""
SEEN, UNSEEN = "junket, pages seen", "junket, out of fold"


@dataclass(frozen=True, slots=True)
class PageSet:
    """A set of pages with gold: a folder of ../shared/bench, or the articles of one."""

    name: str
    folder: str
    types: str = ""


SETS = (PageSet("wcxb articles", "wcxb", "article"), PageSet("wcxb", "wcxb"), PageSet("fundus", "fundus"))
INTERVIEWS = PageSet("interviews", "interviews")
Spread = dict[str, Interval]


def answers(pages: PageSet, *, every: int = 1, peers: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    """What each program answers on a set, and its CPU: ``junket`` last."""
    python = PEERS_VENV / "bin" / "python" if peers else Path(sys.executable)
    out = ANSWERS / pages.name.replace(" ", "_")
    shutil.rmtree(out, ignore_errors=True)
    words = [str(BENCH), pages.folder, str(out), "--every", str(every), "--command", f"junket={COMMAND}"]
    words += ["--types", pages.types] if pages.types else []
    words += [word for peer in peers for word in ("--peer", peer)]
    subprocess.run([str(python), str(HERE / "bench_answers.py"), *words], check=True, cwd=CHECKOUT)
    return {name: json.loads((out / f"{name}.json").read_text("utf-8")) for name in (*peers, "junket")}


def programs(pages: PageSet, *, every: int = 1, peers: tuple[str, ...] = ()) -> tuple[list[Program], dict[str, Any]]:
    """Each program on a set, Junket last (and after it out of fold, where there is such a file); and the set's gold."""
    quality = load_script(BENCH / "quality.py")
    truths, _ = load_set(BENCH, pages.folder, pages.types, every)
    found = answers(pages, every=every, peers=peers)
    unseen = out_of_fold(pages.folder)
    if truths.keys() <= unseen.keys():
        flat = dict(quality.flat(json.dumps(line)) for line in unseen.values())
        found = {SEEN if name == "junket" else name: run for name, run in found.items()} | {UNSEEN: {"answers": flat}}
    reference = found.get("trafilatura", {}).get("cpu")
    rows = []
    for name, run in found.items():
        values = {page: page_values(quality, truth, run["answers"].get(page, {})) for page, truth in truths.items()}
        if name == UNSEEN and not _are_records(unseen):
            values = {
                page: {name: part for name, part in row.items() if name in OF_TEXT} for page, row in values.items()
            }
        row = Program(name, values, run["answers"], run.get("cpu"))
        row.figures = {"empty": sum(not row.text(page).strip() for page in truths), **figures_of(list(values.values()))}
        if row.cpu:
            row.figures |= {"cpu": row.cpu} | ({"x": reference / row.cpu} if reference else {})
        rows.append(row)
    return rows, truths


def out_of_fold(folder: str) -> dict[str, dict[str, Any]]:
    """The lines of the out-of-fold file of a folder, by page; empty where there is none."""
    path = OUT_OF_FOLD / f"{folder}.jsonl"
    if not path.exists():
        return {}
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    return {line["id"]: line for line in lines}


def _are_records(lines: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether out-of-fold lines hold whole records, and not their text alone."""
    return any("turns" in (line.get("record") or {}) for line in lines.values())


def junket_of(rows: list[Program]) -> Program:
    """Junket's own row: that of the shipped model."""
    return next(row for row in rows if row.name in {"junket", SEEN})


def interviews(peers: tuple[str, ...] = ()) -> dict[str, tuple[Figures, Spread, str]]:
    """Figures of ``interviews_score.py``, their intervals, and the leaks; of a peer only what a text is good for."""
    script = load_script(BENCH / "interviews_score.py")
    gold, _ = load_set(BENCH, INTERVIEWS.folder)
    found = {"junket": _by_script(script, gold)}
    text_only = set(peers)
    if gold.keys() <= (unseen := out_of_fold(INTERVIEWS.folder)).keys():
        text_only |= set() if _are_records(unseen) else {UNSEEN}
        found = {SEEN: found["junket"], UNSEEN: {page: _prediction(page, unseen[page]) for page in gold}}
    if peers:
        runs = answers(INTERVIEWS, peers=peers)
        for peer in peers:
            texts = runs[peer]["answers"]
            found[peer] = {page: {"id": page, "text": texts.get(page, {}).get("text") or ""} for page in gold}
    return {name: _scored(script, gold, answered, whole=name not in text_only) for name, answered in found.items()}


def _by_script(script: Any, gold: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = script.run(COMMAND, gold, [str(BENCH / INTERVIEWS.folder)])
    return found


def _prediction(page: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """A record as ``interviews_score.py`` reads it from a command."""
    record = line.get("record") or {}
    spoken = [turn for turn in record.get("turns") or [] if turn["role"] in {"question", "answer"}]
    return {
        "id": page,
        "is_interview": record.get("kind") == "interview",
        "turns": spoken,
        "text": record.get("text") or "",
        "confidence": record.get("turns_confidence"),
        "title": record.get("title") or "",
        "authors": record.get("authors") or [],
        "date": str(record.get("date") or record.get("published_at") or ""),
    }


def _scored(
    script: Any, gold: Mapping[str, Any], found: Mapping[str, Any], *, whole: bool
) -> tuple[Figures, Spread, str]:
    counts: list[Counter[str]] = [script.score({page: truth}, {page: found[page]})[0] for page, truth in gold.items()]
    total: Counter[str] = sum(counts, Counter())
    figures = {name: value for name, value in script.figures(total).items() if isinstance(value, int | float)}
    if not whole:
        figures = {name: figures[name] for name in OF_TEXT if name in figures}
    spread = {name: ends for name, ends in counted_intervals(counts, script.figures).items() if name in figures}
    leaks = f"{total['leak']} of {total['leak_n']} pieces on {total['leak_docs']} of {total['leak_docs_n']} pages"
    return figures, spread, leaks


def measure(every: int = 1) -> tuple[dict[str, Figures], dict[str, Spread]]:
    """Junket's own figures by set and their intervals, on every ``every``-th page (all interviews, which are few)."""
    figures, spread = {}, {}
    for pages in SETS:
        rows, _ = programs(pages, every=every)
        own = junket_of(rows)
        figures[pages.name], spread[pages.name] = baseline.compared(own.figures), intervals(list(own.pages.values()))
    shown, spread["interviews"], _ = next(iter(interviews().values()))
    figures["interviews"] = baseline.compared(shown)
    return figures, spread


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


def arguments() -> argparse.Namespace:
    """What the caller asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", action="append", help=f"a peer of quality.py (default: {', '.join(PEERS)})")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show the N worst pages of each set, and why")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth page (compares nothing)")
    parser.add_argument("--update-baseline", action="store_true", help="write today's figures as the baseline")
    return parser.parse_args()


def run_all(peers: tuple[str, ...], *, worst: int, every: int) -> dict[str, Figures]:
    """Measures and shows every set; Junket's own figures come back."""
    from junket.pipelines.language import detect_language

    figures, drawn = {}, {}
    for pages in SETS:
        rows, truths = programs(pages, every=every, peers=peers)
        own, other = junket_of(rows), next((row for row in rows if row.name == "trafilatura"), None)
        print_set(pages.name, rows)
        languages = {page: detect_language(truth["text"], None) or UNKNOWN for page, truth in truths.items()}
        print_languages(pages.name, languages, [own, *(row for row in rows if row is not own)])
        lowest = sorted(own.pages, key=own.word)[:worst]
        losses = {page: loss(own.word(page), own.text(page), truths[page]["text"]) for page in lowest}
        if losses:
            print_worst(pages.name, losses, other)
        figures[pages.name] = baseline.compared(own.figures)
        if other:
            drawn[pages.name] = [(page, own.word(page), other.word(page), truths[page].get("url")) for page in truths]
    shown = interviews(tuple(peer for peer in peers if peer == "trafilatura"))
    print_interviews(shown)
    figures["interviews"] = baseline.compared(next(iter(shown.values()))[0])
    if drawn:
        print(f"\nJunket beside trafilatura, page by page: {write_report(KEPT / 'report.html', drawn)}")
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
    figures = run_all(peers, worst=options.worst, every=options.every)
    if options.update_baseline:
        baseline.write(figures, *measure(SAMPLE))
        return 0
    worse = baseline.shortfalls(figures, baseline.read()["full"]) if options.every == 1 else []
    print("\n" + ("\n".join(worse) if worse else "no figure is below the baseline"))
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())

"""The tables of ``junket info``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from junket.exports.cli.printing.summary import print_counts
from junket.exports.cli.printing.table import size
from junket.exports.dataset.contents import Contents, RunLine
from junket.exports.decisions.corrections import CorrectionReport

MOST_SITES = 20
"""Sites that the table names; ``--json`` has all of them."""
MOST_LINES = 20
"""Lines about corrections that do not hold."""


def print_contents(found: Contents) -> None:
    """Prints what a home holds to stdout."""
    print_counts(found.home, _log(found), stderr=False)
    if found.dataset:
        print_counts("\nDataset", _dataset(found), stderr=False)
    if found.corrections and (counts := _corrections(found.corrections)):
        print_counts("\nCorrections by people", counts, stderr=False)
    if found.rejected:
        print_counts(
            "\nCaptures without a record",
            {name: f"{number:,}" for name, number in found.rejected.items()},
            stderr=False,
        )
    if found.runs:
        print_counts("\nLast runs", {run.run_id: _run(run) for run in found.runs}, stderr=False)


def _log(found: Contents) -> dict[str, str]:
    lines = {
        "WARC files": f"{found.warc_files:,} ({size(found.warc_bytes)})",
        "captures": f"{found.captures:,}, {found.captures_with_record:,} with a record",
    }
    if found.unread_files:
        lines["not read yet"] = f"{', '.join(found.unread_files)} (junket rebuild reads them)"
    lines |= {f"damaged: {name}": "; ".join(problems) for name, problems in found.problems.items()}
    lines |= {f"lost: {name}": problem for name, problem in found.lost_files.items()}
    if found.rows_at_risk:
        lines["at risk"] = f"{found.rows_at_risk:,} rows lead to bytes that are gone (junket verify lists them)"
    if not found.dataset:
        lines["dataset"] = "none yet: junket rebuild makes it"
    return lines


def _dataset(found: Contents) -> dict[str, str]:
    dataset: dict[str, Any] = found.dataset or {}
    sites = list(dataset["sites"].items())
    more = f", and {len(sites) - MOST_SITES:,} more" if len(sites) > MOST_SITES else ""
    made = f"{dataset['created_at']:%Y-%m-%d %H:%M} UTC"
    return {
        "snapshot": f"{dataset['version']} of {made} (kept: {', '.join(found.snapshots)})",
        "lies in": f"{dataset['path']} ({size(dataset['bytes'])})",
        "documents": f"{dataset['documents']:,} in {dataset['revisions']:,} revisions, {dataset['turns']:,} turns",
        "template": f"{dataset.get('template_lines', 0):,} lines that sites print on page after page were taken out",
        "kept in the log": _counted(dataset.get("withheld", {})),
        "kinds": _counted(dataset["kinds"]),
        "languages": _counted(dataset["languages"]),
        "sites": _counted(dict(sites[:MOST_SITES])) + more,
    }


def _corrections(report: CorrectionReport) -> dict[str, str]:
    """How many hold, and which do not; empty where people corrected nothing."""
    told = [("lost its place", line) for line in report.lost] + [("cannot be read", line) for line in report.problems]
    counts = {"hold": f"{report.found:,}"} if report.found or told else {}
    shown = {f"{number}. {what}": line for number, (what, line) in enumerate(told[:MOST_LINES], 1)}
    more = {"and more": f"{len(told) - MOST_LINES:,}: reports/corrections.json"} if len(told) > MOST_LINES else {}
    return counts | shown | more


def _run(run: RunLine) -> str:
    ended = run.finish_reason or "did not end"
    return f"{run.operation}, {run.started_at:%Y-%m-%d %H:%M} UTC, {ended}: {_counted(run.decisions)}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts.items()) or "none"

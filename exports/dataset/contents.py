"""What a home holds, gathered from its log, catalogue, dataset and ledger, for ``junket info``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.log_loss import known_log, log_sizes, lost_files, rows_at_risk
from junket.exports.dataset.manifest import read_manifest, standing_snapshot
from junket.exports.decisions.corrections import CorrectionReport, read_report

LAST_RUNS = 5
"""How many runs are told of, the newest ones."""


class RunLine(msgspec.Struct, frozen=True, kw_only=True):
    """One run, as the ledger has it."""

    run_id: str
    operation: str
    started_at: datetime
    finished_at: datetime | None
    finish_reason: str | None
    decisions: dict[str, int]
    """How many URLs ended as a record, rejected, refused, failed or skipped."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What is in a home. ``dataset`` is None before the first publish."""

    home: str
    warc_files: int
    warc_bytes: int
    captures: int
    """Captures in the catalogue: pages with a record or a reason."""
    captures_with_record: int
    rejected: dict[str, int]
    """Captures without a record, by reason."""
    problems: dict[str, list[str]]
    """WARC file to what could not be read in it."""
    unread_files: list[str]
    """WARC files that the catalogue has not seen to their end: a rebuild or the next crawl does that."""
    lost_files: dict[str, str]
    """WARC files that catalogue or manifest know and that are missing or shorter than they were, and how."""
    rows_at_risk: int
    """Rows of the standing snapshot whose bytes are no longer in the log, as far as the log's files tell unread."""
    dataset: dict[str, Any] | None
    """The standing snapshot: version, path, rows, counts."""
    snapshots: list[str]
    corrections: CorrectionReport | None
    """What became of people's corrections at the last publish."""
    runs: list[RunLine]


def contents(home: Home) -> Contents:
    """What ``home`` holds. HomeProblem when it cannot be read."""
    sizes = log_sizes(home)
    with Catalogue(home, readonly=True) as catalogue:
        captures, records, rejected = catalogue.counts()
        problems = catalogue.problems()
        unread = [name for name, size in sizes.items() if catalogue.scanned_bytes(name) != size]
        lost = lost_files(known_log(home, catalogue), sizes)
        at_risk = rows_at_risk(home, catalogue, sizes) if lost or problems else 0
    manifest = read_manifest(home)
    return Contents(
        home=str(home.path),
        warc_files=len(sizes),
        warc_bytes=sum(sizes.values()),
        captures=captures,
        captures_with_record=records,
        rejected=rejected,
        problems=problems,
        unread_files=unread,
        lost_files=lost,
        rows_at_risk=at_risk,
        dataset=_dataset(home),
        snapshots=[each.version for each in manifest.snapshots] if manifest else [],
        corrections=read_report(home),
        runs=_runs(home),
    )


def _dataset(home: Home) -> dict[str, Any] | None:
    snapshot = standing_snapshot(home)
    if snapshot is None:
        return None
    return {
        "version": snapshot.version,
        "created_at": snapshot.created_at,
        "schema_version": snapshot.schema_version,
        "extractor_version": snapshot.extractor_version,
        "path": str(home.dataset / "latest" / "documents"),
        "bytes": sum(part.bytes for part in snapshot.files),
        **snapshot.tally,
    }


def _runs(home: Home) -> list[RunLine]:
    with Ledger(home, readonly=True) as ledger:
        return [
            RunLine(
                run_id=run.run_id,
                operation=run.operation,
                started_at=run.started_at,
                finished_at=run.finished_at,
                finish_reason=run.finish_reason,
                decisions=_by_decision(ledger.counts(run.run_id)),
            )
            for run in ledger.runs()[:LAST_RUNS]
        ]


def _by_decision(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (decision, _), number in counts.items():
        found[decision] = found.get(decision, 0) + number
    return found

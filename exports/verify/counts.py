"""The counts of the manifest, held against the rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from junket.exports.dataset.tally import Tally
from junket.exports.verify.survey import Finding, HomeSurvey
from junket.pipelines.record.record import Record, RuleCount, Turn

_COLUMNS = ["id", "kind", "language", "site", "turns.list.element.turn_id", "stripped"]
_RECORD = Record(id="", url="", canonical_url="", site="", kind="other", content_hash="")
_TURN = Turn(turn_id="", role="note", text="", start=0, end=0)


def counts_hold(survey: HomeSurvey) -> Iterator[Finding]:
    """Documents, revisions, turns, kinds, languages and sites of the standing snapshot, counted again."""
    snapshot = survey.standing
    if snapshot is None:
        return
    tally = Tally()
    with suppress(OSError, pa.ArrowException):  # told by the check of the pages
        for _ in tally.watch(_records(survey)):
            pass
        counted = tally.counts() | {"rows": tally.revisions}
        written = snapshot.tally | {"rows": snapshot.rows}
        for name, number in counted.items():
            if written.get(name) != number:
                problem = f"counts {name} as {written.get(name)}; the rows give {number}"
                place = f"{snapshot.version}, {name}"
                yield Finding(file="dataset/manifest.json", place=place, problem=problem, remedy=survey.rebuild)


def _records(survey: HomeSurvey) -> Iterator[Record]:
    """The rows as records of what is counted, and nothing else."""
    parts = survey.standing.files if survey.standing else []
    for part in parts:
        if part.path.startswith("documents/") and survey.standing:
            path = survey.home.dataset / survey.standing.version / part.path
            with pq.ParquetFile(path, page_checksum_verification=True) as table:
                for batch in table.iter_batches(1000, columns=_COLUMNS):
                    yield from map(_record, batch.to_pylist())


def _record(row: dict[str, object]) -> Record:
    turns, stripped = row.pop("turns"), row.pop("stripped")
    assert isinstance(turns, list)  # noqa: S101  # the schema says so
    assert isinstance(stripped, list)  # noqa: S101
    pairs = tuple(RuleCount(**each) for each in stripped)
    return replace(_RECORD, **row, turns=(_TURN,) * len(turns), stripped=pairs)  # type: ignore[arg-type]  # by the schema

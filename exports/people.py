"""The table of people: who is named on the records, under which spellings, one row a person."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from crawlers.home import Home
from exports.corrections import CorrectionReport
from exports.manifest import Part
from exports.people_toml import AUTHORITIES, read_decisions
from exports.schema import PEOPLE
from exports.surrogates import without_surrogates
from pipelines.interview import Interview
from pipelines.people import Person, Sighting, gather, sightings, unseen

GROUP_ROWS = 10_000


class People:
    """Sees the records on their way into the dataset (:meth:`watch`), then writes who is on them."""

    def __init__(self, home: Home) -> None:
        """Reads ``HOME/overrides/people.toml``. HomeProblem when it is there and cannot be read."""
        self._decisions = read_decisions(home)
        self._seen: set[Sighting] = set()

    def watch(self, records: Iterable[Interview]) -> Iterator[Interview]:
        """The same records; whom they name is kept: some hundred bytes a name and record."""
        for record in records:
            self._seen.update(sightings(record))
            yield record

    def write(self, folder: Path) -> Part:
        """Writes the table into ``folder`` (made here); it is on disk when this returns. Raises OSError."""
        folder.mkdir(parents=True)
        path = folder / "part-0000.parquet"
        people = gather(self._seen, self._decisions.entries)
        with path.open("xb") as file:
            with pq.ParquetWriter(
                file, PEOPLE, compression="zstd", compression_level=3, write_page_checksum=True, version="2.6"
            ) as writer:
                for start in range(0, len(people), GROUP_ROWS):
                    writer.write_batch(_batch(people[start : start + GROUP_ROWS]))
            file.flush()
            os.fsync(file.fileno())
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Part(f"{folder.name}/{path.name}", len(people), path.stat().st_size, digest)

    def report(self, records: CorrectionReport) -> CorrectionReport:
        """``records``' report with what became of the decisions about people."""
        entries = self._decisions.entries
        missing = unseen(entries, self._seen)
        lost = [f"{entries[number].place}: {name}: is on no record" for number, name in missing.items()]
        return CorrectionReport(
            found=records.found + len(entries) - len(lost),
            lost=records.lost + lost,
            problems=records.problems + self._decisions.problems,
        )


def _batch(people: list[Person]) -> pa.RecordBatch:
    rows = [without_surrogates(_row(each)) for each in people]
    return pa.RecordBatch.from_pylist(rows, schema=PEOPLE)


def _row(person: Person) -> dict[str, Any]:
    row = asdict(person)
    ids = dict(row.pop("ids"))
    return row | {authority: ids.get(authority) for authority in AUTHORITIES}

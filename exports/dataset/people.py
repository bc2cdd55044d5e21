"""Who is named on the records of a publish: seen as they pass, brought together once all have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from junket.crawlers.home import Home
from junket.exports.decisions.corrections import CorrectionReport
from junket.exports.decisions.people_toml import read_decisions
from junket.pipelines.people import Clustering, NameMention, Person, cluster, mentions, unseen
from junket.pipelines.record.record import Named, Record


class People:
    """Sees the records on their way into the dataset (:meth:`watch`), then says who is on them.

    Nothing is decided before all records have been seen: who is one hangs on no order of theirs.
    """

    def __init__(self, home: Home) -> None:
        """Reads ``HOME/overrides/people.toml``. HomeProblem when it is there and cannot be read."""
        self._decisions = read_decisions(home)
        self._seen: set[NameMention] = set()
        self._clustering: Clustering | None = None

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records with whom they name, as yet without ids; kept are some hundred bytes a name and record."""
        for record in records:
            found = list(mentions(record))
            self._seen.update(found)
            pairs = dict.fromkeys((each.name, each.role) for each in found)
            yield replace(record, persons=tuple(Named(name=name, role=role) for name, role in pairs))

    def identified(self, groups: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Row groups of documents that were watched, with the ``person_id`` of everyone named in them."""
        clustering = self._cluster()
        place = -1
        for group in groups:
            place = group.schema.get_field_index("persons") if place < 0 else place
            yield group.set_column(place, group.schema.field(place), _with_ids(group, clustering))

    def persons(self) -> Sequence[Person]:
        """Who is named on the records, by ``person_id``."""
        return self._cluster().people

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

    def _cluster(self) -> Clustering:
        if self._clustering is None:
            self._clustering = cluster(self._seen, self._decisions.entries)
        return self._clustering


def _with_ids(group: pa.RecordBatch, clustering: Clustering) -> pa.Array[Any]:
    """The column ``persons`` with ids. Names are asked for as Parquet holds them: lone surrogates are ``?``."""
    column = group.column("persons")
    records: list[str] = group.column("id").to_pylist()  # type: ignore[assignment]  # no null in either
    rows: list[list[dict[str, Any]]] = column.to_pylist()  # type: ignore[assignment]
    found = [
        [named | {"person_id": clustering.id_of(named["name"], record)} for named in persons]
        for record, persons in zip(records, rows, strict=True)
    ]
    return pa.array(found, column.type)  # type: ignore[no-any-return]  # the stubs know no arrays of structs

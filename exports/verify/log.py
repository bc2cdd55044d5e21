"""The log: each known file is there, each record can be read, and what leads to a record finds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from junket.crawlers.archive.index.cdxj import capture_of, to_line
from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import Damage, read_records
from junket.crawlers.archive.warcinfo import read_fields
from junket.crawlers.errors import HomeProblem, JunketError
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.catalogue.log_loss import known_log, lost_files, pointers
from junket.exports.verify.survey import Finding, HomeSurvey, LineTally

_TORN = ("torn tail", "ends within")
"""Words of the reader's for a record that the file's end cuts off."""


class _CapturePlace(NamedTuple):
    offset: int
    part: str
    row: int
    record_id: str | None
    payload_digest: str | None


def log_is_there(survey: HomeSurvey) -> Iterator[Finding]:
    """Files that catalogue or manifest know and that are missing or shorter."""
    for name, problem in lost_files(_known(survey), survey.sizes).items():
        yield Finding(file=f"warc/{name}", place="", problem=problem, remedy=survey.restore)


def records_are_whole(survey: HomeSurvey) -> Iterator[Finding]:
    """Every record of every file can be read, and is what rows and catalogue say by place, id and digest."""
    with closing(sqlite3.connect("")) as index:  # a file of SQLite's own, gone with the connection
        _index(survey, index)
        for path in survey.home.warc_files():
            yield from _LogFile(survey, path, _captures(survey, path.name)).findings(index)
        query = "SELECT file, part, min(row), count(DISTINCT row) FROM pointers GROUP BY file, part ORDER BY 1, 2"
        for name, part, row, rows in index.execute(query):
            if name not in survey.sizes:
                problem = f"{rows:,} rows from here on lead to warc/{name}, which is missing"
                yield _of_row(survey, part, row, problem)


def _known(survey: HomeSurvey) -> dict[str, int]:
    try:
        with Catalogue(survey.home, readonly=True) as catalogue:
            return known_log(survey.home, catalogue)
    except HomeProblem:  # told by the check of the state
        return survey.manifest.log if survey.manifest else {}


def _captures(survey: HomeSurvey, name: str) -> set[int]:
    """Offsets of the file's captures in the catalogue."""
    try:
        with Catalogue(survey.home, readonly=True) as catalogue:
            return catalogue.known(name)
    except HomeProblem:
        return set()


def _index(survey: HomeSurvey, index: sqlite3.Connection) -> None:
    """Where rows lead, by file and offset: more of them than memory should hold."""
    index.execute("CREATE TABLE pointers (file, offset, part, row, record_id, payload_digest)")
    if survey.standing:
        found = pointers(survey.home, survey.standing)
        rows = ((each.file, each.offset, each.part, each.row, each.record_id, each.payload_digest) for each in found)
        index.executemany("INSERT INTO pointers VALUES (?, ?, ?, ?, ?, ?)", rows)
    index.execute("CREATE INDEX by_place ON pointers (file, offset)")


def _of_row(survey: HomeSurvey, part: str, row: int, problem: str) -> Finding:
    version = survey.standing.version if survey.standing else ""
    return Finding(file=f"dataset/{version}/{part}", place=f"row {row}", problem=problem, remedy=survey.restore)


@dataclass(slots=True)
class _LogFile:
    """One file while it is read. ``captures`` are what the catalogue knows in it and has not been met yet."""

    survey: HomeSurvey
    path: Path
    captures: set[int]
    places: Iterator[tuple[int, str, int, str | None, str | None]] = field(init=False)
    place: _CapturePlace | None = None

    def findings(self, index: sqlite3.Connection) -> Iterator[Finding]:
        query = "SELECT offset, part, row, record_id, payload_digest FROM pointers WHERE file = ? ORDER BY offset"
        self.places = index.execute(query, (self.path.name,))
        self._next_place()
        self.survey.captures[self.path.name] = LineTally()
        at = 0
        try:
            for found in read_records(self.path):
                self.survey.read(found.offset - at)
                at = found.offset
                yield from self._missed(before=found.offset)
                yield from self._damage(found) if isinstance(found, Damage) else self._record(found)
        except JunketError as error:
            yield self._finding("", error.problem)
        self.survey.read(self.survey.sizes.get(self.path.name, at) - at)
        yield from self._missed(before=None)
        if self.captures:
            told = f"{len(self.captures):,} captures of {self.path.name} are no longer there"
            place = f"the first at offset {min(self.captures)}"
            yield Finding(file="state/catalogue.sqlite", place=place, problem=told, remedy=self.survey.restore)

    def _record(self, found: WarcRecord) -> Iterator[Finding]:
        self.survey.records += 1
        if (capture := capture_of(found, self.path.name)) and (tally := self.survey.captures.get(self.path.name)):
            tally.add(to_line(capture))
        self.captures.discard(found.offset)
        if found.kind == "warcinfo" and (problem := self._of_another_file(found)):
            yield self._finding(
                f"offset {found.offset}", problem, f"give it that name again, then {self.survey.rebuild}"
            )
        while self.place and self.place.offset == found.offset:
            if problem := _mismatch(self.place, found):
                yield self._row(self.place, problem)
            self._next_place()

    def _damage(self, found: Damage) -> Iterator[Finding]:
        self.survey.captures.pop(self.path.name, None)
        behind = self.place is not None or any(offset >= found.offset for offset in self.captures)
        torn = found.resumed_at is None and any(word in found.reason for word in _TORN)
        if torn and not behind:
            remedy = "nothing: no record was lost, and the pages under way were fetched again"
            problem = f"{found.reason}; what a kill leaves"
            yield self._finding(f"offset {found.offset}", problem, remedy, harmless=True)
        else:
            yield self._finding(f"offset {found.offset}", found.reason)

    def _missed(self, before: int | None) -> Iterator[Finding]:
        """The rows that lead to where no record begins."""
        while self.place and (before is None or self.place.offset < before):
            yield self._row(self.place, "no record that can be read begins")
            self._next_place()

    def _of_another_file(self, warcinfo: WarcRecord) -> str:
        ours = read_fields(warcinfo.block).get("software", "").startswith("junket")
        name = warcinfo.header("WARC-Filename")
        return f"this is the file {name}" if ours and name and name != self.path.name else ""

    def _next_place(self) -> None:
        found = next(self.places, None)
        self.place = _CapturePlace(*found) if found else None

    def _row(self, place: _CapturePlace, problem: str) -> Finding:
        told = f"leads to warc/{self.path.name}, offset {place.offset}, where {problem}"
        return _of_row(self.survey, place.part, place.row, told)

    def _finding(self, place: str, problem: str, remedy: str = "", *, harmless: bool = False) -> Finding:
        name = self.survey.name(self.path)
        return Finding(file=name, place=place, problem=problem, remedy=remedy or self.survey.restore, harmless=harmless)


def _mismatch(place: _CapturePlace, found: WarcRecord) -> str:
    digest = found.header("WARC-Payload-Digest")
    if place.record_id and place.record_id != found.record_id:
        return f"another record lies ({found.record_id})"
    if place.payload_digest and place.payload_digest != digest:
        return f"a record of another payload digest lies ({digest})"
    return ""

"""What people decided, applied to the records on their way into the dataset, and an account of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from junket.crawlers.folder import make_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.secrets import mask_secrets, mask_text
from junket.crawlers.urls import canonicalize
from junket.exports.atomic import atomic_file
from junket.exports.decisions.records_toml import read_corrections
from junket.pipelines.corrections import correct
from junket.pipelines.record.record import Record


class CorrectionReport(msgspec.Struct, kw_only=True):
    """What became of a home's corrections at a publish."""

    found: int = 0
    """Corrections that hold."""
    lost: list[str] = []
    """Corrections that no longer find their place, a line each: file and line, record, reason."""
    problems: list[str] = []
    """What could not be read in the file, a line each."""


class Corrector:
    """The corrections of a home. Records go through :meth:`watch`; then :meth:`report` tells."""

    def __init__(self, home: Home) -> None:
        """Reads the file. HomeProblem when it is there and cannot be read."""
        read = read_corrections(home)
        self._entries, self._problems = read.entries, read.problems
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            name = canonicalize(entry.record) if "://" in entry.record else entry.record
            self._by_name[name].append(number)
        self._held: set[int] = set()
        self._reasons: dict[int, str] = {}

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, corrected."""
        return map(self.correct, records) if self._entries else iter(records)

    def correct(self, record: Record) -> Record:
        """The record as people decided it is. All revisions of a document are corrected alike."""
        names = {
            record.id,
            record.canonical_url and canonicalize(record.canonical_url),
            record.url and canonicalize(record.url),
        }
        numbers = sorted({number for name in names for number in self._by_name.get(name, ())})
        if not numbers:
            return record
        corrected, lost = correct(record, [self._entries[number] for number in numbers])
        self._reasons |= {numbers[place]: reason for place, reason in lost.items()}
        self._held.update(number for place, number in enumerate(numbers) if place not in lost)
        return corrected

    def report(self) -> CorrectionReport:
        """What became of each correction. One that holds in some revision of its document is not lost."""
        lost = [
            f"{entry.place}: {mask_secrets(entry.record)}: {self._reasons.get(number, 'no such record in the dataset')}"
            for number, entry in enumerate(self._entries)
            if number not in self._held
        ]
        return CorrectionReport(found=len(self._held), lost=lost, problems=list(map(mask_text, self._problems)))


def write_report(home: Home, report: CorrectionReport) -> None:
    """Keeps the report as ``HOME/reports/corrections.json``, for ``junket info``. HomeProblem when it cannot."""
    with home_errors(home):
        make_folder(home.reports)
        with atomic_file(home.reports / "corrections.json") as file:
            file.write(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")


def read_report(home: Home) -> CorrectionReport | None:
    """The last publish's report; None where there is none, or none that can be read."""
    try:
        return msgspec.json.decode((home.reports / "corrections.json").read_bytes(), type=CorrectionReport)
    except (OSError, ValueError):
        return None

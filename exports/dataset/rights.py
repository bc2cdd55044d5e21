"""Rights on the way into the dataset: what is reserved stays in the log, unless people decided otherwise.

A function of the records and ``HOME/overrides/rights.toml`` alone, asked anew at each publish: a later decision
brings pages back, or takes them out, without reading them again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

import msgspec

from junket.crawlers.folder import make_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.ledger.drop import WithheldReason
from junket.crawlers.rights.rights_toml import RightsDecision, read_rights
from junket.crawlers.secrets import mask_secrets, mask_text
from junket.crawlers.urls import canonicalize
from junket.exports.atomic import atomic_file
from junket.pipelines.record.record import Record
from junket.pipelines.record.rights_decision import RightsRuling, decide

MOST_PAGES = 10_000
"""Pages that the report names; it counts them all."""
FILE_NAME = "rights.json"


class WithheldPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page that is in the log and not in the dataset, and why. Nothing of its words."""

    id: str
    url: str
    reason: WithheldReason
    signal: str | None = None
    source: str | None = None
    value: str | None = None
    seen_at: datetime | None = None
    decided_by: str | None = None
    basis: str | None = None


class RightsReport(msgspec.Struct, kw_only=True):
    """What rights did to a home's dataset at a publish."""

    withheld: dict[str, int] = {}
    """How many documents are not in the dataset, or not with all their revisions, by reason."""
    released: int = 0
    """Documents that reserve their rights and are in the dataset by a person's decision."""
    pages: list[WithheldPage] = []
    """The first of those withheld, at most :data:`MOST_PAGES`."""
    lapsed: list[str] = []
    """Decisions whose last day is over, a line each."""
    problems: list[str] = []
    """What could not be read in the file, a line each."""


class RightsKeeper:
    """The rights of a home. Records go through :meth:`watch`; then :meth:`report` tells."""

    def __init__(self, home: Home, today: date | None = None) -> None:
        """Reads the file. HomeProblem when it is there and cannot be read."""
        self._decisions = read_rights(home)
        self._today = today or datetime.now(UTC).date()
        self._withheld: dict[str, WithheldReason] = {}
        self.withheld: set[tuple[str, int]] = set()
        """Id and revision of all that was not let through."""
        self._released: set[str] = set()
        self._pages: list[WithheldPage] = []

    def ruling(self, record: Record) -> RightsRuling:
        """What may be done with the record's page, by its signals and people's decisions."""
        return decide(record.rights, self._decisions.for_url(record.url or record.canonical_url, self._today))

    def watch(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records that go into the dataset. Each revision is judged by what was seen with it."""
        for record in records:
            ruling = self.ruling(record)
            if reason := ruling.withheld:
                self._withhold(record, ruling, reason)
                continue
            if "rights_reserved" in record.warnings:
                self._released.add(record.id)
            yield record

    def report(self) -> RightsReport:
        """What became of the records."""
        return RightsReport(
            withheld=dict(sorted(Counter(self._withheld.values()).items())),
            released=len(self._released),
            pages=self._pages,
            lapsed=[_lapsed(each) for each in self._decisions.entries if each.has_lapsed(self._today)],
            problems=list(map(mask_text, self._decisions.problems)),
        )

    def _withhold(self, record: Record, ruling: RightsRuling, reason: WithheldReason) -> None:
        self.withheld.add((record.id, record.revision))
        if record.id not in self._withheld:
            self._withheld[record.id] = reason
            if len(self._pages) < MOST_PAGES:
                self._pages.append(_page(record, ruling, reason))


def write_rights_report(home: Home, report: RightsReport) -> None:
    """Keeps the report as ``HOME/reports/rights.json``. HomeProblem when it cannot."""
    with home_errors(home):
        make_folder(home.reports)
        with atomic_file(home.reports / FILE_NAME) as file:
            file.write(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")


def why_withheld(home: Home, name: str) -> WithheldPage | None:
    """The page whose id begins with ``name`` or whose URL it is, if the last publish withheld it."""
    try:
        report = msgspec.json.decode((home.reports / FILE_NAME).read_bytes(), type=RightsReport)
    except (OSError, ValueError):
        return None
    address = canonicalize(mask_secrets(name)) if "://" in name else None
    named = (
        page for page in report.pages if page.id.startswith(name) or (address and canonicalize(page.url) == address)
    )
    return next(named, None)


def _page(record: Record, ruling: RightsRuling, reason: WithheldReason) -> WithheldPage:
    seen, decision = ruling.seen, ruling.decision
    return WithheldPage(
        id=record.id,
        url=mask_secrets(record.url),
        reason=reason,
        signal=ruling.signal,
        source=seen.source if seen else None,
        value=mask_text(seen.value) if seen and seen.value else None,
        seen_at=seen.seen_at if seen else None,
        decided_by=decision.decided_by if decision else None,
        basis=decision.basis if decision else None,
    )


def _lapsed(decision: RightsDecision) -> str:
    about = mask_secrets(decision.url) or decision.site or "the whole home"
    return f"{decision.place}: {about}: {decision.use} held until {decision.until}"

"""What a run was like at one site: counts from the ledger, and what its fresh records hold."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import fmean, median, pstdev
from typing import Any

import msgspec

from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import LedgerLine, SiteRun
from junket.crawlers.ledger.ledger_reader import LedgerQuery, LedgerReader, is_failed
from junket.exports.catalogue.catalogue import Catalogue
from junket.exports.health.losses import fresh_feeds, read_again
from junket.pipelines.record.record import Record

VERSION = 1
MOST_RECORDS = 300
"""Fresh records of a run that are measured: the newest."""
FIELDS = ("title", "authors", "date", "lead", "images")
"""Fields whose coverage is measured."""
_MOST_WORDS = 40
"""Reasons, warnings and languages of a run that are kept by name."""
_AS_PAGE = {"record", "rejected", "failed", "refused"}


class Measures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A site in one run. Counts are of URLs, each once; shares are 0 to 1; times are seconds.

    What an older version did not measure has its default, and no monitor judges by that.
    """

    version: int = VERSION
    run_id: str = ""
    started_at: float = 0.0
    """Seconds since 1970."""
    seconds: float = 0.0
    finish_reason: str | None = None
    asked: int = 0
    """Pages asked for."""
    records: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    pending: int = 0
    bytes: int = 0
    links: int | None = None
    """Articles that start pages, listings, feeds and sitemaps named, known or not; None: not counted."""
    reasons: dict[str, int] = {}
    """Pages without a record, by reason."""
    start: dict[str, str] = {}
    """The site's start pages, each with how it ended: ``record``, a reason, or ``moved`` to another site."""
    sampled: int = 0
    """Fresh records that the following is measured on."""
    characters: float = 0.0
    """Median length of their text."""
    interviews: int = 0
    turns: float = 0.0
    """Median number of turns of those that are interviews."""
    confidence: float = 0.0
    """Median confidence of these turns."""
    fields: dict[str, int] = {}
    """How many of the sampled records have each of :data:`FIELDS`."""
    languages: dict[str, int] = {}
    warnings: dict[str, int] = {}
    alike: int = 0
    """Sampled records whose text another one of them has too."""
    latency: float = 0.0
    """Median time until an answer began."""
    lost: dict[str, tuple[int, int]] = {}
    """Pages that were read before: how many lost a thing, of how many that had it (:mod:`.losses`)."""
    feeds: tuple[int, int] = (0, 0)
    """Feeds that are not as they were at the run before, of those that were read then."""
    spreads: dict[str, tuple[int, float, float]] = {}
    """Of characters, turns and latency: number, mean and standard deviation of the natural logarithms."""
    examples: dict[str, str] = {}
    """By reason, and ``record``: one page of the run."""


def measure(home: Home, run: SiteRun, start: Iterable[str] = (), *, pending: int = 0) -> Measures:
    """The measures of a site in a run. Costs by the run's lines, whatever the home holds. HomeProblem as the home."""
    lines = _Lines(frozenset(start))
    with LedgerReader(home) as ledger:
        for _, line in ledger.find(LedgerQuery(run_id=run.run.run_id, site=run.site)):
            lines.add(line)
    with Catalogue(home, readonly=True) as catalogue:
        records = list(catalogue.fetched_since(run.site, run.run.started_at, MOST_RECORDS))
    before = run.measures or {}
    of_run, of_them = lines.measures(), of_records(records)
    spreads = of_run.pop("spreads") | of_them.pop("spreads")
    return Measures(
        run_id=run.run.run_id,
        started_at=run.run.started_at.timestamp(),
        seconds=_seconds(run.run.started_at, run.run.finished_at),
        finish_reason=run.run.finish_reason,
        pending=pending,
        links=before.get("links"),
        lost=read_again(home, run.run, run.site, records, MOST_RECORDS),
        feeds=fresh_feeds(home, lines.feeds),
        spreads=spreads,
        **of_run,
        **of_them,
    )


def read_measures(values: dict[str, Any] | None) -> Measures | None:
    """The measures that a ledger keeps; None for what is none, or of a later version."""
    try:
        found = msgspec.convert(values, Measures) if values else None
    except msgspec.ValidationError:
        return None
    return found if found and found.version <= VERSION and found.run_id else None


class _Lines:
    """Counts a run's lines as they come."""

    def __init__(self, start: frozenset[str]) -> None:
        self._start = start
        self._counts: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._ends: dict[str, str] = {}
        self._latency: list[float] = []
        self._examples: dict[str, str] = {}
        self._bytes = 0
        self.feeds: list[LedgerLine] = []

    def add(self, line: LedgerLine) -> None:
        if line.url in self._start:
            moved = line.reason == "redirected" and line.status is not None
            self._ends[line.url] = "moved" if moved else line.decision if line.decision == "record" else line.reason
        if line.seconds is not None and len(self._latency) < MOST_RECORDS:
            self._latency.append(line.seconds)
        self._bytes += line.bytes or 0
        if line.reason == "feed":
            self.feeds.append(line)
        if line.change:
            self._counts[line.change] += 1
        failed = is_failed(line.decision, line.reason)
        self._counts["failed"] += failed
        self._counts["records"] += line.decision == "record"
        if line.reason == "robots_txt" or not (line.decision in _AS_PAGE or line.change or failed):
            return
        self._counts["asked"] += 1
        word = "record" if line.decision == "record" else str(line.reason)
        self._examples.setdefault(word, line.url)
        if line.decision != "record" and line.change != "unchanged":
            self._reasons[word] += 1

    def measures(self) -> dict[str, Any]:
        names = ("asked", "records", "new", "changed", "unchanged", "gone", "failed")
        return {
            **{name: self._counts[name] for name in names},
            "bytes": self._bytes,
            "reasons": dict(self._reasons.most_common(_MOST_WORDS)),
            "start": self._ends,
            "latency": median(self._latency) if self._latency else 0.0,
            "spreads": {"latency": spread_of(self._latency)},
            "examples": dict(list(self._examples.items())[:_MOST_WORDS]),
        }


def of_records(records: list[Record]) -> dict[str, Any]:
    """The measures of fresh records."""
    talks = [record for record in records if record.turns]
    texts = Counter(record.content_hash for record in records)
    words = Counter(word for record in records for word in record.warnings)
    return {
        "sampled": len(records),
        "characters": float(median([len(record.text) for record in records])) if records else 0.0,
        "interviews": len(talks),
        "turns": float(median([len(record.turns) for record in talks])) if talks else 0.0,
        "confidence": float(median([record.turns_confidence or 0.0 for record in talks])) if talks else 0.0,
        "fields": {name: sum(bool(getattr(record, name)) for record in records) for name in FIELDS},
        "languages": dict(Counter(record.language or "?" for record in records).most_common(_MOST_WORDS)),
        "warnings": dict(words.most_common(_MOST_WORDS)),
        "spreads": {
            "characters": spread_of([len(record.text) for record in records]),
            "turns": spread_of([len(record.turns) for record in talks]),
        },
        "alike": sum(number for number in texts.values() if number > 1),
    }


def spread_of(values: Sequence[float]) -> tuple[int, float, float]:
    """Number, mean and standard deviation of the logarithms: lengths and times lean to one side, and these do not."""
    logs = [math.log(value) for value in values if value > 0]
    return (len(logs), fmean(logs), pstdev(logs)) if logs else (0, 0.0, 0.0)


def _seconds(began: datetime, ended: datetime | None) -> float:
    return max((ended - began).total_seconds(), 0.0) if ended else 0.0

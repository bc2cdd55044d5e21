"""From the log to the catalogue to the dataset: the one way, after a crawl, a save and a kill alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from junket.crawlers.archive.index.captures import CaptureIndex, Stamp, stamp_of
from junket.crawlers.archive.reader import Skipped
from junket.crawlers.archive.records import Damage
from junket.crawlers.database import DatabaseDamaged, remove
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import CaptureReason, PageReason
from junket.crawlers.ledger.ledger import Ledger, LedgerLine
from junket.crawlers.ledger.ledger_log import replay
from junket.crawlers.revisit.visits import Visits
from junket.crawlers.site.site_file import site_for_url
from junket.exports.catalogue.catalogue import FILE_NAME, Catalogue
from junket.exports.catalogue.log_loss import known_log, log_sizes, lost_files, refuse_lost_files
from junket.exports.catalogue.shard import Extracted, Outcome, extract_shard
from junket.exports.catalogue.visiting import stale_files, update_visits
from junket.exports.dataset.dataset import Published, publish
from junket.exports.progress import Tell, silent
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.workers.beside import Beside

MOST_BROKEN = 20
"""Failures of Junket itself that are told one by one."""


@dataclass(slots=True)
class CaughtUp:
    """What a catch-up did."""

    captures: int = 0
    """Captures that were not in the catalogue yet."""
    records: int = 0
    rejected: Counter[PageReason] = field(default_factory=Counter)
    """How many captures gave no record, by reason."""
    skipped: Counter[CaptureReason] = field(default_factory=Counter)
    """How many captures of the files read are no pages, by reason."""
    problems: dict[str, list[str]] = field(default_factory=dict)
    """WARC file to what could not be read in it."""
    lost: dict[str, str] = field(default_factory=dict)
    """WARC files that are missing or shorter than they were, and how."""
    broken: list[str] = field(default_factory=list)
    """The first pages that Junket itself failed on, with the error; at most :data:`MOST_BROKEN`."""
    bytes_read: int = 0

    def counts(self) -> dict[str, int]:
        """The counts for a progress line."""
        return {
            "done": self.bytes_read,
            "captures": self.captures,
            "records": self.records,
            "rejected": self.rejected.total(),
        }


def catch_up(home: Home, tell: Tell = silent) -> CaughtUp:
    """Extracts the captures of the log that the catalogue has not seen, or saw under other rules.

    Memory does not grow with the log. HomeProblem when log or catalogue cannot be used; a page or a
    stretch of a file that cannot be read is no error, but a line in ``problems``.
    """
    done = CaughtUp()
    rules = partial(site_for_url, home=home)
    index = CaptureIndex(home)
    fresh = index.update()  # first, since revisits are looked up in it
    with Catalogue(home) as catalogue, Ledger(home) as ledger, Beside() as beside:
        catalogue.forget_stale(lambda url: rules(url).rules_version)
        if fresh:
            catalogue.look_again(at_all=len(fresh) == len(home.warc_files()))  # all: the home had no index before
        writer = OutcomeWriter(catalogue, ledger, done, tell)
        for path in home.warc_files():
            stamp = stamp_of(path)
            if not catalogue.is_scanned(path.name, stamp):
                writer.file(path, stamp, extract_shard(path, rules, beside, catalogue.known(path.name)))
            done.bytes_read += stamp[0]
            tell(done.counts())
        update_visits(home, catalogue, index)
        done.lost = lost_files(known_log(home, catalogue), log_sizes(home))
    return done


def settle_visits(home: Home) -> None:
    """Brings the visits up to date before a crawl asks them: after a kill, and for a home of an older version."""
    with Visits(home) as visits:
        stale = stale_files(home, visits)
    if stale:
        catch_up(home)


def rebuild(home: Home, tell: Tell = silent, *, accept_loss: bool = False) -> tuple[CaughtUp, Published]:
    """Dataset, catalogue, ledger and capture index anew from the log.

    Until the dataset is whole the standing snapshot stays; a kill costs only time. LogLost where files of the
    log are gone or rows would be, unless ``accept_loss``.
    """
    if not accept_loss:
        refuse_lost_files(home)
    replay(home)
    try:
        with Catalogue(home) as catalogue:
            catalogue.clear()
    except DatabaseDamaged:
        remove(home.state / FILE_NAME)
    CaptureIndex(home).clear()
    with Visits(home) as visits:
        visits.clear()
    done = catch_up(home, tell)
    if accept_loss:
        done.lost.clear()
    return done, publish(home, accept_loss=accept_loss, thorough=True)


def log_bytes(home: Home) -> int:
    """Size of the log, the total for a progress bar."""
    return sum(log_sizes(home).values())


@dataclass(frozen=True, slots=True)
class OutcomeWriter:
    """Files what became of captures, wherever that was found out. Nobody else writes to the catalogue meanwhile."""

    catalogue: Catalogue
    ledger: Ledger
    done: CaughtUp
    tell: Tell

    def file(self, path: Path, stamp: Stamp, outcomes: Iterable[Outcome]) -> None:
        """The outcomes of the WARC file at ``path``, in their order; ``stamp`` is what the file was before."""
        problems: list[str] = []
        waiting = False
        before = self.done.bytes_read
        for found in outcomes:
            match found:
                case Skipped():
                    self.done.skipped[found.reason] += 1
                    waiting = waiting or found.reason == "revisit_unresolved"
                case Damage():
                    problems.append(f"offset {found.offset}: {found.reason}")
                case Extracted():
                    self._file(found)
                    self.done.bytes_read = before + found.offset
                    self.tell(self.done.counts())
        self.done.bytes_read = before
        self.catalogue.mark_scanned(path.name, stamp, problems, waiting=waiting)
        if problems:
            self.done.problems[path.name] = problems

    def _file(self, found: Extracted) -> None:
        done, outcome = self.done, found.outcome
        if isinstance(outcome, Rejected) and outcome.reason == "internal_error" and len(done.broken) < MOST_BROKEN:
            done.broken.append(f"{found.url or f'{found.file}, offset {found.offset}'}: {outcome.detail}")
        if self.catalogue.add(found.file, found.offset, outcome, found.site):
            done.captures += 1
            _amend(self.ledger, found)
            if isinstance(outcome, Rejected):
                done.rejected[outcome.reason] += 1
            else:
                done.records += 1


def _amend(ledger: Ledger, found: Extracted) -> None:
    """The ledger may say that Junket failed on the page when it came."""
    url, moment, outcome = found.url, found.fetched_at, found.outcome
    if isinstance(outcome, Record):
        ledger.amend(LedgerLine(url=url, decision="record", reason=outcome.kind, fetched_at=moment))
    elif (reason := outcome.reason) != "internal_error":
        ledger.amend(LedgerLine(url=url, decision="rejected", reason=reason, detail=outcome.detail, fetched_at=moment))

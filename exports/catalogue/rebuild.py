"""From the log to the catalogue to the dataset: the one way, after a crawl, a save and a kill alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.reader import Skipped, read_pages
from junket.crawlers.archive.records import Damage
from junket.crawlers.database import DatabaseDamaged, remove
from junket.crawlers.home import Home, home_errors
from junket.crawlers.ledger.drop import CaptureReason, PageReason
from junket.crawlers.ledger.ledger import Ledger, Line
from junket.crawlers.ledger.ledger_log import replay
from junket.crawlers.page import Page, WarcLocation
from junket.crawlers.site.site import Site
from junket.crawlers.site.site_file import site_for_url
from junket.exports.catalogue.catalogue import FILE_NAME, Catalogue
from junket.exports.catalogue.log_loss import known_log, log_sizes, lost_files, refuse_lost_files
from junket.exports.dataset.dataset import Published, publish
from junket.exports.progress import Tell, silent
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict
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


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a capture is filed with."""

    catalogue: Catalogue
    ledger: Ledger
    beside: Beside
    index: CaptureIndex


def catch_up(home: Home, tell: Tell = silent) -> CaughtUp:
    """Extracts the captures of the log that the catalogue has not seen, or saw under other rules.

    Memory does not grow with the log. HomeProblem when log or catalogue cannot be used; a page or a
    stretch of a file that cannot be read is no error, but a line in ``problems``.
    """
    done = CaughtUp()
    with Catalogue(home) as catalogue, Ledger(home) as ledger, Beside() as beside:
        catalogue.forget_stale(lambda url: site_for_url(url, home).rules_version)
        desk = _Desk(catalogue, ledger, beside, CaptureIndex(home))
        for path in home.warc_files():
            _scan(path, home, desk, done, tell)
        desk.index.update()
        done.lost = lost_files(known_log(home, catalogue), log_sizes(home))
    return done


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
    done = catch_up(home, tell)
    if accept_loss:
        done.lost.clear()
    return done, publish(home, accept_loss=accept_loss, thorough=True)


def log_bytes(home: Home) -> int:
    """Size of the log, the total for a progress bar."""
    return sum(log_sizes(home).values())


def _scan(path: Path, home: Home, desk: _Desk, done: CaughtUp, tell: Tell) -> None:
    catalogue = desk.catalogue
    with home_errors(path):
        stat = path.stat()
    length, stamp = stat.st_size, (stat.st_size, stat.st_mtime_ns)
    if not catalogue.is_scanned(path.name, stamp):
        known = catalogue.known(path.name)
        gone = set(known)
        problems: list[str] = []
        before = done.bytes_read
        with desk.index.writing(path) as watch:
            for found in read_pages(path, watch):
                gone.discard(_offset(found))
                if isinstance(found, Damage):
                    problems.append(f"offset {found.offset}: {found.reason}")
                elif isinstance(found, Skipped):
                    done.skipped[found.reason] += 1
                elif found.location and found.location.offset not in known:
                    _file(found, found.location, site_for_url(found.url, home), desk, done)
                    done.bytes_read = before + found.location.offset
                    tell(done.counts())
        if gone:
            told = f"{len(gone):,} captures that were read before are not there any more"
            problems.append(f"offset {min(gone)}: {told}")
        catalogue.mark_scanned(path.name, stamp, problems)
        if problems:
            done.problems[path.name] = problems
        done.bytes_read = before
    done.bytes_read += length
    tell(done.counts())


def _offset(found: Page | Skipped | Damage) -> int:
    place = found.location if isinstance(found, Page) else found
    return place.offset if place else -1


def _file(page: Page, where: WarcLocation, site: Site, desk: _Desk, done: CaughtUp) -> None:
    outcome = _outcome(page, site, desk.beside)
    if isinstance(outcome, Rejected) and outcome.reason == "internal_error" and len(done.broken) < MOST_BROKEN:
        done.broken.append(f"{page.url or f'{where.file}, offset {where.offset}'}: {outcome.detail}")
    if desk.catalogue.add(where.file, where.offset, outcome, site):
        done.captures += 1
        _amend(desk.ledger, page, outcome)
        if isinstance(outcome, Rejected):
            done.rejected[outcome.reason] += 1
        else:
            done.records += 1


def _amend(ledger: Ledger, page: Page, outcome: Record | Rejected) -> None:
    """The ledger may say that Junket failed on the page when it came."""
    url, moment = page.url, page.fetched_at
    if isinstance(outcome, Record):
        ledger.amend(Line(url=url, decision="record", reason=outcome.kind, fetched_at=moment))
    elif (reason := outcome.reason) != "internal_error":
        ledger.amend(Line(url=url, decision="rejected", reason=reason, detail=outcome.detail, fetched_at=moment))


def _verdict(page: Page, site: Site) -> Record | Rejected:
    return verdict(page, site).outcome


def _outcome(page: Page, site: Site, beside: Beside) -> Record | Rejected:
    try:
        return beside.call(_verdict, page, site)
    except Exception as error:  # noqa: BLE001  # one page must not end a rebuild
        return Rejected(page.url, "internal_error", f"{type(error).__name__}: {error}"[:200])

"""From the log to the catalogue to the dataset: the one way, after a crawl, a save and a kill alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crawlers.archive.reader import Skipped, read_pages
from crawlers.archive.records import Damage
from crawlers.home import Home, home_errors
from crawlers.ledger_log import replay
from crawlers.page import Page, WarcLocation
from crawlers.site import Site
from crawlers.site_file import site_for_url
from exports.catalogue import INTERNAL_ERROR, Catalogue, CatalogueDamaged, remove_catalogue
from exports.dataset import Published, publish
from exports.progress import Tell, silent
from pipelines.beside import Beside
from pipelines.interview import Interview, Rejected
from pipelines.verdict import verdict

MOST_BROKEN = 20
"""Failures of Junket itself that are told one by one."""


@dataclass(slots=True)
class CaughtUp:
    """What a catch-up did."""

    captures: int = 0
    """Captures that were not in the catalogue yet."""
    records: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    """How many captures gave no record, by reason."""
    skipped: Counter[str] = field(default_factory=Counter)
    """How many captures of the files read are no pages, by reason (:data:`crawlers.archive.reader.SKIPPED`)."""
    problems: dict[str, list[str]] = field(default_factory=dict)
    """WARC file to what could not be read in it."""
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
    with Catalogue(home) as catalogue, Beside() as beside:
        catalogue.forget_stale(lambda url: site_for_url(url, home).rules_version)
        for path in home.warc_files():
            _scan(path, home, catalogue, beside, done, tell)
    return done


def rebuild(home: Home, tell: Tell = silent) -> tuple[CaughtUp, Published]:
    """Dataset, catalogue and ledger anew from the log.

    Until the dataset is whole the standing snapshot stays; a kill costs only time.
    """
    replay(home)
    try:
        with Catalogue(home) as catalogue:
            catalogue.clear()
    except CatalogueDamaged:
        remove_catalogue(home)
    return catch_up(home, tell), publish(home)


def log_bytes(home: Home) -> int:
    """Size of the log, the total for a progress bar."""
    with home_errors(home):
        return sum(path.stat().st_size for path in home.warc_files())


def _scan(path: Path, home: Home, catalogue: Catalogue, beside: Beside, done: CaughtUp, tell: Tell) -> None:  # noqa: PLR0917
    with home_errors(path):
        length = path.stat().st_size
    if catalogue.scanned_bytes(path.name) != length:
        known = catalogue.known(path.name)
        problems: list[str] = []
        before = done.bytes_read
        for found in read_pages(path):
            if isinstance(found, Damage):
                problems.append(f"offset {found.offset}: {found.reason}")
            elif isinstance(found, Skipped):
                done.skipped[found.reason] += 1
            elif found.location and found.location.offset not in known:
                site = site_for_url(found.url, home)
                _file(_outcome(found, site, beside), found, found.location, site, catalogue, done)
                done.bytes_read = before + found.location.offset
                tell(done.counts())
        catalogue.mark_scanned(path.name, length, problems)
        if problems:
            done.problems[path.name] = problems
        done.bytes_read = before
    done.bytes_read += length
    tell(done.counts())


def _file(  # noqa: PLR0917 - what is filed, and where
    outcome: Interview | Rejected, page: Page, where: WarcLocation, site: Site, catalogue: Catalogue, done: CaughtUp
) -> None:
    if isinstance(outcome, Rejected) and outcome.reason == INTERNAL_ERROR and len(done.broken) < MOST_BROKEN:
        done.broken.append(f"{page.url or f'{where.file}, offset {where.offset}'}: {outcome.detail}")
    if catalogue.add(where.file, where.offset, outcome, site):
        done.captures += 1
        if isinstance(outcome, Rejected):
            done.rejected[outcome.reason] += 1
        else:
            done.records += 1


def _verdict(page: Page, site: Site) -> Interview | Rejected:
    return verdict(page, site).outcome


def _outcome(page: Page, site: Site, beside: Beside) -> Interview | Rejected:
    try:
        return beside.call(_verdict, page, site)
    except Exception as error:  # noqa: BLE001  # one page must not end a rebuild
        return Rejected(page.url, INTERNAL_ERROR, f"{type(error).__name__}: {error}"[:200])

"""The metrics of a home, by site: its last run, what waits, what the dataset holds.

They are written after each crawl and say how things stood then. All come from ledger, frontier, log, manifest and
reports; what one of these cannot tell is left out.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from junket.crawlers.errors import HomeProblem
from junket.crawlers.folder import make_folder
from junket.crawlers.frontier.sqlite_store import FILE_NAME, waiting_by_host
from junket.crawlers.home import Home, home_errors
from junket.crawlers.ledger.ledger import SiteRun
from junket.crawlers.ledger.ledger_reader import CHANGES, LedgerReader, RunTally, outcome_of
from junket.crawlers.site.site_file import site_for_url
from junket.exports.atomic import atomic_file
from junket.exports.catalogue.log_loss import log_sizes
from junket.exports.dataset.manifest import standing_snapshot
from junket.exports.metrics.text_format import Gauge, text_of

METRICS_NAME = "metrics.prom"
MOST_SITES = 1_000
"""Sites that have metrics, those of the newest runs: a time series each costs whoever keeps them."""
_MOST_REPORT = 16 * 2**20


def write_metrics(home: Home, path: Path | None = None, *, overdue: Mapping[str, bool] | None = None) -> Path:
    """Write the metrics of a home to ``path`` (by default ``HOME/reports/metrics.prom``), whole or not at all; where.

    ``overdue``: of sites with a schedule, by domain, whether a run is. HomeProblem where the home cannot be read or the
    file not be written.
    """
    target = path or home.reports / METRICS_NAME
    content = text_of(home_metrics(home, overdue or {}))
    with home_errors(target):
        make_folder(target.parent)
        with atomic_file(target) as file:
            file.write(content)
    return target


def home_metrics(home: Home, overdue: Mapping[str, bool]) -> Iterator[Gauge]:
    """The metrics of a home. HomeProblem where its ledger or its log cannot be read."""
    place = {"home": str(home.path.absolute())}
    with LedgerReader(home) as ledger:
        last = ledger.last_runs(MOST_SITES + 1)
        shown, running = last[:MOST_SITES], ledger.running()
        tallies = ledger.site_tallies({each.run.run_id: None for each in shown})
    yield from _of_runs(place, shown, running)
    yield from _of_tallies(place, shown, tallies)
    sites = [each.site for each in shown]
    for name, said, values in (
        ("junket_run_findings", "What was unhealthy about the site in its last run.", _findings(home, shown)),
        ("junket_site_overdue", "Whether a run that the site's schedule asks for has not come.", overdue),
        ("junket_site_pending_requests", "Requests that the next crawl of the site goes on with.",
         _waiting(home, sites)),
        ("junket_dataset_documents", "Documents of the site in the dataset that stands.", _documents(home, sites)),
    ):  # fmt: skip
        gauge = Gauge(name, said)
        for site, value in list(values.items())[:MOST_SITES]:
            gauge.add(int(value), **place, site=site)
        yield gauge
    yield from _of_log(place, home, left_out=len(last) > MOST_SITES)


def _of_runs(place: dict[str, str], shown: list[SiteRun], running: str | None) -> Iterator[Gauge]:
    started = Gauge("junket_run_start_time_seconds", "When the last run of the site began, since 1970.")
    ended = Gauge("junket_run_end_time_seconds", "When the last run of the site ended, since 1970.")
    took = Gauge("junket_run_duration_seconds", "How long the last run of the site took.")
    outcome = Gauge("junket_run_outcome", "How the last run of the site ended: finished, shutdown, killed, running ...")
    for each in shown:
        labels, run = {**place, "site": each.site}, each.run
        started.add(run.started_at.timestamp(), **labels)
        outcome.add(1, **labels, outcome=outcome_of(run, running))
        if run.finished_at:
            ended.add(run.finished_at.timestamp(), **labels)
            took.add((run.finished_at - run.started_at).total_seconds(), **labels)
    return iter((started, ended, took, outcome))


def _of_tallies(
    place: dict[str, str], shown: list[SiteRun], tallies: dict[tuple[str, str], RunTally]
) -> Iterator[Gauge]:
    pages = Gauge("junket_run_pages", "URLs of the site that its last run asked for as pages.")
    records = Gauge("junket_run_records", "Pages of the last run that became records.")
    changes = Gauge("junket_run_changes", "URLs of the last run against what the home had of them.")
    failed = Gauge("junket_run_failed_pages", "URLs of the last run that failed.")
    received = Gauge("junket_run_body_bytes", "Bodies of the last run, decoded of their content-encoding.")
    for each in shown:
        labels, tally = {**place, "site": each.site}, tallies.get((each.run.run_id, each.site), RunTally())
        for gauge, value in (
            (pages, tally.pages), (records, tally.records), (failed, tally.failed), (received, tally.bytes),
        ):  # fmt: skip
            gauge.add(value, **labels)
        for change in CHANGES:
            changes.add(getattr(tally, change), **labels, change=change)
    return iter((pages, records, changes, failed, received))


def _of_log(place: dict[str, str], home: Home, *, left_out: bool) -> Iterator[Gauge]:
    sizes = log_sizes(home)
    for name, said, value in (
        ("junket_warc_files", "Files of the home's log.", len(sizes)),
        ("junket_warc_bytes", "Size of the home's log.", sum(sizes.values())),
        ("junket_metrics_cut", f"Whether there are sites beyond the {MOST_SITES} of the newest runs.", int(left_out)),
    ):
        gauge = Gauge(name, said)
        gauge.add(value, **place)
        yield gauge


def _waiting(home: Home, sites: list[str]) -> dict[str, int]:
    found: Counter[str] = Counter()
    try:
        for host, number in waiting_by_host(home.state / FILE_NAME).items():
            found[site_for_url(f"http://{host}/", home).domain] += number
    except (sqlite3.Error, HomeProblem):  # the next crawl tells
        return {}
    return {site: found[site] for site in sites}


def _documents(home: Home, sites: list[str]) -> dict[str, int]:
    snapshot = standing_snapshot(home)
    return {site: snapshot.tally.get("sites", {}).get(site, 0) for site in sites} if snapshot else {}


def _findings(home: Home, shown: list[SiteRun]) -> dict[str, int]:
    """Of each site whose last run has a report: how many findings it has."""
    found: dict[str, int] = {}
    reports: dict[str, Counter[str] | None] = {}
    for each in shown:
        run_id = each.run.run_id
        if run_id not in reports:
            reports[run_id] = _reported(home.reports / run_id / "report.json")
        if (counts := reports[run_id]) is not None:
            found[each.site] = counts[each.site]
    return found


def _reported(path: Path) -> Counter[str] | None:
    """A report's findings by site; None where there is no report that can be read."""
    try:
        if path.stat().st_size > _MOST_REPORT:
            return None
        report: Any = msgspec.json.decode(path.read_bytes())
        return Counter(str(finding["site"]) for finding in report["findings"])
    except (OSError, msgspec.MsgspecError, LookupError, TypeError):
        return None

"""The report of a run: ``HOME/reports/<run>/report.json`` for programs, ``report.html`` for people."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.reader import read_page_at
from junket.crawlers.errors import JunketError
from junket.crawlers.folder import make_folder
from junket.crawlers.home import Home, home_errors
from junket.crawlers.secrets import mask_secrets
from junket.crawlers.site.site_file import site_for_url
from junket.exports.alerts.notice import Figure, Notice
from junket.exports.alerts.tell import tell
from junket.exports.atomic import atomic_file
from junket.exports.formats.explain_lines import explain_lines
from junket.exports.health.examine import SiteHealth, examine
from junket.exports.health.monitors import Finding, Symptom
from junket.exports.health.report_html import page_of
from junket.exports.redesign.proposal import propose_selectors
from junket.pipelines.explanation import Explanation, explain_page
from junket.pipelines.redesign.proposal import Proposal
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.beside import Beside

JSON_NAME, HTML_NAME = "report.json", "report.html"
_MOST_EXPLAINED = 5
"""Broken pages of a report that are explained block by block."""
_MOST_LINES = 80
_MOST_PROPOSED = 3
"""Sites of a report for which selectors are sought: some ten seconds each."""
_MARKUP = {"template_changed", "text_cut", "turns_collapsed", "dates_vanished", "authors_vanished", "fields_vanished"}
"""Causes that selectors may mend."""
VERSION = 1


def write_report(home: Home, run_id: str, health: Sequence[SiteHealth]) -> Path:
    """Writes both files, each whole or not at all; the path of the page. HomeProblem where they cannot be written."""
    folder = home.reports / run_id
    findings = [finding for site in health for finding in site.findings]
    explained, proposed = _explained(home, findings), _proposed(home, findings)
    with home_errors(folder):
        make_folder(folder)
        with atomic_file(folder / JSON_NAME) as stream:
            stream.write(msgspec.json.encode(report_of(run_id, health, explained, proposed)))
        with atomic_file(folder / HTML_NAME) as stream:
            stream.write(page_of(run_id, health, explained, proposed).encode())
    return folder / HTML_NAME


def report_of(
    run_id: str, health: Sequence[SiteHealth], explained: dict[str, list[str]], proposed: dict[str, str]
) -> dict[str, Any]:
    """The report as plain values. ``explained``: pages block by block; ``proposed``: selectors in TOML, by site."""
    return {
        "version": VERSION,
        "run_id": run_id,
        "written_at": datetime.now(UTC).isoformat(),
        "healthy": not any(site.findings for site in health),
        "findings": [msgspec.to_builtins(finding) for site in health for finding in site.findings],
        "sites": [
            {
                "site": site.site,
                "measures": msgspec.to_builtins(site.now),
                "compared_with": len(site.history),
                "cold_start": site.cold,
            }
            for site in health
        ],
        "explained": explained,
        "proposed": proposed,
    }


def after_run(
    home: Home, run_id: str, start: Sequence[str], *, pending: int = 0, judged: bool = True
) -> tuple[list[SiteHealth], list[str]]:
    """Judges a run's sites, writes its report, and tells people what is new; a line for each problem on the way.

    ``start``: the run's start pages. HomeProblem where the ledger or the catalogue cannot be read.
    """
    pages: dict[str, list[str]] = {}
    for url in start:
        pages.setdefault(site_for_url(url, home).domain, []).append(mask_secrets(url))
    health = examine(home, run_id, pages, pending=pending, judged=judged)
    problems: list[str] = []
    try:
        write_report(home, run_id, health)
    except JunketError as error:
        problems.append(f"the run has no report: {error}")
    if judged:
        notices = [notice_of(finding, home) for site in health for finding in site.findings]
        problems += tell(home, notices, judged={site.site for site in health}, now=datetime.now(UTC))
    return health, problems


def notice_of(finding: Finding, home: Home) -> Notice:
    """The finding as people are told it."""
    return Notice(
        site=finding.site,
        kind=finding.kind,
        severity=finding.severity,
        what=finding.what,
        figures=tuple(figure_of(symptom) for symptom in finding.symptoms[:8]),
        page=mask_secrets(finding.page),
        remedy=finding.remedy,
        report=str(home.reports / finding.run_id / HTML_NAME),
        run_id=finding.run_id,
    )


def figure_of(symptom: Symptom) -> Figure:
    """A symptom in words."""
    usual = f"{symptom.usual:.4g} ± {symptom.spread:.2g} in {symptom.runs} runs" if symptom.runs else "never"
    return Figure(symptom.measure, f"{symptom.now:.4g}", usual)


def _explained(home: Home, findings: Sequence[Finding]) -> dict[str, list[str]]:
    """By address: the broken page as the log has it, block by block."""
    found: dict[str, list[str]] = {}
    with Beside() as beside, suppress(JunketError):
        index = CaptureIndex(home)
        for url in dict.fromkeys(finding.page for finding in findings if finding.page):
            captures = [each for each in index.captures(url) if each.url == url and each.status not in {301, 302}]
            if captures and len(found) < _MOST_EXPLAINED:
                with suppress(Exception):  # a page that cannot be read again spoils no report
                    lines = beside.call(_explain, home, captures[-1].file, captures[-1].offset)
                    found[mask_secrets(url)] = lines
    return found


def _proposed(home: Home, findings: Sequence[Finding]) -> dict[str, str]:
    """By site whose markup may have changed: selectors to paste into its file, or why there are none."""
    found: dict[str, str] = {}
    for finding in findings:
        if finding.kind in _MARKUP and len(found) < _MOST_PROPOSED:
            with suppress(JunketError):  # the report is worth more than this part of it
                proposal = propose_selectors(home, site_for_url(f"http://{finding.site}/", home))
                found[finding.site] = proposal.toml if isinstance(proposal, Proposal) else f"# none: {proposal.reason}"
    return found


def _explain(home: Home, file: str, offset: int) -> list[str]:
    page = read_page_at(home.warc / file, offset)
    if page is None:
        return []
    explained: Explanation = explain_page(verdict(page, site_for_url(page.url, home)))
    return [line.text for line in explain_lines(explained)[:_MOST_LINES]]

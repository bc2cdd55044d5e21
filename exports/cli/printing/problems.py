"""What went wrong with a home, for people: damaged stretches of the log, failures of Junket, lost corrections."""

from __future__ import annotations

from collections.abc import Mapping

from junket.crawlers.errors import ExitCode
from junket.exports.catalogue.rebuild import CaughtUp
from junket.exports.cli.printing.messages import detail, say, warn
from junket.exports.dataset.rights import RightsReport
from junket.exports.decisions.corrections import CorrectionReport


def tell_problems(done: CaughtUp) -> ExitCode:
    """One line a damaged WARC file and one for all pages that broke the extractor; the exit code that follows."""
    for name, problems in done.problems.items():
        warn(f"{name}: {len(problems)} stretches could not be read; the first: {problems[0]}")
        for problem in problems[1:]:
            detail(f"{name}: {problem}")
    for name, problem in done.lost.items():
        warn(f"{name}: {problem}; its records are kept, and junket verify says which rows hang on it")
    if not done.broken:
        return ExitCode.OK
    warn(f"an error in Junket itself on {done.rejected['internal_error']} pages; the first: {done.broken[0]}")
    for line in done.broken[1:]:
        detail(line)
    return ExitCode.INTERNAL


def tell_rights(report: RightsReport) -> None:
    """A line for each decision that has lapsed or cannot be read, and one for what is withheld."""
    for line in (*report.problems, *report.lapsed):
        warn(f"rights {line}")
    if report.withheld:
        say(f"kept in the log only: {withheld_line(report.withheld)} (reports/rights.json says why)")


def withheld_line(withheld: Mapping[str, int]) -> str:
    """``rights_archive_only 3``."""
    return ", ".join(f"{reason} {number:,}" for reason, number in withheld.items()) or "none"


def tell_corrections(report: CorrectionReport) -> None:
    """A line for each correction that no longer finds its place or cannot be read."""
    for line in (*report.problems, *report.lost):
        warn(f"correction {line}")

"""After a run: each of its sites is measured, judged against its own runs, and kept; what stands can be asked later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import Ledger, SiteRun
from junket.exports.health.measures import Measures, measure, read_measures
from junket.exports.health.monitors import RUNS, Finding, judge

ACCEPTED_AFTER = 5
"""Runs in a row with one finding after which it is how the site is now. By hand: a week of daily runs, nearly."""
_MOST_LOOKED_AT = 4 * RUNS


@dataclass(frozen=True, slots=True)
class SiteHealth:
    """A site after a run: its measures, the healthy ones before (the newest first), and what is wrong."""

    site: str
    now: Measures
    history: tuple[Measures, ...]
    findings: tuple[Finding, ...]

    @property
    def cold(self) -> bool:
        """Whether the site has too few runs to be compared with."""
        return len(self.history) < RUNS // 5


def examine(
    home: Home, run_id: str, start: Mapping[str, Iterable[str]], *, pending: int = 0, judged: bool = True
) -> list[SiteHealth]:
    """Measures and judges each site that a run was for. ``start``: their start pages, by domain.

    ``judged``: False for a run that somebody stopped, which is measured only. HomeProblem as the home.
    """
    with Ledger(home) as ledger:
        found = [run for run in ledger.site_runs(most=10_000) if run.run.run_id == run_id]
        health = []
        for run in sorted(found, key=lambda each: each.site):
            now = measure(home, run, start.get(run.site, ()), pending=pending)
            history = healthy(ledger.site_runs(run.site, most=_MOST_LOOKED_AT), run_id)
            findings = judge(history, now, site=run.site) if judged else []
            kept = msgspec.to_builtins(now) | {"findings": [msgspec.to_builtins(each) for each in findings]}
            ledger.measure(run_id, run.site, kept)
            health.append(SiteHealth(run.site, now, tuple(history), tuple(findings)))
    return health


def healthy(runs: Sequence[SiteRun], but: str = "") -> list[Measures]:
    """The measures to compare with, the newest first: of runs without findings, or with one that has become usual."""
    kinds = [tuple(sorted(each.kind for each in findings_of(run))) for run in runs if run.run.run_id != but]
    usual = kinds[0] if len(kinds) >= ACCEPTED_AFTER and len(set(kinds[:ACCEPTED_AFTER])) == 1 else ()
    found: list[Measures] = []
    for run in runs:
        measures = read_measures(run.measures) if run.run.run_id != but else None
        own = tuple(sorted(each.kind for each in findings_of(run)))
        if measures and (not own or own == usual or (run.measures or {}).get("accepted")):
            found.append(measures)
    return found[:RUNS]


def findings_of(run: SiteRun) -> list[Finding]:
    """What was found wrong with a site in a run; nothing for what cannot be read."""
    try:
        return msgspec.convert((run.measures or {}).get("findings", []), list[Finding])
    except msgspec.ValidationError:
        return []


def standing(home: Home, site: str | None = None) -> dict[str, tuple[SiteRun, list[Finding]]]:
    """By site: its last run that came to its end, with what was wrong then."""
    last: dict[str, tuple[SiteRun, list[Finding]]] = {}
    with Ledger(home, readonly=True) as ledger:
        for run in ledger.site_runs(site, most=10_000):
            if run.site not in last and run.measures is not None and "run_id" in run.measures:
                last[run.site] = (run, findings_of(run))
    return last


def accept(home: Home, site: str) -> bool:
    """Takes what the site's last run was like as usual from now on; whether there was one."""
    with Ledger(home) as ledger:
        for run in ledger.site_runs(site, most=_MOST_LOOKED_AT):
            if run.measures is not None and "run_id" in run.measures:
                kept: dict[str, Any] = {**run.measures, "findings": [], "accepted": True}
                ledger.measure(run.run.run_id, site, kept)
                return True
    return False

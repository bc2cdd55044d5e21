"""Thirty kinds of fault, ten sites each, and two hundred quiet sites: what the monitors find, and what they call it.

``python tests/exports/health/planted_faults.py`` prints the table. The cause that is expected stands beside each fault
and was written down before anything was run. Rules and thresholds are tuned on the open half (even seeds); the other
half is for telling how well they do.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from site_histories import HOST, Faults, History

from junket.crawlers.schedule.schedule import Schedule
from junket.exports.health.measures import Measures
from junket.exports.health.monitors import Finding, judge

EACH = 10
QUIET = 200
QUIET_RUNS = 60
MOST_WAIT = 200
"""Runs until a fault shows for the first time in anything that is fetched."""

Wanted = Callable[[History], bool]


@dataclass(frozen=True)
class Fault:
    """A kind of fault. ``causes``: what a person would call right. ``sites``: which have what it takes away."""

    name: str
    causes: frozenset[str]
    planted: Callable[[Random], Faults]
    sites: Wanted = lambda _: True
    shows: Callable[[Measures], bool] = lambda _: True
    """Whether a run came to where the fault is; a run that did not differs in nothing from a quiet one."""


def kind(name: str, causes: str, planted: Callable[[Random], Faults], **other: object) -> Fault:
    return Fault(name, frozenset(causes.split()), planted, **other)


def fixed(**what: object) -> Callable[[Random], Faults]:
    return lambda _: Faults(**what)


def _many(history: History) -> bool:
    return history.made.articles >= 800


def _interviews(history: History) -> bool:
    return history.made.interviews >= 0.4


def _reads(run: Measures) -> bool:
    """Two pages that were read before, or three new ones."""
    return run.sampled >= 2


def _had(what: str) -> Callable[[Measures], bool]:
    """Two pages were read that had it, or three that are new."""
    return lambda run: run.lost.get(what, (0, 0))[1] >= 2 or run.sampled - run.lost.get("record", (0, 0))[1] >= 3


FAULTS = (
    kind("template: selectors stop", "template_changed",
         lambda rng: Faults(changed=True, selectors=rng.uniform(0, 0.2), text=rng.uniform(0.3, 1.0)),
         sites=lambda site: site.made.selectors, shows=_reads),
    kind("template: reads less", "template_changed",
         lambda rng: Faults(changed=True, text=rng.uniform(0.35, 0.5), unread=rng.choice([0, 0.5, 0.9]))),
    kind("half of the listing gone", "listing_shrunk", fixed(listing=0.5),
         sites=lambda site: site.made.articles >= 10 and not site.made.sitemap),
    kind("dates vanish", "dates_vanished", fixed(changed=True, dates=False), sites=lambda site: site.made.dates >= 0.6,
         shows=_had("date")),
    kind("authors vanish", "authors_vanished", fixed(changed=True, authors=False),
         sites=lambda site: site.made.authors >= 0.4, shows=_had("authors")),
    kind("consent wall", "walls",
         lambda rng: Faults(changed=True, wall=("consent_wall", rng.uniform(0.8, 1)))),
    kind("login wall", "login_wall", lambda rng: Faults(changed=True, wall=("login_wall", rng.uniform(0.8, 1)))),
    kind("403 after page 20", "blocked", fixed(status_after=("forbidden", 403, 20)), sites=_many,
         shows=lambda run: run.reasons.get("forbidden", 0) > 0),
    kind("429", "blocked", lambda rng: Faults(status_after=("too_many_requests", 429, rng.randrange(3))),
         shows=lambda run: run.reasons.get("too_many_requests", 0) > 0),
    kind("feed frozen", "feed_frozen nothing_new", fixed(feed="frozen"),
         sites=lambda site: site.made.feed and site.made.rate * site.made.hours / 24 > 0.5,
         shows=lambda run: run.new > 0),
    kind("sitemap empty", "listing_shrunk", fixed(sitemap="empty"),
         sites=lambda site: site.made.sitemap and site.made.articles >= 30 * site.made.listings),
    kind("robots closed", "robots_closed", fixed(robots=True)),
    kind("empty JS shell", "empty_shell", lambda rng: Faults(changed=True, shell=rng.uniform(0.8, 1))),
    kind("turns collapse", "turns_collapsed", lambda rng: Faults(changed=True, merged=rng.uniform(0.8, 1)),
         sites=_interviews, shows=_had("turns")),
    kind("text cut to teasers", "teasers text_cut", lambda rng: Faults(changed=True, text=rng.uniform(0.05, 0.15))),
    kind("soft 404", "pages_gone", lambda rng: Faults(changed=True, soft=rng.uniform(0.8, 1))),
    kind("moved to another host", "site_moved", fixed(moved=True)),
    kind("DNS dead", "site_dead", fixed(unreachable="unknown_host")),
    kind("410", "pages_gone", lambda rng: Faults(gone=rng.uniform(0.7, 1)),
         shows=lambda run: run.reasons.get("not_found", 0) > 0),
    kind("certificate expired", "certificate", fixed(unreachable="tls_failed")),
    kind("clock jumped", "clock",
         lambda rng: Faults(skew=-timedelta(days=rng.uniform(2, 4000)))),
    kind("disk full", "disk", fixed(ends="disk")),
    kind("run not started", "overdue", fixed(ends="never")),
    kind("run killed", "run_killed", fixed(ends="killed")),
    kind("server slow", "slow errors", lambda rng: Faults(slow=rng.uniform(4, 20))),
    kind("charset broken", "garbled", fixed(changed=True, garbled=True)),
    kind("language switched", "language_changed", fixed(changed=True, language="pt")),
    kind("every page the same", "duplicate_pages", lambda rng: Faults(changed=True, same=rng.uniform(0.9, 1))),
    kind("pagination broken", "listing_shrunk", fixed(pages=0.0),
         sites=lambda site: site.made.listings >= 2 and not site.made.sitemap),
    kind("server down", "site_dead", lambda rng: Faults(unreachable=rng.choice(["timeout", "connection_refused"]))),
)  # fmt: skip


@dataclass
class Outcome:
    """What came of one kind of fault."""

    planted: int = 0
    found: int = 0
    right: int = 0
    wrong: Counter[str] = field(default_factory=Counter)


def find(fault: Fault, seed: int) -> Finding | None:
    """What is told of the first run in which the fault shows."""
    history = site_for(fault, seed)
    past = healthy(history, Random(seed).randrange(8, 40))
    history.faults = fault.planted(Random(seed + 1))
    if history.faults.ends == "never":
        return _overdue(history, past)
    run = history.run()
    for _ in range(MOST_WAIT):
        if fault.shows(run) and (run.asked or history.faults.ends):
            break
        past.append(run)
        run = history.run()
    return next(iter(judge(past[::-1], run, site=HOST)), None)


def _overdue(history: History, past: list[Measures]) -> Finding | None:
    """What a look two intervals and a half after the last run says."""
    schedule = Schedule(every=timedelta(hours=history.made.hours))
    last = datetime.fromtimestamp(past[-1].started_at, UTC)
    late = last + 2.5 * timedelta(hours=history.made.hours) >= schedule.overdue_after(schedule.due_after(last))
    return Finding(kind="overdue", site=HOST, severity="error", what="", remedy="") if late else None


def site_for(fault: Fault, seed: int) -> History:
    """The first site from that seed on that has what the fault takes away; seeds of one parity only."""
    return next(site for each in range(seed, seed + 40_000, 2) if fault.sites(site := History(each)))


def healthy(history: History, number: int) -> list[Measures]:
    """The runs of a quiet time that are found well: what :func:`judge` is given."""
    past: list[Measures] = []
    for _ in range(number):
        run = history.run()
        if not judge(past[::-1], run, site=HOST):
            past.append(run)
    return past


def false_alarms(seed: int, runs: int = QUIET_RUNS) -> list[Finding]:
    """What is told of a quiet site, run after run."""
    history, past, told = History(seed), [], []
    for _ in range(runs):
        run = history.run()
        found = judge(past[::-1], run, site=HOST)
        told += [replace(each, run_id=f"seed {seed}, run {history.number}") for each in found]
        past += [] if found else [run]
    return told


def table(half: int, each: int, quiet: int) -> tuple[dict[str, Outcome], list[Finding], int]:
    """Outcomes by kind of fault, what was told of quiet sites, and of how many runs; ``half``: 0 open, 1 held back."""
    found: dict[str, Outcome] = {}
    for place, fault in enumerate(FAULTS):
        outcome = found[fault.name] = Outcome()
        for number in range(each):
            notice = find(fault, 100_000 * (place + 1) + 200 * number + half)
            outcome.planted += 1
            outcome.found += notice is not None
            outcome.right += notice is not None and notice.kind in fault.causes
            if notice is None or notice.kind not in fault.causes:
                outcome.wrong[notice.kind if notice else "nothing"] += 1
    told = [each for seed in range(quiet) for each in false_alarms(2 * seed + half)]
    return found, told, quiet * QUIET_RUNS


def main() -> None:
    """Prints the table of a half: ``open`` or ``held-back``."""
    half = sys.argv[1:] == ["held-back"]
    found, told, runs = table(int(half), EACH, QUIET)
    print(f"{'fault':<28} planted found right  else")
    for name, each in found.items():
        wrong = ", ".join(f"{cause} {number}" for cause, number in each.wrong.most_common(3))
        print(f"{name:<28} {each.planted:7} {each.found:5} {each.right:5}  {wrong}")
    sums = [sum(getattr(each, what) for each in found.values()) for what in ("planted", "found", "right")]
    print(f"{'all':<28} {sums[0]:7} {sums[1]:5} {sums[2]:5}")
    print(f"false alarms: {len(told)} in {runs} quiet runs ({100 * len(told) / runs:.2f} %)")
    print(Counter(each.kind for each in told).most_common())


if __name__ == "__main__":
    main()

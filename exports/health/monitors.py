"""A site's run against its own runs before it: what is unusual, and the one cause that explains it.

Each monitor compares one measure with its median and spread over the last runs, or a share with the share before by
the normal approximation of the binomial tail. A cold start is no finding.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from junket.exports.health.measures import FIELDS, Measures

RUNS = 20
"""Runs that a site is compared with."""
COLD = 4
"""With fewer runs before it, a run is judged by what is wrong in any case. By hand: a median of three says little."""
_SPREAD = 1.4826
"""From the median absolute deviation to a standard deviation (Hampel 1974)."""
_FAR = 6.0
"""Standard deviations from the median that are unusual. By hand, for under one false alarm in a hundred quiet runs: the
spread of few runs is itself uncertain."""
_TAIL = 5.0
"""The same for shares."""
_LEAST_DROP = 0.3
"""A share that differs by less is no finding, however sure."""
_LEAST_SAMPLE = 4
_NOTHING = 1e-4
"""A number of new pages that is less likely than this is unusual."""

Severity = Literal["warning", "error"]


class Symptom(NamedTuple):
    """One measure that is unusual. ``direction``: below or above what is usual."""

    measure: str
    direction: Literal["low", "high"]
    now: float
    usual: float
    spread: float
    runs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a site: the cause, the symptoms that it explains, and one page that shows it."""

    kind: str
    site: str
    severity: Severity
    what: str
    """Half a sentence, without the site's name."""
    remedy: str
    symptoms: tuple[Symptom, ...] = ()
    page: str = ""
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause, and the symptoms (``measure``, or ``measure:direction``) of which any shows it."""

    kind: str
    shown_by: tuple[str, ...]
    what: str
    remedy: str
    severity: Severity = "error"
    page_of: tuple[str, ...] = ("record",)
    """Whose page is shown: reasons of the run, the first that there is."""


def judge(history: Sequence[Measures], now: Measures, *, site: str = "") -> list[Finding]:
    """The findings of a run, the gravest cause first; empty for a healthy one.

    ``history``: the measures of the runs before, the newest first; those of runs with findings are best left out, lest
    a fault becomes the norm. Pure, and never raises for odd numbers.
    """
    symptoms = [*_absolute(now, history), *_relative(history[:RUNS], now)]
    if not symptoms:
        return []
    shown = {symptom.measure for symptom in symptoms}
    directed = shown | {f"{symptom.measure}:{symptom.direction}" for symptom in symptoms}
    for cause in CAUSES:
        if any(all(part in directed for part in rule.split("+")) for rule in cause.shown_by):
            return [_finding(cause, site, now, symptoms)]
    return []


def _finding(cause: Cause, site: str, now: Measures, symptoms: Iterable[Symptom]) -> Finding:
    page = next((now.examples[word] for word in cause.page_of if word in now.examples), "")
    return Finding(
        kind=cause.kind,
        site=site,
        severity=cause.severity,
        what=cause.what,
        remedy=cause.remedy,
        symptoms=tuple(symptoms),
        page=page or next(iter(now.examples.values()), ""),
        run_id=now.run_id,
    )


def _absolute(now: Measures, history: Sequence[Measures]) -> list[Symptom]:
    """What is wrong whatever was before: start pages that are lost, a run that broke, a clock that went back."""
    found: list[Symptom] = []
    last = history[0] if history else None
    if last and now.started_at < last.started_at:
        found.append(Symptom("clock", "low", now.started_at, last.started_at, 0.0, 1))
    if now.finish_reason is None:
        found.append(Symptom("killed", "high", 1.0, 0.0, 0.0, len(history)))
    elif now.finish_reason == "home_problem":
        found.append(Symptom("home_problem", "high", 1.0, 0.0, 0.0, len(history)))
    for word in _START_LOST:
        lost = sum(ended == word for ended in now.start.values())
        if lost and lost == len(now.start) and not now.records:
            found.append(Symptom(f"start:{word}", "high", float(lost), 0.0, 0.0, len(history)))
    return found


_START_LOST = (
    "unknown_host", "connection_refused", "connection_lost", "timeout", "tls_failed", "not_found", "moved", "offsite",
    "robots_disallowed", "robots_txt", "forbidden", "too_many_requests", "server_error", "login_wall", "consent_wall",
    "bot_check", "empty",
)  # fmt: skip


def _relative(history: Sequence[Measures], now: Measures) -> list[Symptom]:
    runs = [run for run in history if run.finish_reason == "finished"]
    if len(runs) < COLD:
        return []
    tests: list[Symptom | None] = [_share(name, runs, now, of) for name, of in _SHARES.items()]
    tests += [_level(name, runs, now, of) for name, of in _LEVELS.items()]
    tests.append(_share("language", runs, now, _main_language(runs)))
    tests.append(_fewer_new(runs, now))
    return [symptom for symptom in tests if symptom]


Part = Callable[[Measures], tuple[float, float]]
"""How many of how many."""


def _reason(*words: str) -> Part:
    return lambda run: (float(sum(run.reasons.get(word, 0) for word in words)), float(run.asked))


def _field(name: str) -> Part:
    return lambda run: (float(run.fields.get(name, 0)), float(run.sampled))


def _warning(*words: str) -> Part:
    return lambda run: (float(max(run.warnings.get(word, 0) for word in words)), float(run.sampled))


def _main_language(runs: Sequence[Measures]) -> Part:
    """The share of the language that most records of the runs before are in."""
    seen: Counter[str] = Counter()
    for run in runs:
        seen.update(run.languages)
    main = max(seen, key=lambda code: seen[code], default="")
    return lambda run: (float(run.languages.get(main, 0)), float(run.sampled))


_SHARES: dict[str, Part] = {
    "failed": lambda run: (float(run.failed), float(run.asked)),
    "walls": _reason("login_wall", "consent_wall", "bot_check", "interstitial"),
    "login_wall": _reason("login_wall"),
    "forbidden": _reason("forbidden"),
    "too_many_requests": _reason("too_many_requests"),
    "not_found": _reason("not_found"),
    "empty": _reason("empty", "not_html"),
    "robots_disallowed": _reason("robots_disallowed"),
    "no_article": _reason("not_an_article"),
    "interviews": lambda run: (float(run.interviews), float(run.sampled)),
    "alike": lambda run: (float(run.alike), float(run.sampled)),
    **{f"has_{name}": _field(name) for name in FIELDS},
    "garbled": _warning("charset_damaged", "mojibake_suspected", "mojibake_mended"),
    "paywalled": _warning("paywall_suspected"),
}
_LEVELS: dict[str, Callable[[Measures], float | None]] = {
    "characters": lambda run: run.characters if run.sampled >= _LEAST_SAMPLE else None,
    "turns": lambda run: run.turns if run.interviews >= _LEAST_SAMPLE else None,
    "confidence": lambda run: run.confidence if run.interviews >= _LEAST_SAMPLE else None,
    "links": lambda run: None if run.links is None else float(run.links),
    "latency": lambda run: run.latency or None,
}
_LEAST_RATIO = {"characters": 0.6, "turns": 0.5, "confidence": 0.6, "links": 0.7, "latency": 0.2}
"""A level that is less than this part of what is usual (for latency: of which the usual is less) is looked at."""


def _share(name: str, runs: Sequence[Measures], now: Measures, of: Part) -> Symptom | None:
    """Whether a share is other than before: by its own binomial spread and that between the runs."""
    part, whole = of(now)
    counted = [(k, n) for k, n in map(of, runs) if n > 0]
    total = sum(n for _, n in counted)
    if whole < _LEAST_SAMPLE or total < 2 * _LEAST_SAMPLE or len(counted) < COLD:
        return None
    share, usual = part / whole, sum(k for k, _ in counted) / total
    large = [k / n for k, n in counted if n >= _LEAST_SAMPLE]
    between = _mad(large, usual) if len(large) >= COLD else 0.0
    smoothed = (usual * total + 0.5) / (total + 1)  # Jeffreys: a share of nought before is no certainty
    spread = math.sqrt(smoothed * (1 - smoothed) * (1 / whole + 1 / total) + between**2)
    if abs(share - usual) < max(_TAIL * spread, _LEAST_DROP):
        return None
    return Symptom(name, "low" if share < usual else "high", share, usual, spread, len(counted))


def _level(
    name: str, runs: Sequence[Measures], now: Measures, of: Callable[[Measures], float | None]
) -> Symptom | None:
    value = of(now)
    before = [found for run in runs if (found := of(run)) is not None]
    if value is None or len(before) < COLD:
        return None
    usual = median(before)
    spread = max(_mad(before, usual), 0.05 * abs(usual))
    if usual <= 0 or abs(value - usual) < _FAR * spread:
        return None
    low, ratio = value < usual, _LEAST_RATIO[name]
    if name == "latency":
        return Symptom(name, "high", value, usual, spread, len(before)) if value > usual / ratio else None
    return Symptom(name, "low", value, usual, spread, len(before)) if low and value < ratio * usual else None


def _fewer_new(runs: Sequence[Measures], now: Measures) -> Symptom | None:
    """Whether so few new pages are too unlikely, by the rate of the runs before (Poisson, with its overdispersion)."""
    spans = [max(one.started_at - before.started_at, 0.0) for one, before in pairwise(runs)]
    counts = [run.new for run in runs[: len(spans)]]
    if len(spans) < COLD or not sum(counts) or not sum(spans):
        return None
    expected = sum(counts) / sum(spans) * max(now.started_at - runs[0].started_at, 0.0)
    mean = sum(counts) / len(counts)
    variance = sum((count - mean) ** 2 for count in counts) / max(len(counts) - 1, 1)
    spread = max(variance / mean, 1.0) if mean else 1.0
    if math.exp(-expected / spread) > _NOTHING or now.new > expected / 10:
        return None
    return Symptom("new", "low", float(now.new), expected, math.sqrt(expected * spread), len(counts))


def _mad(values: Sequence[float], middle: float) -> float:
    return _SPREAD * median([abs(value - middle) for value in values])


_FILE = "look at the page, then mend the site's file: junket site check NAME --against-archive"
CAUSES: tuple[Cause, ...] = (
    Cause("disk", ("home_problem",), "could not write its home", "free some space, or change permissions"),
    Cause("clock", ("clock",), "ran at a time before its last run", "set the machine's clock"),
    Cause("run_killed", ("killed",), "was ended before it was done",
          "look at the run's log; give it more memory or time"),
    Cause("certificate", ("start:tls_failed",), "has no valid certificate any more", "wait, or tell the site",
          page_of=("tls_failed",)),
    Cause("site_dead", ("start:unknown_host", "start:connection_refused", "start:connection_lost", "start:timeout",
                        "start:not_found"), "does not answer at its start page any more", "look for its new address",
          page_of=("unknown_host", "connection_refused", "connection_lost", "timeout", "not_found")),
    Cause("site_moved", ("start:moved", "start:offsite"), "redirects its start page to another site",
          "name the new address in the site's file", page_of=("offsite", "redirected")),
    Cause("robots_closed", ("start:robots_disallowed", "start:robots_txt", "robots_disallowed:high"),
          "is closed by its robots.txt", "ask the site", page_of=("robots_disallowed",)),
    Cause("blocked", ("start:forbidden", "start:too_many_requests", "forbidden:high", "too_many_requests:high"),
          "refuses pages", "crawl more slowly or less often, and name a contact",
          page_of=("forbidden", "too_many_requests")),
    Cause("login_wall", ("start:login_wall", "login_wall:high", "paywalled:high"),
          "asks to log in where it showed pages", "ask the site",
          page_of=("login_wall",)),
    Cause("walls", ("start:consent_wall", "start:bot_check", "walls:high"),
          "shows a form of consent or a check in place of pages", "look at the page",
          page_of=("consent_wall", "bot_check", "interstitial")),
    Cause("empty_shell", ("start:empty", "empty:high"), "sends pages without text", "let the browser render it",
          page_of=("empty", "not_html")),
    Cause("pages_gone", ("not_found:high",), "says of many pages that there are none", "look at the page",
          page_of=("not_found",)),
    Cause("errors", ("start:server_error", "failed:high"), "fails to answer", "wait for the next run",
          page_of=("server_error", "timeout", "connection_lost")),
    Cause("garbled", ("garbled:high",), "sends text in another charset than it says", _FILE),
    Cause("language_changed", ("language:low",), "gives texts in another language than before", "look at the page",
          severity="warning"),
    Cause("duplicate_pages", ("alike:high",), "shows the same text at many addresses", _FILE),
    Cause("template_changed", ("no_article:high", "characters:low+has_date:low", "characters:low+has_title:low",
                               "characters:low+turns:low", "characters:low+interviews:low",
                               "has_date:low+has_authors:low",
                               "has_title:low"),
          "prints its pages in another way than before", _FILE, page_of=("not_an_article", "record")),
    Cause("turns_collapsed", ("interviews:low", "turns:low", "confidence:low"),
          "shows interviews whose questions and answers are not told apart as before", _FILE),
    Cause("dates_vanished", ("has_date:low",), "gives pages without a date", _FILE),
    Cause("authors_vanished", ("has_authors:low",), "gives pages without authors", _FILE, severity="warning"),
    Cause("text_cut", ("characters:low",), "gives much shorter texts than before", _FILE),
    Cause("fields_vanished", ("has_lead:low", "has_images:low"), "gives pages with fewer fields", _FILE,
          severity="warning"),
    Cause("listing_shrunk", ("links:low",), "lists far fewer articles than before",
          "look at its start page; name further ones in the site's file", page_of=("not_an_article", "not_modified")),
    Cause("nothing_new", ("new:low",), "brings far fewer new pages than before", "look at its start page and feeds",
          page_of=("not_modified", "not_an_article")),
    Cause("slow", ("latency:high",), "answers far more slowly than before", "nothing, where it passes",
          severity="warning"),
)  # fmt: skip
"""In the order in which they are tried: what lies nearer to the wire explains what it brings."""

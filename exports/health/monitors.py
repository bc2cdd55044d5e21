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

from junket.exports.health.against_history import SIGMAS, UNLIKELY, Spread, chance_of_share, distance
from junket.exports.health.measures import FIELDS, Measures

RUNS = 20
"""Runs that a site is compared with."""
COLD = 4
"""With fewer runs before it, a run is judged by what is wrong in any case. By hand: a median of three says little."""
_SPREAD = 1.4826
"""From the median absolute deviation to a standard deviation (Hampel 1974)."""
_LEAST_DROP = 0.25
"""A share that differs by less is no finding, however sure."""
_LEAST_SAMPLE = 2
"""One page says nothing."""
_LEAST_LEVEL = 3
_OLD_DEVIATION = 0.5
"""Of the logarithms of a site's lengths and times, where they were not measured: what is common."""
_MOST_LOST = 0.5
"""Of the pages that had a thing, the part above which its loss is no edit."""
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
    absolute, relative = _absolute(now, history), _relative(history[:RUNS], now)
    lost = [symptom for symptom in relative if symptom.measure.startswith("lost_")]
    for those in (absolute, lost, [*absolute, *relative]):  # the surest first: a page against itself before any share
        directed = {symptom.measure for symptom in those} | {f"{each.measure}:{each.direction}" for each in those}
        for cause in CAUSES:
            if any(all(part in directed for part in rule.split("+")) for rule in cause.shown_by):
                return [_finding(cause, site, now, [*absolute, *relative])]
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
    tests += [_level(name, runs, now) for name in _LEVELS]
    tests += [_lost(name, runs, now) for name in _LOST]
    tests += [_frozen_feed(runs, now), _fewer_links(runs, now)]
    tests.append(_share("language", runs, now, _main_language(runs)))
    tests.append(_fewer_new(runs, now))
    return [symptom for symptom in tests if symptom]


Part = Callable[[Measures], tuple[float, float]]
"""How many of how many."""


def _reason(*words: str) -> Part:
    return lambda run: (float(sum(run.reasons.get(word, 0) for word in words)), _articles(run))


def _articles(run: Measures) -> float:
    """Pages asked for that are no listing, as far as that is known."""
    return float(max(run.asked - run.reasons.get("not_an_article", 0), 0))


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
    "no_article": lambda run: (float(run.reasons.get("not_an_article", 0)), float(run.asked)),
    "interviews": lambda run: (float(run.interviews), float(run.sampled)),
    "alike": lambda run: (float(run.alike), float(run.sampled)),
    **{f"has_{name}": _field(name) for name in FIELDS},
    "garbled": _warning("charset_damaged", "mojibake_suspected", "mojibake_mended"),
    "paywalled": _warning("paywall_suspected"),
}
_LEVELS = ("characters", "turns", "latency")
_LOST = ("record", "itself", "title", "date", "authors", "turns", "half", "most", "language", "charset", "selectors")
_LEAST_RATIO = {"characters": 0.6, "turns": 0.5, "links": 0.75, "latency": 0.4}
"""A level that is less than this part of what is usual (for latency: of which the usual is less) is looked at."""
_LEAST_RISE = {"forbidden": 0.1, "too_many_requests": 0.1, "failed": 0.5}
"""Where another change of a share than :data:`_LEAST_DROP` counts: hardly any page is refused, some fail at times."""


def _share(name: str, runs: Sequence[Measures], now: Measures, of: Part) -> Symptom | None:
    """Whether a share is other than before, by the beta-binomial that the runs before predict."""
    part, whole = of(now)
    counted = [(k, n) for k, n in map(of, runs) if n > 0]
    total = sum(n for _, n in counted)
    if whole < _LEAST_SAMPLE or not total or len(counted) < COLD:
        return None
    share, usual = part / whole, sum(k for k, _ in counted) / total
    effect = _LEAST_RISE.get(name, _LEAST_DROP)
    if abs(share - usual) < effect or chance_of_share((part, whole), counted) > UNLIKELY:
        return None
    spread = math.sqrt(max(usual * (1 - usual), 1 / total) / whole)
    return Symptom(name, "low" if share < usual else "high", share, usual, spread, len(counted))


def _level(name: str, runs: Sequence[Measures], now: Measures) -> Symptom | None:
    """Whether lengths or times are other than before, by their logarithms."""
    mine = _spread(now, name)
    far, error, known = distance(mine, [_spread(run, name) for run in runs])
    low, ratio = far < 0, _LEAST_RATIO[name]
    if known < COLD or mine[0] < _LEAST_LEVEL or abs(far) < max(SIGMAS * error, -math.log(ratio)):
        return None
    if low == (name == "latency"):  # longer texts and quicker answers are no harm
        return None
    usual = math.exp(mine[1] - far)
    return Symptom(name, "low" if low else "high", math.exp(mine[1]), usual, usual * error, known)


def _spread(run: Measures, name: str) -> Spread:
    """Of a run that an older version measured: about the median."""
    if name in run.spreads:
        return run.spreads[name]
    value, of = {
        "characters": (run.characters, run.sampled),
        "turns": (run.turns, run.interviews),
        "latency": (run.latency, run.asked),
    }[name]
    return (of, math.log(value), _OLD_DEVIATION) if value > 0 else (0, 0.0, 0.0)


def _lost(name: str, runs: Sequence[Measures], now: Measures) -> Symptom | None:
    """Whether most pages that were read before have lost a thing, which hardly any did in the runs before."""
    hits, of = now.lost.get(name, (0, 0))
    before = [run.lost.get(name, (0, 0)) for run in runs]
    total = sum(n for _, n in before)
    usual = sum(k for k, _ in before) / total if total else 0.0
    if hits < _LEAST_SAMPLE or hits <= _MOST_LOST * of or usual >= _MOST_LOST / 2:
        return None
    return Symptom(f"lost_{name}", "high", hits / of, usual, 0.0, len(before))


def _frozen_feed(runs: Sequence[Measures], now: Measures) -> Symptom | None:
    """Whether feeds have nothing new though the site has, where they always had: one that lags now and then is left."""
    told = [run.feeds[0] / run.feeds[1] for run in runs if run.new and run.feeds[1]]
    if not now.new or not now.feeds[1] or now.feeds[0] or len(told) <= COLD or min(told) == 0:
        return None
    return Symptom("feeds", "low", 0.0, sum(told) / len(told), 0.0, len(told))


def _fewer_links(runs: Sequence[Measures], now: Measures) -> Symptom | None:
    """Whether listings, feeds and sitemaps lead to fewer articles than usual, and than in any of the last ten runs.

    Known pages whose turn it was are asked for first and are no links then: both together are what there is.
    """
    before = [_named(run) for run in runs if run.links is not None]
    if now.links is None or len(before) < COLD:
        return None
    links = _named(now)
    usual = median(before)
    if links >= _LEAST_RATIO["links"] * usual or usual - links < _LEAST_SAMPLE or links >= min(before[:10]):
        return None
    return Symptom("links", "low", links, usual, _mad(before, usual), len(before))


def _named(run: Measures) -> float:
    return float((run.links or 0) + max(_articles(run) - run.new, 0))


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
    Cause("garbled", ("garbled:high", "lost_charset"), "sends text in another charset than it says", _FILE),
    Cause("language_changed", ("language:low", "lost_language"), "gives texts in another language than before",
          "look at the page", severity="warning"),
    Cause("duplicate_pages", ("alike:high", "lost_itself"), "shows the same text at many addresses", _FILE),
    Cause("teasers", ("lost_most",), "gives the beginning of its texts only", _FILE),
    Cause("template_changed", ("no_article:high", "lost_record", "lost_selectors", "lost_title", "has_title:low",
                               "lost_half", "characters:low+turns:low", "characters:low+interviews:low",
                               "has_date:low+has_authors:low", "lost_date+lost_authors"),
          "prints its pages in another way than before", _FILE, page_of=("not_an_article", "record")),
    Cause("turns_collapsed", ("interviews:low", "turns:low", "lost_turns"),
          "shows interviews whose questions and answers are not told apart as before", _FILE),
    Cause("dates_vanished", ("has_date:low", "lost_date"), "gives pages without a date", _FILE),
    Cause("authors_vanished", ("has_authors:low", "lost_authors"), "gives pages without authors", _FILE,
          severity="warning"),
    Cause("text_cut", ("characters:low",), "gives much shorter texts than before", _FILE),
    Cause("fields_vanished", ("has_lead:low", "has_images:low"), "gives pages with fewer fields", _FILE,
          severity="warning"),
    Cause("listing_shrunk", ("links:low",), "lists far fewer articles than before",
          "look at its start page; name further ones in the site's file", page_of=("not_an_article", "not_modified")),
    Cause("feed_frozen", ("feeds:low",), "has new articles and a feed that does not name them", "look at its feed",
          severity="warning"),
    Cause("nothing_new", ("new:low",), "brings far fewer new pages than before", "look at its start page and feeds",
          page_of=("not_modified", "not_an_article")),
    Cause("slow", ("latency:high",), "answers far more slowly than before", "nothing, where it passes",
          severity="warning"),
)  # fmt: skip
"""In the order in which they are tried: what lies nearer to the wire explains what it brings."""

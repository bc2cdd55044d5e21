"""What a crawl of all sites of a home needs besides: which ones, why not now, and which of them brought nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from junket.crawlers.errors import ExitCode, HomeLocked, JunketError, Unreachable, UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import drop_of
from junket.crawlers.ledger.ledger import LedgerLine
from junket.crawlers.ledger.ledger_reader import LedgerReader
from junket.crawlers.lock import FILE_NAME as LOCK_NAME
from junket.crawlers.lock import is_held, read_owner
from junket.crawlers.schedule.standing import Standing, standings
from junket.crawlers.site.site_file import pass_over_broken, site_for_url
from junket.exports.cli.printing.messages import fail, say, warn

_REDIRECTS = 300


@dataclass(frozen=True, slots=True)
class ChosenSites:
    """The names of the sites to crawl now, none where there is nothing to do; the code of broken site files."""

    sites: tuple[str, ...]
    code: ExitCode


def choose_sites(home: Home, *, due: bool) -> ChosenSites:
    """All sites of the home that have start pages, or those that are ``due``. Says why where there is none.

    Names each broken site file; the run goes on without it. UsageProblem where the home has no site.
    """
    now = datetime.now(UTC)
    found, problems = standings(home, now)
    code = ExitCode.OK
    for problem in problems:
        code = fail(problem)
    if problems:
        pass_over_broken()
    if not found and not problems:
        remedy = "add one with `junket site add URL --home HOME`, or copy a built-in one there"
        raise UsageProblem(str(home.site_overrides), "no site file there has start pages", remedy)
    for standing in found:
        if standing.doubt:
            warn(f"{standing.site.domain}: {standing.doubt}")
    if not due:
        return ChosenSites(tuple(standing.site.domain for standing in found), code)
    names = tuple(standing.site.domain for standing in found if standing.is_due(now))
    if not names:
        say(_nothing_due(found))
    elif is_held(home.state / LOCK_NAME):
        say_skipped(HomeLocked(str(home.path), f"another crawl holds this home ({read_owner(home) or 'unknown'})"))
        names = ()
    return ChosenSites(names, code)


def say_skipped(error: HomeLocked) -> None:
    """A timer that fires while a run is on has nothing to do: the next one comes."""
    say(f"skipped: {error.subject}: {error.problem}")


def failed_sites(home: Home, run_id: str) -> Iterator[JunketError]:
    """What kept each site of a run from bringing anything at all, as its first failure says."""
    answered: set[str] = set()
    first: dict[str, LedgerLine] = {}
    with LedgerReader(home) as ledger:
        sites = ledger.sites_of([run_id]).get(run_id, [])
        for line in ledger.lines(run_id):
            if line.reason == "robots_txt":  # no page
                continue
            domain = site_for_url(line.via or line.url, home).domain
            if line.change == "unchanged" or (line.status is not None and line.status < _REDIRECTS):
                answered.add(domain)
            elif line.decision in {"failed", "refused", "rejected"}:
                first.setdefault(domain, line)
    for domain in sites:
        if domain not in answered and domain in first:
            line = first[domain]
            problem = f"no page could be fetched ({line.reason}: {line.detail})"
            drop = drop_of(line.reason)
            subject = f"{domain}: {line.url}"
            yield drop.failure(subject, problem, drop.remedy) if drop else Unreachable(subject, problem)


def _nothing_due(found: list[Standing]) -> str:
    waiting = [(each.due_at, each) for each in found if each.due_at]
    if not waiting:
        return 'nothing is due: no site has a schedule; write every = "6h" or at = "daily 03:00" into its file'
    at, standing = min(waiting, key=lambda pair: pair[0])
    when = "now, as soon as its hours begin" if at <= datetime.now(UTC) else f"at {at:%Y-%m-%d %H:%M} UTC"
    return f"nothing is due; the next is {standing.site.domain}, {when}"

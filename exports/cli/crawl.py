"""``junket crawl``: sites into a home: WARC, ledger, records, Parquet."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from junket.crawlers.errors import ExitCode, HomeLocked, JunketError, TooManyFailed, Unreachable, UsageProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import drop_of
from junket.crawlers.ledger.ledger import Ledger
from junket.crawlers.ledger.ledger_reader import LedgerQuery, LedgerReader
from junket.crawlers.run.fail_on import FailOn
from junket.exports.cli.group import command
from junket.exports.cli.printing.messages import Level, fail, level, say, warn
from junket.exports.in_time import TookTooLong, in_time
from junket.exports.progress import progress

if TYPE_CHECKING:
    from junket.crawlers.run.run import CrawlSummary
    from junket.crawlers.run.run_log import RunLog
    from junket.exports.catalogue.rebuild import CaughtUp
    from junket.exports.dataset.dataset import Published

EXAMPLES = """
junket crawl https://example.org/interviews/ --home film-press
junket crawl --site vlast.kz --home film-press --max-pages 200
junket crawl --urls addresses.txt --home film-press --fail-on 5%
junket crawl --site vlast.kz --home film-press --metrics /var/lib/node_exporter/film-press.prom -q
junket crawl --all --due --home film-press
junket crawl http://127.0.0.1:8000/ --allow-private 127.0.0.1:8000 --home try
"""

_logger = logging.getLogger(__name__)

_SECONDS_TO_END = 7.0
"""After an interruption, all told: publishing what was fetched included, with room for a busy machine within ten."""
_LEAST_SECONDS = 0.5


class _Stopped:
    """When the crawl was asked to stop."""

    def __init__(self) -> None:
        self._at = 0.0

    def now(self) -> None:
        """It is being asked."""
        self._at = monotonic()
        say("stopping in order, within ten seconds; once more stops it at once")

    def seconds_left(self) -> float:
        """For what is still to do."""
        return max(self._at + _SECONDS_TO_END - monotonic(), _LEAST_SECONDS)


@command(examples=EXAMPLES)
@click.argument("urls", nargs=-1, metavar="[START_URL]...")
@click.option(
    "--site", "sites", multiple=True, metavar="NAME|TOML", help="A site by name or file; see junket site list."
)
@click.option(
    "--urls", "url_file", metavar="FILE", help="A file of start URLs, one a line (# begins a comment; -: stdin)."
)
@click.option("--all", "every_site", is_flag=True, help="All sites of HOME/overrides/sites that have start pages.")
@click.option("--due", is_flag=True, help="With --all: only those that are due by their every or at (junket schedule).")
@click.option("--home", required=True, metavar="HOME", help="The folder to crawl into; made if it is missing.")
@click.option("--max-pages", type=click.IntRange(min=1), metavar="N", help="Stop after N pages.")
@click.option("--fresh", is_flag=True, help="Begin anew, even where a crawl of the same sites was stopped.")
@click.option("--recheck", is_flag=True, help="Look at every known page again, due or not.")
@click.option("--max-site-pages", type=click.IntRange(min=1), metavar="N", help="Stop a site after N pages (10,000).")
@click.option("--allow-private", multiple=True, metavar="HOST:PORT", help="Let this one private address be fetched.")
@click.option("--contact", metavar="URL|MAIL", help="Who runs this, for the user agent (or JUNKET_CONTACT).")
@click.option(
    "--fail-on", metavar="N|P%", help="Exit with 13 when more than N URLs fail, or P % of the pages asked for."
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What HOME/reports/<run>/run.log is written in; json: JSON lines.",
)
@click.option(
    "--keep-logs", type=click.IntRange(min=1), default=100, show_default=True, metavar="N",
    help="Keep the logs of the last N runs; other reports stay.",
)  # fmt: skip
@click.option(
    "--metrics", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write Prometheus metrics here, not into HOME/reports/metrics.prom. node_exporter reads FILEs called .prom.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON on stdout.")
def crawl(urls: tuple[str, ...], *, url_file: str | None, as_json: bool, **options: Any) -> ExitCode:  # noqa: ANN401  # click's own
    """Crawl from START_URLs, sites or a file of URLs into a home.

    Finds articles through listings, pagination, sitemaps and feeds; stays on its sites; obeys
    robots.txt; archives each response before its record counts. At the end the home's dataset is
    published. Interrupt it (Ctrl-C) once and it ends in order; what is fetched is kept. A crawl
    that was interrupted, killed or at its bound goes on where it stopped: give the same command.
    A later crawl of the same sites asks for what is new, and for known pages when they are due.
    --all --due is for timers: where nothing is due, or another run holds the home, it ends with 0
    at once; a time that was missed is made up for once; a site that fails stops no other.
    """
    if options["every_site"] or options["due"]:
        return _crawl_all(urls, url_file, options, as_json=as_json)
    if not (urls or url_file or options["sites"]):
        raise UsageProblem("crawl", "nowhere to start", "name a START_URL, --site, --urls FILE or --all")
    if url_file == "-":  # which can be read but once
        from junket.crawlers.run.crawl_plan import urls_of

        urls, url_file = (*urls, *urls_of("-")), None
    return _crawl_and_publish(urls, url_file, options, as_json=as_json)


def _crawl_all(urls: tuple[str, ...], url_file: str | None, options: dict[str, Any], *, as_json: bool) -> ExitCode:
    """All sites of the home, or those that are due; broken site files are named first, and cost exit code 2."""
    from junket.exports.cli.unattended import choose_sites, say_skipped

    if urls or url_file or options["sites"] or not options["every_site"]:
        raise UsageProblem(
            "crawl", "--due goes with --all, and neither with START_URL, --site or --urls", "leave it out"
        )
    chosen = choose_sites(Home.open(options["home"]), due=options["due"])
    if not chosen.sites:
        return chosen.code
    try:
        code = _crawl_and_publish((), None, options | {"sites": chosen.sites}, as_json=as_json)
    except HomeLocked as error:
        if not options["due"]:
            raise
        say_skipped(error)
        return chosen.code
    return code or chosen.code


def _crawl_and_publish(
    urls: tuple[str, ...], url_file: str | None, options: dict[str, Any], *, as_json: bool
) -> ExitCode:
    fail_on = FailOn.read(options["fail_on"]) if options["fail_on"] else None
    from junket.crawlers.run.run_log import RunLog

    log = RunLog(json_lines=options["log_format"] == "json", kept=options["keep_logs"], told=cache(warn))
    stopped = _Stopped()
    home, start, summary = _crawl(urls, url_file, options, stopped, log)
    with log.open(home, summary.run_id):
        try:
            code = _end(home, summary, stopped, fail_on, as_json=as_json, apart=options["every_site"])
            code = _health(home, start, summary, code)
        finally:
            _write_metrics(home, options["metrics"], stopped if summary.interrupted else None)
        _logger.info("exit code %d: %s", code, code.name)
    return code


def _end(
    home: Home, summary: CrawlSummary, stopped: _Stopped, fail_on: FailOn | None, *, as_json: bool, apart: bool
) -> ExitCode:
    """Publish what was fetched, and say how the crawl went."""
    from junket.exports.cli.printing.problems import tell_corrections, tell_problems, tell_rights

    try:
        with in_time(stopped.seconds_left()) if summary.interrupted else nullcontext():
            done, published = _publish(home)
    except TookTooLong:
        _report(summary, None, as_json=as_json)
        say(f"all of it is kept, and published by the next crawl or by `junket rebuild --home {home.path}`")
        return ExitCode.INTERRUPTED
    except JunketError:
        _report(summary, None, as_json=as_json)
        raise
    if summary.finish_reason == "finished" or apart:
        forget_finished(home)
    summary = _with_changes(home, summary)
    code = tell_problems(done)
    tell_corrections(published.corrections)
    tell_rights(published.rights)
    _report(summary, published, as_json=as_json)
    if summary.interrupted:
        return ExitCode.INTERRUPTED
    code = code or _faults(home, summary) or _too_many_failed(summary, fail_on)
    return _sites_failed(home, summary, code) if apart else code or _nothing_came(home, summary)


def _health(home: Home, start: tuple[str, ...], summary: CrawlSummary, code: ExitCode) -> ExitCode:
    """Judges the run's sites, and tells of those that are unhealthy; ``code`` where it says more."""
    from junket.exports.health.report import HTML_NAME, after_run

    if summary.interrupted:  # there is no time left, and half a run is no measure
        return code
    try:
        health, problems = after_run(home, summary.run_id, start, pending=summary.pending)
    except JunketError as error:
        warn(f"the run was not judged: {error}")
        return code
    for problem in problems:
        warn(problem)
    found = [finding for site in health for finding in site.findings]
    for finding in found:
        told = f"{finding.kind}: it {finding.what}" + (f", see {finding.page}" if finding.page else "")
        warn(f"{finding.site}: {told}; {finding.remedy}")
    if found:
        say(f"the report lies in {home.reports / summary.run_id / HTML_NAME}")
    ill = any(finding.severity == "error" for finding in found)
    return code or (ExitCode.UNHEALTHY if ill else ExitCode.OK)


def _crawl(
    urls: tuple[str, ...], url_file: str | None, options: dict[str, Any], stopped: _Stopped, log: RunLog
) -> tuple[Home, tuple[str, ...], CrawlSummary]:
    from junket.crawlers.run.crawl_bounds import MAX_SITE_PAGES
    from junket.crawlers.run.crawl_plan import plan_crawl
    from junket.crawlers.run.run import crawl as run_crawl

    # Before a folder is made: what is wrong with the call leaves nothing behind.
    plan = plan_crawl(
        start=urls, sites=options["sites"], urls_file=url_file, home=Home(Path(options["home"]).expanduser())
    )
    home = Home.create(options["home"])
    with progress("crawling", wanted=level() is Level.NORMAL) as tell:
        summary = run_crawl(
            home=home,
            start=urls,
            urls_file=url_file,
            sites=options["sites"],
            max_pages=options["max_pages"],
            max_site_pages=options["max_site_pages"] or MAX_SITE_PAGES,
            fresh=options["fresh"],
            recheck=options["recheck"],
            apart=options["every_site"],
            before=lambda: _before(home, apart=options["every_site"]),
            keep_finished=True,
            on_resume=_say_resumed,
            on_stop=stopped.now,
            allow_private=options["allow_private"],
            contact=options["contact"],
            log_level="INFO" if level() is Level.VERBOSE else None,
            progress=tell,
            log=log,
        )
    return home, plan.start, summary


def _before(home: Home, *, apart: bool) -> None:
    """Under the home's lock. Sites on a schedule begin anew where all is fetched: this run publishes that as well."""
    from junket.crawlers.frontier.finished import drop_finished
    from junket.exports.catalogue.rebuild import settle_visits

    settle_visits(home)
    if apart:
        drop_finished(home)


def _say_resumed(pending: int, done: int) -> None:
    rest = "" if pending else "; all is fetched and is published now"
    say(f"resuming: {pending:,} pending, {done:,} done{rest}")


def catch_up(home: Home, tell: Callable[..., None]) -> CaughtUp:
    """As :mod:`junket.exports.catalogue.rebuild` has it, whose import a timer with nothing due need not wait for."""
    from junket.exports.catalogue.rebuild import catch_up as caught_up

    return caught_up(home, tell)


def publish(home: Home) -> Published:
    """As :mod:`junket.exports.dataset.dataset` has it."""
    from junket.exports.dataset.dataset import publish as published

    return published(home)


def forget_finished(home: Home) -> None:
    """As :mod:`junket.crawlers.frontier.finished` has it."""
    from junket.crawlers.frontier.finished import forget_finished as forget

    forget(home)


def _publish(home: Home) -> tuple[CaughtUp, Published]:
    with progress("publishing", wanted=level() is Level.NORMAL) as tell:
        return catch_up(home, tell), publish(home)


def _report(summary: CrawlSummary, published: Published | None, *, as_json: bool) -> None:
    from junket.crawlers.polite.contact import FINISH_REASON, MAX_PAGES
    from junket.exports.cli.printing.summary import crawl_json, crawl_table

    as_text = crawl_json(summary, published)
    _logger.info("summary %s", as_text)
    if as_json:
        click.echo(as_text)
    if level() >= Level.NORMAL:
        crawl_table(summary, published)
    if summary.finish_reason == FINISH_REASON:
        warn(f"crawl: stopped at {MAX_PAGES} pages, since nobody is named who could be asked; give --contact URL|MAIL")


def _with_changes(home: Home, summary: CrawlSummary) -> CrawlSummary:
    from junket.crawlers.run.run import with_changes

    return with_changes(home, summary)


def _faults(home: Home, summary: CrawlSummary) -> ExitCode:
    """Pages on which Junket itself failed are told apart from what servers did."""
    query = LedgerQuery(run_id=summary.run_id, reasons=("internal_error",))
    with LedgerReader(home) as ledger:
        number, first = sum(ledger.endings(query).values()), next(ledger.find(query, 1), None)
    if first is None:
        return ExitCode.OK
    warn(f"an error in Junket itself on {number:,} pages; the first: {first[1].url}: {first[1].detail}")
    return ExitCode.INTERNAL


def _sites_failed(home: Home, summary: CrawlSummary, code: ExitCode) -> ExitCode:
    """Each site that brought nothing at all is named, whatever else has failed; the first code counts."""
    from junket.exports.cli.unattended import failed_sites

    for error in failed_sites(home, summary.run_id):
        told = fail(error)
        code = code or told
    return code


def _too_many_failed(summary: CrawlSummary, fail_on: FailOn | None) -> ExitCode:
    if fail_on is None or not fail_on.exceeded(summary.failed, summary.asked):
        return ExitCode.OK
    problem = f"{summary.failed:,} of {summary.asked:,} URLs failed, and --fail-on allows {fail_on}"
    return fail(TooManyFailed("crawl", problem, "junket ledger --failed names them"))


def _write_metrics(home: Home, path: Path | None, stopped: _Stopped | None) -> None:
    """What cannot be told to those who watch fails no crawl."""
    from junket.exports.metrics.home_metrics import write_metrics

    try:
        with in_time(stopped.seconds_left()) if stopped else nullcontext():
            write_metrics(home, path)
    except JunketError as error:
        warn(f"the metrics are as they were: {error}")
    except TookTooLong:
        warn("the metrics are as they were: there is no time left")


def _nothing_came(home: Home, summary: CrawlSummary) -> ExitCode:
    """A crawl that got no page at all has failed, for the reason that the ledger has."""
    if summary.records:
        return ExitCode.OK
    with Ledger(home, readonly=True) as ledger:
        first = None
        for line in ledger.lines(summary.run_id):
            if line.reason == "robots_txt":  # no page
                continue
            if line.change == "unchanged" or (line.status is not None and line.status < 300):  # noqa: PLR2004  # an answer, not an error or a redirect
                return ExitCode.OK
            first = first or (line if line.decision in {"failed", "refused", "rejected"} else None)
    if first is None and summary.resumed:
        return ExitCode.OK  # all was fetched when it stopped
    if first is None:
        return fail(Unreachable("crawl", "no page could be fetched", "-v shows the log"))
    problem, remedy = f"no page could be fetched ({first.reason}: {first.detail})", "-v shows the log"
    drop = drop_of(first.reason)
    if drop is None:
        return fail(Unreachable(first.url, problem, remedy))
    return fail(drop.failure(first.url, problem, f"{drop.remedy}; {remedy}"))

"""The work of ``junket scrape``: target by target, what fails is one line and the others go on."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from junket.crawlers.archive.writer import WarcWriter
from junket.crawlers.errors import ExitCode, JunketError
from junket.crawlers.frontier.finished import forget_finished
from junket.crawlers.home import Home
from junket.crawlers.ledger.drop import DROPS, WithheldReason
from junket.crawlers.page import Page
from junket.crawlers.site.site_file import site_for_url
from junket.exports.cli.printing.messages import Level, fail, level, say, warn
from junket.exports.cli.scraping.archive_tally import ArchiveTally
from junket.exports.cli.scraping.output import record_output
from junket.exports.cli.scraping.output_folder import FileExists
from junket.exports.cli.scraping.output_format import Format, stdout_format
from junket.exports.dataset.rights import RightsKeeper
from junket.exports.progress import Tell, progress
from junket.exports.targets import Fetching, Given, Targets, read_targets
from junket.pipelines.explanation import Explanation, explain_page
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.beside import Beside

if TYPE_CHECKING:
    from junket.exports.cli.scraping.jobs import Extracted


class _Output(Protocol):
    """Where records go: one file or stdout, or a folder."""

    def write(self, record: Record, explained: Explanation | None = None) -> None: ...

    def explain(self, explained: Explanation) -> None: ...


@dataclass(slots=True)
class _State:
    """What a call has done so far."""

    output: _Output
    home: Home | None
    warc: WarcWriter | None
    keepers: dict[str, RightsKeeper] = field(default_factory=dict)
    """By target ("": any) whose rights decide, a home's. Without one a page is shown, with a warning."""
    code: ExitCode = ExitCode.OK
    """The first failure's."""
    explain: bool = False
    beside: Beside = field(default_factory=Beside)
    archives: dict[str, ArchiveTally] = field(default_factory=dict)
    """WARC files among the targets, and what came of them."""

    def failed(self, error: Exception, subject: str = "") -> None:
        code = fail(error, subject)
        self.code = self.code or code


def scrape_targets(targets: Targets, options: Mapping[str, Any]) -> ExitCode:
    """Scrapes ``targets`` with the command's options; the exit code is the first failure's."""
    home = Home.create(options["home"]) if options["home"] else None
    archives = {each.name: ArchiveTally(each.name) for each in targets.listed if each.kind == "warc"}
    for note in targets.notes:
        say(note)
    if sys.stdin.isatty() and any(each.kind == "stdin" for each in targets.listed):
        say("reading a page from the terminal; end it with Ctrl-D")
    with ExitStack() as stack:
        output = stack.enter_context(_output(targets, options))
        warc = stack.enter_context(WarcWriter(home.warc, operation="scrape")) if home else None
        keepers = {target: RightsKeeper(place) for target in archives if (place := Home.of_log(target))}
        keepers |= {"": RightsKeeper(home)} if home else {}
        state = _State(output, home, warc, keepers, explain=bool(options["explain"]), archives=archives)
        stack.enter_context(state.beside)
        tell = stack.enter_context(_progress(targets, options))
        how = _fetching(options, home, tell)
        givens = read_targets(targets.listed, how, url=options["url"], stdin=sys.stdin.buffer)
        with closing(_extracted(map(partial(_saved, state=state), givens), options["jobs"], home)) as extracted:
            for number, (given, outcome) in enumerate(extracted, 1):
                _take(given, outcome, state)
                tell({"done": number, "pages": number})
    if home:
        code = _publish(home)
        return state.code or code
    return state.code


def _extracted(givens: Iterable[Given], jobs: int, home: Home | None) -> Generator[tuple[Given, Extracted], None, None]:
    """Each of ``givens`` with its outcome; None where it is still to be extracted, here."""
    if jobs > 1 and os.name != "nt":  # where asyncio has no pipes (junket.pipelines.workers.worker_pool)
        from junket.exports.cli.scraping.jobs import in_processes

        yield from in_processes(givens, jobs, home.path if home else None)
    else:
        yield from ((given, None) for given in givens)


def _output(targets: Targets, options: Mapping[str, Any]) -> AbstractContextManager[_Output]:
    form: Format = "html" if options["explain"] == "html" else options["form"]
    if folder := options["output_dir"]:
        from junket.exports.cli.scraping.output_folder import open_folder

        return nullcontext(open_folder(folder, form or "json", overwrite=options["overwrite"]))
    path: Path | None = None if str(options["output"]) == "-" else options["output"]
    return record_output(path, form or stdout_format(), array=targets.many)


def _progress(targets: Targets, options: Mapping[str, Any]) -> AbstractContextManager[Tell]:
    """A bar where there are many targets and nothing else is printed on the terminal."""
    elsewhere = options["output"] or options["output_dir"] or not sys.stdout.isatty()
    total = None if any(each.kind in {"warc", "zip"} for each in targets.listed) else len(targets.listed)
    return progress("scraping", total=total, wanted=level() is Level.NORMAL and targets.many and bool(elsewhere))


def _fetching(options: Mapping[str, Any], home: Home | None, tell: Tell) -> Fetching:
    fetched = count(1)
    return Fetching(
        on_event=lambda _: tell({"fetched": next(fetched)}),
        home=home,
        allow_private=options["allow_private"],
        ignore_robots=options["ignore_robots"],
        archived=options["archived"],
        render=options["render"],
        contact=options["contact"],
        log_level="INFO" if level() is Level.VERBOSE else None,
    )


def _take(given: Given, outcome: Extracted, state: _State) -> None:
    if given.note:
        say(given.note)
    if given.error:
        state.failed(given.error)
    if given.page:
        _record(given, given.page, outcome, state)
    archive = state.archives.get(given.target)
    if archive and given.damage:
        archive.damaged(given.damage)
    if archive and given.skipped:
        archive.without(given.skipped.reason, given.skipped.url, DROPS[given.skipped.reason].says)
    if archive and given.ended and (error := archive.end()):
        state.failed(error)


def _saved(given: Given, state: _State) -> Given:
    """Its page with its place in the log, when there is a home and the page was not fetched (then it has one)."""
    page = given.page
    if state.warc is None or page is None or page.location:
        return given
    where = state.warc.write_resource(
        page.url, page.media_type, page.body, date=page.fetched_at, charset=page.charset, source=page.source
    )
    return replace(given, page=replace(page, location=where))


def _record(given: Given, page: Page, outcome: Extracted, state: _State) -> None:
    explained = None
    try:
        if isinstance(outcome, Exception):
            raise outcome
        if outcome is None:
            outcome, explained = state.beside.call(_extract, page, state.home, explain=state.explain)
    except JunketError:
        raise
    except Exception as error:  # noqa: BLE001  # one page must not end the others
        state.failed(error, page.url or given.target)
        return
    if isinstance(outcome, Rejected):
        if explained:
            state.output.explain(explained)
        if archive := state.archives.get(given.target):
            archive.without(outcome.reason, page.url, outcome.detail)
        else:
            state.failed(refusal(given.target, outcome))
    else:
        _write(given, page, outcome, explained, state)


def _extract(page: Page, home: Home | None, *, explain: bool) -> tuple[Record | Rejected, Explanation | None]:
    site = site_for_url(page.url, home)
    found = verdict(page, site)
    return found.outcome, explain_page(found) if explain else None


def _write(given: Given, page: Page, record: Record, explained: Explanation | None, state: _State) -> None:
    archive = state.archives.get(given.target)
    if withheld := _withheld(record, given, state):
        reason, why = withheld
        if archive:
            archive.without(reason, page.url, why)
        else:
            warn(f"{given.target}: kept in the log only: {reason} ({why})")
        return
    try:
        state.output.write(record, explained)
    except FileExists as error:
        state.failed(error)
    if archive:
        archive.records += 1


def _withheld(record: Record, given: Given, state: _State) -> tuple[WithheldReason, str] | None:
    """What keeps the record back, and which signal says so, by the home that it is saved in or comes out of."""
    rulings = (state.keepers[name].ruling(record) for name in ("", given.target) if name in state.keepers)
    return next(((reason, ruling.signal or "by decision") for ruling in rulings if (reason := ruling.withheld)), None)


def _publish(home: Home) -> ExitCode:
    from junket.exports.catalogue.rebuild import catch_up
    from junket.exports.cli.printing.problems import tell_corrections, tell_problems, tell_rights
    from junket.exports.dataset.dataset import publish

    code = tell_problems(catch_up(home))
    published = publish(home)
    forget_finished(home)
    tell_corrections(published.corrections)
    tell_rights(published.rights)
    say(f"saved to {home.path}: {published.snapshot.version}, records: {published.snapshot.rows}")
    return code


def refusal(subject: str, rejected: Rejected) -> JunketError:
    """What ``rejected`` means for ``subject`` (a URL or a file), with its remedy and exit code."""
    drop = DROPS[rejected.reason]
    told = f" ({rejected.detail})" if rejected.detail else ""
    return drop.failure(subject, f"{drop.reason}: {drop.says}{told}")

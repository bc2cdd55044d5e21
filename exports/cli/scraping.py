"""The work of ``junket scrape``: target by target, what fails is one line and the others go on."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crawlers.archive.reader import SKIPPED
from crawlers.archive.writer import WarcWriter
from crawlers.errors import ExitCode, JunketError
from crawlers.finished import forget_finished
from crawlers.home import Home
from crawlers.page import Page
from crawlers.site_file import site_for_url
from exports.cli.archive_tally import ArchiveTally
from exports.cli.messages import Level, fail, level, say, warn
from exports.cli.output import RecordOutput, default_format, record_output
from exports.refusal import refusal
from exports.rights import RightsKeeper
from exports.targets import Fetching, Given, is_warc, read_targets
from pipelines.beside import Beside
from pipelines.explanation import Explanation, explain_page
from pipelines.interview import Interview, Rejected
from pipelines.rights_decision import Ruling
from pipelines.verdict import verdict


@dataclass(slots=True)
class _State:
    """What a call has done so far."""

    output: RecordOutput
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


def scrape_targets(targets: Sequence[str], options: Mapping[str, Any]) -> ExitCode:
    """Scrapes ``targets`` with the command's options; the exit code is the first failure's."""
    path: Path | None = None if str(options["output"]) == "-" else options["output"]
    home = Home.create(options["home"]) if options["home"] else None
    archives = {target: ArchiveTally(target) for target in targets if is_warc(target)}
    with ExitStack() as stack:
        form = "html" if options["explain"] == "html" else options["form"] or default_format(path)
        array = len(targets) > 1 or bool(archives)
        output = stack.enter_context(record_output(path, form, array=array))
        warc = stack.enter_context(WarcWriter(home.warc, operation="scrape")) if home else None
        keepers = {target: RightsKeeper(place) for target in archives if (place := Home.of_log(target))}
        keepers |= {"": RightsKeeper(home)} if home else {}
        state = _State(output, home, warc, keepers, explain=bool(options["explain"]), archives=archives)
        stack.enter_context(state.beside)
        for given in read_targets(targets, _fetching(options, home), url=options["url"], stdin=sys.stdin.buffer):
            _take(given, state)
    if home:
        code = _publish(home)
        return state.code or code
    return state.code


def _fetching(options: Mapping[str, Any], home: Home | None) -> Fetching:
    return Fetching(
        home=home,
        allow_private=options["allow_private"],
        ignore_robots=options["ignore_robots"],
        archived=options["archived"],
        contact=options["contact"],
        log_level="INFO" if level() is Level.VERBOSE else None,
    )


def _take(given: Given, state: _State) -> None:
    if given.error:
        state.failed(given.error)
    if given.page:
        _record(given, _saved(given.page, state), state)
    archive = state.archives.get(given.target)
    if archive and given.damage:
        archive.damaged(given.damage)
    if archive and given.skipped:
        archive.without(given.skipped.reason, given.skipped.url, SKIPPED.get(given.skipped.reason, ""))
    if archive and given.ended and (error := archive.end()):
        state.failed(error)


def _saved(page: Page, state: _State) -> Page:
    """The page with its place in the log, when there is a home and the page was not fetched (then it has one)."""
    if state.warc is None or page.location:
        return page
    where = state.warc.write_resource(page.url, page.media_type, page.body, date=page.fetched_at, charset=page.charset)
    return replace(page, location=where)


def _record(given: Given, page: Page, state: _State) -> None:
    try:
        outcome, explained = state.beside.call(_extract, page, state.home, explain=state.explain)
    except JunketError:
        raise
    except Exception as error:  # noqa: BLE001  # one page must not end the others
        state.failed(error, page.url or given.target)
        return
    archive = state.archives.get(given.target)
    if not isinstance(outcome, Rejected):
        if ruling := _withheld(outcome, given, state):
            why = ruling.signal or "by decision"
            if archive:
                archive.without(f"rights_{ruling.use}", page.url, why)
            else:
                warn(f"{given.target}: kept in the log only: rights_{ruling.use} ({why})")
            return
        state.output.write(outcome, explained)
        if archive:
            archive.records += 1
        return
    if explained:
        state.output.explain(explained)
    if archive:
        archive.without(outcome.reason, page.url, outcome.detail)
    else:
        state.failed(refusal(given.target, outcome))


def _extract(page: Page, home: Home | None, *, explain: bool) -> tuple[Interview | Rejected, Explanation | None]:
    site = site_for_url(page.url, home)
    found = verdict(page, site)
    return found.outcome, explain_page(page, site, found) if explain else None


def _withheld(record: Interview, given: Given, state: _State) -> Ruling | None:
    """What keeps the record back, by the home that it is saved in or comes out of."""
    rulings = (state.keepers[name].ruling(record) for name in ("", given.target) if name in state.keepers)
    return next((ruling for ruling in rulings if ruling.use != "fetch"), None)


def _publish(home: Home) -> ExitCode:
    from exports.cli.problems import tell_corrections, tell_problems, tell_rights
    from exports.dataset import publish
    from exports.rebuild import catch_up

    code = tell_problems(catch_up(home))
    published = publish(home)
    forget_finished(home)
    tell_corrections(published.corrections)
    tell_rights(published.rights)
    say(f"saved to {home.path}: {published.snapshot.version}, records: {published.snapshot.rows}")
    return code

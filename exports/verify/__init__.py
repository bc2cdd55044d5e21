"""Looks at all that a home holds and says what is wrong: where, what, and which command mends it.

:data:`CHECKS` is the list. A check is a function that takes a :class:`HomeSurvey` and yields findings as it meets them,
so that memory does not grow with the home; a new one is a function and a line here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

from junket.crawlers.errors import HomeLocked, HomeProblem
from junket.crawlers.lock import LockTaken, crawl_lock, held
from junket.exports.verify.counts import counts_hold
from junket.exports.verify.ids import ids_lead_somewhere
from junket.exports.verify.index import captures_are_indexed
from junket.exports.verify.log import log_is_there, records_are_whole
from junket.exports.verify.snapshots import latest_stands, pages_can_be_read, snapshots_are_as_written
from junket.exports.verify.state import catalogue_can_be_read, databases_are_sound
from junket.exports.verify.survey import Finding, HomeSurvey

CHECKS: tuple[Callable[[HomeSurvey], Iterator[Finding]], ...] = (
    log_is_there,
    records_are_whole,
    captures_are_indexed,
    latest_stands,
    snapshots_are_as_written,
    pages_can_be_read,
    counts_hold,
    ids_lead_somewhere,
    databases_are_sound,
    catalogue_can_be_read,
)


def verify(survey: HomeSurvey) -> Iterator[Finding]:
    """What is wrong, in the order of the checks; ``survey`` counts along.

    Nothing is changed. While it runs no crawl and no publish can begin; HomeLocked where one is under way.
    """
    with ExitStack() as stack:
        with suppress(HomeProblem):  # a home that cannot be written: then nobody else writes there either
            stack.enter_context(crawl_lock(survey.home))
            try:
                stack.enter_context(held(survey.home.state / "publish.lock"))
            except LockTaken as error:
                problem = "another process is publishing"
                raise HomeLocked(str(survey.home.path), problem, "run it again when it is done") from error
        for check in CHECKS:
            for finding in check(survey):
                survey.findings += 1
                survey.wrong += not finding.harmless
                yield finding

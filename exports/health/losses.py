"""What pages lost that were read before: each is compared with itself, which says more than any share of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.errors import HomeProblem
from junket.crawlers.home import Home
from junket.crawlers.ledger.ledger import LedgerLine, LedgerRun
from junket.crawlers.ledger.ledger_reader import LedgerQuery, LedgerReader
from junket.crawlers.urls import document_id
from junket.exports.catalogue.catalogue import Catalogue
from junket.pipelines.record.record import Record

Part = tuple[int, int]
"""So many, of so many."""
HALF, MOST = 0.6, 0.3
"""A text has lost half of itself, or most, when it is shorter than these parts of what it was: edits take less away."""
GARBLED = frozenset({"charset_damaged", "mojibake_suspected", "mojibake_mended"})


def by_selectors(record: Record) -> bool:
    """Whether the site's own selectors found the article, as far as they left anything out."""
    return any(count.rule == "site:content" for count in record.stripped)


_LOSSES: dict[str, tuple[Callable[[Record], bool], Callable[[Record, Record], bool]]] = {
    "title": (lambda then: bool(then.title), lambda _, now: not now.title),
    "date": (lambda then: bool(then.date), lambda _, now: not now.date),
    "authors": (lambda then: bool(then.authors), lambda _, now: not now.authors),
    "turns": (lambda then: bool(then.turns), lambda then, now: len(now.turns) < HALF * len(then.turns)),
    "half": (lambda then: len(then.text) > 0, lambda then, now: len(now.text) < HALF * len(then.text)),
    "most": (lambda then: len(then.text) > 0, lambda then, now: len(now.text) < MOST * len(then.text)),
    "language": (lambda then: bool(then.language), lambda then, now: now.language != then.language),
    "charset": (lambda then: not GARBLED & set(then.warnings), lambda _, now: bool(GARBLED & set(now.warnings))),
    "selectors": (by_selectors, lambda _, now: not by_selectors(now)),
}
"""By what is lost: whether a record had it, and whether it has it no more."""


def losses(pairs: Iterable[tuple[Record, Record | None]]) -> dict[str, Part]:
    """How many pages lost each thing, of how many that had it; ``pairs``: the record before, and now.

    None: the page gives no record any more, though it came. ``itself``: its text is another one's of the run.
    """
    known = list(pairs)
    texts = Counter(now.content_hash for _, now in known if now)
    found: dict[str, Part] = {}

    def add(what: str, *, is_lost: bool) -> None:
        hits, of = found.get(what, (0, 0))
        found[what] = (hits + is_lost, of + 1)

    for then, now in known:
        add("record", is_lost=now is None)
        if now is None:
            continue
        add("itself", is_lost=texts[now.content_hash] > 1 and now.content_hash != then.content_hash)
        for what, (had, has_lost) in _LOSSES.items():
            if had(then):
                add(what, is_lost=has_lost(then, now))
    return found


def read_again(home: Home, run: LedgerRun, site: str, records: Iterable[Record], most: int) -> dict[str, Part]:
    """The losses of a run, from its fresh ``records`` and the pages that gave none; at most so many of each."""
    with Catalogue(home, readonly=True) as catalogue, LedgerReader(home) as ledger:
        query = LedgerQuery(run_id=run.run_id, site=site, reasons=("not_an_article",))
        without = (document_id(line.url) for _, line in ledger.find(query, most))

        def pairs() -> Iterator[tuple[Record, Record | None]]:
            for record in records:
                if then := catalogue.newest_before(record.id, run.started_at):
                    yield then, record
            for id_ in without:
                then = catalogue.newest_before(id_, run.started_at)
                if then and then.kind in ("interview", "news", "review"):
                    yield then, None

        return losses(pairs())


def fresh_feeds(home: Home, feeds: Iterable[LedgerLine]) -> Part:
    """How many of the feeds are not as they were at the run before, of those that were read then as well."""
    index, fresh, of = CaptureIndex(home), 0, 0
    for line in islice(feeds, 20):
        with suppress(HomeProblem):
            captures = index.captures(line.url)[-2:]
            if len(captures) > 1:
                of += 1
                fresh += captures[0].digest != captures[1].digest
    return fresh, of

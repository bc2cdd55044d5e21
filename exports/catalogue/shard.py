"""One WARC file (a shard of the log) to what became of its captures, without writing anything.

The outcomes hang on the log's bytes (of other files too, where a revisit refers to them), the site rules and the
extractor alone, in the order of the file. They are plain
values that can be pickled, so a pool of processes or an engine may make them; one writer files them
(:mod:`junket.exports.catalogue.rebuild`). What people decided about records is asked at each publish, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from junket.crawlers.archive.reader import Skipped, read_pages
from junket.crawlers.archive.records import Damage
from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.verdict import verdict
from junket.pipelines.workers.beside import Beside

Rules = Callable[[str], Site]
"""The site of a URL, with its rules."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What became of the page at ``offset``, by the rules of ``site``."""

    file: str
    offset: int
    url: str
    fetched_at: datetime | None
    site: Site
    outcome: Record | Rejected


Outcome = Extracted | Skipped | Damage


def extract_shard(path: Path, rules: Rules, beside: Beside, known: Collection[int] = ()) -> Iterator[Outcome]:
    """The outcomes of the WARC file at ``path``, streamed in bounded memory.

    Each page gives what became of it (nothing where its offset is ``known``), each other capture why it is no page, and
    each stretch that cannot be read its :class:`Damage`. So do offsets that are known and not there any more. What a
    revisit refers to is looked up in the home's capture index, as it stands. ``beside`` is the process that bounds what
    a page may cost. Unreachable when the file cannot be opened; no content of it raises anything.
    """
    gone = set(known)
    for found in read_pages(path):
        if not isinstance(found, Page):
            gone.discard(found.offset)
            yield found
        elif found.location:
            gone.discard(found.location.offset)
            if found.unchanged:
                yield Skipped(path.name, found.location.offset, "not_modified", found.url)
            elif found.location.offset not in known:
                site = rules(found.url)
                outcome = _outcome(found, site, beside)
                yield Extracted(path.name, found.location.offset, found.url, found.fetched_at, site, outcome)
    if gone:
        told = f"{len(gone):,} captures that were read before are not there any more"
        yield Damage(path.name, min(gone), told)


def _outcome(page: Page, site: Site, beside: Beside) -> Record | Rejected:
    try:
        return beside.call(_verdict, page, site)
    except Exception as error:  # noqa: BLE001  # one page must not end a rebuild
        return Rejected(page.url, "internal_error", f"{type(error).__name__}: {error}"[:200])


def _verdict(page: Page, site: Site) -> Record | Rejected:
    return verdict(page, site).outcome

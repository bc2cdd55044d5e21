"""The archived pages of one site, through the capture index. Nothing is written."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.index.cdxj import REVISIT, Capture, capture_of, key_of, read_line, to_line
from junket.crawlers.archive.index.surt import surt
from junket.crawlers.archive.reader import read_page_at
from junket.crawlers.archive.record import WarcRecord
from junket.crawlers.archive.records import read_records
from junket.crawlers.errors import HomeProblem, JunketError
from junket.crawlers.home import Home, home_errors
from junket.crawlers.page import Page
from junket.crawlers.site.site import Site

_PAGES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", REVISIT})
_OK = 200
MOST_NOT_INDEXED = 200_000
"""Captures that are held in memory, some 80 MB: a crawl's end leaves none."""


def site_captures(home: Home, site: Site) -> Iterator[list[Capture]]:
    """The captures of each address of the site that may be pages, the oldest first.

    WARC files that the index does not cover yet are read. HomeProblem where it cannot be read, or lacks very much.
    """
    index = CaptureIndex(home)
    prefixes = [
        surt(f"http://{host}/").removesuffix("/").encode() for host in dict.fromkeys((site.domain, *site.hosts))
    ]
    fresh = _not_indexed(home, index, tuple(prefixes))
    with home_errors(home.index):
        try:
            for prefix in prefixes:
                found = (line for line in fresh if line.startswith(prefix))
                lines = heapq.merge(found, *(run.lines(prefix) for run in index.runs()))
                for _, same in groupby(lines, lambda line: line.partition(b" ")[0]):
                    yield from _some(map(read_line, same))
        except ValueError as error:
            remedy = f"it is derived: run junket rebuild --home {home.path}"
            raise HomeProblem(str(home.index), f"the capture index is damaged ({error})", remedy) from error


def day_of(capture: Capture) -> date | None:
    """The day (UTC) of a capture; None where nobody knows it."""
    try:
        return date.fromisoformat(capture.timestamp[:8])
    except ValueError:
        return None


def page_at(home: Home, capture: Capture) -> Page | None:
    """The page of a capture, revisits resolved; None where it cannot be read, or says that nothing changed."""
    try:
        page = read_page_at(home.warc / capture.file, capture.offset)
    except JunketError:
        return None
    return None if page is None or page.unchanged else page


def _not_indexed(home: Home, index: CaptureIndex, prefixes: tuple[bytes, ...]) -> list[bytes]:
    """Lines of the site's captures that are not in the index, in order."""
    lines: list[bytes] = []
    for path in index.stale():
        for found in read_records(path):
            capture = capture_of(found, path.name) if isinstance(found, WarcRecord) else None
            if capture and key_of(capture.url).startswith(prefixes):
                lines.append(to_line(capture))
            if len(lines) > MOST_NOT_INDEXED:
                problem = f"does not cover more than {MOST_NOT_INDEXED:,} captures of the log"
                raise HomeProblem(str(home.index), problem, f"run junket rebuild --home {home.path}")
    return sorted(lines)


def _some(captures: Iterable[Capture]) -> Iterator[list[Capture]]:
    if found := [each for each in captures if each.mime in _PAGES and each.status in (None, _OK)]:
        yield found

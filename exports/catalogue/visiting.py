"""From the captures of the log and what they gave to the visits of a home: after each run, for what it touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urljoin

from junket.crawlers.archive.http_message import parse_response
from junket.crawlers.archive.index.captures import CaptureIndex, Stamp, stamp_of
from junket.crawlers.archive.index.cdxj import Capture
from junket.crawlers.archive.records import read_record_at
from junket.crawlers.errors import Unreachable
from junket.crawlers.frontier.entry import document_key
from junket.crawlers.home import Home
from junket.crawlers.revisit.visit import Visit, visit_of
from junket.crawlers.revisit.visits import Visits
from junket.crawlers.secrets import mask_secrets
from junket.exports.catalogue.catalogue import Catalogue

_MOST_TARGET = 8_192


def stale_files(home: Home, visits: Visits) -> dict[str, Stamp]:
    """The WARC files whose captures the visits have not seen, as they are now."""
    stamps = {path.name: stamp_of(path) for path in home.warc_files()}
    return {name: stamp for name, stamp in stamps.items() if not visits.covers(name, stamp)}


def update_visits(home: Home, catalogue: Catalogue, index: CaptureIndex) -> int:
    """Makes the visits of all addresses anew that fresh WARC files have captures of; how many.

    ``index`` and ``catalogue`` are up to date. Memory does not grow with the log.
    """
    with Visits(home) as visits:
        fresh = stale_files(home, visits)
        if not fresh:
            return 0
        number = 0
        pile: list[tuple[Visit, str | None]] = []
        for url in _addresses(index, frozenset(fresh)):
            if found := _visit(home, catalogue, index, url, visits):
                pile.append(found)
                number += 1
            if len(pile) >= 1000:  # noqa: PLR2004 - a transaction's worth
                visits.put(pile)
                pile.clear()
        visits.put(pile)
        visits.cover(fresh)
    return number


def _addresses(index: CaptureIndex, files: frozenset[str]) -> Iterator[str]:
    """Each address once a file run that has captures of it in ``files``."""
    for captures in index.of_files(files):
        before = ""
        for capture in captures:
            if capture.url != before and capture.url.startswith("http"):
                before = capture.url
                yield before


def _visit(
    home: Home, catalogue: Catalogue, index: CaptureIndex, url: str, visits: Visits
) -> tuple[Visit, str | None] | None:
    captures = index.captures(url)
    if (before := visits.find(url)) and before.visit.url != url:  # another spelling of the same document
        captures = sorted({*captures, *index.captures(before.visit.url)}, key=lambda each: each.timestamp)
    key = document_key(url)
    of_document = [each for each in captures if each.url == url or document_key(each.url) == key]
    visit = visit_of(of_document, lambda each: catalogue.outcome(each.file, each.offset))
    return (visit, _target(home, visit.moved) if visit.moved else None) if visit else None


def _target(home: Home, capture: Capture) -> str | None:
    """Where a redirect leads to, without secrets; None where its record does not say."""
    with suppress(Unreachable, ValueError):
        record = read_record_at(home.warc / capture.file, capture.offset)
        message = parse_response(record.block) if record else None
        said = next(iter(message.values("location")), "") if message else ""
        return mask_secrets(urljoin(capture.url, said))[:_MOST_TARGET] if said else None
    return None

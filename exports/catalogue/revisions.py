"""From the captures of one document to its revisions: settled, and the parts of a split article joined."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, TypeVar

from junket.crawlers.archive.reader import read_page_at
from junket.crawlers.errors import JunketError
from junket.crawlers.home import Home
from junket.crawlers.page import Page
from junket.crawlers.site.site_file import site_for_url
from junket.crawlers.urls import document_id
from junket.pipelines.record.parts import extract_parts
from junket.pipelines.record.record import Record
from junket.pipelines.workers.beside import Beside

RESERVED = "rights_reserved"

_T = TypeVar("_T")


class FiledCapture(NamedTuple):
    """A capture with a record, as the catalogue files it."""

    rowid: int
    document: str
    site: str
    content_hash: str
    part: int | None
    """Its number, where the page is one part of a split article."""
    warc_file: str
    warc_offset: int


@dataclass(frozen=True, slots=True)
class Revisions:
    """Makes a document's revisions. ``record(rowid)`` is a capture's, ``settle(site, record)`` takes template out.

    Parts are read again ``beside``, within what one page may cost.
    """

    home: Home
    record: Callable[[int], Record]
    settle: Callable[[str, Record], Record]
    beside: Beside

    def of(self, captures: Sequence[FiledCapture]) -> Iterator[Record]:
        """The revisions of the document whose captures these are, in the order of their fetching."""
        if any(capture.part is not None for capture in captures):
            yield from self._split(captures)
        else:
            yield from _numbered(self._settled(captures))

    def _settled(self, captures: Iterable[FiledCapture]) -> Iterator[Record]:
        """The captures' records; one that is filed as the one before adds nothing but what it says of rights."""
        for _, alike in groupby(captures, lambda capture: capture.content_hash):
            first, last = _ends(alike)
            record = self.record(first.rowid)
            newest = record if last is first else self.record(last.rowid)
            yield self.settle(first.site, _with_rights_of(record, newest))

    def _split(self, captures: Sequence[FiledCapture]) -> Iterator[Record]:
        held: set[int] = set()
        yield from _numbered(self._versions(captures, held))
        left = sorted((each for each in captures if each.rowid not in held), key=lambda each: each.part or 0)
        for _, others in groupby(left, lambda each: each.part or 0):
            yield from _numbered(map(_on_its_own, self._settled(others)))

    def _versions(self, captures: Sequence[FiledCapture], held: set[int]) -> Iterator[Record]:
        """The article as it was each time that its first part was fetched; ``held`` gets what belonged to it."""
        before: list[str] = []
        for version in versions(captures):
            hashes = [each.content_hash for each in version]
            record, taken = self._joined(version)
            held.update(each.rowid for each in taken)
            if hashes != before:
                before = hashes
                yield self.settle(version[0].site, record)

    def _joined(self, version: list[FiledCapture]) -> tuple[Record, list[FiledCapture]]:
        """The record of the parts together, and those that are in it; of the first alone where the log cannot tell."""
        pages = self._pages(version) if len(version) > 1 else None
        if pages:
            with suppress(Exception):  # one article must not end a publish; it says that parts are missing
                record, taken = self.beside.call(extract_parts, pages, site_for_url(pages[0].url, self.home))
                if isinstance(record, Record):
                    return record, [version[number] for number in taken]
        return self.record(version[0].rowid), version[:1]

    def _pages(self, version: list[FiledCapture]) -> list[Page] | None:
        try:
            found = [read_page_at(self.home.warc / each.warc_file, each.warc_offset) for each in version]
        except JunketError:
            return None
        return [page for page in found if page] if all(found) else None


def _on_its_own(record: Record) -> Record:
    """The record of a page that only looked like a part of another one."""
    warnings = tuple(word for word in record.warnings if word != "part_missing")
    return replace(record, id=document_id(record.url), parts=(), warnings=warnings)


def versions(captures: Sequence[FiledCapture]) -> Iterator[list[FiledCapture]]:
    """The captures of a split article by rounds, each in the order of its parts.

    ``captures`` come in the order of their fetching. A round begins with a capture of the first part and holds the
    others as first fetched before the next one; failing that as last fetched before, failing that as fetched later.
    """
    parts: dict[int, list[int]] = {}
    for position, capture in enumerate(captures):
        parts.setdefault(capture.part or 0, []).append(position)
    first = min(parts)
    starts = parts.pop(first)
    for start, end in zip(starts, [*starts[1:], len(captures)], strict=True):
        chosen = [start, *(_chosen(parts[number], start, end) for number in sorted(parts))]
        yield [captures[position] for position in chosen]


def _chosen(positions: list[int], start: int, end: int) -> int:
    within = [position for position in positions if start < position < end]
    earlier = [position for position in positions if position < start]
    return within[0] if within else earlier[-1] if earlier else positions[0]


def _numbered(records: Iterable[Record]) -> Iterator[Record]:
    """The records as revisions: one whose content is that of the one before adds only what it says of rights."""
    for revision, (_, alike) in enumerate(groupby(records, lambda record: record.content_hash), 1):
        first, last = _ends(alike)
        yield replace(_with_rights_of(first, last), revision=revision)


def _with_rights_of(record: Record, newest: Record) -> Record:
    """The record with the rights as a later capture of the same content saw them: a reservation made since binds.

    One that saw the same adds nothing, so that a quiet site makes no new snapshot.
    """
    if _said(record) == _said(newest):
        return record
    doubts = tuple(word for word in record.warnings if word != RESERVED)
    return replace(record, rights=newest.rights, warnings=(*doubts, *(w for w in newest.warnings if w == RESERVED)))


def _said(record: Record) -> list[tuple[str, str | None]]:
    return [(right.source, right.value) for right in record.rights or ()]


def _ends(alike: Iterator[_T]) -> tuple[_T, _T]:
    """The first and the last, which may be one; none between them is held."""
    first = next(alike)
    return first, next(iter(deque(alike, maxlen=1)), first)

"""Writes the log: WARC 1.1, one gzip member a record, on disk (fsync) before anything else counts.

A file belongs to one run, so that a torn tail (a kill, a power cut) stays at a file's end. A write that
fails is taken back to the end of the last whole group of records.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from junket.crawlers.archive import drafts
from junket.crawlers.archive.exchange import Exchange, Rendered
from junket.crawlers.archive.record import RecordDraft, digest
from junket.crawlers.archive.warcinfo import Operation, warcinfo
from junket.crawlers.home import home_errors
from junket.crawlers.page import WarcLocation

ROTATE_AT = 1 << 30
"""Bytes after which a new file begins: about the size that WARC 1.1 (annex C) recommends."""


@dataclass(slots=True)
class _WarcFile:
    """The file being written; ``size`` is the end of its last whole group of records."""

    stream: FileIO
    path: Path
    warcinfo_id: str
    size: int = 0


class WarcWriter:
    """Writes records into files of its own in ``directory``, which exists already.

    A file is made with the first record, named ``<operation>-<UTC>-<8 hex>.warc.gz``, and begins with its
    warcinfo. Each method returns when its records are on disk. HomeProblem when they cannot be: then
    nothing half-written is left, and the next call begins a new file. Safe to call from several threads.
    """

    def __init__(
        self,
        directory: Path,
        *,
        operation: Operation,
        user_agent: str | None = None,
        robots: str = "obeyed, unless a record says ignored",
        rotate_at: int = ROTATE_AT,
    ) -> None:
        self._directory = directory
        self._operation: Operation = operation
        self._user_agent, self._robots = user_agent, robots
        self._rotate_at = rotate_at
        self._file: _WarcFile | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path | None:
        """The file being written, None before the first record and after :meth:`close`."""
        return self._file.path if self._file else None

    def close(self) -> None:
        """Closes the file; a later record begins a new one."""
        with self._lock:
            self._release()

    def write_exchange(self, exchange: Exchange) -> WarcLocation:
        """Writes the ``response`` (or ``revisit``) and the ``request`` it answers; where the response lies.

        The request of a 304 is not kept: an unchanged site must cost little.
        """
        return self.write_exchanges([exchange])[0]

    def write_exchanges(self, exchanges: Iterable[Exchange]) -> list[WarcLocation]:
        """Writes several as :meth:`write_exchange` does, all or none of them; where the responses lie."""
        groups: list[tuple[list[RecordDraft], str]] = []
        for exchange in exchanges:
            response, revisit = drafts.response(exchange), exchange.revisit
            asked = [] if revisit and revisit.not_modified else [drafts.request(exchange, response.record_id)]
            groups.append(([response, *asked], revisit.payload_digest if revisit else digest(exchange.body)))
        return self._append_all(groups)

    def write_rendition(self, exchange: Exchange, rendered: Rendered, subresources: Iterable[Exchange]) -> WarcLocation:
        """Writes a rendered page and what its scripts fetched, all or none; where the page lies."""
        groups: list[tuple[list[RecordDraft], str]] = []
        for each in subresources:
            response = drafts.response(each)
            groups.append(([response, drafts.request(each, response.record_id)], digest(each.body)))
        groups.append(([drafts.rendition(exchange, rendered)], digest(exchange.body)))
        return self._append_all(groups)[-1]

    def write_resource(
        self,
        url: str,
        media_type: str,
        body: bytes,
        *,
        date: datetime | None,
        charset: str | None = None,
        source: str | None = None,
    ) -> WarcLocation:
        """Writes a page that was given, not fetched; where it lies.

        ``url`` may be empty and ``date`` None where nobody knows them: that is recorded as such, and the
        reader gives them back as unknown. ``charset`` is the one that the giver claims, ``source`` the file given.
        """
        draft = drafts.resource(url, media_type, body, date=date, charset=charset, source=source)
        return self._append(draft, payload=digest(body))

    def write_metadata(
        self, url: str, fields: Mapping[str, str], *, refers_to: WarcLocation | None = None
    ) -> WarcLocation:
        """Writes ``fields`` about ``url``, or about the record at ``refers_to``; where they lie."""
        draft = drafts.metadata(url, fields, refers_to.record_id if refers_to else None)
        return self._append(draft, payload=digest(draft.block))

    def write_note(self, target: str, media_type: str, body: bytes) -> WarcLocation:
        """Writes a ``metadata`` record of any content about ``target`` (a URI); where it lies."""
        return self._append(drafts.note(target, media_type, body), payload=digest(body))

    def _append(self, draft: RecordDraft, *, payload: str) -> WarcLocation:
        return self._append_all([([draft], payload)])[0]

    def _append_all(self, groups: Iterable[tuple[list[RecordDraft], str]]) -> list[WarcLocation]:
        """Puts groups of records on disk, all or none; where the first of each lies, with its payload's digest."""
        with self._lock:
            file = self._ready()
            offset, data, places = file.size, bytearray(), []
            for drafted, payload in groups:
                first, *others = (draft.pack(file.warcinfo_id) for draft in drafted)
                at = offset + len(data)
                data += first + b"".join(others)
                places.append(WarcLocation(file.path.name, at, len(first), drafted[0].record_id, payload))
            self._put(file, data)
            return places

    def _ready(self) -> _WarcFile:
        """The file to write to: a new one at first, after a failure, and when the old one is full."""
        if self._file and self._file.size >= self._rotate_at:
            self._release()
        if self._file is None:
            path = self._directory / _new_name(self._operation)
            info = warcinfo(self._operation, path.name, user_agent=self._user_agent, robots=self._robots)
            with home_errors(self._directory):
                self._file = _new_file(path, info.record_id)
            self._put(self._file, info.pack(None))
        return self._file

    def _put(self, file: _WarcFile, data: bytes | bytearray) -> None:
        """Writes and syncs ``data``, or takes the file back to where it was and raises HomeProblem."""
        try:
            with home_errors(file.path):
                _write_all(file.stream, data)
                os.fsync(file.stream.fileno())
        except BaseException:
            _take_back(file)
            self._release()
            raise
        file.size += len(data)

    def _release(self) -> None:
        if self._file:
            with contextlib.suppress(OSError):
                self._file.stream.close()
        self._file = None


def _new_name(operation: Operation) -> str:
    return f"{operation}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}.warc.gz"


def _new_file(path: Path, warcinfo_id: str) -> _WarcFile:
    """A file that did not exist (O_EXCL), its name on disk."""
    stream = FileIO(path, "x")
    try:
        _sync_folder(path.parent)
    except OSError:
        stream.close()
        path.unlink(missing_ok=True)
        raise
    return _WarcFile(stream, path, warcinfo_id)


def _sync_folder(folder: Path) -> None:
    """Makes a new file's name survive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_all(stream: FileIO, data: bytes | bytearray) -> None:
    """Writes all of ``data``: an unbuffered write may take a part only."""
    view = memoryview(data)
    while view:
        view = view[stream.write(view) or 0 :]


def _take_back(file: _WarcFile) -> None:
    """Cuts what a failed write left; where even that fails, readers see a torn tail and say so."""
    with contextlib.suppress(OSError):
        file.stream.truncate(file.size)
        os.fsync(file.stream.fileno())
    if file.size == 0:
        with contextlib.suppress(OSError):
            file.stream.close()
            file.path.unlink()

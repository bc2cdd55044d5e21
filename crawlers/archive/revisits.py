"""Revisit records: "the same bytes as in that other record" (WARC 1.1, section 6.7), found in the same log."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus
from operator import itemgetter
from pathlib import Path

from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.index.cdxj import REVISIT, Capture, timestamp_of
from junket.crawlers.archive.record import WarcRecord, bare_id, read_date
from junket.crawlers.archive.records import read_record_at
from junket.crawlers.errors import Unreachable
from junket.crawlers.home import Home

MAX_REMEMBERED = 200_000
"""Records that are remembered: some 20 MB. What a revisit says of later ones is looked up in the index alone."""
_MOST_ASKED = 50
"""Captures of a URL that are looked at for one revisit, the newest first."""
_MOST_READ = 5
"""Of these, so many are read: those with its digest before those of the moment that it names, before all others."""
_BY_ID_ALONE = 2
"""The rank of a capture that has not the digest, nor the moment without another digest: it must have the id."""


class Originals:
    """Where the responses lie that the revisits of one file refer to, in bounded memory.

    Those of the file itself by record id and payload digest, as they are met; those of other files of the same home
    by the capture index, as it stands.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offsets: dict[int, int] = {}
        self._index: CaptureIndex | None = None

    def remember(self, record: WarcRecord) -> None:
        """Notes a response that a later revisit may refer to."""
        if len(self._offsets) < MAX_REMEMBERED:
            for key in (record.record_id, record.header("WARC-Payload-Digest")):
                if key:
                    self._offsets.setdefault(hash(key), record.offset)

    def original(self, revisit: WarcRecord) -> WarcRecord | None:
        """The response that ``revisit`` refers to, None when it is in no file of the home that can be read."""
        named = bare_id(revisit.header("WARC-Refers-To"))
        payload = revisit.header("WARC-Payload-Digest")
        for key in (named, payload):
            offset = self._offsets.get(hash(key)) if key else None
            found = None if offset is None else read_record_at(self._path, offset)
            if found and key in (found.record_id, found.header("WARC-Payload-Digest")):
                return found
        return self._elsewhere(revisit, named, payload)

    def is_newest(self, original: WarcRecord, revisit: WarcRecord) -> bool:
        """Whether no other answer of the revisit's address came between the two, as far as the home's index knows."""
        home = Home.of_log(self._path)
        moment = revisit.date
        if home is None or moment is None or original.target != revisit.target:
            return False
        self._index = self._index or CaptureIndex(home)
        before = (
            each
            for each in reversed(self._index.captures(revisit.target))
            if each.url == revisit.target and each.mime != REVISIT and each.timestamp <= timestamp_of(moment)
        )
        newest = next((each for each in before if each.status == HTTPStatus.OK), None)
        return newest is not None and newest.digest == original.header("WARC-Payload-Digest")

    def _elsewhere(self, revisit: WarcRecord, named: str, payload: str | None) -> WarcRecord | None:
        """By record id, by payload digest, or, as WARC 1.1 has it, by the address and the date referred to."""
        home = Home.of_log(self._path)
        if home is None:
            return None
        self._index = self._index or CaptureIndex(home)
        url = bare_id(revisit.header("WARC-Refers-To-Target-URI")) or revisit.target
        moment = read_date(revisit.header("WARC-Refers-To-Date"))
        likely: list[tuple[int, Capture]] = []
        for capture in self._index.captures(url)[: -_MOST_ASKED - 1 : -1]:
            same = bool(payload) and capture.digest == payload
            differs = not same and bool(payload) and _algorithm(capture.digest) == _algorithm(payload)
            then = moment is not None and (capture.url, capture.timestamp) == (url, timestamp_of(moment))
            rank = 0 if same else 1 if then and not differs else _BY_ID_ALONE
            if capture.mime != REVISIT and (rank < _BY_ID_ALONE or named):
                likely.append((rank, capture))
        for rank, capture in sorted(likely, key=itemgetter(0))[:_MOST_READ]:
            with suppress(Unreachable):
                found = read_record_at(home.warc / capture.file, capture.offset)
                if found and found.kind == "response" and (rank < _BY_ID_ALONE or found.record_id == named):
                    return found
        return None


def _algorithm(digest: str | None) -> str:
    return (digest or "").partition(":")[0].lower()

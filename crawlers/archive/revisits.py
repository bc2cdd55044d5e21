"""Revisit records: "the same bytes as in that other record" (WARC 1.1, section 6.7), found in the same file."""

from __future__ import annotations

from pathlib import Path

from junket.crawlers.archive.record import WarcRecord, bare_id
from junket.crawlers.archive.records import read_record_at

MAX_REMEMBERED = 200_000
"""Records that are remembered: some 20 MB. Revisits of later ones stay unresolved, and are reported."""


class Originals:
    """Where the responses of one file lie, by record id and payload digest, in bounded memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offsets: dict[int, int] = {}

    def remember(self, record: WarcRecord) -> None:
        """Notes a response that a later revisit may refer to."""
        if len(self._offsets) < MAX_REMEMBERED:
            for key in (record.record_id, record.header("WARC-Payload-Digest")):
                if key:
                    self._offsets.setdefault(hash(key), record.offset)

    def original(self, revisit: WarcRecord) -> WarcRecord | None:
        """The response that ``revisit`` refers to, None when it lies in another file or is not remembered."""
        named = bare_id(revisit.header("WARC-Refers-To"))
        payload = revisit.header("WARC-Payload-Digest")
        for key in (named, payload):
            offset = self._offsets.get(hash(key)) if key else None
            found = None if offset is None else read_record_at(self._path, offset)
            if found and key in (found.record_id, found.header("WARC-Payload-Digest")):
                return found
        return None

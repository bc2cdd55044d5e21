"""Which files hold archived captures: by their names, and by how they begin."""

from __future__ import annotations

import zlib
from pathlib import Path

from junket.crawlers.archive.containers import wacz
from junket.crawlers.archive.containers.arc import is_arc

ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz", ".wacz")
"""Names of files that are read as archives, whatever they hold: their beginning may be damaged."""
_WARC = (b"WARC/1.", b"WARC/0.")
_GZIP = b"\x1f\x8b\x08"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
HEAD = 1 << 17
"""Bytes of a file that :func:`holds_captures` has to see: the first block of a Zstandard frame."""


def is_archive_name(name: str) -> bool:
    """Whether a file of that name is an archive."""
    return name.lower().endswith(ENDINGS)


def holds_captures(head: bytes, path: Path) -> bool:
    """Whether a file that begins with ``head`` is one of WARC, ARC or WACZ, plain or compressed. Never raises."""
    if head.startswith(wacz.MAGIC):
        return wacz.is_wacz(path)
    start = _decompressed(head)
    return start.startswith(_WARC) or (start.startswith(b"filedesc:") and is_arc(start))


def _decompressed(head: bytes) -> bytes:
    if head.startswith(_ZSTANDARD):
        from junket.crawlers.archive.containers.zst import beginning  # noqa: PLC0415  # a library that few files need

        return beginning(head)
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 4096)
    except zlib.error:
        return b""

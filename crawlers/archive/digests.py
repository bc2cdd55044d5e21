"""Does a record hold what its digests say? Whatever algorithm and spelling another tool chose.

WARC 1.1 leaves both open (section 5.8). Tools write sha1 in base32 or hex, sha256 in either, md5, some in upper
case; what we cannot read is not checked. The block's digest decides. The payload's is asked only where nothing else
covers the bytes, no gzip checksum either: tools disagree about what a payload is (with its chunks or without, as
sent or decoded), so any will do.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from junket.crawlers.archive.content_encoding import decode_body
from junket.crawlers.archive.http_message import body_as_sent, parse_response
from junket.crawlers.archive.record import HEADER_CRC, field_of, header_crc

_SIZES = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}
"""Bytes of a digest by algorithm, named without hyphens."""
_CRC_LINE = b"\n" + HEADER_CRC.encode() + b":"

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest as written in a field. ``algorithm`` is hashlib's name."""

    algorithm: str
    value: bytes

    def fits(self, data: bytes) -> bool:
        """Whether it is the digest of ``data``."""
        return hashlib.new(self.algorithm, data, usedforsecurity=False).digest() == self.value


def read_digest(field: str | None) -> Digest | None:
    """The digest in a field, None where there is none or its algorithm or spelling is unknown."""
    name, _, text = (field or "").partition(":")
    algorithm = name.strip().lower().replace("-", "")
    size = _SIZES.get(algorithm)
    value = _value(text.strip().rstrip("="), size) if size else None
    return Digest(algorithm, value) if value else None


def _value(text: str, size: int) -> bytes | None:
    """The bytes of a digest in hex, base32 or base64 (of either alphabet), told apart by their length."""
    try:
        if len(text) == size * 2:
            return bytes.fromhex(text)
        if len(text) == (size * 8 + 4) // 5:
            return base64.b32decode(text.upper() + "=" * (-len(text) % 8))
        if len(text) == (size * 8 + 5) // 6:
            return base64.urlsafe_b64decode(text.replace("+", "-").replace("/", "_") + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        pass
    return None


class BlockCheck:
    """Holds a block against its ``WARC-Block-Digest`` while it is read piece by piece."""

    def __init__(self, fields: Fields) -> None:
        self._expected = read_digest(field_of(fields, "WARC-Block-Digest"))
        self._hash = hashlib.new(self._expected.algorithm, usedforsecurity=False) if self._expected else None

    def add(self, data: bytes) -> None:
        """The block's next bytes."""
        if self._hash:
            self._hash.update(data)

    def problem(self, fields: Fields, block: bytes | None) -> str | None:
        """What is wrong once all is added, else None. ``block``: where its payload is to be asked too."""
        if self._expected and self._hash:
            return None if self._hash.digest() == self._expected.value else "a block that does not fit its digest"
        if block is not None and _payload_differs(fields, block):
            return "a payload that does not fit its digest"
        return None


def header_differs(head: bytes) -> bool:
    """Whether a header does not fit the checksum that our own writer puts last in it; False where there is none.

    Other tools may add lines behind it: it speaks of what stands before.
    """
    at = head.find(_CRC_LINE)
    if at < 0:
        return False
    said = head[at + len(_CRC_LINE) :].partition(b"\n")[0].strip()
    return said != header_crc(head[: at + 1])


def _payload_differs(fields: Fields, block: bytes) -> bool:
    """Whether ``WARC-Payload-Digest`` fits nothing that the record could mean by its payload.

    That of a revisit is another record's, that of a cut or segmented record was taken of the whole.
    """
    kind = (field_of(fields, "WARC-Type") or "").lower()
    partly = field_of(fields, "WARC-Truncated") or field_of(fields, "WARC-Segment-Number")
    if kind not in ("response", "resource") or partly:
        return False
    said = read_digest(field_of(fields, "WARC-Payload-Digest"))
    return said is not None and not any(said.fits(payload) for payload in _payloads(block))


def _payloads(block: bytes) -> Iterator[bytes]:
    """As sent, without chunks, decoded; and the block itself."""
    if (sent := body_as_sent(block)) is not None and (message := parse_response(block)):
        yield sent
        yield message.body
        if decoded := decode_body(message.body, message.values("content-encoding")):
            yield decoded.body
    yield block

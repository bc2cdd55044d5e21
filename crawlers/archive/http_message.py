"""An HTTP response as it lies in a record's block: status, headers, body."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?![0-9])[^\n]*")
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_OF_THE_BODY = {"content-encoding", "content-length", "content-range", "content-type", "transfer-encoding"}
"""What says how the stored body is sent; a 304 has none."""
_OF_A_RECORD = ("content-type", "content-language", "link", "x-robots-tag", "tdm-reservation", "tdm-policy")
"""Headers that a record hangs on: charset, language, rights."""
Pairs = tuple[tuple[str, str], ...]
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """A parsed response. ``body`` is without transfer-encoding, its content-encoding untouched."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    cut: bool = False
    """The chunks end before their end mark."""

    def values(self, name: str) -> list[str]:
        """The values of all headers of that name (any case), in order."""
        return [value for key, value in self.headers if key.lower() == name]


def parse_response(block: bytes) -> HttpMessage | None:
    """The response in ``block``, None where it is none. Header bytes are read as Latin-1 (RFC 9110, 5.5)."""
    start = _STATUS_LINE.match(block)
    if not start:
        return None
    end = _HEADERS_END.search(block, max(0, start.end() - 1))
    head = block[start.end() : end.start() if end else len(block)]
    body = block[end.end() :] if end else b""
    message = HttpMessage(int(start[1]), _headers(head), body)
    if any("chunked" in value.lower() for value in message.values("transfer-encoding")):
        return _dechunked(message)
    return message


def freshened(stored: Pairs, said: Pairs) -> Pairs:
    """The headers of a stored answer as those of a 304 bring them up to date (RFC 9111, 3.2)."""
    newer = [(name, value) for name, value in said if name.lower() not in _OF_THE_BODY]
    named = {name.lower() for name, _ in newer}
    return (*((name, value) for name, value in stored if name.lower() not in named), *newer)


def hangs_on(headers: Pairs) -> list[tuple[str, str]]:
    """Those of an answer's headers that a record of its page hangs on, comparable."""
    return sorted((name.lower(), value) for name, value in headers if name.lower() in _OF_A_RECORD)


def of_a_record(headers: Pairs) -> Pairs:
    """The same in order, but for the type, which says how a body is sent."""
    return tuple((name, value) for name, value in headers if name.lower() in _OF_A_RECORD[1:])


def header_lines(headers: Pairs) -> str:
    """Headers as lines; :func:`from_header_lines` reads them."""
    return "".join(f"{name}: {value}\n" for name, value in headers)


def from_header_lines(lines: str) -> Pairs:
    """The headers that :func:`header_lines` wrote."""
    return _headers(lines.encode("latin-1", "replace"))


def body_as_sent(block: bytes) -> bytes | None:
    """What stands behind the header of the response in ``block``, chunks and all; None where it is no response."""
    start = _STATUS_LINE.match(block)
    end = _HEADERS_END.search(block, max(0, start.end() - 1)) if start else None
    return block[end.end() :] if end else None


def _headers(head: bytes) -> tuple[tuple[str, str], ...]:
    headers: list[tuple[str, str]] = []
    for line in head.decode("latin-1").split("\n"):
        if line[:1] in (" ", "\t") and headers:
            name, value = headers.pop()
            headers.append((name, f"{value} {line.strip()}"))
        elif ":" in line:
            name, _, value = line.partition(":")
            headers.append((name.strip(), value.strip(" \t\r")))
    return tuple(headers)


def _dechunked(message: HttpMessage) -> HttpMessage:
    """The message with its chunks joined; as it is where the body has none (some archivers join them already)."""
    parts: list[bytes] = []
    body, position = message.body, 0
    while line := _CHUNK_LINE.match(body, position):
        size = int(line[1], 16)
        if not size:
            return HttpMessage(message.status, message.headers, b"".join(parts))
        parts.append(body[line.end() : line.end() + size])
        position = line.end() + size
        position += len(body[position : position + 2]) - len(body[position : position + 2].lstrip(b"\r\n"))
    if not parts:
        return message
    return HttpMessage(message.status, message.headers, b"".join(parts), cut=True)

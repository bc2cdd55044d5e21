"""The warcinfo record: who wrote the file, by which rules, and what of the wire it holds."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from junket.crawlers.archive.exchange import Header
from junket.crawlers.archive.fields import date_field, field_lines
from junket.crawlers.archive.record import FIELDS_TYPE, RecordDraft

Operation = Literal["crawl", "scrape"]

_KEPT = (
    "each response: status code, header fields in order with duplicates, body as received in its content-encoding; "
    "the request it answers; IP address and protocol where known; a given file as a resource record: its page "
    "(of an MHTML file the main part, of a text dump the text as UTF-8); of a page that a browser rendered, its DOM "
    "as a conversion record, and what its scripts fetched as responses whose status, headers and decoded body are as "
    "the browser tells them"
)
_NOT_KEPT = (
    "transfer-encoding (bodies are stored without it), letter case of header names, reason phrase, TLS, timing; "
    "the request line and Host are rebuilt from the URL; values of Authorization, Proxy-Authorization and Cookie "
    "request headers, user names and passwords in URLs; control characters in fields are spaces, "
    "in URLs percent-encoded; the request that a 304 answers, which differs from the one before by its conditions"
)


def software() -> str:
    """``junket/<version>``, or ``junket`` where the package is not installed."""
    try:
        return f"junket/{version('junket')}"
    except PackageNotFoundError:
        return "junket"


def warcinfo(operation: Operation, filename: str, *, user_agent: str | None, robots: str) -> RecordDraft:
    """The record that opens the file of that name."""
    fields: list[Header] = [
        ("software", software()),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("operation", operation),
        ("robots", robots),
        *([("http-header-user-agent", user_agent)] if user_agent else []),
        ("kept-of-the-wire", _KEPT),
        ("not-kept-of-the-wire", _NOT_KEPT),
    ]
    headers: list[Header] = [
        ("WARC-Date", date_field(datetime.now(UTC))),
        ("WARC-Filename", filename),
        ("Content-Type", FIELDS_TYPE),
    ]
    return RecordDraft(kind="warcinfo", fields=headers, block=field_lines(fields))


def read_fields(block: bytes) -> dict[str, str]:
    """The fields of an application/warc-fields block, names in lower case; the first of a name holds."""
    found: dict[str, str] = {}
    for line in block.decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found

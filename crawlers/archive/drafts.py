"""From what happened to the records that say so: the response, the request, a given page, a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from junket.crawlers.archive import record
from junket.crawlers.archive.exchange import Exchange, Header, Rendered, Revisit
from junket.crawlers.archive.fields import NOT_KEPT, SECRET_HEADERS, date_field, field_lines, name_bytes, uri_field
from junket.crawlers.archive.http_message import header_lines, of_a_record
from junket.crawlers.archive.record import RecordDraft, digest

_HTTP_VERSION = re.compile(r"HTTP/\d(?:\.\d)?")
_PROTOCOLS = {"HTTP/1.0": "http/1.0", "HTTP/1.1": "http/1.1", "h2": "h2", "h3": "h3"}
"""Scrapy's names to those of the WARC-Protocol proposal (iipc/warc-specifications#42)."""


def response(exchange: Exchange) -> RecordDraft:
    """The ``response`` record of an exchange, or its ``revisit``."""
    block = _http_version(exchange) + f" {exchange.status:03d} \r\n".encode() + _response_headers(exchange)
    if exchange.revisit:
        return _revisit(exchange, exchange.revisit, block + b"\r\n")
    return RecordDraft(
        kind="response",
        fields=[
            *_about(exchange),
            *_known(exchange),
            ("WARC-Payload-Digest", digest(exchange.body)),
            ("Content-Type", record.HTTP_RESPONSE),
        ],
        block=block + b"\r\n" + exchange.body,
    )


def _revisit(exchange: Exchange, revisit: Revisit, block: bytes) -> RecordDraft:
    """WARC 1.1, 6.7: the payload is that of another record."""
    profile = "server-not-modified" if revisit.not_modified else "identical-payload-digest"
    return RecordDraft(
        kind="revisit",
        fields=[
            *_about(exchange),
            *_known(exchange),
            ("WARC-Profile", f"http://netpreserve.org/warc/1.1/revisit/{profile}"),
            ("WARC-Refers-To", f"<{revisit.record_id}>"),
            ("WARC-Refers-To-Target-URI", uri_field(revisit.url)),
            ("WARC-Refers-To-Date", revisit.date),
            ("WARC-Payload-Digest", revisit.payload_digest),
            ("Content-Type", record.HTTP_RESPONSE),
        ],
        block=block,
    )


def rendition(exchange: Exchange, rendered: Rendered) -> RecordDraft:
    """The ``conversion`` record of a page that a browser rendered: ``exchange.body`` is its DOM, in UTF-8."""
    headers = tuple((_latin(name), _latin(value)) for name, value in exchange.response_headers)
    kept = header_lines(of_a_record(headers))
    return RecordDraft(
        kind="conversion",
        fields=[
            *_about(exchange),
            *_known(exchange),
            ("WARC-Refers-To", f"<{rendered.record_id}>"),
            (record.RENDERED_BY, rendered.browser),
            *(
                [(record.RESPONSE_HEADERS, quote(kept, safe=' :/;,="', encoding="latin-1", errors="replace"))]
                if kept
                else []
            ),
            ("WARC-Payload-Digest", digest(exchange.body)),
            ("Content-Type", record.RENDERED_TYPE),
        ],
        block=exchange.body,
    )


def request(exchange: Exchange, response_id: str) -> RecordDraft:
    """The ``request`` record that the response with ``response_id`` answers."""
    url = uri_field(exchange.url).encode("ascii", "replace")
    start = b" ".join((name_bytes(exchange.method), _request_target(url), _http_version(exchange))) + b"\r\n"
    return RecordDraft(
        kind="request",
        fields=[
            *_about(exchange),
            ("WARC-Concurrent-To", f"<{response_id}>"),
            ("Content-Type", record.HTTP_REQUEST),
        ],
        block=start + _request_headers(exchange, url) + b"\r\n" + exchange.request_body,
    )


def resource(
    url: str, media_type: str, body: bytes, *, date: datetime | None, charset: str | None, source: str | None = None
) -> RecordDraft:
    """The ``resource`` record of a page that was given, not fetched; ``source`` is the file that it was given in."""
    payload_digest = digest(body)
    return RecordDraft(
        kind="resource",
        fields=[
            ("WARC-Target-URI", uri_field(url) or record.NAMELESS + payload_digest.partition(":")[2]),
            ("WARC-Date", date_field(date or datetime.now(UTC))),
            *([] if date else [(record.CAPTURED_AT, record.UNKNOWN)]),
            *([(record.SOURCE, quote(source, safe="/!", errors="replace"))] if source else []),
            ("WARC-Payload-Digest", payload_digest),
            ("Content-Type", f"{media_type}; charset={charset}" if charset else media_type),
        ],
        block=body,
    )


def metadata(url: str, fields: Mapping[str, str], refers_to: str | None) -> RecordDraft:
    """The ``metadata`` record that holds ``fields`` about ``url``, or about the record of that id."""
    return RecordDraft(
        kind="metadata",
        fields=[
            *([("WARC-Target-URI", uri_field(url))] if url else []),
            ("WARC-Date", date_field(datetime.now(UTC))),
            *([("WARC-Refers-To", f"<{refers_to}>")] if refers_to else []),
            ("Content-Type", record.FIELDS_TYPE),
        ],
        block=field_lines(list(fields.items())),
    )


def note(target: str, media_type: str, body: bytes) -> RecordDraft:
    """The ``metadata`` record that says ``body`` about ``target``."""
    return RecordDraft(
        kind="metadata",
        fields=[
            ("WARC-Target-URI", uri_field(target)),
            ("WARC-Date", date_field(datetime.now(UTC))),
            ("Content-Type", media_type),
        ],
        block=body,
    )


def _latin(text: str | bytes) -> str:
    """As the reader of a response reads it (RFC 9110, 5.5), in one line."""
    plain = text.decode("latin-1") if isinstance(text, bytes) else text
    return " ".join(plain.split())


def _about(exchange: Exchange) -> list[Header]:
    """The fields that request and response share."""
    protocol = _PROTOCOLS.get(exchange.protocol or "")
    return [
        ("WARC-Target-URI", uri_field(exchange.url)),
        ("WARC-Date", date_field(exchange.fetched_at)),
        *([("WARC-IP-Address", exchange.ip_address)] if exchange.ip_address else []),
        *([("WARC-Protocol", protocol)] if protocol else []),
    ]


def _known(exchange: Exchange) -> list[Header]:
    """What is known of the response beyond the wire; nothing is written of what is not known."""
    redirected = exchange.requested_url and exchange.requested_url != exchange.url
    known = {
        "WARC-Truncated": exchange.truncated,
        record.REQUESTED_URI: uri_field(exchange.requested_url or "") if redirected else None,
        record.ROBOTS: exchange.robots if exchange.robots != "unchecked" else None,
        record.ROBOTS_RULE: exchange.robots_rule,
        record.SITE_RIGHTS: exchange.site_rights,
        record.NO_PAGE: exchange.no_page,
        record.ARCHIVED_URI: uri_field(exchange.archived_url) if exchange.archived_url else None,
        record.CAPTURED_AT: _captured_at(exchange),
    }
    return [(name, value) for name, value in known.items() if value]


def _captured_at(exchange: Exchange) -> str | None:
    """When a web archive captured the content, or that nobody knows; None for what comes from the site itself."""
    if exchange.archived_at:
        return date_field(exchange.archived_at)
    return record.UNKNOWN if exchange.archived_url else None


def _http_version(exchange: Exchange) -> bytes:
    """HTTP/1.1 for HTTP/2 and later too: the block is written in HTTP/1 syntax, WARC-Protocol says which it was."""
    protocol = exchange.protocol or ""
    return protocol.encode() if _HTTP_VERSION.fullmatch(protocol) else b"HTTP/1.1"


def _response_headers(exchange: Exchange) -> bytes:
    """As received; only transfer-encoding is renamed (as pywb does), since the body is stored without it."""
    renamed = [
        (b"X-Archive-Orig-Transfer-Encoding" if name_bytes(name).lower() == b"transfer-encoding" else name, value)
        for name, value in exchange.response_headers
    ]
    return field_lines(renamed)


def _request_target(url: bytes) -> bytes:
    parts = urlsplit(url)
    return (parts.path or b"/") + (b"?" + parts.query if parts.query else b"")


def _request_headers(exchange: Exchange, url: bytes) -> bytes:
    """As sent, without secrets; Host, which Scrapy adds after we see the request, is rebuilt from the URL."""
    named = [(name_bytes(name), value) for name, value in exchange.request_headers]
    if not any(name.lower() == b"host" for name, _ in named):
        named.insert(0, (b"Host", urlsplit(url).netloc))
    return field_lines([(name, NOT_KEPT if name.lower() in SECRET_HEADERS else value) for name, value in named])

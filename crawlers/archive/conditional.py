"""Asking only for what is new: with the validators of the last capture, and what a "not modified" stands for.

A 304, and an answer with the very bytes of the capture before it, are ``revisit`` records in the log (WARC 1.1, 6.7).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from junket.crawlers.archive.exchange import Revisit
from junket.crawlers.archive.http_message import HttpMessage, freshened, hangs_on, parse_response
from junket.crawlers.archive.index.captures import CaptureIndex
from junket.crawlers.archive.index.cdxj import REVISIT, Capture, timestamp_of
from junket.crawlers.archive.record import SITE_RIGHTS, WarcRecord, digest
from junket.crawlers.archive.records import read_record_at
from junket.crawlers.errors import Unreachable
from junket.crawlers.home import Home
from junket.crawlers.network.response import header_pairs
from junket.crawlers.page import WarcLocation
from junket.crawlers.rights.right import says_the_same

_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_ROLES = {"page", "feed", "sitemap"}


@dataclass(frozen=True, slots=True)
class KnownCapture:
    """The last answer of an address that brought a page, as the log has it."""

    record: WarcRecord = field(repr=False)
    message: HttpMessage = field(repr=False)
    location: WarcLocation
    etag: str = ""
    last_modified: str = ""

    def ask(self, request: Request) -> None:
        """Makes the request conditional."""
        for name, value in zip(_CONDITIONS, (self.etag, self.last_modified), strict=True):
            if value:
                request.headers[name] = value

    def revisit(self, request: Request, response: Response) -> Revisit | None:
        """What ``response`` to ``request`` repeats of it; None where it brings something else."""
        if response.status == HTTPStatus.NOT_MODIFIED:
            asked = any(name in request.headers for name in _CONDITIONS)
            return self._revisit(not_modified=True) if asked else None
        same = response.status == self.message.status and digest(response.body) == self.location.payload_digest
        return self._revisit(not_modified=False) if same and "dataloss" not in response.flags else None

    def restored(self, response: Response) -> Response:
        """The answer that a 304 stands for: the archived body, with the headers as the 304 brings them up to date."""
        headers = Headers()
        for name, value in freshened(self.message.headers, header_pairs(response)):
            headers.appendlist(name, value)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=self.message.body)
        return response.replace(cls=kind, status=self.message.status, headers=headers, body=self.message.body)

    def has_rights(self, site_rights: str | None) -> bool:
        """Whether the site's files said of it what they say now: a revisit's record need not say it again then."""
        return says_the_same(self.record.header(SITE_RIGHTS), site_rights)

    def has_headers(self, response: Response) -> bool:
        """Whether ``response`` has the headers that a record hangs on as it had them."""
        return hangs_on(self.message.headers) == hangs_on(header_pairs(response))

    def _revisit(self, *, not_modified: bool) -> Revisit:
        return Revisit(
            not_modified=not_modified,
            record_id=self.location.record_id,
            url=self.record.target,
            date=self.record.header("WARC-Date") or "",
            payload_digest=self.location.payload_digest,
        )


class KnownCaptures:
    """What the home's log has of addresses. HomeProblem where the index cannot be read."""

    def __init__(self, home: Home) -> None:
        self._home, self._index = home, CaptureIndex(home)
        self._index.update()

    def condition(self, request: Request) -> KnownCapture | None:
        """Makes a crawl's request conditional where the log has a whole answer of exactly its address; that answer.

        What an earlier hop or try of the request was asked with goes.
        """
        for name in _CONDITIONS:
            request.headers.pop(name, None)
        if request.method != "GET" or request.meta.get("role") not in _ROLES:
            return None
        if known := self._find(request.url):
            known.ask(request)
        return known

    def _find(self, url: str) -> KnownCapture | None:
        captures = [each for each in self._index.captures(url) if each.url == url and _brought_a_page(each)]
        if not captures:
            return None
        newest = captures[-1]
        original = next((each for each in reversed(captures) if each.mime != REVISIT), None)
        if original is None or original.digest != newest.digest:
            return None
        record = None
        with suppress(Unreachable):
            record = read_record_at(self._home.warc / original.file, original.offset)
        message = parse_response(record.block) if record and _is_whole(record, original) else None
        if record is None or message is None or message.cut or message.status != HTTPStatus.OK:
            return None
        location = WarcLocation(original.file, original.offset, record.length, record.record_id, original.digest)
        return KnownCapture(record, message, location, _plain(original.etag), _past(original))


def _brought_a_page(capture: Capture) -> bool:
    return capture.mime == REVISIT or capture.status == HTTPStatus.OK


def _is_whole(record: WarcRecord, capture: Capture) -> bool:
    """Whether the record is the one that the index means, with all of its answer."""
    right = record.kind == "response" and record.target == capture.url
    whole = not (record.truncated or record.header("WARC-Truncated") or record.header("WARC-Segment-Number"))
    return right and whole and record.header("WARC-Payload-Digest") == capture.digest == _digest_of(record)


def _digest_of(record: WarcRecord) -> str:
    message = parse_response(record.block)
    return digest(message.body) if message else ""


def _plain(etag: str) -> str:
    """The ETag, empty where no header may hold it (RFC 9110, 8.8.3)."""
    return etag if etag.isascii() and etag.isprintable() else ""


def _past(capture: Capture) -> str:
    """Last-Modified, empty where it is no date, or later than its own answer (RFC 9110, 8.8.2.1)."""
    try:
        moment = parsedate_to_datetime(capture.last_modified)
    except (ValueError, OverflowError):
        return ""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    answered = datetime.strptime(capture.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return capture.last_modified if timestamp_of(moment.astimezone(UTC)) <= timestamp_of(answered) else ""

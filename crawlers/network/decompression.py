"""Bodies decoded of their content-encoding, by the same code that reads the log, so that both give one page."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.settings import BaseSettings

from junket.crawlers.archive.content import read_content
from junket.crawlers.ledger.drop import ContentReason
from junket.crawlers.network.media_type import parse_content_type
from junket.crawlers.page import MAX_BODY_BYTES


class TooLarge(IgnoreRequest):
    """A body larger than ``DOWNLOAD_MAXSIZE`` once it is decoded."""


class Damaged(IgnoreRequest):
    """A body of which nothing can be decoded."""


class UnknownEncoding(IgnoreRequest):
    """A body in an encoding that we do not know."""


_ERRORS: dict[ContentReason, type[IgnoreRequest]] = {
    "too_large": TooLarge,
    "damaged_encoding": Damaged,
    "unknown_content_encoding": UnknownEncoding,
}


class Decompression:
    """Downloader middleware in the place of Scrapy's HttpCompressionMiddleware.

    Sets ``meta["truncated"]`` where the body is a part of the page: its compressed data ends or breaks early, the
    server sent a range of it, or the connection broke off (Scrapy hands such a page on as if it were whole).
    """

    def __init__(self, settings: BaseSettings) -> None:
        self._limit = min(settings.getint("DOWNLOAD_MAXSIZE") or MAX_BODY_BYTES, MAX_BODY_BYTES)
        self._decoded: WeakKeyDictionary[Response, tuple[Response | None, bool] | ContentReason] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Decompression:
        """Scrapy's way to build it."""
        return cls(crawler.settings)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response decoded. Raises :class:`TooLarge`, :class:`Damaged` and :class:`UnknownEncoding`."""
        request.meta["truncated"] = False
        found = self.decoded(request, response)
        if isinstance(found, str):
            raise _ERRORS[found](f"{len(response.body)} bytes as received")
        decoded, request.meta["truncated"] = found
        return decoded

    def decoded(self, request: Request, response: Response) -> tuple[Response, bool] | ContentReason:
        """The response decoded and whether it is a part of the page; or why it cannot be.

        Decided once for each response: the archive asks first.
        """
        if response not in self._decoded:
            limit = request.meta.get("download_maxsize", self._limit)
            self._decoded[response] = _decode(response, limit)
        found = self._decoded[response]
        return found if isinstance(found, str) else (found[0] or response, found[1])


def _decode(response: Response, limit: int) -> tuple[Response | None, bool] | ContentReason:
    """None for a response that stays as it is: who keeps an answer must not keep its response alive."""
    encodings, ranges = (
        [value.decode("latin-1") for value in response.headers.getlist(name)]
        for name in ("Content-Encoding", "Content-Range")
    )
    media_type, _ = parse_content_type((response.headers.get("Content-Type") or b"").decode("latin-1"))
    content = read_content(response.status, encodings, ranges, response.body, media_type=media_type, limit=limit)
    if isinstance(content, str):
        return content
    changed = response.body and (encodings or content.body is not response.body)
    decoded = _with_body(response, content.body) if changed else None
    return decoded, content.truncated or "dataloss" in response.flags


def _with_body(response: Response, body: bytes) -> Response:
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    text = {"encoding": None} if issubclass(kind, TextResponse) else {}  # to be found anew, from the decoded body
    return response.replace(cls=kind, headers=headers, body=body, **text)

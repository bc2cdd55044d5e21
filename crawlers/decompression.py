"""Bodies decoded of their content-encoding, by the same code that reads the log, so that both give one page."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawlers.archive.content_encoding import decode_body


class TooLarge(IgnoreRequest):
    """A body larger than ``DOWNLOAD_MAXSIZE`` once it is decoded."""


class Damaged(IgnoreRequest):
    """A body of which nothing can be decoded."""


class Decompression:
    """Downloader middleware in the place of Scrapy's HttpCompressionMiddleware.

    Sets ``meta["truncated"]`` where the compressed data ends or breaks early (Scrapy's own hands such
    a page on as if it were whole).
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Decompression:
        """Scrapy's way to build it."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """The response decoded; as it is where the encoding is unknown. Raises :class:`TooLarge`, :class:`Damaged`."""
        request.meta["truncated"] = False
        encodings = [value.decode("latin-1") for value in response.headers.getlist("Content-Encoding")]
        if not encodings or not response.body:
            return response
        limit = request.meta.get("download_maxsize", self._limit)
        decoded = decode_body(response.body, encodings, limit=limit)
        if decoded is None:
            return response
        if decoded.cut and len(decoded.body) >= limit:
            raise TooLarge(f"more than {limit} bytes once decoded")
        if decoded.cut and not decoded.body:
            raise Damaged("the compressed data cannot be decoded")
        request.meta["truncated"] = decoded.cut
        return _with_body(response, decoded.body)


def _with_body(response: Response, body: bytes) -> Response:
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    text = {"encoding": None} if issubclass(kind, TextResponse) else {}  # to be found anew, from the decoded body
    return response.replace(cls=kind, headers=headers, body=body, **text)

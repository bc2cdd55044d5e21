"""From Scrapy's response to Junket's page: the one place where the two meet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scrapy.http import Response

from junket.crawlers.network.media_type import parse_content_type
from junket.crawlers.network.wayback import WaybackCapture, read_capture
from junket.crawlers.page import MAX_BODY_BYTES, Page
from junket.crawlers.rights.right import from_line


def page_from_response(response: Response, *, named: bool = False) -> Page:
    """The page of a response that has been through the downloader middlewares (so: decompressed).

    ``named`` says that a person asked for this URL. An answer that is a web archive's capture becomes
    the page it is a copy of: with that page's URL and the time of the capture.
    """
    meta: dict[str, Any] = response.meta if response.request else {}
    capture = capture_of(response)
    media_type, charset = parse_content_type(_text(response.headers.get("Content-Type")))
    return Page(
        url=capture.url if capture else response.url,
        body=response.body[:MAX_BODY_BYTES],
        media_type=media_type,
        charset=charset,
        status=response.status,
        headers=header_pairs(response),
        fetched_at=capture.captured_at if capture else meta.get("fetched_at", datetime.now(UTC)),
        requested_url=None if capture else first_asked(meta),
        location=meta.get("warc_location"),
        unchanged=bool(meta.get("unchanged")),
        robots=meta.get("robots", "unchecked"),
        robots_rule=meta.get("robots_rule"),
        site_rights=from_line(meta.get("site_rights")),
        named=named,
        archived_from=response.url if capture else None,
        truncated=bool(meta.get("truncated")) or len(response.body) > MAX_BODY_BYTES,
    )


def capture_of(response: Response) -> WaybackCapture | None:
    """The web archive's capture that the response is, if it is one."""
    return read_capture(response.url, _text(response.headers.get("Memento-Datetime")))


def first_asked(meta: dict[str, Any]) -> str | None:
    """The URL first asked for, where redirects led elsewhere."""
    hops = meta.get("redirect_urls")
    return str(hops[0]) if hops else None


def header_pairs(response: Response) -> tuple[tuple[str, str], ...]:
    """Names and values in the order received (Scrapy keeps values of one name together)."""
    pairs = ((name, value) for name, values in response.headers.items() for value in values)
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")

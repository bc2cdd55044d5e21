"""Why an answer is set aside although bytes came: decided before it is archived, so that its record says so.

What an answer is hangs on the run: what it was asked for as, and whether the run goes on to another address. The
bytes alone do not say, and who reads the log later must not take for a page what the run did not.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from junket.crawlers.ledger.drop import AsideReason
from junket.crawlers.network.decompression import Decompression
from junket.crawlers.network.response import capture_of, first_asked
from junket.crawlers.render.wanted import Wanted

_REDIRECTS = range(300, 400)


def aside_of(crawler: Crawler, request: Request, response: Response) -> AsideReason | None:
    """Why it is no page; None for what the run takes for a page. Raises nothing."""
    if response.status in _REDIRECTS:  # the status says it
        return None
    if purpose := _asked_as(request):
        return purpose
    if request.meta.get("robots_unasked") and capture_of(response) is None:
        return "no_copy"
    decompression = crawler.get_downloader_middleware(Decompression)
    if decompression is None:
        return None
    found = decompression.decoded(request, response)
    if isinstance(found, str):
        return found
    return _leads_on(crawler, request, found[0]) or _is_rendered(crawler, request, found[0])


def _asked_as(request: Request) -> AsideReason | None:
    """What else than a page was asked for. A redirect may have led to any address, a page's among them."""
    meta = request.meta
    if meta.get("dont_obey_robotstxt") and urlsplit(first_asked(meta) or request.url).path == "/robots.txt":
        return "robots_txt"
    if meta.get("rights_file"):
        return "rights_file"
    match meta.get("role"):
        case "sitemap":
            return "sitemap"
        case "feed":
            return "feed"
    return None


def _is_rendered(crawler: Crawler, request: Request, response: Response) -> AsideReason | None:
    """Whether a browser is to render it, so that the capture of the page is what the browser shows."""
    wanted = Wanted.of(crawler)
    return "rendered" if wanted and wanted.wants(request, response) else None


def _leads_on(crawler: Crawler, request: Request, response: Response) -> AsideReason | None:
    """Whether the run follows the page's meta refresh, or gives up on it: what the middleware itself says."""
    middleware = crawler.get_downloader_middleware(MetaRefreshMiddleware)
    try:
        answer = middleware.process_response(request, response) if middleware else response
    except IgnoreRequest:
        return "redirect_loop"
    except Exception:  # noqa: BLE001 - the run will meet it again in a moment, and report it
        return "given_up"
    return "meta_refresh" if isinstance(answer, Request) else None

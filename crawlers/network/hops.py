"""Where an answer leads on: redirects and meta refreshes that lead nowhere leave the answer as it is.

Scrapy raises on an address that is none (a port of six digits, half an IPv6 address, ``javascript:``), and then the
page that holds it is lost; so it does on a page whose stated charset is no text encoding.
"""

from __future__ import annotations

from urllib.parse import urldefrag

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware, RedirectMiddleware
from scrapy.http import HtmlResponse, Request, Response

from junket.crawlers.network.charset_label import text_encoding
from junket.crawlers.urls import canonicalize


class Redirects(RedirectMiddleware):
    """Follows redirects to what is an address. Any other is the answer itself: a status without a page."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request that a redirect asks for, or the response."""
        try:
            answer = super().process_response(request, response)
        except ValueError:
            return response
        return response if _leads_nowhere(answer) else answer


class MetaRefresh(MetaRefreshMiddleware):
    """Follows a page's meta refresh to another address. To itself, or to what is no address, it stays a page."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The request that a refresh asks for, or the response."""
        if isinstance(response, HtmlResponse) and text_encoding(response.encoding) is None:
            response = response.replace(encoding="utf-8")  # else nobody could look at its text
        try:
            answer = super().process_response(request, response)
        except ValueError:
            return response
        return response if _leads_nowhere(answer) or _is_itself(answer, response) else answer


def _leads_nowhere(answer: Request | Response) -> bool:
    return isinstance(answer, Request) and not canonicalize(answer.url)


def _is_itself(answer: Request | Response, response: Response) -> bool:
    return isinstance(answer, Request) and urldefrag(answer.url)[0] == urldefrag(response.url)[0]

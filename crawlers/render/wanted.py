"""Which pages a browser renders: those that are asked for so, those of sites that say so, and empty shells."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy.utils.misc import load_object

from junket.crawlers.network.response import capture_of, page_from_response
from junket.crawlers.page import Page
from junket.crawlers.render.browser import missing
from junket.crawlers.site.site_file import site_for_url

_OK = 200
_TAG = re.compile(rb"<(/?)(script|style|noscript|template)\b[^<>]*+>|<[^<>]*+>", re.IGNORECASE)
_MAX_SHELL = 1024 * 1024
"""Bytes of markup up to which a page is looked at."""
_LITTLE = 1_500
"""Bytes outside tags beyond which a page holds text of its own, and nobody is asked."""
_OF: WeakKeyDictionary[Crawler, Wanted] = WeakKeyDictionary()


class Wanted:
    """Decides for a crawler. ``JUNKET_SHELL`` names who tells a shell: a function of a page."""

    def __init__(self, crawler: Crawler) -> None:
        _OF[crawler] = self
        home = crawler.settings.get("JUNKET_HOME")
        self._home = Path(home) if home else None
        named = crawler.settings.get("JUNKET_SHELL")
        self._is_shell: Callable[[Page], bool] | None = load_object(named) if named else None
        self.lacks = missing()
        """What is not installed: then nothing is taken for a shell, and what asks for a browser fails."""

    @classmethod
    def of(cls, crawler: Crawler) -> Wanted | None:
        """The crawler's own, made with the middleware; None where that is off."""
        return _OF.get(crawler)

    def wants(self, request: Request, response: Response) -> bool:
        """Whether ``response`` (decoded) is to be rendered; decided once a request, for log and run alike."""
        if "rendering" not in request.meta:
            request.meta["rendering"] = self._decide(request, response)
        return bool(request.meta["rendering"])

    def _decide(self, request: Request, response: Response) -> bool:
        meta = request.meta
        no_page = meta.get("dont_obey_robotstxt") or meta.get("rights_file") or meta.get("role") in ("feed", "sitemap")
        if no_page or response.status != _OK or not isinstance(response, HtmlResponse) or capture_of(response):
            return False
        if meta.get("render") or site_for_url(response.url, self._home).render:
            return True
        return self.lacks is None and self._shell(response)

    def _shell(self, response: Response) -> bool:
        body = response.body
        if self._is_shell is None or len(body) > _MAX_SHELL or b"<script" not in body.lower():
            return False
        if _text_bytes(body) > _LITTLE:
            return False
        return self._is_shell(page_from_response(response))


def _text_bytes(body: bytes) -> int:
    """Bytes outside tags, and outside what shows no text."""
    total, end, within = 0, 0, b""
    for tag in _TAG.finditer(body):
        closes, name = tag[1], (tag[2] or b"").lower()
        if not within:
            total += len(body[end : tag.start()].strip())
            within = name if name and not closes else b""
        elif closes and name == within:
            within = b""
        end = tag.end()
    return total if within else total + len(body[end:].strip())

"""What a site says of all its pages' rights, in two files: asked once a host and run, and noted with each page.

``/.well-known/tdmrep.json`` (:mod:`junket.crawlers.rights.tdm_file`) and ``/ai.txt``
(:mod:`junket.crawlers.rights.ai_txt`) go the way of any request: guard, robots.txt, pace, bounds, archive. What they
say of a page is written into that page's WARC record, absence too, so that it comes back from the log. They are asked
where a home is filled, by a crawl as by ``scrape --save``; a page that is only printed costs its site no further
requests.

What a request's ``meta`` says: out, ``site_rights`` (a line of :func:`junket.crawlers.rights.right.to_line`).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from junket.crawlers.ledger.ledger import LedgerLine
from junket.crawlers.ledger.ledger_keeper import note
from junket.crawlers.polite.robots_policy import MAX_ROBOTS_BYTES
from junket.crawlers.rights import ai_txt, tdm_file
from junket.crawlers.rights.ai_txt import AiTxt
from junket.crawlers.rights.right import UNKNOWN, Right, cut, to_line
from junket.crawlers.rights.tdm_file import TdmFile

PATHS = (tdm_file.PATH, ai_txt.PATH)
_MAX_BYTES = 8 * 1024 * 1024
_SECONDS = 20
"""For one file: shorter than for a page, which waits for it."""
_FIRST = 900
"""Priority: after robots.txt, before the pages that wait."""
_GONE = range(400, 500)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One file as it was had. ``problem`` says why it could not be; both None where there is none."""

    seen_at: datetime
    body: bytes | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class SiteRights:
    """What the two files of one host say."""

    tdm: _Asked
    ai: _Asked

    def of(self, url: str) -> tuple[Right, ...]:
        """What they say of ``url``."""
        return Right("tdm_file", _reserved(self.tdm, url), self.tdm.seen_at), Right(
            "ai_txt", _disallowed(self.ai, url), self.ai.seen_at
        )


class RightsFiles:
    """Downloader middleware behind robots.txt; off without a home."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.get("JUNKET_HOME") or not crawler.settings.getbool("JUNKET_RIGHTS_FILES"):
            raise NotConfigured
        self._crawler = crawler
        self._holds: float = crawler.settings.getfloat("JUNKET_ROBOTS_SECONDS")
        self._sites: dict[str, tuple[float, asyncio.Task[SiteRights]]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RightsFiles:
        """Scrapy's way to build it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Note what the site's files say of a page. Raises nothing: what cannot be had forbids nothing."""
        meta = request.meta
        meta.pop("site_rights", None)
        if _is_page(meta):
            meta["site_rights"] = to_line((await self._site(request.url)).of(request.url))

    async def _site(self, url: str) -> SiteRights:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        asked_at, task = self._sites.get(origin, (0.0, None))
        if task is None or monotonic() - asked_at > self._holds:
            task = asyncio.get_running_loop().create_task(self._ask_both(origin))
            self._sites[origin] = monotonic(), task
        # Shielded: one cancelled request must not take the files away from the others that wait for them.
        return await asyncio.shield(task)

    async def _ask_both(self, origin: str) -> SiteRights:
        return SiteRights(*await asyncio.gather(*(self._ask(origin + path) for path in PATHS)))

    async def _ask(self, url: str) -> _Asked:
        """The file. TDMRep: a site whose file cannot be had has none; the value says that nobody knows."""
        try:
            response = await self._crawler.engine.download_async(self._request(url))
        except Exception as error:  # noqa: BLE001 - whatever failed, the page itself is still to be fetched
            problem = (cut(str(error)) or type(error).__name__)[:200]
            note(self._crawler, LedgerLine(url=url, decision="skipped", reason="rights_file", detail=problem))
            return _Asked(datetime.now(UTC), problem=problem)
        seen_at = response.meta.get("fetched_at") or datetime.now(UTC)
        note(self._crawler, _line(response, seen_at))
        if response.status in range(200, 300):
            return _Asked(seen_at, response.body[:MAX_ROBOTS_BYTES])
        return _Asked(seen_at, problem=None if response.status in _GONE else f"status {response.status}")

    def _request(self, url: str) -> Request:
        meta: dict[str, Any] = {
            "rights_file": True,
            "allow_offsite": True,  # TDMRep lets a sequence of redirects lead to the file
            "download_maxsize": _MAX_BYTES,
            "download_timeout": _SECONDS,
            "dont_retry": True,
            "apart": getattr(self._crawler.spider, "operation", "") == "scrape",
        }
        return Request(url, priority=_FIRST, meta=meta, callback=NO_CALLBACK)


def _is_page(meta: dict[str, Any]) -> bool:
    """Not for robots.txt and these files themselves, sitemaps, feeds, and a web archive's captures."""
    others = ("dont_obey_robotstxt", "rights_file", "robots_unasked")
    return meta.get("role", "page") == "page" and not any(meta.get(name) for name in others)


def _reserved(asked: _Asked, url: str) -> str | None:
    if asked.body is None:
        return f"{UNKNOWN}{asked.problem}" if asked.problem else None
    if asked.body.lstrip().startswith(b"<"):  # a web page: a site's "not found" with status 200
        return None
    try:
        return TdmFile.read(asked.body).reservation(url)
    except ValueError as error:
        return cut(f"{UNKNOWN}no such file as TDMRep means ({error})")


def _disallowed(asked: _Asked, url: str) -> str | None:
    if asked.body is None:
        return f"{UNKNOWN}{asked.problem}" if asked.problem else None
    return cut(AiTxt(asked.body).rule_against(url))


def _line(response: Response, seen_at: datetime) -> LedgerLine:
    return LedgerLine(
        url=response.url,
        decision="skipped",
        reason="rights_file",
        status=response.status,
        bytes=len(response.body),
        fetched_at=seen_at,
    )

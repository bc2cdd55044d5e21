"""The verdict on a captured page: the recipe's outcome, and a crawl's policy on top of it.

Crawl, scrape, batch and rebuild all ask here, so that they cannot differ.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.recipe import Extraction, extract
from junket.pipelines.record.record import Record, Rejected

_HEAD_BYTES = 4096
# What stands first in a feed or a sitemap, however the server labels it (RSS 2.0, RFC 4287, RSS 1.0, sitemaps.org).
_FEED = re.compile(
    rb"(?:\s|\xef\xbb\xbf|<\?[^>]*>|<![^>]*>)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)[\s>]", re.IGNORECASE
)
_KEPT_IN_CRAWL = frozenset({"interview", "news", "review"})


def verdict(page: Page, site: Site | None = None) -> Extraction:
    """What becomes of ``page``: a record, or the reason why there is none.

    A redirect's own body, a robots.txt, a feed and a sitemap are never records. A page asked for by name
    (``page.named``) gives a record whenever it has text; others only when they are articles.
    Pure; raises nothing.
    """
    if aside := _no_page(page):
        return Extraction(aside)
    found = extract(page, site)
    if isinstance(found.outcome, Record) and not page.named and (dropped := keep_in_crawl(found.outcome)):
        return replace(found, outcome=dropped)
    return found


def keep_in_crawl(record: Record) -> Rejected | None:
    """None for what a crawl keeps (interviews, news, reviews, their parts); else the rejection for the ledger."""
    if record.kind in _KEPT_IN_CRAWL or record.parts:
        return None
    return Rejected(record.url, "not_an_article", record.kind)


def _no_page(page: Page) -> Rejected | None:
    """Captures of a crawl that no reader ever sees as a page (RFC 9110 section 15.4, RFC 9309 section 2.3)."""
    if page.status is not None and 300 <= page.status < 400:  # noqa: PLR2004  # the 3xx class
        return Rejected(page.url, "not_an_article", f"a redirect (status {page.status})")
    if _path(page.url) == "/robots.txt":
        return Rejected(page.url, "not_an_article", "robots.txt")
    if _FEED.match(page.body, 0, _HEAD_BYTES):
        return Rejected(page.url, "not_html", "a feed or a sitemap")
    return None


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""

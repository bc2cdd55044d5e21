"""Sitemaps: indexes, lists of pages, news sitemaps and plain lists of URLs (sitemaps.org protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from lxml import etree

from crawlers.urls import resolve_link
from crawlers.xml_stream import local_name, read_elements, text_of

MAX_ENTRIES = 50_000
"""Entries that one sitemap may have (sitemaps.org); more are not read."""
_MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page, or a further sitemap. ``lastmod`` is as printed; ``title`` is a news sitemap's."""

    url: str
    kind: Literal["page", "sitemap"]
    lastmod: str = ""
    title: str = ""


def read_sitemap(body: bytes, url: str) -> tuple[list[SitemapEntry], bool]:
    """The entries of a sitemap (XML or one URL a line, gzip or not), and whether there are more than the bound.

    Never raises: what is no sitemap has no entries. Each URL is listed once.
    """
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n")  # an XML declaration after a blank line is common, and an error in XML
    lines = not body.startswith((b"<", b"\x1f\x8b"))
    found = list(islice(_from_lines(body, url) if lines else _from_xml(body, url), MAX_ENTRIES + 1))
    entries = {entry.url: entry for entry in reversed(found[:MAX_ENTRIES]) if entry.url and entry.url != url}
    return list(reversed(entries.values())), len(found) > MAX_ENTRIES


def _from_lines(body: bytes, base: str) -> Iterator[SitemapEntry]:
    for line in body.splitlines():
        text = line[:8000].strip()
        if text.startswith((b"http://", b"https://")):
            yield SitemapEntry(resolve_link(base, text.decode("utf-8", "replace")), "page")


def _from_xml(body: bytes, base: str) -> Iterator[SitemapEntry]:
    for element in read_elements(body, frozenset({"url", "sitemap"})):
        yield _entry(element, base)


def _entry(element: etree._Element, base: str) -> SitemapEntry:
    said: dict[str, str] = {}
    for child in element.iter():
        name = local_name(child)
        if name in ("loc", "lastmod", "title", "publication_date") and name not in said:
            said[name] = text_of(child)
    location = said.get("loc", "")
    return SitemapEntry(
        url=resolve_link(base, location) if location else "",
        kind="sitemap" if local_name(element) == "sitemap" else "page",
        lastmod=(said.get("publication_date") or said.get("lastmod", ""))[:40],
        title=said.get("title", "")[:_MAX_TEXT],
    )

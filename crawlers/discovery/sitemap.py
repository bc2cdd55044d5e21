"""Sitemaps: indexes, lists of pages, news sitemaps and plain lists of URLs (sitemaps.org protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from lxml import etree

from junket.crawlers.discovery.xml_stream import local_name, read_elements, text_of
from junket.crawlers.urls import resolve_link

MAX_ENTRIES = 1_000_000
"""Entries of one sitemap that are read. sitemaps.org allows 50,000; systems that never split theirs write more."""
_MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page, or a further sitemap. ``lastmod`` is as printed; ``title`` is a news sitemap's."""

    url: str
    kind: Literal["page", "sitemap"]
    lastmod: str = ""
    title: str = ""


class Sitemap:
    """The entries of a sitemap (XML or one URL a line, gzip or not), read while it is iterated over.

    Never raises: what is no sitemap has no entries. A file may list a URL twice, and the sitemap that it is
    never lists itself. ``read`` counts the entries so far; ``cut`` is set where there are more than the bound.
    """

    def __init__(self, body: bytes, url: str) -> None:
        # An XML declaration after a blank line is common, and an error in XML.
        self._body, self._url = body.lstrip(b"\xef\xbb\xbf \t\r\n"), url
        self.read = 0
        self.cut = False

    def __iter__(self) -> Iterator[SitemapEntry]:
        lines = not self._body.startswith((b"<", b"\x1f\x8b"))
        found = _from_lines(self._body, self._url) if lines else _from_xml(self._body, self._url)
        for entry in found:
            if self.read >= MAX_ENTRIES:
                self.cut = True
                return
            self.read += 1
            if entry.url and entry.url != self._url:
                yield entry


def _from_lines(body: bytes, base: str) -> Iterator[SitemapEntry]:
    for line in BytesIO(body):
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
        lastmod=(said.get("lastmod") or said.get("publication_date", ""))[:40],
        title=said.get("title", "")[:_MAX_TEXT],
    )

"""Feeds: RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from junket.crawlers.discovery.xml_stream import local_name, read_elements, text_of
from junket.crawlers.urls import resolve_link

MAX_ENTRIES = 5_000
_MAX_JSON_BYTES = 8 * 1024 * 1024
_MAX_TEXT = 300
_MOST_DATE = 40


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry's page and title."""

    url: str
    title: str = ""
    updated: str = ""
    """When it was last changed, as printed; a feed's day of publication says nothing of that."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed lists; ``next_url`` is its next page (RFC 5005, JSON Feed), empty where there is none."""

    entries: tuple[FeedEntry, ...] = ()
    next_url: str = ""


def read_feed(body: bytes, url: str) -> Feed:
    """The feed in ``body``. Never raises: what is no feed has no entries."""
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if body.startswith(b"{"):
        return _json_feed(body, url)
    entries: list[FeedEntry] = []
    next_url = ""
    for element in islice(read_elements(body, frozenset({"item", "entry"})), MAX_ENTRIES):
        next_url = next_url if entries else _next_page(element, url)
        entries.append(_entry(element, url))
    return Feed(tuple(entry for entry in entries if entry.url), next_url)


def _next_page(first: etree._Element, base: str) -> str:
    """The feed's own ``<link rel="next">``, which stands before its first entry."""
    for element in first.itersiblings(preceding=True):
        if local_name(element) == "link" and element.get("rel") == "next":
            return resolve_link(base, element.get("href") or "")
    return ""


def _entry(element: etree._Element, base: str) -> FeedEntry:
    title = updated = ""
    links: list[str] = []
    for child in element:
        name = local_name(child)
        if name == "link":
            links[:0] = [child.get("href") or ""] if child.get("rel", "alternate") == "alternate" else []
            links.append(text_of(child))
        elif name == "guid" and (child.get("isPermaLink") or "true").lower() == "true":
            links.append(text_of(child))
        elif name == "origlink":
            links.insert(0, text_of(child))
        elif name == "title":
            title = title or text_of(child)
        elif name in ("updated", "modified"):
            updated = text_of(child)[:_MOST_DATE]
    page = next((link for link in links if link), "")
    return FeedEntry(resolve_link(base, page) if page else "", title[:_MAX_TEXT], updated)


def _json_feed(body: bytes, base: str) -> Feed:
    try:
        data = json.loads(body) if len(body) <= _MAX_JSON_BYTES else None
    except (ValueError, RecursionError):
        return Feed()
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(items, list):
        return Feed()
    next_url = data.get("next_url")
    return Feed(tuple(_json_entries(items, base)), resolve_link(base, next_url) if isinstance(next_url, str) else "")


def _json_entries(items: list[Any], base: str) -> Iterator[FeedEntry]:
    for item in items[:MAX_ENTRIES]:
        if isinstance(item, dict) and isinstance(item.get("url"), str) and (url := resolve_link(base, item["url"])):
            updated = str(item.get("date_modified") or "")[:_MOST_DATE]
            yield FeedEntry(url, str(item.get("title") or "")[:_MAX_TEXT], updated)

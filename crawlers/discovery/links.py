"""The links of a page: where they lead, what their texts say, the feeds that the page names.

Bounded, for pages of any kind: at most :data:`MAX_LINKS` links, texts of at most :data:`MAX_TEXT` characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from junket.crawlers.network.charset_label import parser_encoding
from junket.crawlers.urls import resolve_link

MAX_LINKS = 5_000
MAX_TEXT = 200
_MAX_TEXT_NODES = 50
_MAX_CALLS, _MAX_OPTIONS = 20, 500
_NO_WORDS: frozenset[str] = frozenset()
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}

# Attributes of scripts' own that name what comes next, and those of buttons that name an address.
_CALLS: Any = etree.XPath(
    "//@*[starts-with(name(), 'data-') and (contains(name(), 'next') or contains(name(), 'more'))]"
    " | //button/@data-url | //button/@data-href"
)
_OPTIONS: Any = etree.XPath("//option/@value")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: ``url`` is absolute and ready to fetch, ``rel`` holds lower-case words."""

    url: str
    text: str = ""
    rel: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page links to, in its order; ``cut`` is how many links were beyond the bound."""

    links: tuple[Link, ...] = ()
    feeds: tuple[Link, ...] = ()
    nofollow: bool = False
    """The page asks robots not to follow its links."""
    title: str = ""
    language: str = ""
    site_name: str = ""
    cut: int = 0


def read_links(body: bytes, url: str, charset: str | None = None) -> PageLinks:
    """The links of an HTML page (``charset`` as its transport claims it). Never raises; no HTML has no links."""
    tree = html_tree(body, charset)
    if tree is None:
        return PageLinks()
    base = resolve_link(url, next((href for href in tree.xpath("//base/@href")), "")) or url
    found = [element for element in tree.iter("a", "area", "link") if element.get("href")]
    anchors = [element for element in found if element.tag != "link" or "next" in _rel(element)]
    links = [_link(element, base) for element in anchors[:MAX_LINKS]]
    links += [*_loaded_by_script(tree, base), *_options(tree, base)]
    feeds = [_link(element, base) for element in found if _is_feed(element)]
    metas = {_name(meta): meta.get("content") or "" for meta in tree.iter("meta")}
    return PageLinks(
        links=tuple(link for link in links if link.url),
        feeds=tuple(feed for feed in feeds[:MAX_LINKS] if feed.url),
        nofollow=asks_nofollow(metas.get("robots", "")) or asks_nofollow(metas.get("junket", "")),
        title=_text(next(tree.iter("title"), None)),
        language=(tree.get("lang") or "").split("-")[0].strip().lower()[:3],
        site_name=" ".join((metas.get("og:site_name") or metas.get("application-name") or "").split())[:MAX_TEXT],
        cut=max(0, len(anchors) - MAX_LINKS),
    )


def asks_nofollow(directives: str) -> bool:
    """True where a robots meta tag's content or an X-Robots-Tag header says not to follow links."""
    words = {word.strip().lower() for word in directives.replace(":", ",").split(",")}
    return not words.isdisjoint({"nofollow", "none"})


def html_tree(body: bytes, charset: str | None) -> HtmlElement | None:
    """The parsed page; None where there is nothing to parse. Never raises."""
    for encoding in (parser_encoding(body, charset), None):
        try:
            parser = HTMLParser(encoding=encoding, huge_tree=True, remove_comments=True)
            return document_fromstring(body, parser=parser) if body.strip() else None
        except LookupError:  # a charset that nobody knows
            continue
        except (etree.LxmlError, ValueError, AssertionError):
            return None
    return None


def _link(element: HtmlElement, base: str) -> Link:
    return Link(resolve_link(base, element.get("href") or ""), _text(element) or _label(element), _rel(element))


def _loaded_by_script(tree: HtmlElement, base: str) -> Iterator[Link]:
    """What a "load more" button would fetch, where its markup says so: ``data-next-url="/news?page=2"``."""
    for value in islice(_CALLS(tree), _MAX_CALLS):
        if _is_address(str(value)):
            yield Link(resolve_link(base, str(value)), _text(value.getparent()), frozenset({"next"}))


def _options(tree: HtmlElement, base: str) -> Iterator[Link]:
    """The pages that a menu leads to, as archives by month often do: ``<option value="/2024/05/">``."""
    for value in islice(_OPTIONS(tree), _MAX_OPTIONS):
        if _is_address(str(value)):
            yield Link(resolve_link(base, str(value)), _text(value.getparent()))


def _is_address(value: str) -> bool:
    return value.strip().startswith(("http://", "https://", "/", "?"))


def _text(element: HtmlElement | None) -> str:
    if element is None:
        return ""
    if not len(element):  # as most links are
        return " ".join((element.text or "")[: MAX_TEXT * 2].split())[:MAX_TEXT]
    parts = islice(element.itertext(), _MAX_TEXT_NODES)
    return " ".join("".join(part[: MAX_TEXT * 2] for part in parts).split())[:MAX_TEXT]


def _label(element: HtmlElement) -> str:
    """What a link without text is called: its label or title, or its picture's words."""
    image = next(element.iter("img"), None)
    said = element.get("aria-label") or element.get("title") or (image.get("alt") if image is not None else "") or ""
    return " ".join(said.split())[:MAX_TEXT]


def _rel(element: HtmlElement) -> frozenset[str]:
    said = element.get("rel")
    return frozenset(said.lower().split()) if said else _NO_WORDS


def _is_feed(element: HtmlElement) -> bool:
    if element.tag != "link" or "alternate" not in _rel(element):
        return False
    return (element.get("type") or "").partition(";")[0].strip().lower() in _FEED_TYPES


def _name(meta: HtmlElement) -> str:
    return (meta.get("name") or meta.get("property") or "").strip().lower()

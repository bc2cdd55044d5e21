"""What a site's rules match on real pages: each pattern on the links, each selector and phrase on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cssselect import HTMLTranslator
from lxml.html import HtmlElement

from junket.crawlers.discovery.links import html_tree, read_links
from junket.crawlers.network.charset_label import text_encoding
from junket.crawlers.page import Page
from junket.crawlers.site.pattern import matches
from junket.crawlers.site.site import Selectors, Site

MAX_SAMPLE = 80
_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "div", "section", "article", "blockquote")


@dataclass(frozen=True, slots=True)
class Match:
    """How often one rule matches on one page. ``sample`` is the first thing that it matches."""

    key: str
    """The TOML key, as in ``article`` or ``selectors[2].content``."""
    rule: str
    target: str
    count: int
    sample: str = ""


def check_page(site: Site, page: Page, target: str = "") -> list[Match]:
    """Each rule of the site tried on one page; ``target`` is what people call the page (by default its URL).

    Patterns are tried on the page's own URL and on its links; of the selectors only those that hold on the day
    of the capture; phrases on the start of each piece of text. Never raises.
    """
    target = target or page.url
    found = [*_patterns(site, page, target)]
    if page.media_type == "text/plain":
        text = page.body.decode(text_encoding(page.charset) or "utf-8", "replace")
        found += _phrases(site, text.splitlines(), target)
    elif (tree := html_tree(page.body, page.charset)) is not None:
        found += _selectors(site, page, tree, target)
        found += _phrases(site, _pieces(tree), target)
    return found


def unmatched(found: Iterable[Match]) -> list[Match]:
    """The rules that match on none of the pages they were tried on, the first trial of each."""
    tried: dict[tuple[str, str], list[Match]] = {}
    for match in found:
        tried.setdefault((match.key, match.rule), []).append(match)
    return [each[0] for each in tried.values() if not any(match.count for match in each)]


def _patterns(site: Site, page: Page, target: str) -> Iterator[Match]:
    base = page.url or f"https://{site.domain}/"
    links = [link.url for link in read_links(page.body, base, page.charset).links]
    urls = list(dict.fromkeys([url for url in (page.url, *links) if url]))
    if not urls:
        return  # a dump that names no address: nothing to try a pattern on
    for key, patterns in (("article", site.article), ("listing", site.listing), ("deny", site.deny)):
        for pattern in patterns:
            hits = [url for url in urls if matches(url, (pattern,))]
            yield Match(key, pattern, target, len(hits), hits[0][:MAX_SAMPLE] if hits else "")


def _selectors(site: Site, page: Page, tree: HtmlElement, target: str) -> Iterator[Match]:
    holding = site.selectors_on(page.fetched_at.date() if page.fetched_at else None)
    if holding is None:
        return
    number = site.selectors.index(holding) + 1
    for name, selector in _named(holding):
        hits = tree.xpath(HTMLTranslator().css_to_xpath(selector))
        sample = " ".join("".join(hits[0].itertext()).split())[:MAX_SAMPLE] if hits else ""
        yield Match(f"selectors[{number}].{name}", selector, target, len(hits), sample)


def _named(entry: Selectors) -> Iterator[tuple[str, str]]:
    single = (("content", entry.content), ("title", entry.title), ("authors", entry.authors), ("date", entry.date))
    yield from ((name, selector) for name, selector in single if selector)
    yield from (("strip", selector) for selector in entry.strip)


def _pieces(tree: HtmlElement) -> list[str]:
    """The text of each element that holds no further block: a phrase may begin inside a link or in bold."""
    leaves = (block for block in tree.iter(*_BLOCKS) if next(block.iterdescendants(*_BLOCKS), None) is None)
    return ["".join(block.itertext()) for block in leaves]


def _phrases(site: Site, pieces: Iterable[str], target: str) -> Iterator[Match]:
    texts = [" ".join(piece.split()) for piece in pieces] if site.boilerplate else []
    for phrase in site.boilerplate:
        wanted = " ".join(phrase.split()).casefold()
        hits = [text for text in texts if text.casefold().startswith(wanted)]
        yield Match("boilerplate", phrase, target, len(hits), hits[0][:MAX_SAMPLE] if hits else "")

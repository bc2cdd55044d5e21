"""Whether a page is one part of an article that is split over several, and which parts its pager names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from junket.crawlers.discovery.discovery import classify, sure_listing
from junket.crawlers.discovery.links import Link
from junket.crawlers.discovery.part_url import is_pager, part_links, part_of
from junket.crawlers.page import Page
from junket.crawlers.urls import resolve_link
from junket.pipelines.page.document import Document, Metadata
from junket.pipelines.page.elements import Elements
from junket.pipelines.record.kind import is_article_type
from junket.pipelines.record.record import Kind, Part, Record

_DIGIT = re.compile(r"\d")
_END = 20
"""Characters at the end of a part's address that hold its number."""
_DEPTH = 6
"""Ancestors looked at for the name of a comment's pager."""


@dataclass(frozen=True, slots=True)
class Pager:
    """What a page says of the parts beside it. ``parts`` is number to URL, its own included, in order."""

    stem: str
    number: int
    parts: dict[int, str]


def find_pager(document: Document, metadata: Metadata, kind: Kind) -> Pager | None:
    """The pager of a split article; None for a whole page, a listing, and what only may be one.

    The parts' URLs differ by a page number alone, the page links to another part by number or as the next one, and
    URL or markup say that this is an article, as its ``kind`` does (a later part may be too short for that). A pager
    of comments is none.
    """
    if document.is_dump or not document.url or kind == "listing":
        return None
    own = part_of(document.url)
    if kind == "other" and (own.number <= 1 or not is_article_type(metadata)):
        return None
    others = part_links(_links(document, numbered=own.number > 0), document.url)
    if own.number == 0:
        others.pop(1, None)  # the first part, linked as "?page=1"
    if not others or (own.number > 1 and min(others) >= own.number):
        return None
    if sure_listing(own.stem) or not (classify(own.stem).kind == "article" or is_article_type(metadata)):
        return None
    return Pager(own.stem, own.number, dict(sorted({**others, own.number: document.url}.items())))


def parts_of(pager: Pager, page: Page, text: str) -> tuple[Part, ...]:
    """The parts, of which ``page`` is the only one there is; ``text`` is its own."""
    return tuple(
        part_at(page, 0, len(text)) if number == pager.number else Part(url=url) for number, url in pager.parts.items()
    )


def part_at(page: Page, start: int, end: int) -> Part:
    """A part that is there, with its place in the log and in the text."""
    place = page.location
    return Part(
        url=page.url,
        warc_file=place.file if place else None,
        warc_offset=place.offset if place else None,
        warc_record_id=place.record_id if place else None,
        payload_digest=place.payload_digest if place else None,
        fetched_at=page.fetched_at,
        start=start,
        end=end,
    )


def own_part(record: Record) -> int | None:
    """The number of the part that a record of one page is; None for a page that is no part."""
    held = next((part for part in record.parts if part.start is not None), None)
    return part_of(held.url).number if held else None


def _links(document: Document, *, numbered: bool) -> Iterator[Link]:
    """The links that may lead to other parts. Those of a page without a number in its URL have one near their end."""
    has_digit, elements = _DIGIT.search, document.elements
    for element in chain(document.sought.by_tag["link"], document.sought.by_tag["a"]):
        attributes = elements.attributes[element]
        href = attributes.get("href")
        if not href or not (numbered or has_digit(href[-_END:])):
            continue
        said = attributes.get("rel")
        rel = frozenset(said.lower().split()) if said else frozenset()
        text = _text(elements, element) if elements.tags[element] == "a" else ""
        if not is_pager(text, rel) or _in_comments(elements, element):
            continue
        if url := resolve_link(document.base_url or document.url, href):
            yield Link(url, text, rel)


def _text(elements: Elements, element: int) -> str:
    """A link's text, as far as a number or "next" goes: its own or its first child's."""
    text = elements.texts[element]
    if not elements.is_leaf(element) and not text.strip():
        text = elements.texts[element + 1]
    return text.strip()


def _in_comments(elements: Elements, element: int) -> bool:
    around = (elements.attributes[place] for place in islice(elements.upward(element), _DEPTH))
    return any("comment" in f"{place.get('class')} {place.get('id')}".lower() for place in around)

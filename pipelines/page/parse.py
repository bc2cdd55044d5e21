"""The first step: a page's bytes become elements and blocks. The tree lives no longer than that."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from junket.crawlers.page import Page
from junket.pipelines.boilerplate.prose import linked
from junket.pipelines.page.block import Block
from junket.pipelines.page.decoding.charset import decode
from junket.pipelines.page.decoding.encoded_twice import mend_page
from junket.pipelines.page.document import Document
from junket.pipelines.page.dump import parse_dump
from junket.pipelines.page.elements import Elements, read_elements
from junket.pipelines.page.hidden import LEFT_OUT, USED, judge
from junket.pipelines.page.html_repairs import close_head, join_after_end
from junket.pipelines.page.markup_bounds import bounded
from junket.pipelines.page.shadow import compose
from junket.pipelines.page.sought import Sought
from junket.pipelines.page.table import join_rows
from junket.pipelines.page.walk import Walk
from junket.pipelines.record.record import Doubt

_LITTLE_PROSE = 500
_LONG_UNSEEN = 1500
_MUCH_UNSEEN = 1.5
"""A page whose unseen paragraphs (``hidden``, ``<noscript>``) hold 1.5 times its prose, and either much of it or
little beside it, is one whose article a script shows. Bounds set by hand on pages that do so."""
_NESTED = 4
"""Hidden elements inside hidden ones that are looked into."""
_SENTENCE = 60
_HALF = 0.5
_MAX_DEPTH = 1000
"""libxml2 gives up at 2,048 (XML_PARSE_HUGE); tags deeper than this are dropped, their text kept."""
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)[^<>]*+>")
_VOID = frozenset(b"area base br col embed hr img input link meta param source track wbr".split())
_LEAF = _VOID | frozenset(b"p li dt dd tr td th option".split())
"""Elements whose end is often left out: on most pages they hold none of their kind."""


def parse(page: Page) -> Document:
    """The page as a document: elements and blocks for HTML, blocks alone for a plain-text dump.

    Never raises on bad input; what was mended on the way is in ``warnings``: ``charset_guessed``,
    ``charset_damaged``, ``nesting_flattened``, ``text_truncated``, ``hidden_text_used``, ``hidden_text_left_out``,
    ``frames_not_read``, ``mojibake_mended``, ``mojibake_suspected``.
    """
    if page.media_type == "text/plain":
        return parse_dump(page)
    body, encoding, warnings = decode(page.body, page.charset)
    body, cut = bounded(body)
    tree, mended = _tree(body)
    if tree is None:
        return Document(page.url, (), base_url=page.url, encoding=encoding, warnings=warnings)
    join_after_end(tree)
    close_head(tree)
    mended += mend_page(tree, body)
    del body  # a large page's elements take its place
    elements = read_elements(tree)
    if "template" in elements.tags and compose(tree):
        elements = read_elements(tree)
    del tree
    walk, elements, doubts = _walk(elements)
    blocks = tuple(join_rows(walk.blocks, elements))
    base, doubts = _base_url(walk.sought, elements, page.url), (*warnings, *cut, *mended, *doubts)
    return Document(page.url, blocks, elements, base, encoding, doubts, walk.sought)


def _tree(body: bytes) -> tuple[HtmlElement | None, tuple[Doubt, ...]]:
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, recover=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    # lxml.html chooses a class for each element in Python; one class for all is chosen in C.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    tree = _parse(body, parser)
    if not _gave_up(parser):
        return tree, ()
    for leaves in (_LEAF, _VOID):
        tree = _parse(_flatten(body, leaves), parser)
        if not _gave_up(parser):
            break
    return tree, ("nesting_flattened",)


def _gave_up(parser: HTMLParser) -> bool:
    return any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log)


def _parse(body: bytes, parser: HTMLParser) -> HtmlElement | None:
    try:
        return cast("HtmlElement | None", etree.fromstring(body, parser))
    except etree.XMLSyntaxError:  # nothing but white space or markup declarations
        return None


def _flatten(body: bytes, leaves: frozenset[bytes]) -> bytes:
    """The markup without the tags that open deeper than ``_MAX_DEPTH``, those of leaves left out of the count.

    The text between them stays.
    """
    depth = 0

    def keep(match: re.Match[bytes]) -> bytes:
        nonlocal depth
        closing, name = match.groups()
        if name.lower() in leaves:
            return match.group()
        inside = depth if closing else depth + 1
        depth = max(0, depth - 1) if closing else depth + 1
        return match.group() if inside <= _MAX_DEPTH else b" "

    return _TAG.sub(keep, body)


def _walk(elements: Elements) -> tuple[Walk, Elements, tuple[Doubt, ...]]:
    """The walk, over what elements, and warnings."""
    walk = Walk(elements)
    doubts: tuple[Doubt, ...] = ()
    if walk.unseen:
        walk, elements, doubts = _with_hidden(elements, walk)
    if not walk.blocks and "frame" in elements.tags:
        doubts = (*doubts, "frames_not_read")
    if walk.full:
        doubts = (*doubts, "text_truncated")
    return walk, elements, doubts


def _with_hidden(elements: Elements, walk: Walk) -> tuple[Walk, Elements, tuple[Doubt, ...]]:
    """The walk with what the article goes on with in hidden elements; all of them where they outweigh the rest."""
    verdict, shown = judge(elements, walk), set[int]()
    for _ in range(_NESTED):
        if verdict.shown <= shown:
            break
        shown |= verdict.shown
        if verdict.spent:
            elements, numbers = elements.without(verdict.spent)
            shown = {numbers[element] for element in shown if element in numbers}
        walk = Walk(elements, shown=shown)
        verdict = judge(elements, walk)
    text = _prose(walk.blocks)
    foreign = verdict.foreign if text >= _LITTLE_PROSE else set[int]()
    unseen = _unseen_prose(elements, [found.element for found in walk.unseen if found.element not in foreign])
    if unseen > _MUCH_UNSEEN * text and (text < _LITTLE_PROSE or unseen > _LONG_UNSEEN):
        return Walk(elements, show_hidden=True, left_out=foreign), elements, (USED,)
    checks = {USED: bool(shown), LEFT_OUT: verdict.doubt}
    return walk, elements, tuple(word for word, holds in checks.items() if holds)


def _prose(blocks: list[Block]) -> int:
    """Characters in blocks that read like sentences."""
    return sum(len(block.text) for block in blocks if len(block.text) > _SENTENCE and linked(block) < _HALF)


def _unseen_prose(elements: Elements, unseen: list[int]) -> int:
    """Characters in the longer paragraphs of what is not shown."""
    texts = (" ".join(elements.pieces(part)) for element in unseen for part in elements.find(element, ("p",)))
    return sum(len(text) for text in texts if len(text) > _SENTENCE)


def _base_url(sought: Sought, elements: Elements, url: str) -> str:
    hrefs = (elements.attributes[base].get("href") for base in sought.by_tag["base"])
    href = next((href for href in hrefs if href is not None), "").strip()
    try:
        return urljoin(url, href) if href else url
    except ValueError:
        return url

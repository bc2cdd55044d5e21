"""The licence that a page gives itself: what its links and structured data say, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

from junket.pipelines.metadata.jsonld import are_article, are_page, by_id, resolve, types_of
from junket.pipelines.metadata.markup import Head
from junket.pipelines.page.document import Document
from junket.pipelines.page.elements import Elements

MOST = 5
"""Licences of one page that are kept; a page of the field has one, if any."""
_LONGEST = 500
_METAS = ("dcterms.license", "dc.rights.license", "license")
_OF_A_PICTURE = frozenset({"figure", "figcaption", "picture"})


def licences_of(document: Document, head: Head) -> list[str]:
    """Each once: ``<link rel=license>``, JSON-LD's ``license`` of the article or page, ``<a rel=license>``, meta tags.

    A link inside a figure, and the ``license`` of an image's node, are the picture's. (HTML Standard, 4.6.7.7;
    Creative Commons' own markup is the ``<a>``.)
    """
    said = (*_links(head), *_in_json_ld(head), *_anchors(document), *filter(None, [head.meta(*_METAS)]))
    plain = (" ".join(value.split())[:_LONGEST] for value in said)
    return list(islice(dict.fromkeys(filter(None, plain)), MOST))


def licence(licences: list[str], document: Document) -> str | None:
    """The first of them; an address as a whole one."""
    first = next(iter(licences), None)
    if first is None or not (first.startswith(("/", "./", "../")) or first.endswith((".html", ".htm"))):
        return first  # an address already, or words
    try:
        return urljoin(document.base_url or document.url, first)
    except ValueError:
        return first


def _links(head: Head) -> Iterator[str]:
    return (link.href for link in head.links if link.relation == "license")


def _anchors(document: Document) -> Iterator[str]:
    elements = document.elements
    for link in document.sought.by_tag["a"]:
        rel = elements.attributes[link].get("rel")
        if rel and "license" in rel.lower().split() and not _is_a_pictures(elements, link):
            yield elements.attributes[link].get("href", "")


def _is_a_pictures(elements: Elements, link: int) -> bool:
    return any(elements.tags[above] in _OF_A_PICTURE for above in islice(elements.above(link), 20))


def _in_json_ld(head: Head) -> Iterator[str]:
    known = by_id(head.nodes)
    for node in head.nodes:
        if "license" in node and (are_article(types := types_of(node)) or are_page(types)):
            value = node["license"]
            for each in value[:MOST] if isinstance(value, list) else [value]:
                yield from _words(resolve(each, known))


def _words(value: object) -> Iterator[str]:
    """A text, or the address (failing that the name) of a node."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("url", "@id", "name") if isinstance(value.get(key), str)), None)
    if isinstance(value, str):
        yield value

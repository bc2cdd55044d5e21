"""What a page's markup says of itself: meta tags, links, JSON-LD, microdata and ``<time>``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from junket.pipelines.metadata.evidence import MAX_VALUE
from junket.pipelines.metadata.jsonld import Node, read_nodes
from junket.pipelines.page.document import Document
from junket.pipelines.page.elements import Elements

MAX_META = 400
"""Meta tags and links that are read; pages of the open bench have under 200."""
RELATIONS = ("canonical", "alternate", "license")
"""The relations of links that metadata is read from; most links of a page are to style sheets."""
_OTHER_RELATIONS = frozenset({"", "stylesheet", "preload", "dns-prefetch", "preconnect", "icon", "apple-touch-icon"})
"""What most links are."""
MAX_ELEMENTS = 80
"""h1 and ``<time>`` elements that are read, each."""


class HeadLink(NamedTuple):
    """A ``<link>`` with an address, and which of :data:`RELATIONS` it has to the page."""

    relation: str
    href: str
    hreflang: str | None


@dataclass(slots=True)
class Head:
    """The markup's plain facts, before any of them is weighed."""

    metas: list[tuple[str, str]] = field(default_factory=list)
    """Lower-cased name, property, itemprop or http-equiv, and content."""
    links: list[HeadLink] = field(default_factory=list)
    title: str = ""
    """The text of ``<title>``."""
    headings: list[int] = field(default_factory=list)
    """Every h1, as the number of its element."""
    times: list[int] = field(default_factory=list)
    """Every ``<time>``."""
    nodes: list[Node] = field(default_factory=list)
    """All JSON-LD objects."""
    lang: str | None = None
    is_amp: bool = False
    """An AMP page: ``<html amp>`` or ``<html ⚡>``."""
    first: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Each meta tag's first non-empty content, stripped, and the tag's place among :attr:`metas`."""

    def meta(self, *names: str) -> str | None:
        """The first non-empty content under any of ``names``."""
        return min([self.first[name] for name in names if name in self.first], default=(0, None))[1]


def read_head(document: Document) -> Head:
    """The facts of one page, from the elements that the walk met; empty for a plain-text dump."""
    head, elements, sought = Head(), document.elements, document.sought.by_tag
    if document.is_dump:
        return head
    root = elements.attributes[0]
    head.lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    head.is_amp = any(name.rstrip("\ufe0f") in {"amp", "⚡"} for name in root)
    for meta in sought["meta"]:
        _keep_meta(elements.attributes[meta], head)
    for link in sought["link"]:
        _keep_link(elements.attributes[link], head)
    head.title = next(filter(None, (_page_title(elements, title) for title in sought["title"])), "")
    head.headings = sought["h1"][:MAX_ELEMENTS]
    head.times = sought["time"][:MAX_ELEMENTS]
    typed = [(script, kind) for script in sought["script"] if (kind := elements.attributes[script].get("type"))]
    scripts = [elements.texts[script] for script, kind in typed if "ld+json" in kind.lower()]
    head.nodes = read_nodes(list(filter(None, scripts)))
    return head


def _page_title(elements: Elements, title: int) -> str:
    parent = elements.parent(title)
    if parent is not None and elements.tags[parent] == "svg":
        return ""
    return " ".join(elements.texts[title][:MAX_VALUE].split())


def _keep_link(attributes: Mapping[str, str], head: Head) -> None:
    relations = attributes.get("rel", "").lower()
    if relations not in _OTHER_RELATIONS:
        words, href = relations.split(), attributes.get("href")
        for relation in RELATIONS:
            if relation in words and href and len(head.links) < MAX_META:
                head.links.append(HeadLink(relation, href, attributes.get("hreflang")))


def _keep_meta(attributes: Mapping[str, str], head: Head) -> None:
    get = attributes.get
    name = get("property") or get("name") or get("itemprop") or get("http-equiv")
    if name and len(head.metas) < MAX_META:
        name, content = name.strip().lower(), get("content", "")[:MAX_VALUE]
        if value := content.strip():
            head.first.setdefault(name, (len(head.metas), value))
        head.metas.append((name, content))


def text_of(elements: Elements, element: int, limit: int = 400) -> str:
    r"""The element's text, white space collapsed, at most about ``limit`` characters; line ends kept as ``\\n``."""
    pieces: list[str] = []
    length = 0
    for piece in elements.pieces(element):
        pieces.append(piece)
        length += len(piece.strip())
        if length > limit:
            break
    return " ".join("".join(pieces).split())

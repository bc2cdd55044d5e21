"""What libxml2 makes of a page otherwise than the HTML standard, mended in the tree before it is read.

- It knows the elements of HTML 4, so an ``<article>`` or ``<main>`` without ``<body>`` before it lands in the head,
  where nothing is text. The standard (section 13.2.6.4.4, "in head") ends the head at the first element that cannot
  stand in it.
- It makes a second root of what stands after ``</html>``: a second document, a template's rest, an article behind an
  early end. In the standard (section 13.2.6.4.19, "after body") an end tag ends nothing: what follows stands in the
  body. Of the open bench's 1,622 pages 19 have text there.
"""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement

_IN_HEAD = frozenset(
    ("base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title")
)
_ALSO_FOUND = frozenset(("isindex", "object"))
"""HTML 4 allows these in a head too; alone they end none."""
_NO_BODY = frozenset({"head", "frameset"})


def close_head(tree: HtmlElement) -> None:
    """Moves what cannot stand in the head, and all behind it, to the beginning of the body."""
    head = next(iter(tree), None)
    if head is None or head.tag != "head":
        return
    strays = [place for place, child in enumerate(head) if _ends(child) or (child.tail and not child.tail.isspace())]
    if not strays:
        return
    first = strays[0] if _ends(head[strays[0]]) else strays[0] + 1
    words = "" if first == strays[0] else head[strays[0]].tail or ""
    moved = head[first:]
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    if words:
        head[strays[0]].tail = None
    if moved:
        moved[-1].tail = (moved[-1].tail or "") + (body.text or "")
    body.text = words if moved else words + (body.text or "")
    body[:0] = moved


def _ends(element: HtmlElement) -> bool:
    return isinstance(element.tag, str) and element.tag not in _IN_HEAD


def join_after_end(tree: HtmlElement) -> None:
    """Moves what stands after the root into its body."""
    if tree.getnext() is None:
        return
    body = tree.find("body")
    for other in list(tree.itersiblings("html")) if body is not None else ():
        for part in [other] if other.find("body") is None else other.findall("body"):
            _add_text(body, part.text)
            body.extend([child for child in part if child.tag not in _NO_BODY])


def _add_text(body: HtmlElement, text: str | None) -> None:
    if not text:
        return
    if len(body):
        body[-1].tail = f"{body[-1].tail or ''} {text}"
    else:
        body.text = f"{body.text or ''} {text}"

"""CSS selectors of a site's own rules: the one thing that needs a tree, so the elements are made one again for it."""

from __future__ import annotations

from cssselect import SelectorError
from lxml import etree
from lxml.cssselect import CSSSelector

from junket.pipelines.page.elements import Elements


class Selection:
    """A page that selectors are put to; made only for pages of sites that have some."""

    def __init__(self, elements: Elements) -> None:
        self._nodes = _tree(elements)
        self._numbers = {node: number for number, node in enumerate(self._nodes)}

    def find(self, selector: str) -> list[int]:
        """The elements that it matches, in order; none for a bad selector, since rules are checked where they load."""
        if not selector or not self._nodes:
            return []
        try:
            found = CSSSelector(selector, translator="html")(self._nodes[0])
        except SelectorError:
            return []
        nodes = found if isinstance(found, list) else []
        return [self._numbers[node] for node in nodes if isinstance(node, etree._Element)]  # noqa: SLF001  # its only type


def _tree(elements: Elements) -> list[etree._Element]:
    nodes: list[etree._Element] = []
    for number, tag in enumerate(elements.tags):
        node = _named(tag)
        if nodes:
            nodes[elements.parents[number]].append(node)
        for name, value in elements.attributes[number].items():
            _set(node, name, value)
        node.text, node.tail = _written(elements.texts[number]), _written(elements.tails[number]) if nodes else None
        nodes.append(node)
    return nodes


def _named(tag: str) -> etree._Element:
    """An element of this name; one that XML does not allow (``o:p``) is ``unknown``."""
    try:
        return etree.Element(tag)
    except ValueError:
        return etree.Element("unknown")


def _set(node: etree._Element, name: str, value: str) -> None:
    """An attribute; without one that XML does not allow (``@click``)."""
    try:
        node.set(name, _written(value) or "")
    except ValueError:
        return


def _written(text: str) -> str | None:
    """Text that XML allows: a control character that an entity names is none, nor are U+FFFE, U+FFFF and surrogates."""
    return "".join(filter(_allowed, text)) if text and not text.isprintable() else text or None


def _allowed(char: str) -> bool:
    return (char >= " " and char not in "\ufffe\uffff" and not "\ud800" <= char <= "\udfff") or char in "\t\n\r"

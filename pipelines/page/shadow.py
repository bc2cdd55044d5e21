"""Declarative shadow roots: what a browser shows of ``<x-note><template shadowrootmode="open">…</template></x-note>``.

The template's content stands in place of its host's, and what the host holds goes where the content has a slot for it
(HTML Living Standard, 4.12.3 and 4.12.4). libxml2 knows no templates: their content is plain elements, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MODES = frozenset(("open", "closed"))
_MOST = 5_000
"""Shadow roots that are composed; a page with a component for each word has under 2,000."""


class _Light(NamedTuple):
    """A piece of a host's own content, the name of the slot that it asks for, and the text behind it."""

    element: HtmlElement | None
    text: str
    slot: str


def is_shadow_root(element: HtmlElement) -> bool:
    """Whether a template is shown in place of its host's content. ``shadowroot`` is what Chrome 90 to 123 read."""
    mode = element.get("shadowrootmode") or element.get("shadowroot") or ""
    return element.tag == "template" and mode.strip().lower() in _MODES


def compose(tree: HtmlElement) -> bool:
    """Puts the content of each shadow root in its host's place, in the tree; what has no slot becomes a template.

    False where there is none.
    """
    composed: set[HtmlElement] = set()
    for template in [element for element in tree.iter("template") if is_shadow_root(element)][:_MOST]:
        host = template.getparent()
        if host is not None and host not in composed:
            composed.add(host)
            _compose(host, template)
    return bool(composed)


def _compose(host: HtmlElement, template: HtmlElement) -> None:
    light = list(_light(host, template))
    slots: dict[str, HtmlElement] = {}
    for slot in _slots(template):
        slots.setdefault(slot.get("name", ""), slot)
    host.text = template.text
    host[:] = list(template)
    rest = etree.SubElement(host, "template")
    filled: set[HtmlElement] = set()
    for piece in light:
        place = slots.get(piece.slot, rest)
        if place not in filled:
            filled.add(place)
            place.text = None
            place[:] = []
        _add(place, piece)
    if not len(rest) and not (rest.text or "").strip():
        host.remove(rest)


def _light(host: HtmlElement, template: HtmlElement) -> Iterator[_Light]:
    if host.text and host.text.strip():
        yield _Light(None, host.text, "")
    for child in host:
        tail, child.tail = child.tail or "", None
        if child is not template:
            yield _Light(child, "", child.get("slot", ""))
        if tail.strip():
            yield _Light(None, tail, "")


def _slots(template: HtmlElement) -> Iterator[HtmlElement]:
    """Its slots, in order; those inside another shadow root belong to that one."""
    walker = etree.iterwalk(template, events=("start",))
    for _, element in walker:
        if element is not template and is_shadow_root(element):
            walker.skip_subtree()
        elif element.tag == "slot":
            yield element


def _add(place: HtmlElement, piece: _Light) -> None:
    if piece.element is not None:
        place.append(piece.element)
    elif len(place):
        place[-1].tail = (place[-1].tail or "") + piece.text
    else:
        place.text = (place.text or "") + piece.text

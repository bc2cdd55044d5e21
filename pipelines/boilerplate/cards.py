"""Cards: teasers for other pages, each a linked heading with a line or two, several side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from junket.pipelines.boilerplate.prose import linked
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements

_LINKED = 0.9
_MIN_CARDS = 3
_MAX_CLIMB = 5
_MAX_PROSE = 700
"""Characters of prose in one card; a section of a list article has more."""
_MOST_OF_PAGE = 0.35
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def drop_cards(sheet: StripState) -> None:
    """Take out groups of three and more cards, and what stands in them.

    A group with much of the page's prose is the page's own list, and one that leads to other sites is
    an article about them.
    """
    groups: defaultdict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for position, block in enumerate(sheet.blocks):
        if _is_link_heading(block) and _leads_within(block, sheet.elements, sheet.document.base_url):
            groups[block.tag, block.path].append(position)
    total = sum(sheet.raw)
    for members in groups.values():
        if len(members) < _MIN_CARDS:
            continue
        cards = list(_cards(sheet, members))
        if sum(sheet.raw[position] for card in cards for position in card) <= _MOST_OF_PAGE * total:
            for position in (position for card in cards for position in card):
                sheet.drop(position, "cards")
                sheet.weights[position] = 0.0


def _is_link_heading(block: Block) -> bool:
    """A numbered heading ("3. …") is a section of a list article, and no teaser."""
    return block.tag in _HEADINGS and linked(block) > _LINKED and not block.text[:1].isdigit()


def _leads_within(block: Block, elements: Elements, base_url: str) -> bool:
    """Whether the heading's link leads to another page of the same site."""
    element = block.element
    if element is None:
        return False
    link = elements.first(element, ("a",))
    if link is None:
        link = next((above for above in elements.upward(element) if elements.tags[above] == "a"), None)
    href = elements.attributes[link].get("href", "").strip() if link is not None else ""
    try:
        host = urlsplit(href).hostname
        return bool(href) and not href.startswith("#") and (host is None or host == urlsplit(base_url).hostname)
    except ValueError:
        return False


def _cards(sheet: StripState, members: list[int]) -> Iterator[list[int]]:
    """For each heading, the positions of the blocks in its card: the widest element that holds no other's heading."""
    upward, blocks = sheet.elements.upward, sheet.blocks
    above = {position: list(islice(upward(blocks[position].element), _MAX_CLIMB + 1)) for position in members}
    shared = Counter(element for chain in above.values() for element in chain)
    for position, chain in above.items():
        own = [element for element in chain if shared[element] == 1]
        card = _card(sheet, position, own[-1]) if len(own) > 1 else []
        if sum(sheet.raw[inside] for inside in card) <= _MAX_PROSE:
            yield card


def _card(sheet: StripState, heading: int, card: int) -> list[int]:
    inside = [heading]
    for step in (1, -1):
        position = heading + step
        while 0 <= position < len(sheet.blocks) and _is_inside(sheet, position, card):
            inside.append(position)
            position += step
    return inside


def _is_inside(sheet: StripState, position: int, card: int) -> bool:
    element = sheet.blocks[position].element
    return element is not None and sheet.elements.holds(card, element)

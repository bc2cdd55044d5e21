"""The article's container: the smallest element that holds most of the page's prose."""

from __future__ import annotations

from junket.pipelines.boilerplate.prose import linked, size
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.elements import Elements

MOST = 0.85
"""The share of the page's prose that makes an element the container (tuned on WCXB and fundus)."""
_TABLE = frozenset({"table", "tbody", "tr"})
_MOST_CELL = 0.6
"""The share of a layout table's prose that makes one cell the article's: rows of chrome stand above and below it."""
_ENOUGH = 400.0
"""Characters of prose that make an ``article`` element with the title in it an article, not a teaser."""
_MOST_LEAD = 0.35
_SHORTEST_LEAD, _LONG_LEAD, _LEAD_LINKED = 40, 60, 0.3
_HARMLESS = frozenset({None, "metadata"})


def members(sheet: StripState, holders: set[int]) -> list[bool]:
    """For each block, whether it stands in one of the elements."""
    known = dict.fromkeys(holders, True)
    parents = sheet.elements.parents
    inside = []
    for block in sheet.blocks:
        above: list[int] = []
        element = -1 if block.element is None else block.element
        while element >= 0 and element not in known:
            above.append(element)
            element = parents[element]
        found = element >= 0 and known[element]
        for below in above:
            known[below] = found
        inside.append(found)
    return inside


def prose_by_element(sheet: StripState) -> dict[int, float]:
    """Characters of prose below each element."""
    sums: dict[int, float] = {}
    by_parent: dict[int, float] = {}
    parents = sheet.elements.parents
    for block, weight in zip(sheet.blocks, sheet.weights, strict=True):
        if weight and block.element is not None:
            sums[block.element] = sums.get(block.element, 0.0) + weight
            parent = parents[block.element]
            if parent >= 0:
                by_parent[parent] = by_parent.get(parent, 0.0) + weight
    for parent, weight in by_parent.items():
        for element in sheet.elements.upward(parent):
            sums[element] = sums.get(element, 0.0) + weight
    return sums


def find_container(sums: dict[int, float], elements: Elements, most: float = MOST) -> int | None:
    """The deepest element with at least ``most`` of all prose. None where there is no prose."""
    total = max(sums.values(), default=0.0)
    holders = [element for element, weight in sums.items() if weight >= most * total]
    container = min(holders, key=lambda element: sums[element], default=None)
    is_table = container is not None and elements.tags[container] in _TABLE
    return _main_cell(sums, elements, container) if container is not None and is_table else container


def _main_cell(sums: dict[int, float], elements: Elements, table: int) -> int:
    """Of a table that lays out the page, the cell that holds most of its prose; else the table itself."""
    enough = _MOST_CELL * sums[table]
    cells = [cell for cell, weight in sums.items() if elements.tags[cell] == "td" and weight >= enough]
    return min((cell for cell in cells if elements.holds(table, cell)), key=lambda cell: sums[cell], default=table)


def span(sheet: StripState, container: int) -> tuple[int, int]:
    """First position and end (exclusive) of the blocks inside an element: they lie in one stretch."""
    inside = [position for position, found in enumerate(members(sheet, {container})) if found]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def drop_outside(sheet: StripState) -> None:
    """Find the container and take out what lies outside it, but for the lead between it and the title."""
    sums = prose_by_element(sheet)
    title = title_position(sheet)
    container = _own_article(sheet, sums, title)
    if container is None:
        container = find_container(sums, sheet.elements)
    if container is None:
        return
    sheet.container = container
    start, end = span(sheet, container)
    lead = _lead(sheet, title, start, sum(sheet.weights[start:end]))
    for position in range(len(sheet.blocks)):
        if not start <= position < end and position not in lead:
            sheet.drop(position, "container")


def title_position(sheet: StripState) -> int | None:
    """Where the title stands: the first block marked so, else the first first-level heading."""
    marked = [position for position, what in sheet.metadata.marked.items() if what == "title"]
    headings = [position for position in marked if sheet.blocks[position].tag in {"h1", "h2"}]
    if headings or marked:
        return min(headings or marked)
    return next((position for position, block in enumerate(sheet.blocks) if block.tag == "h1"), None)


def _own_article(sheet: StripState, sums: dict[int, float], title: int | None) -> int | None:
    """The container inside the ``article`` element that holds the title and prose of its own: others may follow it."""
    if title is None:
        return None
    elements = sheet.elements
    for element in elements.upward(sheet.blocks[title].element):
        if elements.tags[element] == "article" and sums.get(element, 0.0) >= _ENOUGH:
            inside = {child: weight for child, weight in sums.items() if elements.holds(element, child)}
            return find_container(inside, elements)
    return None


def _lead(sheet: StripState, title: int | None, start: int, prose: float) -> set[int]:
    """Positions of prose between the title and the container, where it is little beside the article."""
    if title is None or title >= start:
        return set()
    found = {position for position in range(title + 1, start) if is_lead(sheet, position)}
    return found if sum(len(sheet.blocks[position].text) for position in found) <= _MOST_LEAD * prose else set()


def is_lead(sheet: StripState, position: int) -> bool:
    """Whether a block reads like a lead: a sentence, or a subheading as long as one, in no chrome."""
    block = sheet.blocks[position]
    length = size(block.text)
    if block.path[-2:] == ("body", "header"):  # the site's own header, with its motto
        return False
    if sheet.chrome[position] not in _HARMLESS or length < _SHORTEST_LEAD or linked(block) > _LEAD_LINKED:
        return False
    return sheet.raw[position] > 0 or length >= _LONG_LEAD

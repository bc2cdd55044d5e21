"""A page's elements as plain columns: what the tree says, without the tree.

Elements are numbered in document order, so what stands inside element ``e`` is ``range(e + 1, ends[e])`` and "inside"
is a comparison. Later steps hold numbers, not nodes: columns can go to another process, or come from another parser.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Items = tuple[tuple[str, str], ...]
MAX_CLIMB = 200
"""Elements above one that are looked at."""
_NO_ATTRIBUTES: Mapping[str, str] = {}
_MANY = 20_000
"""Elements from which a page's attributes are shared where they are the same: a hostile page has a million."""
_SHARED = 10_000
"""Sets of attributes that are remembered for it."""


class Elements:
    """The columns, one entry an element. Empty for a plain-text dump. Nothing changes them after the parse."""

    __slots__ = ("attributes", "ends", "parents", "tags", "tails", "texts")

    def __init__(self) -> None:
        self.tags: list[str] = []
        """Lower-cased names; empty for what is no element (a processing instruction)."""
        self.parents = array("i")
        """The root's is -1."""
        self.ends = array("i")
        """The first element behind one and all that is inside it."""
        self.attributes: list[Mapping[str, str]] = []
        self.texts: list[str] = []
        """The text before an element's first child."""
        self.tails: list[str] = []
        """The text behind an element, up to the next tag."""

    def __len__(self) -> int:
        return len(self.tags)

    def above(self, element: int) -> Iterator[int]:
        """The elements that hold one, innermost first."""
        parents = self.parents
        element = parents[element]
        while element >= 0:
            yield element
            element = parents[element]

    def upward(self, element: int | None) -> Iterator[int]:
        """The element and those above it, at most :data:`MAX_CLIMB` of them; none for None."""
        return iter(()) if element is None else islice(chain((element,), self.above(element)), MAX_CLIMB)

    def parent(self, element: int) -> int | None:
        """The element that holds one; None for the root."""
        above = self.parents[element]
        return above if above >= 0 else None

    def holds(self, outer: int, element: int) -> bool:
        """Whether an element is another one or stands inside it."""
        return outer <= element < self.ends[outer]

    def is_leaf(self, element: int) -> bool:
        """Whether an element holds no other."""
        return self.ends[element] == element + 1

    def children(self, element: int) -> Iterator[int]:
        """The elements right inside one, in order."""
        ends, child, end = self.ends, element + 1, self.ends[element]
        while child < end:
            yield child
            child = ends[child]

    def next(self, element: int) -> int | None:
        """The next element in the same parent."""
        behind, parent = self.ends[element], self.parents[element]
        return behind if parent >= 0 and behind < self.ends[parent] else None

    def previous(self, element: int) -> int | None:
        """The element before it in the same parent."""
        before, parent = element - 1, self.parents[element]
        while before > parent >= 0:
            above = self.parents[before]
            if above == parent:
                return before
            before = above
        return None

    def find(self, element: int, tags: Collection[str]) -> Iterator[int]:
        """The element and what is inside it, those of these tags, in document order."""
        names = self.tags
        return (inner for inner in range(element, self.ends[element]) if names[inner] in tags)

    def first(self, element: int, tags: Collection[str]) -> int | None:
        """The first that :meth:`find` finds."""
        return next(self.find(element, tags), None)

    def pieces(self, element: int) -> Iterator[str]:
        """The pieces of text inside an element, in order."""
        ends, texts, tails = self.ends, self.texts, self.tails
        if texts[element]:
            yield texts[element]
        within: list[int] = []
        for inner in range(element + 1, ends[element]):
            while within and ends[within[-1]] <= inner:
                if tail := tails[within.pop()]:
                    yield tail
            if text := texts[inner]:
                yield text
            within.append(inner)
        yield from filter(None, (tails[inner] for inner in reversed(within)))

    def without(self, emptied: Collection[int]) -> tuple[Elements, dict[int, int]]:
        """The elements without what is inside of some, and the new number of each that stays."""
        gone, bare = set[int](), set(emptied)
        for element in sorted(bare):
            if element not in gone:  # else all that is inside went with what is around it
                gone.update(range(element + 1, self.ends[element]))
        stay = [element for element in range(len(self)) if element not in gone]
        number = {element: place for place, element in enumerate(stay)}
        left = Elements()
        left.tags = [self.tags[element] for element in stay]
        left.parents = array("i", [number.get(self.parents[element], -1) for element in stay])
        left.attributes = [self.attributes[element] for element in stay]
        left.texts = ["" if element in bare else self.texts[element] for element in stay]
        left.tails = [self.tails[element] for element in stay]
        behind, ends = len(stay), dict[int, int]()
        for element in range(len(self), -1, -1):
            behind = number.get(element, behind)
            ends[element] = behind
        left.ends = array("i", [ends[self.ends[element]] for element in stay])
        return left, number


def read_elements(tree: HtmlElement) -> Elements:
    """The columns of a tree. Each attribute of an lxml element costs a call, so each is read here, once."""
    elements = Elements()
    tags, parents, ends, attributes = elements.tags, elements.parents, elements.ends, elements.attributes
    texts, tails = elements.texts, elements.tails
    names: dict[str, str] = {}
    known: dict[Items, Mapping[str, str]] = {}
    around: list[HtmlElement] = []
    numbers = [-1]
    number = 0
    for node in tree.iter():
        above = node.getparent()
        while around and around[-1] is not above:
            around.pop()
            ends[numbers.pop()] = number
        tag, items = node.tag, node.items()
        plain = isinstance(tag, str)
        tags.append(names.setdefault(tag, tag) if plain else "")
        parents.append(numbers[-1])
        ends.append(0)
        if not items:
            attributes.append(_NO_ATTRIBUTES)
        else:
            attributes.append(dict(items) if number < _MANY else _shared(tuple(items), names, known))
        texts.append((node.text or "") if plain else "")
        tails.append(node.tail or "")
        around.append(node)
        numbers.append(number)
        number += 1
    for open_still in numbers[1:]:
        ends[open_still] = number
    return elements


def _shared(items: Items, names: dict[str, str], known: dict[Items, Mapping[str, str]]) -> Mapping[str, str]:
    """Attributes as a mapping; the one that there is, where it is among the first."""
    found = known.get(items)
    if found is None:
        found = {names.setdefault(name, name): value for name, value in items}
        if len(known) < _SHARED:
            known[items] = found
    return found

"""Where on a new page stands what an old record says: the elements that hold its title, text, day and authors."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

from junket.pipelines.page.document import Document
from junket.pipelines.page.elements import Elements

_WORD = re.compile(r"\w+")
_RUN = 3
"""Words of a shingle: two are said by chance, four miss a line of few words (Broder's w-shingling)."""
_WANTED, _FOREIGN = 0.6, 0.2
"""The share of a block's shingles in the old text, from which on it is the article's, and up to which it is not."""
_MOST_OF_IT = 0.9
"""The share of the old text that a page must hold: less is another page, or a wall."""
_HOLDS = 0.95
"""Of what the page holds of the text, the share that the container must have."""
_BESIDE_VALUE = 80
"""Characters that may stand around a name or a day ("Pier no. 4, … held the pen")."""
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "html", "body", "option", ""})


@dataclass(frozen=True, slots=True)
class Place:
    """An element that holds what is sought. ``excess``: characters that it holds beside it."""

    element: int
    excess: int


class Aligned:
    """A new page held against what is known of its article."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.elements: Elements = document.elements

    @cached_property
    def _lengths(self) -> tuple[list[int], list[int]]:
        """Characters of texts and of tails before each element."""
        elements = self.elements
        return (
            list(accumulate(map(len, elements.texts), initial=0)),
            list(accumulate(map(len, elements.tails), initial=0)),
        )

    def length(self, element: int) -> int:
        """Characters inside an element, at once."""
        texts, tails = self._lengths
        end = self.elements.ends[element]
        return texts[end] - texts[element] + tails[end] - tails[element + 1]

    def value(self, element: int) -> str:
        """What a selector of a field would read from an element."""
        attributes = self.elements.attributes[element]
        return attributes.get("datetime") or attributes.get("content") or " ".join(self.elements.pieces(element))

    def title(self, title: str) -> list[Place]:
        """The elements that hold the title and nothing else."""
        wanted = folded(title)
        return [place for place, words in self._short(len(title)) if words == wanted] if wanted else []

    def authors(self, names: tuple[str, ...]) -> list[Place]:
        """The elements that hold all names, and few words beside them."""
        wanted = [folded(name) for name in names if folded(name)]
        if not wanted:
            return []
        size = sum(map(len, wanted))
        return [
            Place(place.element, max(0, len(words) - size))
            for place, words in self._short(size)
            if all(f" {name} " in f" {words} " for name in wanted)
        ]

    def date(self, day: date) -> list[Place]:
        """The elements that hold the day, as far as its year and day of the month tell; few words beside it."""
        iso, found = day.isoformat(), []
        for place, words in self._short(len(iso)):
            numbers = {number.lstrip("0") for number in words.split() if number.isdigit()}
            if self.value(place.element).strip().startswith(iso) or {str(day.day), str(day.year)} <= numbers:
                found.append(Place(place.element, max(0, len(words) - len(iso))))
        return found

    def _short(self, size: int) -> Iterator[tuple[Place, str]]:
        """Elements of about that many characters, with their words."""
        for element, tag in enumerate(self.elements.tags):
            attributes = self.elements.attributes[element]
            said = tag == "meta" or "datetime" in attributes
            if tag not in _UNSEEN and (said or 0 < self.length(element) <= 2 * size + _BESIDE_VALUE):
                yield Place(element, 0), folded(self.value(element)[:1000])

    def content(self, text: str) -> list[Place]:
        """The elements that hold the text; none where it is not there."""
        wanted, total = self._wanted(shingles(text))
        holds = accumulated(self.elements, wanted)
        everything = accumulated(self.elements, self._sizes)
        words = len(_WORD.findall(text))
        if not total or total < _MOST_OF_IT * words:
            return []
        total = min(total, words)  # comments quote it
        enough = [element for element in range(len(holds)) if holds[element] >= _HOLDS * total]
        return [
            Place(element, everything[element] - holds[element])
            for element in enough
            if self.elements.tags[element] not in _UNSEEN
        ]

    def foreign(self, text: str, within: Iterable[int]) -> set[int]:
        """Of some elements, those whose blocks are none of the text's."""
        known = shingles(text)
        blocks, none = dict[int, int](), dict[int, int]()
        for block in self.document.blocks:
            if block.element is not None:
                foreign = _share(block.text, known) <= _FOREIGN and len(_WORD.findall(block.text)) >= _RUN
                blocks[block.element] = blocks.get(block.element, 0) + 1
                none[block.element] = none.get(block.element, 0) + foreign
        all_of, foreign_of = accumulated(self.elements, blocks), accumulated(self.elements, none)
        return {element for element in within if 0 < all_of[element] == foreign_of[element]}

    def _wanted(self, known: frozenset[tuple[str, ...]]) -> tuple[dict[int, int], int]:
        """Words of the old text by the element of their block, and how many; what is repeated (in comments) once."""
        found: dict[int, int] = {}
        once: dict[str, int] = {}
        for block in self.document.blocks:
            if block.element is not None and _share(block.text, known) >= _WANTED:
                words = _WORD.findall(block.text)
                found[block.element] = found.get(block.element, 0) + len(words)
                once[" ".join(words)] = len(words)
        return found, sum(once.values())

    @cached_property
    def _sizes(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for block in self.document.blocks:
            if block.element is not None:
                found[block.element] = found.get(block.element, 0) + len(_WORD.findall(block.text))
        return found


def accumulated(elements: Elements, own: dict[int, int]) -> list[int]:
    """For each element the sum of what it and all inside it have."""
    sums = [own.get(element, 0) for element in range(len(elements))]
    for element in range(len(elements) - 1, 0, -1):
        if (above := elements.parents[element]) >= 0:
            sums[above] += sums[element]
    return sums


def folded(text: str) -> str:
    """Its words, case and punctuation set aside."""
    return " ".join(_WORD.findall(text.casefold()))


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of three words, within each paragraph."""
    return frozenset(run for line in text.splitlines() for run in _runs(line))


def alike(text: str, other: str) -> float:
    """How far two texts are the same, 0 to 1: the words that they share (the F1 of both as bags of words)."""
    one, two = (Counter(_WORD.findall(each.casefold())) for each in (text, other))
    total = one.total() + two.total()
    return 2 * (one & two).total() / total if total else 1.0


def _runs(line: str) -> list[tuple[str, ...]]:
    words = _WORD.findall(line.casefold())
    if len(words) < _RUN:
        return [tuple(words)] if words else []
    return list(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _share(text: str, known: frozenset[tuple[str, ...]]) -> float:
    runs = [run for line in text.splitlines() for run in _runs(line)]
    return sum(run in known for run in runs) / len(runs) if runs else 0.0

"""The end of the article: from a tail marker ("Read also", "Leave a reply") on, when no article follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipelines.boilerplate.sheet import Sheet
from pipelines.boilerplate.vocabulary import is_heading_like

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PARAGRAPH = 60
_REST = 0.25
"""The share of the article's prose that may lie behind a marker for the marker to end the article."""


def drop_tail(sheet: Sheet) -> None:
    """Take out what follows the first marker behind which little prose is left."""
    kept_prose = [weight if rule is None else 0.0 for weight, rule in zip(sheet.weights, sheet.rules, strict=True)]
    total = sum(kept_prose)
    for position, rule in _markers(sheet):
        if rule == "related" and _goes_on(sheet, kept_prose, position):
            continue
        if sum(kept_prose[position + 1 :]) <= _REST * total:
            for after in range(position + 1, len(sheet.blocks)):
                sheet.drop(after, rule)
            return


def _markers(sheet: Sheet) -> Iterator[tuple[int, str]]:
    found = [
        (position, phrase.rule)
        for position, phrase in sheet.phrases.items()
        if phrase.tail and is_heading_like(phrase, sheet.blocks[position].text)
    ]
    return iter(sorted(found + [(position, "residue") for position in sheet.ends]))


def _goes_on(sheet: Sheet, prose: list[float], marker: int) -> bool:
    """Whether paragraphs behind the marker stand in the same element as paragraphs before it (a box in mid-text)."""
    holders = {_holder(sheet, position) for position in range(marker) if prose[position]} - {None}
    rest = range(marker + 1, len(sheet.blocks))
    return any(prose[position] >= _PARAGRAPH and _holder(sheet, position) in holders for position in rest)


def _holder(sheet: Sheet, position: int) -> HtmlElement | None:
    element = sheet.blocks[position].element
    return None if element is None else element.getparent()

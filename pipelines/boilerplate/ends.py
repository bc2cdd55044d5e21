"""Where the article begins and ends on the page.

What stands before the title is the site's navigation; from a tail marker ("Read also", "Leave a reply") on, all goes
when no article follows.
"""

from __future__ import annotations

from itertools import accumulate

from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.boilerplate.vocabulary import is_heading_like, is_title, trimmed

_PROSE = 200
"""A block before the title with this much prose is no navigation, and the title stands elsewhere too."""
_PARAGRAPH = 60
_REST = 0.25
"""The share of the article's prose that may lie behind a marker for the marker to end the article."""


def drop_before_title(sheet: StripState) -> None:
    """Take out the blocks before the first one that is the title."""
    title = trimmed(sheet.metadata.title or "")
    at = [position for position, what in sheet.metadata.marked.items() if what == "title"]
    at += [position for position, block in enumerate(sheet.blocks) if is_title(block.text, title)] if title else []
    before = [position for position in sheet.kept() if position < min(at, default=0)]
    if all(sheet.raw[position] < _PROSE for position in before):
        for position in before:
            sheet.drop(position, "before_title")


def drop_tail(sheet: StripState) -> None:
    """Take out what follows the first marker behind which little prose is left."""
    markers = _markers(sheet)
    if not markers:
        return
    prose = [weight if rule is None else 0.0 for weight, rule in zip(sheet.weights, sheet.rules, strict=True)]
    left = list(accumulate(reversed(prose), initial=0.0))[::-1]
    reach = _reach(sheet, prose)
    for position, rule in markers:
        if rule == "related" and reach[position] > position:
            continue
        if left[position + 1] <= _REST * left[0]:
            for after in range(position + 1, len(sheet.blocks)):
                sheet.drop(after, rule)
            return


def _markers(sheet: StripState) -> list[tuple[int, str]]:
    found = [
        (position, phrase.rule)
        for position, phrase in sheet.phrases.items()
        if phrase.tail and is_heading_like(phrase, sheet.blocks[position].text)
    ]
    return sorted(found + [(position, "residue") for position in sheet.ends])


def _reach(sheet: StripState, prose: list[float]) -> list[int]:
    """For each position, the last paragraph in an element that holds paragraphs before it too.

    Where that lies behind a marker, the marker is a box in mid-text.
    """
    holders = [_holder(sheet, position) if weight else None for position, weight in enumerate(prose)]
    last = {
        holder: position
        for position, holder in enumerate(holders)
        if holder is not None and prose[position] >= _PARAGRAPH
    }
    return list(accumulate((last.get(holder, -1) if holder is not None else -1 for holder in holders), max, initial=-1))


def _holder(sheet: StripState, position: int) -> int | None:
    element = sheet.blocks[position].element
    return None if element is None else sheet.elements.parent(element)

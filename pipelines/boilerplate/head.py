"""The head of a page: what stands before the title is the site's navigation."""

from __future__ import annotations

from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.boilerplate.vocabulary import is_title, trimmed

_PROSE = 200
"""A block before the title with this much prose is no navigation, and the title stands elsewhere too."""


def drop_before_title(sheet: StripState) -> None:
    """Take out the blocks before the first one that is the title."""
    title = trimmed(sheet.metadata.title or "")
    at = [position for position, what in sheet.metadata.marked.items() if what == "title"]
    at += [position for position, block in enumerate(sheet.blocks) if is_title(block.text, title)] if title else []
    before = [position for position in sheet.kept() if position < min(at, default=0)]
    if all(sheet.raw[position] < _PROSE for position in before):
        for position in before:
            sheet.drop(position, "before_title")

"""Headings as questions where fewer of a level's headings ask: they take over from another style partway."""

from __future__ import annotations

from collections.abc import Iterable

from junket.pipelines.turns.alternate import alternate
from junket.pipelines.turns.draft import Proposal
from junket.pipelines.turns.sheet import Sheet
from junket.pipelines.turns.styles.heading import asking_levels, heading_span
from junket.pipelines.turns.styles.style import Style, no_marks

_MIN_ASKING = 0.3
"""Where headings take over from another style, there are fewer of them to tell by."""


def propose(sheet: Sheet) -> Iterable[Proposal]:
    """As ``heading`` does, with levels on which fewer headings ask."""
    asking = asking_levels(sheet, _MIN_ASKING)
    if asking and asking != asking_levels(sheet):
        yield alternate(sheet, heading_span(asking))


STYLE = Style("heading, doubtful", propose, no_marks, 0.85)

"""Where a block stands in the run of the page: how much lies before it, and how far off the marks around it are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from junket.pipelines.boilerplate.container import title_position
from junket.pipelines.boilerplate.learned.scale import MOST, byte, share
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.block import HEADINGS

NAMES = ("prose_before", "kept_before", "from_title", "since_heading", "until_heading", "since_word")
"""The share of prose, and of standing prose, before the block; blocks from the title; blocks since and until a
heading; blocks since a word of chrome."""
_MIDDLE = 128


def position_rows(sheet: StripState, stretch: range, positions: Sequence[int]) -> list[tuple[int, ...]]:
    """``NAMES`` of each block, as seen within ``stretch``."""
    first, last = stretch.start, stretch.stop
    prose = sheet.raw[first:last]
    standing = [weight if rule is None else 0.0 for weight, rule in zip(prose, sheet.rules[first:last], strict=True)]
    headings = [block.tag in HEADINGS for block in sheet.blocks[first:last]]
    title = title_position(sheet)
    columns = (
        _before(prose),
        _before(standing),
        [0] * len(prose) if title is None else [max(1, byte(_MIDDLE + place - title)) for place in stretch],
        _since(headings),
        _since(reversed(headings))[::-1],
        _since([position in sheet.phrases for position in stretch]),
    )
    rows = list(zip(*columns, strict=True))
    return [rows[position - first] for position in positions]


def _before(weights: Sequence[float]) -> list[int]:
    """For each block the share of all weight that lies before it."""
    total = sum(weights)
    return [share(before, total) for before in accumulate(weights[:-1], initial=0.0)]


def _since(marks: Iterable[bool]) -> list[int]:
    """For each block how far back the last mark is: 0 where it stands, 255 where none came."""
    distances, distance = [], MOST
    for mark in marks:
        distance = 0 if mark else min(MOST, distance + 1)
        distances.append(distance)
    return distances

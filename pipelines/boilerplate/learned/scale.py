"""Every feature of a block is one byte, so that the trees can look at a whole page at once."""

from __future__ import annotations

from math import log2

MOST = 255
_STEPS = 20
"""Steps for each doubling: 255 is reached at some 6,900."""
_TABLE_SIZE = 4096
_LOG = bytes(min(MOST, int(_STEPS * log2(1 + count))) for count in range(_TABLE_SIZE))


def byte(number: float) -> int:
    """A whole number, cut to 0 to 255."""
    return 0 if number <= 0 else MOST if number >= MOST else int(number)


def share(part: float, whole: float = 1.0) -> int:
    """A share (0 to 1) in 255 steps; 0 where there is no whole."""
    return byte(MOST * part / whole) if whole > 0 else 0


def log(count: float) -> int:
    """A count or length, by its order of magnitude."""
    return _LOG[int(count)] if count < _TABLE_SIZE else byte(_STEPS * log2(1 + count))

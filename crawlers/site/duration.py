"""Spans of time as people write them in a site's file: ``30m``, ``6h``, ``7d``, ``2w``."""

from __future__ import annotations

import re
from datetime import timedelta

_WRITTEN = re.compile(r"\s*(\d{1,6})\s*([mhdw])\s*")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def parse_duration(text: str) -> timedelta:
    """The span that ``text`` writes. ValueError for none, and for nothing at all."""
    found = _WRITTEN.fullmatch(text)
    span = int(found[1]) * _UNITS[found[2]] if found else timedelta()
    if not span:
        raise ValueError(f'{text!r} must be a number and m, h, d or w, as in "6h"')
    return span

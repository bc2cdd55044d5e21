"""Inline CSS: whether it hides an element, breaks the line at it or changes its font."""

from __future__ import annotations

import re
from functools import lru_cache

from junket.pipelines.page.block import TextStyle

CssEffect = tuple[bool, int, int, bool]
"""What inline CSS does: not shown, style bits added, style bits taken away, shown as a block."""

_MEMO = 8192
"""Inline styles remembered from page to page."""
_LONG = 500
_DISPLAY = re.compile(r"display\s*:\s*([a-z]+)")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|normal|lighter|[1-9]00)")
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)")


def css_effect(css: str) -> CssEffect:
    """What the value of a ``style`` attribute does."""
    return _read(css) if len(css) > _LONG else _remembered(css)


def _read(css: str) -> CssEffect:
    css = css.lower()
    found = _DISPLAY.search(css)
    display = found[1] if found else ""
    added, taken = _font(css)
    return display == "none", added, taken, display in {"block", "flex", "grid"}


_remembered = lru_cache(maxsize=_MEMO)(_read)


def _font(css: str) -> tuple[int, int]:
    """Style bits that the CSS adds and takes away."""
    bits = [0, 0]
    if "font" not in css:
        return 0, 0
    if weight := _WEIGHT.search(css):
        light = weight[1] in {"normal", "lighter"} or weight[1] < "6"
        bits[light] |= TextStyle.BOLD.value
    if slant := _SLANT.search(css):
        bits[slant[1] == "normal"] |= TextStyle.ITALIC.value
    return bits[0], bits[1]

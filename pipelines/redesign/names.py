"""CSS that names an element so that other pages of the template have it too: by what it is, never by its place.

Names that a build makes anew (``css-1x2y3z``, ``Story_head__x7Gh2``) and such as say how something looks (``flex``) are
left out, or cut down to the part that stays; ``nth-child`` is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise, product
from typing import NamedTuple

from junket.pipelines.page.elements import Elements

MOST_NAMES = 12
"""Selectors for one element by itself; more classes than that say nothing more."""
MOST_ABOVE = 8
"""Elements above one that may be named before it."""
_ATTRIBUTES = (
    "itemprop", "property", "rel", "name", "data-testid", "data-test", "data-qa", "data-component", "data-role",
)  # fmt: skip
"""Attributes that say what an element is: of microdata and RDFa, and those that a site's own tests hold on to."""
_SAYING = frozenset({"article", "main", "h1", "time", "address"})
"""Tags that may stand alone."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,60}")
_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9_:. -]{1,60}")
_TOKEN = re.compile(r"[A-Za-z0-9]+")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_MADE = frozenset({"css", "sc", "jss", "jsx", "svelte", "emotion", "ng", "makestyles"})
"""How names begin that CSS-in-JS libraries make."""
_LOOKS = frozenset(
    {
        "flex", "grid", "block", "inline", "hidden", "row", "rows", "col", "cols", "column", "columns", "container",
        "clearfix", "wrapper", "inner", "outer", "left", "right", "center", "auto", "bold", "italic", "font", "text",
        "bg", "border", "rounded", "shadow", "w", "h", "m", "p", "mx", "my", "mt", "mb", "ml", "mr", "px", "py",
        "pt", "pb", "pl", "pr", "gap", "items", "justify", "self", "order", "float", "full", "half", "first", "last",
        "odd", "even", "active", "open", "closed", "visible", "small", "large", "big", "sm", "md", "lg", "xl", "xs",
        "gray", "grey", "white", "black", "red", "blue", "green", "uppercase", "relative", "absolute", "fixed",
        "sticky", "top", "bottom",
    }
)  # fmt: skip
"""Words of names that say how something looks, or where it stands; a name of nothing else is no name."""
_LONG_TOKEN, _SHORT_HUMP, _FEW_HUMPS, _LONG_STEM = 5, 2.2, 3, 4


class Named(NamedTuple):
    """A selector, and how likely it outlives a change: 0 is best."""

    rank: int
    css: str


def names_of(elements: Elements, element: int) -> Iterator[Named]:
    """Selectors for an element, by itself and then with one above it. Each may match other elements as well."""
    own = list(islice(_alone(elements.tags[element], elements.attributes[element]), MOST_NAMES))
    yield from own
    tag = elements.tags[element]
    below = [*own[:4], *([Named(3, tag)] if _NAME.fullmatch(tag + "x") and Named(3, tag) not in own else [])]
    for step, above in enumerate(islice(elements.above(element), MOST_ABOVE)):
        around = islice(_alone(elements.tags[above], elements.attributes[above]), 3)
        for outer, inner in product(around, below):
            sign = " > " if step == 0 else " "
            yield Named(5 + outer.rank + inner.rank + step, outer.css + sign + inner.css)


def vocabulary(elements: Elements) -> frozenset[str]:
    """The names that a page's markup uses (classes, ids, attributes that say what is what): its template's words."""
    return frozenset(
        named.css
        for tag, attributes in zip(elements.tags, elements.attributes, strict=True)
        if attributes
        for named in islice(_alone(tag, attributes), MOST_NAMES)
    )


def is_made(token: str) -> bool:
    """Whether a piece of a name looks as if a build had made it."""
    if any(char.isdigit() for char in token):
        return True
    if len(token) < _LONG_TOKEN:
        return False
    humps = _HUMP.findall(token)
    if len(humps) >= _FEW_HUMPS and len(token) / len(humps) <= _SHORT_HUMP:
        return True
    return _VOWEL.search(token) is None


def _alone(tag: str, attributes: Mapping[str, str]) -> Iterator[Named]:
    """Selectors for an element by its own tag and attributes, the best first."""
    if not tag.isalnum():
        return
    for name in _ATTRIBUTES:
        value = (attributes.get(name) or "").strip()
        if value and _VALUE.fullmatch(value) and not any(map(is_made, _TOKEN.findall(value))):
            yield Named(0, f'{tag}[{name}="{value}"]')
    identity = (attributes.get("id") or "").strip()
    if _is_stable(identity):
        yield Named(1, f"#{identity}")
    written = (attributes.get("class") or "")[:500].split()
    stable = [name for name in written if _is_stable(name)]
    yield from (Named(1, f"{tag}.{name}") for name in stable)
    yield from (Named(2, f"{tag}.{one}.{other}") for one, other in pairwise(stable))
    if tag in _SAYING:
        yield Named(3, tag)
    for attribute, name in (*(("class", name) for name in written), ("id", identity)):
        if stem := _stem(name):
            yield Named(4, f'{tag}[{attribute}*="{stem}"]')


def _is_stable(name: str) -> bool:
    if not _NAME.fullmatch(name):
        return False
    tokens = _TOKEN.findall(name)
    if tokens[0].lower() in _MADE or any(map(is_made, tokens)):
        return False
    return not all(token.lower() in _LOOKS for token in tokens)


def _stem(name: str) -> str:
    """What of a name stays when its last piece is made anew: ``Story_head__``; empty where there is no such part."""
    cut = max(name.rfind("-"), name.rfind("_")) + 1
    stem, rest = name[:cut], name[cut:]
    tokens = _TOKEN.findall(stem)
    if not rest or not is_made(rest) or len(rest) < _LONG_TOKEN or len(stem) <= _LONG_STEM:
        return ""
    return stem if _NAME.fullmatch(stem) and _is_stable("-".join(tokens)) else ""

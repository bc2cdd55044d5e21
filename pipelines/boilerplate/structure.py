"""What a block's place in the markup says: names of classes and elements that mean chrome."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

from junket.pipelines.page.block import HEADINGS, Block

_DATA = tomllib.loads(files(__package__).joinpath("structure.toml").read_text("utf-8"))
_CHROME: dict[str, str] = {word: rule for rule, words in _DATA["chrome"].items() for word in words}
_ELEMENTS = {tag: f"<{tag}>" for tags in _DATA["elements"].values() for tag in tags}
_TAGS = CHROME_ELEMENTS = frozenset(_ELEMENTS)
_HIDDEN = _DATA["hidden"]
HIDDEN_NAMES = (frozenset(_CHROME) | frozenset(_HIDDEN["names"])) - frozenset(_HIDDEN["not_names"])
HIDDEN_ROLES = frozenset(_HIDDEN["roles"])
HIDDEN_ELEMENTS = frozenset(_ELEMENTS) | frozenset(_HIDDEN["elements"])
"""Words of class and id, roles and tags that say of a hidden element that it is chrome."""
_CHROME |= {_ELEMENTS[tag]: rule for rule, tags in _DATA["elements"].items() for tag in tags}
_CHROME_NAMES = frozenset(_CHROME)
RULES = frozenset(_CHROME.values())
_WEAK = frozenset(_DATA["weak"]["names"])
_WEAK_LONGEST: int = _DATA["weak"]["longest"]
_ANSWERS = frozenset(_DATA["answers"]["names"])
_NO_CAPTION = HEADINGS | {"td", "li", "blockquote", "pre"}
_QUOTED = frozenset({"blockquote", "table"})
"""A figure may hold a table, a list, code or a quotation: these are no captions."""
_COMMON = 0.5
"""A name that holds over half of the page's prose says nothing against a block (body class="has-sidebar")."""
_COMMON_STRONG = 0.995
_Place = tuple[int, str]
STRONG = frozenset({"comments"})
"""Rules whose parts can hold most of a page's prose and still be chrome (a long comment thread)."""


class Structure:
    """Judges names in markup, after setting aside those that lie over most of the page's prose.

    ``page`` are the names of the whole page (those of its body element): they say nothing either.
    """

    def __init__(self, blocks: list[Block], weights: list[float], page: frozenset[str] = frozenset()) -> None:
        self._called: dict[_Place, frozenset[str]] = {}
        self._rules: dict[tuple[_Place, bool], frozenset[str]] = {}
        over: Counter[str] = Counter()
        for block, weight in zip(blocks, weights, strict=True):
            if weight:
                for name in self._names(block, _place(block)):
                    over[name] += weight  # type: ignore[assignment]  # Counter counts floats as well
        total = sum(weights)
        self.common = page | {name for name, weight in over.items() if weight > _bound(name) * total}

    def chrome_of(self, block: Block, rules_in_use: frozenset[str] = RULES) -> str | None:
        """The rule (of those in use) by which markup names the block as chrome, or None."""
        key = (_place(block), len(block.text) > _WEAK_LONGEST)
        rules = self._rules.get(key)
        if rules is None:
            rules = self._rules[key] = self._rules_of(block, *key)
        return min(rules & rules_in_use, default=None) if rules else None

    def names_chrome(self, tokens: frozenset[str], tag: str) -> bool:
        """Whether one element's own names say chrome (captions apart)."""
        names = ((tokens | {f"<{tag}>"}) & _CHROME_NAMES) - self.common
        return any(_CHROME[name] != "caption" for name in names)

    def _rules_of(self, block: Block, place: _Place, is_long: bool) -> frozenset[str]:  # noqa: FBT001  # a key's part
        names = self._names(block, place) - self.common
        if is_long:
            names -= _WEAK
        rules = {_CHROME[name] for name in names}
        if block.tag in _NO_CAPTION or (_QUOTED.intersection(block.path) and "figcaption" not in block.path):
            rules.discard("caption")
        return frozenset(rules)

    def _names(self, block: Block, place: _Place) -> frozenset[str]:
        known = self._called.get(place)
        if known is None:
            known = block.names.within(_CHROME_NAMES)
            if elements := _TAGS.intersection((*block.path, block.tag)):
                known |= {_ELEMENTS[tag] for tag in elements}
            self._called[place] = known
        return known


def _place(block: Block) -> _Place:
    """What blocks of one path and one set of names share, and cheap to hash."""
    return block.place, block.tag


def _bound(name: str) -> float:
    return _COMMON_STRONG if _CHROME[name] in STRONG and name not in _ANSWERS else _COMMON

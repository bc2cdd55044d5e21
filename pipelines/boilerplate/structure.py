"""What a block's place in the markup says: names of classes and elements that mean chrome."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

from pipelines.block import Block

_DATA = tomllib.loads(files(__package__).joinpath("structure.toml").read_text("utf-8"))
_CHROME: dict[str, str] = {word: rule for rule, words in _DATA["chrome"].items() for word in words}
_ELEMENTS = {tag: f"<{tag}>" for tags in _DATA["elements"].values() for tag in tags}
_TAGS = frozenset(_ELEMENTS)
_CHROME |= {_ELEMENTS[tag]: rule for rule, tags in _DATA["elements"].items() for tag in tags}
_CHROME_NAMES = frozenset(_CHROME)
RULES = frozenset(_CHROME.values())
_WEAK = frozenset(_DATA["weak"]["names"])
_WEAK_LONGEST: int = _DATA["weak"]["longest"]
_ANSWERS = frozenset(_DATA["answers"]["names"])
_NO_CAPTION = frozenset(("td", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))
_QUOTED = frozenset({"blockquote", "table"})
"""A figure may hold a table, a list, code or a quotation: these are no captions."""
_COMMON = 0.5
"""A name that holds over half of the page's prose says nothing against a block (body class="has-sidebar")."""
_COMMON_STRONG = 0.995
STRONG = frozenset({"comments"})
"""Rules whose parts can hold most of a page's prose and still be chrome (a long comment thread)."""


class Structure:
    """Judges names in markup, after setting aside those that lie over most of the page's prose.

    ``page`` are the names of the whole page (those of its body element): they say nothing either.
    """

    def __init__(self, blocks: list[Block], weights: list[float], page: frozenset[str] = frozenset()) -> None:
        self._memo: dict[tuple[int, tuple[str, ...], str], frozenset[str]] = {}
        over: Counter[str] = Counter()
        for block, weight in zip(blocks, weights, strict=True):
            if weight:
                for name in self._names(block):
                    over[name] += weight  # type: ignore[assignment]  # Counter counts floats as well
        total = sum(weights)
        self.common = page | {name for name, weight in over.items() if weight > _bound(name) * total}

    def chrome_of(self, block: Block, rules_in_use: frozenset[str] = RULES) -> str | None:
        """The rule (of those in use) by which markup names the block as chrome, or None."""
        names = self._names(block)
        if not names:
            return None
        names -= self.common
        if len(block.text) > _WEAK_LONGEST:
            names -= _WEAK
        rules = {_CHROME[name] for name in names}
        if block.tag in _NO_CAPTION or (_QUOTED.intersection(block.path) and "figcaption" not in block.path):
            rules.discard("caption")
        return min(rules & rules_in_use, default=None)

    def names_chrome(self, tokens: frozenset[str], tag: str) -> bool:
        """Whether one element's own names say chrome (captions apart)."""
        names = ((tokens | {f"<{tag}>"}) & _CHROME_NAMES) - self.common
        return any(_CHROME[name] != "caption" for name in names)

    def _names(self, block: Block) -> frozenset[str]:
        # A page's blocks share their sets of tokens and keep them alive; hashing the sets takes longer.
        key = (id(block.tokens), block.path, block.tag)
        known = self._memo.get(key)
        if known is None:
            known = block.tokens & _CHROME_NAMES
            if elements := _TAGS.intersection((*block.path, block.tag)):
                known |= {_ELEMENTS[tag] for tag in elements}
            self._memo[key] = known
        return known


def _bound(name: str) -> float:
    return _COMMON_STRONG if _CHROME[name] in STRONG and name not in _ANSWERS else _COMMON

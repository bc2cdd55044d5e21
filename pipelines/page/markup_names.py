"""Names in markup: the words of an element's class, id, role and itemprop, and of those above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

_POST = "hentry"
"""The root of a post in the hAtom microformat, on which blog engines list what the post is filed under."""
_TERMS = ("tag-", "category-", "author-", "has-", "post_format-", "post_tag-")
"""Beginnings of the classes that WordPress's ``post_class()`` and Squarespace write there: they are about the post, and
a post tagged "comments" or "social-media" is no comment and no share bar."""

Own = tuple[str | None, str | None, str | None, str | None]
"""An element's class, id, role and itemprop."""

_NONE = frozenset[str]()
_LONGEST = 2000
_MEMO = 8192
"""Elements whose words are remembered from page to page."""
_MAX_TOKENS = 1_000_000
"""Bound on the words in all sets of a page (usual: 20,000): beyond it elements take their parent's."""
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_APART = bytes(code if chr(code).isalpha() else ord(" ") for code in range(128)) + bytes(range(128, 256))
"""A table for bytes: one for text that has no entry for letters looks each up in vain, at ten times the cost."""


class Names:
    """What an element and those above it are called. Elements of one kind at one place share one.

    Sets of the words of all above as well are made when they are asked for: few are, and a page has hundreds.
    """

    __slots__ = ("_left", "_tokens", "_within", "above", "own", "words")

    def __init__(self, own: Own, above: Names | None = None) -> None:
        self.own = own
        self.words = words_of(own)
        """The element's own words."""
        self.above = above
        self._tokens: frozenset[str] | None = None
        self._within: dict[frozenset[str], frozenset[str]] = {}
        self._left: list[int] = [_MAX_TOKENS] if above is None else above._left  # noqa: SLF001  # its own kind

    @classmethod
    def of(cls, *words: str) -> Names:
        """Names that are these words."""
        return cls((" ".join(words), None, None, None))

    @property
    def tokens(self) -> frozenset[str]:
        """Lower-cased words of the element and those above it."""
        if self._tokens is None:
            for names in reversed(self._unknown()):
                names._merge()  # noqa: SLF001  # its own kind
        return self._tokens or _NONE

    def within(self, vocabulary: frozenset[str]) -> frozenset[str]:
        """Those of :attr:`tokens` that are in the vocabulary; the set of all of them is not made."""
        known = self._within.get(vocabulary)
        if known is not None:
            return known
        chain: list[Names] = []
        names: Names | None = self
        while names is not None and vocabulary not in names._within:  # noqa: SLF001  # its own kind
            chain.append(names)
            names = names.above
        found = _NONE if names is None else names._within[vocabulary]  # noqa: SLF001  # its own kind
        for inner in reversed(chain):
            own = inner.words
            found = found if own.isdisjoint(vocabulary) else found | (own & vocabulary)
            inner._within[vocabulary] = found  # noqa: SLF001  # its own kind
        return found

    def written(self) -> Iterator[Own]:
        """The names of the element and those above it, as they are written."""
        names: Names | None = self
        while names is not None:
            yield names.own
            names = names.above

    def _unknown(self) -> list[Names]:
        chain: list[Names] = []
        names: Names | None = self
        while names is not None and names._tokens is None:  # noqa: SLF001  # its own kind
            chain.append(names)
            names = names.above
        return chain

    def _merge(self) -> None:
        above = self.above.tokens if self.above is not None else _NONE
        own = self.words if self._left[0] > 0 else _NONE
        self._tokens = above if own <= above else above | own
        self._left[0] -= len(self._tokens) if self._tokens is not above else 0


def own_tokens(attributes: Mapping[str, str]) -> frozenset[str]:
    """Lower-cased words of an element's class, id, role and itemprop."""
    return words_of(own_names(attributes))


def own_names(attributes: Mapping[str, str]) -> Own:
    """An element's names as they are written."""
    get = attributes.get
    return get("class"), get("id"), get("role"), get("itemprop")


def words_of(own: Own) -> frozenset[str]:
    """Lower-cased words of names: split at what is no letter, and at capitals."""
    known = _known.get(own)
    if known is not None:
        return known
    written = own if _POST not in (own[0] or "") else (_without_terms(own[0] or ""), *own[1:])
    line = " ".join(filter(None, written))
    found = words_in(line[:_LONGEST])
    if len(line) <= _LONGEST:
        if len(_known) >= _MEMO:
            _known.clear()
        _known[own] = found
    return found


def words_in(line: str) -> frozenset[str]:
    """Lower-cased words of a line of names: runs of ASCII letters, split at capitals."""
    words = line.encode("ascii", "replace").translate(_APART).decode("ascii").split()
    return frozenset(words if line.islower() else chain.from_iterable(map(_pieces, words)))


def _pieces(word: str) -> Iterable[str]:
    return (word,) if word.islower() else map(str.lower, _PIECE.findall(word))


def _without_terms(classes: str) -> str:
    """The classes of a post but for what it is filed under."""
    return " ".join(name for name in classes.split() if not name.startswith(_TERMS))


_known: dict[Own, frozenset[str]] = {}

NO_NAMES = Names((None, None, None, None))

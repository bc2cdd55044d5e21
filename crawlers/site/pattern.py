"""URL patterns of site rules: regular expressions that cannot run away.

URLs come from strangers and Python's engine backtracks, so a pattern is refused when some URL could keep
it busy for long: a repeat inside a repeated group (exponential), three repeats in a row that can take the
same characters (cubic), look-around and back references. What is left is at most quadratic in
:data:`MAX_MATCHED` characters. See Davis et al., "The Impact of Regular Expression Denial of Service
(ReDoS) in Practice" (ESEC/FSE 2018), for the two shapes.
"""

from __future__ import annotations

import re

# The parser's tree is the one exact view of what a pattern repeats: under these names since 3.11, without stubs.
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import warnings
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

MAX_MATCHED = 1000
"""Characters of a URL that patterns look at."""
MAX_PATTERN = 500
_MAX_LIVE = 2

_Node = tuple[Any, Any]
_Chars = frozenset[int]
_OTHER = 128
_ALL: _Chars = frozenset(range(_OTHER + 1))
_CATEGORY = {
    op.CATEGORY_DIGIT: frozenset(range(48, 58)) | {_OTHER},
    op.CATEGORY_SPACE: frozenset(b" \t\n\r\f\v") | {_OTHER},
    op.CATEGORY_WORD: frozenset(c for c in range(_OTHER) if chr(c).isalnum() or c == ord("_")) | {_OTHER},
}
_NEGATED = {
    op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT,
    op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE,
    op.CATEGORY_NOT_WORD: op.CATEGORY_WORD,
}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_REFUSED = {
    op.ASSERT: "look-around is not allowed",
    op.ASSERT_NOT: "look-around is not allowed",
    op.GROUPREF: "back references are not allowed",
    op.GROUPREF_EXISTS: "back references are not allowed",
}


@lru_cache(maxsize=1024)
def compile_pattern(text: str) -> re.Pattern[str]:
    """The compiled pattern. ValueError, in words for the rule's author, for one that is broken or can run away."""
    if len(text) > MAX_PATTERN:
        raise ValueError(f"a pattern is at most {MAX_PATTERN} characters long")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            compiled = re.compile(text)
        _walk(list(parser.parse(text)), [])
    except (re.error, RecursionError, OverflowError, FutureWarning) as error:
        raise ValueError(f"no regular expression: {error}") from error
    return compiled


def matches(url: str, patterns: Iterable[str]) -> bool:
    """True when one of the patterns is found in the URL. ValueError for a pattern that is refused."""
    return any(compile_pattern(pattern).search(url[:MAX_MATCHED]) for pattern in patterns)


def _walk(nodes: list[_Node], live: list[_Chars]) -> list[_Chars]:
    """Follows a sequence. ``live`` holds what the repeats before it may still be eating; so does the answer."""
    for kind, value in nodes:
        if kind in _REFUSED:
            raise ValueError(_REFUSED[kind])
        if kind in _REPEATS:
            low, high, body = value
            live = _repeat(low, high, list(body), live)
        elif kind is op.SUBPATTERN:
            live = _walk(list(value[3]), live)
        elif kind is op.ATOMIC_GROUP:
            live = _walk(list(value), live)
        elif kind is op.BRANCH:
            live = max((_walk(list(branch), live) for branch in value[1]), key=len)
        elif kind is not op.AT:
            live = _after(live, _chars([(kind, value)]))
    return live


def _repeat(low: int, high: int, nodes: list[_Node], live: list[_Chars]) -> list[_Chars]:
    if high == 1:
        return max(live, _walk(nodes, live), key=len)
    chars = _chars(nodes)
    live = _after(live, chars) if low else live
    if low == high:
        return live
    if len(live) >= _MAX_LIVE:
        raise ValueError("three repeats in a row can take the same characters; part them by a fixed one, such as /")
    return [*live, chars]


def _after(live: list[_Chars], chars: _Chars) -> list[_Chars]:
    """What can still be eating once one of ``chars`` had to come."""
    return [held for held in live if held & chars]


def _chars(nodes: list[_Node]) -> _Chars:
    """The characters that a body of one character's width can be. ValueError for a body that is wider or varies."""
    if len(nodes) != 1:
        raise ValueError("a group of several characters cannot be repeated; repeat one character or a [class]")
    kind, value = nodes[0]
    if kind is op.SUBPATTERN:
        return _chars(list(value[3]))
    if kind is op.IN:
        return _class(list(value))
    if kind is op.ANY:
        return _ALL
    if kind in (op.LITERAL, op.NOT_LITERAL):
        return _literal(value) if kind is op.LITERAL else _ALL - _literal(value) | {_OTHER}
    raise ValueError("a repeat cannot hold a repeat or alternatives; repeat one character or a [class]")


def _class(items: list[_Node]) -> _Chars:
    negated = items[0][0] is op.NEGATE
    found: set[int] = set()
    for kind, value in items[negated:]:
        if kind is op.LITERAL:
            found |= _literal(value)
        elif kind is op.RANGE:
            found.update(*(_literal(char) for char in range(value[0], min(value[1], _OTHER) + 1)))
        else:
            found |= _CATEGORY[value] if value in _CATEGORY else _ALL - _CATEGORY[_NEGATED[value]] | {_OTHER}
    return _ALL - found | {_OTHER} if negated else frozenset(found)


def _literal(code: int) -> _Chars:
    """A character in both cases (a pattern may ignore case)."""
    return frozenset(min(ord(char), _OTHER) for form in (chr(code).lower(), chr(code).upper()) for char in form)

"""JSON-LD: the article node of a page, out of whatever scripts it carries. Bounded; never raises."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

MAX_SCRIPT = 1_000_000
"""Characters of one script that are read; schema.org scripts of articles are under 100,000."""
MAX_SCRIPTS = 40
MAX_NODES = 5_000
"""Nodes walked on one page, so that a huge ``@graph`` costs no more than a bounded pass."""

Node = dict[str, Any]

_ARTICLE = re.compile(r"Article|Posting|Report$|^Review|Interview$|^CriticReview$|^Chapter$|^Recipe$")
_PAGE = frozenset(
    {"WebPage", "CreativeWork", "ItemPage", "AboutPage", "MedicalWebPage", "ProfilePage", "QAPage", "FAQPage"}
)
_NOTE = r"//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|<!--(?:[^-]++|-(?!->))*+(?:-->)?"
_OPENS = r"(?=[^{\[>]{0,999}+[{\[]\s{0,99}+[\"{\[/])"
_BEFORE = re.compile(rf"(?:\s++|\ufeff|(?://[ \t]{{0,9}}+)?(?:<!\[CDATA\[|<!--{_OPENS})|{_NOTE}){{0,20}}+")
"""What stands before the data: notes, and the mark of a comment or of CDATA that the data itself lies in."""
_SLIP = re.compile(rf'"(?:[^"\\]++|\\.)*+"?|{_NOTE}|-->|<!\[CDATA\[|\]\]>|,(?=\s*+[}}\]])', re.DOTALL)
"""A whole string, in which nothing is a slip; or what JSON does not know. Each takes what it looked at: linear."""


def read_nodes(scripts: list[str]) -> list[Node]:
    """Every object of a page's JSON-LD scripts, in document order, nested ones included.

    A script that is broken beyond the usual slips (comments, what wraps the whole in one, a trailing comma,
    raw line ends in strings) is left out. At most :data:`MAX_NODES` objects.
    """
    nodes: list[Node] = []
    for script in scripts[:MAX_SCRIPTS]:
        _walk(_load(script[:MAX_SCRIPT]), nodes)
    return nodes


def types_of(node: Node) -> tuple[str, ...]:
    """The node's schema.org types without prefix."""
    value = node.get("@type")
    names = value[:8] if isinstance(value, list) else (value,)
    return tuple([name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str)])


def is_article(node: Node) -> bool:
    """An article, posting, report or review."""
    return are_article(types_of(node))


def are_article(types: tuple[str, ...]) -> bool:
    """Whether these are the types of an article, posting, report or review."""
    return any(map(_ARTICLE.search, types))


def are_page(types: tuple[str, ...]) -> bool:
    """Whether these are the types of a web page or other whole work, believed less than an article."""
    return not _PAGE.isdisjoint(types)


def _load(script: str) -> object:
    try:
        return msgspec.json.decode(script)
    except (msgspec.DecodeError, RecursionError, ValueError):
        pass
    before = _BEFORE.match(script)
    # A comma is seen to be the last one only when the note behind it is gone.
    mended = _without_slips(_without_slips(script[before.end() if before else 0 :]).rstrip("; \t\r\n"))
    try:
        # strict=False: raw line ends and tabs inside strings, the most common slip.
        loaded: object = json.loads(mended, strict=False)
    except (ValueError, RecursionError):
        return None
    return loaded


def _without_slips(script: str) -> str:
    return _SLIP.sub(lambda found: found[0] if found[0].startswith('"') else " ", script)


def _walk(loaded: object, nodes: list[Node]) -> None:
    """Adds every object below ``loaded``, parents first, without recursion."""
    queue = [loaded]
    while queue and len(nodes) < MAX_NODES:
        item = queue.pop()
        if isinstance(item, dict):
            nodes.append(item)
            queue.extend(reversed([value for value in item.values() if isinstance(value, (dict, list))]))
        elif isinstance(item, list):
            queue.extend(reversed(item[:MAX_NODES]))


def by_id(nodes: list[Node]) -> dict[str, Node]:
    """Nodes that say more than their ``@id``, by it."""
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}


def resolve(value: object, known: dict[str, Node]) -> object:
    """The node that a bare ``{"@id": …}`` points at, or the value itself."""
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return known.get(value["@id"], value)
    return value

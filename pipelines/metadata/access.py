"""Whether a page says that its text must be paid for, and which part of it (schema.org ``isAccessibleForFree``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junket.pipelines.metadata.jsonld import Node, are_article, are_page, types_of
from junket.pipelines.metadata.markup import Head

_NAME = re.compile(r"[.#]([\w-]{1,80})")
_MOST = 20
"""Parts of a page, and names in a selector, that are read."""


def paid_parts(head: Head) -> tuple[str, ...] | None:
    """The classes and ids of the parts that are not free, none where the page names none.

    None where the page is free or says nothing. Read from the first article of the JSON-LD and from nodes of the page
    itself, from microdata, and from the tier that Facebook asks for. Of values that mean "free" nothing follows.
    """
    nodes = list(_own_nodes(head.nodes))
    parts = [part for node in nodes for part in _parts_of(node) if _is_paid(part)]
    stated = _is_false(head.meta("isaccessibleforfree")) or head.meta("article:content_tier") == "locked"
    if not (stated or parts or any(map(_is_paid, nodes))):
        return None
    selectors = (part.get("cssSelector") for part in parts)
    told = (one for value in selectors for one in (value if isinstance(value, list) else [value])[:_MOST])
    return tuple(dict.fromkeys(name for one in told if isinstance(one, str) for name in _names_of(one)))


def _names_of(selector: str) -> list[str]:
    """The last class or id of each selector of a list: of what it chooses, not of what is around it."""
    found = (_NAME.findall(one) for one in selector[:2_000].split(",")[:_MOST])
    return [names[-1] for names in found if names]


def _own_nodes(nodes: list[Node]) -> Iterator[Node]:
    typed = [(node, types_of(node)) for node in nodes]
    yield from [node for node, types in typed if are_article(types)][:1]
    yield from (node for node, types in typed if are_page(types) and not are_article(types))


def _parts_of(node: Node) -> list[Node]:
    value = node.get("hasPart")
    return [part for part in (value if isinstance(value, list) else [value])[:_MOST] if isinstance(part, dict)]


def _is_paid(node: Node) -> bool:
    return _is_false(node.get("isAccessibleForFree"))


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().rpartition("/")[2].lower() == "false")

"""Which addresses the JSON-LD says to be its persons' own: their pages in encyclopedias and catalogues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from junket.pipelines.metadata.jsonld import Node, types_of

MOST = 100
"""Addresses of a page that are kept; a person of the open bench has under ten."""
_LONGEST = 300


def same_as(nodes: Iterable[Node]) -> tuple[tuple[str, str], ...]:
    """Names of persons, each with an address that ``sameAs``, ``@id`` or ``url`` gives, in the page's order."""
    return tuple(islice(_pairs(nodes), MOST))


def _pairs(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        name = node.get("name")
        if isinstance(name, str) and len(name) <= _LONGEST and "Person" in types_of(node):
            for key in ("sameAs", "@id", "url"):
                value = node.get(key)
                for each in value[:MOST] if isinstance(value, list) else [value]:
                    if isinstance(each, str) and len(each) <= _LONGEST:
                        yield name, each

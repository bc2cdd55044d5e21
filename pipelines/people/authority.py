"""Authorities' pages of people: which addresses they have, and what a page's links and JSON-LD tie to a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from junket.pipelines.metadata.markup import text_of
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements
from junket.pipelines.person.inflection import without_possessive
from junket.pipelines.person.parts import read_name
from junket.pipelines.person.shape import is_name
from junket.pipelines.record.record import AuthorityLink

MOST = 100
"""Links of one page to authorities that are read."""
OF_PEOPLE = frozenset({"imdb", "tmdb"})
"""Where such an address is a person's; a Wikidata or VIAF number may be a film's as well."""
_LONGEST = 100
_HOSTS = ("imdb.com/", "wikidata.org/", "themoviedb.org/", "viaf.org/")
_ADDRESS = re.compile(
    r"\A(?:https?:)?//(?:www\.|m\.)?(?:"
    r"wikidata\.org/(?:wiki|entity)/(?P<wikidata>Q[1-9]\d{0,9})|imdb\.com/(?:[a-z]{2}/)?name/(?P<imdb>nm\d{7,9})"
    r"|themoviedb\.org/person/(?P<tmdb>[1-9]\d{0,8})|viaf\.org/viaf/(?P<viaf>[1-9]\d{1,21}))(?!\w)",
    re.IGNORECASE,
)


def authority_of(url: str) -> tuple[str, str] | None:
    """The authority and the id there, for the address of a page that may be a person's; None for any other."""
    match = _ADDRESS.match(url.strip())
    return (match.lastgroup, match[match.lastgroup]) if match and match.lastgroup else None


def linked(elements: Elements, anchors: Iterable[int], kept: Iterable[Block]) -> Iterator[AuthorityLink]:
    """Links in the article's own blocks whose words are a full name and whose address is an authority's."""
    attributes = elements.attributes
    telling = [(anchor, href) for anchor in anchors if _is_theirs(href := attributes[anchor].get("href", ""))]
    blocks = {block.element for block in kept} if telling else set()
    for anchor, href in telling[:MOST]:
        found = authority_of(href)
        if found and (anchor in blocks or any(above in blocks for above in elements.above(anchor))):
            yield from _tie(text_of(elements, anchor, _LONGEST), *found, "link")


def _is_theirs(href: str) -> bool:
    """A quick look: one of the hosts is named."""
    one, two, three, four = _HOSTS
    return one in href or two in href or three in href or four in href


def stated(same_as: Iterable[tuple[str, str]]) -> Iterator[AuthorityLink]:
    """What the page's JSON-LD says of its persons: names with addresses."""
    for name, address in same_as:
        if found := authority_of(address):
            yield from _tie(name, *found, "json-ld")


def _tie(printed: str, authority: str, own: str, source: str) -> Iterator[AuthorityLink]:
    """The tie, where the words are a full name and nothing else."""
    name = without_possessive(" ".join(printed.split())).strip(" ,.:;")
    known = read_name(name) if len(name) <= _LONGEST and is_name(name, strict=True) else None
    if known and known.is_full:
        yield AuthorityLink(name=name, authority=authority, id=own, source=source)

"""How markup says that an element is a byline: by class words, microdata, ``rel=author``, a link to a profile."""

from __future__ import annotations

import re

from junket.pipelines.metadata.context import names_in, own_words
from junket.pipelines.page.block import Block
from junket.pipelines.page.elements import Elements

_NAME_WORDS = frozenset(
    {
        "author", "authors", "byline", "bylines", "writer", "autor", "autoren", "contributor", "creator", "journalist",
        "auteur", "authorname", "authornames",
    }
)  # fmt: skip
_NOT_NAMES = frozenset(
    {
        "comment", "bio", "biography", "description", "avatar", "image", "img", "photo", "thumbnail", "picture",
        "social", "follow", "job", "role", "title", "position", "icon", "more", "email", "twitter", "facebook", "date",
        "time", "share", "count", "views", "read", "about", "rank", "label", "disclaimer", "topic", "topics",
        "category", "categories", "tag", "tags",
    }
)  # fmt: skip
_PROFILE = re.compile(
    "/(?:author|autor|staff/|contributor|people/|profile/|writer|by/|redaktion/|reporter)", re.IGNORECASE
)
_NO_BYLINE_TAGS = frozenset({"body", "article", "main", "form", "time", "img", "svg"})
_LEVELS = 3
"""Ancestors that may name a byline; what is further up names more than that."""


def is_named(block: Block) -> bool:
    """Whether the block or what is around it is called as bylines are."""
    return bool(block.names.within(_NAME_WORDS))


def source_above(elements: Elements, element: int) -> str | None:
    """What the element, or one just above it, is named: a source of authors as :func:`source_of` tells it."""
    for level, above in enumerate(elements.upward(element)):
        if level > _LEVELS or not own_words(elements.attributes[above]).isdisjoint(_NOT_NAMES):
            return None
        if source := source_of(elements, above):
            return source
    return None


def source_of(elements: Elements, element: int) -> str | None:
    """``itemprop``, ``rel``, ``class`` or ``profile`` where the element itself says that it names an author."""
    tag, attributes = elements.tags[element], elements.attributes[element]
    if not attributes or tag in _NO_BYLINE_TAGS:
        return None
    if _may_hold_name_word(names_in(attributes)):
        if attributes.get("itemprop") in {"author", "creator"}:
            return "itemprop"
        if tag == "a" and "author" in attributes.get("rel", "").split():
            return "rel"
        words = own_words(attributes)
        if not words.isdisjoint(_NAME_WORDS):
            return "class" if words.isdisjoint(_NOT_NAMES) else None
    return "profile" if tag == "a" and _PROFILE.search(attributes.get("href", "")) else None


def _may_hold_name_word(names: str) -> bool:
    """A quick look, so that few names are taken apart: whether part of a word of :data:`_NAME_WORDS` is there."""
    own = names.lower()
    return "aut" in own or "byl" in own or "writ" in own or "contr" in own or "crea" in own or "journ" in own

"""Evidence from the head: meta tags and JSON-LD, weighed by ``sources.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import cast

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS
from junket.pipelines.metadata.evidence import Evidence, Field
from junket.pipelines.metadata.jsonld import Node, are_article, are_page, by_id, resolve, types_of
from junket.pipelines.metadata.markup import Head

_TEXT = files("junket.pipelines.metadata").joinpath("sources.toml").read_text("utf-8")
_SOURCES: dict[str, dict[str, int]] = tomllib.loads(_TEXT)
_META_FIELDS = ("published", "modified", "author", "title", "site_name", "lead", "tag", "type", "language")
_BY_META: dict[str, tuple[tuple[Field, int], ...]] = {}
for _field in _META_FIELDS:
    for _name, _weight in _SOURCES[_field].items():
        _BY_META[_name] = (*_BY_META.get(_name, ()), (cast("Field", _field), _weight))

_NODE_FIELDS: dict[str, Field] = {
    "headline": "title", "name": "title", "datePublished": "published", "dateCreated": "published",
    "uploadDate": "published",
    "dateModified": "modified", "author": "author", "creator": "author", "description": "lead", "keywords": "tag",
    "inLanguage": "language",
}  # fmt: skip
_MAX_PEOPLE = 30
_PUBLISHED: tuple[tuple[Field, int], ...] = (("published", 80),)
_PUBLICATION = re.compile(r"(?:^|[.:_-])publi(?:shed|cation|sh)[._-]?(?:date|time|on)$")
"""A publisher's own name for the publication: ``w-published-date``, ``acme:publish_time``."""


def meta_as_evidence(head: Head, evidence: Evidence) -> None:
    """Adds what the meta tags and ``<title>`` say."""
    labels: dict[str, str] = {}
    for name, content in head.metas:
        for field, weight in _BY_META.get(name) or (
            _PUBLISHED if "publi" in name and _PUBLICATION.search(name) else ()
        ):
            if field != "author" or "://" not in content:
                evidence.add(field, content, f"meta:{name}", weight)
        if name.startswith("twitter:label") and fold(content) in WORDS.card:
            labels[name.replace("label", "data")] = "author"
    for name, content in head.metas:
        if name in labels:
            evidence.add("author", content, "meta:twitter:data", 66)
    evidence.add("title", head.title, "title", 45)
    evidence.add("language", head.lang, "html:lang", 55)


def json_ld_as_evidence(head: Head, evidence: Evidence, titles: set[str], url: str) -> None:
    """Adds what the JSON-LD node of this page's article says, and what the site is called there.

    Of several articles the one whose headline is a title of the page (``titles``, folded) or whose
    address is ``url`` speaks; where none is, and there are several, they are other pages' teasers.
    """
    known = by_id(head.nodes)
    typed = [(node, types_of(node)) for node in head.nodes]
    articles = [node for node, types in typed if are_article(types)]
    mine = [node for node in articles if _is_this_page(node, titles, url)] or (articles if len(articles) == 1 else [])
    for node in mine[:3]:
        _node_as_evidence(node, _SOURCES["json-ld"], "json-ld", known, evidence)
    for node, types in typed:
        if are_page(types) and not are_article(types):
            _node_as_evidence(node, _SOURCES["json-ld-page"], "json-ld-page", known, evidence)
        _site_as_evidence(node, types, known, evidence)
    told = [*map(types_of, mine or articles[:1]), *(types for _, types in typed if _is_typed_page(types))]
    for name in dict.fromkeys(name for types in told for name in types):
        evidence.add("type", name, "json-ld", 70)


def _is_typed_page(types: tuple[str, ...]) -> bool:
    """The types of a node that types the page as a whole: a collection, a product, a profile."""
    return any(name.endswith("Page") or name in {"Product", "ProductGroup", "ItemList"} for name in types)


def _is_this_page(node: Node, titles: set[str], url: str) -> bool:
    headline = node.get("headline") or node.get("name")
    if isinstance(headline, str) and fold(headline[:300]) in titles:
        return True
    main = node.get("mainEntityOfPage")
    places = [node.get("url"), node.get("@id"), main, main.get("@id") if isinstance(main, dict) else None]
    wanted = _plain(url)
    return bool(wanted) and any(isinstance(place, str) and _plain(place) == wanted for place in places)


def _plain(url: str) -> str:
    return (
        url.split("#", 1)[0]
        .split("?", 1)[0]
        .rstrip("/")
        .removeprefix("https:")
        .removeprefix("http:")
        .replace("//www.", "//")
    )


def _node_as_evidence(
    node: Node, weights: dict[str, int], source: str, known: dict[str, Node], evidence: Evidence
) -> None:
    for key, weight in weights.items():
        field = _NODE_FIELDS[key]
        if field == "author":
            for name, is_person in _people(node.get(key), known):
                evidence.add(
                    "author", name, source if is_person else f"{source}:organization", weight if is_person else 20
                )
            continue
        for value in _values(node.get(key)):
            evidence.add(field, value, f"{source}:{key}", weight)


def _values(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict) and isinstance(item.get("name"), str):
            yield item["name"]


def _people(value: object, known: dict[str, Node]) -> Iterator[tuple[str, bool]]:
    """Names, and whether each may be a person."""
    for item in (value if isinstance(value, list) else [value])[:_MAX_PEOPLE]:
        person = resolve(item, known)
        if isinstance(person, str):
            yield person, True
        elif isinstance(person, dict):
            name = person.get("name")
            is_person = not any(kind.endswith("Organization") or kind == "Corporation" for kind in types_of(person))
            for single in name[:_MAX_PEOPLE] if isinstance(name, list) else [name]:
                if isinstance(single, str):
                    yield single, is_person


def _site_as_evidence(node: Node, types: tuple[str, ...], known: dict[str, Node], evidence: Evidence) -> None:
    publisher = resolve(node["publisher"], known) if "publisher" in node else None
    if isinstance(publisher, dict) and "Person" not in types_of(publisher):
        evidence.add("site_name", publisher.get("name"), "json-ld:publisher", 80)
    if "WebSite" in types:
        evidence.add("site_name", node.get("name"), "json-ld:website", 85)
        evidence.add("site_name", node.get("alternateName"), "json-ld:website", 60)

"""How much a page looks like an article: general signs, weighed together.

Forum threads, products, services and collections hold prose as articles do, so no sign decides alone. The
weights are a logistic regression's over the open pages of the WCXB and fundus benches and Junket's own
interview pages (``tests/benchmarks/kinds.py --fit`` finds them anew); no sign hangs on a site or a class name.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import islice
from math import log1p
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree

from junket.crawlers.discovery.discovery import classify
from junket.pipelines.languages import words
from junket.pipelines.page.block import Block, Style
from junket.pipelines.page.document import Body, Document, Metadata

_PARAGRAPH = 100
_LINKED = 0.5
_MOST_SCRIPT = 200_000

_CURRENCIES = "$€£¥₽₸₴₺₹"
_SUMS = "|".join(word[:-1] if word.endswith("*") else rf"{word}\b" for word in words("kinds", "price"))
_PRICE = re.compile(rf"(?:[{_CURRENCIES}]|\bUSD|\bEUR)\s?\d|\d\s?(?:[{_CURRENCIES}]|{_SUMS})")
_MONEY = (*_CURRENCIES, *(word.rstrip("*") for word in words("kinds", "price")))
"""What each price holds one of."""
_OFFER_TYPE = re.compile(r'"@type"\s{0,5}:\s{0,5}"(?:Product|Offer|AggregateOffer)"')
_WORD = re.compile(r"[^\W\d_]+")
_ITEM_TYPES = etree.XPath("//@itemtype", smart_strings=False)
_OFFERS = etree.XPath("boolean(//*[@itemprop='price' or @itemprop='offers'])")

_MODEL = tomllib.loads(files("junket.pipelines.record").joinpath("article_signs.toml").read_text("utf-8"))
_KINDS = tomllib.loads(files("junket.pipelines.record").joinpath("kinds.toml").read_text("utf-8"))
_ADDRESS = {name: frozenset(words("kinds", name)) for name in ("forum", "shop", "service", "story")}
_TYPES: dict[str, frozenset[str]] = {kind: frozenset(names) for kind, names in _KINDS["types"].items()}
_WEIGHTS: dict[str, float] = _MODEL["weights"]


BOUND: float = _MODEL["bound"]
"""The score from which a page is taken for an article: under it lies one in 250 of those that are."""


def article_score(document: Document, metadata: Metadata, body: Body) -> float:
    """How likely it is that the page is an article (a news item, a review, an essay, a post), as log-odds."""
    found = signs(document, metadata, body)
    return float(_MODEL["intercept"] + sum(_WEIGHTS[name] * value for name, value in found.items()))


def signs(document: Document, metadata: Metadata, body: Body) -> dict[str, float]:
    """The signs by name; yes and no are 1 and 0, counts and lengths are logarithms, shares lie between 0 and 1."""
    return {
        **_of_markup(document, metadata),
        **_of_address(document.url),
        **_of_text(document, body),
    }


def _of_markup(document: Document, metadata: Metadata) -> dict[str, float]:
    types = set((metadata.og_type or "").lower().split())
    items = _item_types(document)
    return {
        "date": bool(metadata.date),
        "author": bool(metadata.authors),
        "date_and_author": bool(metadata.date and metadata.authors),
        "typed_article": "article" in types,
        "typed_story": not types.isdisjoint(_TYPES["story"]),
        "typed_other": not types.isdisjoint(_TYPES["other"]) or "faqpage" in types,
        "offer": not items.isdisjoint(_TYPES["offer"]) or _sells(document),
        "discussion": not items.isdisjoint(_TYPES["discussion"]),
        "inputs": log1p(sum(e.get("type") != "hidden" for e in document.sought.by_tag["input"])),
    }


def _of_address(url: str) -> dict[str, float]:
    try:
        parts = urlsplit(url)
        found = classify(url) if url else None
    except ValueError:
        return _of_address("")
    segments = [segment for segment in unquote(parts.path).lower().split("/") if segment]
    names = {segment.partition(".")[0] for segment in segments} | set((parts.hostname or "").split(".")[:-1])
    why = found.why if found else ""
    return {
        **{f"address_{name}": not names.isdisjoint(words) for name, words in _ADDRESS.items()},
        "shape_slug": why in ("slug", "article_word"),
        "shape_date": why == "date_in_path",
        "shape_section": why == "section",
        "shape_listing": bool(found and found.kind == "listing" and why != "section"),
        "slug_words": log1p(len(_WORD.findall(segments[-1]))) if segments else 0.0,
    }


def _of_text(document: Document, body: Body) -> dict[str, float]:
    blocks = [place.block for place in body.paragraphs]
    prose = sum(len(block.text) for block in blocks if _is_prose(block))
    long = [len(block.text) for block in blocks if len(block.text) >= _PARAGRAPH]
    return {
        "prose": log1p(prose),
        "prose_share": prose / max(len(body.text), 1),
        "paragraph_length": log1p(sum(long) / len(long)) if long else 0.0,
        "kept_share": len(body.text) / max(sum(len(block.text) for block in document.blocks), 1),
        "prices": log1p(_prices(document)),
    }


def _prices(document: Document) -> int:
    """Blocks with a price. Only those with a sign of money are searched: most pages have one or two of the signs."""
    texts = [block.text for block in document.blocks]
    page = "\n".join(texts)
    signs_here = [sign for sign in _MONEY if sign in page]
    if not signs_here:
        return 0
    return sum(any(map(text.__contains__, signs_here)) and _PRICE.search(text) is not None for text in texts)


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PARAGRAPH and block.share(Style.LINK) < _LINKED


def _item_types(document: Document) -> set[str]:
    """The names of microdata types on the page, lower case and without their vocabulary's address."""
    if document.tree is None or not document.microdata:
        return set()
    found = cast("list[str]", _ITEM_TYPES(document.tree))
    return {str(value)[-200:].rstrip("/ ").rpartition("/")[2].lower() for value in found}


def _sells(document: Document) -> bool:
    scripts = document.sought.by_tag["script"]
    data = (element.text or "" for element in scripts if element.get("type") == "application/ld+json")
    if any(_OFFER_TYPE.search(text[:_MOST_SCRIPT]) for text in islice(data, 20)):
        return True
    return document.tree is not None and document.microdata and bool(_OFFERS(document.tree))

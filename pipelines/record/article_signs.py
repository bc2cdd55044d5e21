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
from urllib.parse import unquote, urlsplit

from junket.crawlers.discovery.discovery import classify
from junket.pipelines.languages import words
from junket.pipelines.page.block import Block, TextStyle
from junket.pipelines.page.document import Body, Document, Metadata

_PARAGRAPH = 100
_LINKED = 0.5
_MOST_SCRIPT = 200_000
_JSON_LD = "application/ld+json"

_CURRENCIES = "$€£¥₽₸₴₺₹"
_SUMS = "|".join(word[:-1] if word.endswith("*") else rf"{word}\b" for word in words("kinds", "price"))
_PRICE = re.compile(rf"(?:[{_CURRENCIES}]|\bUSD|\bEUR)\s?\d|\d\s?(?:[{_CURRENCIES}]|{_SUMS})")
_MONEY = (*_CURRENCIES, *(word.rstrip("*") for word in words("kinds", "price")))
"""What each price holds one of."""
_OFFER_TYPE = re.compile(r'"@type"\s{0,5}:\s{0,5}"(?:Product|Offer|AggregateOffer)"')
_WORD = re.compile(r"[^\W\d_]+")
_OFFERS = frozenset({"price", "offers"})
"""Properties of microdata that what is for sale has."""

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
        "inputs": log1p(_inputs(document)),
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
    return len(block.text) >= _PARAGRAPH and block.share(TextStyle.LINK) < _LINKED


def _inputs(document: Document) -> int:
    """Fields that a reader may fill in."""
    attributes = document.elements.attributes
    return sum(attributes[field].get("type") != "hidden" for field in document.sought.by_tag["input"])


def _item_types(document: Document) -> set[str]:
    """The names of microdata types on the page, lower case and without their vocabulary's address."""
    found = (attributes["itemtype"] for attributes in document.elements.attributes if "itemtype" in attributes)
    return {value[-200:].rstrip("/ ").rpartition("/")[2].lower() for value in found}


def _sells(document: Document) -> bool:
    attributes, texts = document.elements.attributes, document.elements.texts
    scripts = (each for each in document.sought.by_tag["script"] if attributes[each].get("type") == _JSON_LD)
    if any(_OFFER_TYPE.search(texts[script][:_MOST_SCRIPT]) for script in islice(scripts, 20)):
        return True
    return any(each.get("itemprop") in _OFFERS for each in attributes)

"""What a page is: interview, news, review, listing or other; by its types, its words and its shape."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from urllib.parse import urlsplit

from junket.pipelines.languages import words
from junket.pipelines.languages.fold import fold
from junket.pipelines.page.block import TextStyle
from junket.pipelines.page.document import Body, Document, Metadata
from junket.pipelines.reading import Reading
from junket.pipelines.record.article_signs import BOUND, article_score
from junket.pipelines.record.record import Kind

MIN_ARTICLE = 400
"""Characters of prose that make an article; shorter texts are notes and products, unless all else speaks for them."""
MIN_CLAIMED = 140
"""The same where markup says that it is one."""
PLAIN = 0.5
"""The score (log-odds) from which a page is an article however short or full of links it is: likelier than not."""
_PARAGRAPH = 100
_MANY_LINKS = 8

_TABLES = tomllib.loads(files("junket.pipelines.record").joinpath("kinds.toml").read_text("utf-8"))
_REVIEW = frozenset(map(fold, words("kinds", "review")))
_TYPES: dict[str, frozenset[str]] = {kind: frozenset(names) for kind, names in _TABLES["types"].items()}
_PATH_WORD = re.compile(r"[^/_\-.]+")


def kind_of(reading: Reading) -> Kind:
    """The page's kind. An interview is what the turns step found to be one; nothing else decides that.

    The words of all languages are asked: reviews name themselves in English on many sites.
    """
    if reading.conversation.is_interview:
        return "interview"
    document, metadata, body = reading.document, reading.metadata, reading.body
    types = frozenset((metadata.og_type or "").lower().split())
    score = article_score(document, metadata, body)
    if _is_listing(document, body, types, score):
        return "listing"
    claimed = not types.isdisjoint(_TYPES["news"])
    if not claimed and not types.isdisjoint(_TYPES["other"]):
        return "other"  # a product's page carries its buyers' reviews
    little = _prose(body) < (MIN_CLAIMED if claimed else MIN_ARTICLE)
    if score < (PLAIN if little else BOUND):
        return "other"
    return "review" if _is_review(document, metadata, types) else "news"


def is_article_type(metadata: Metadata) -> bool:
    """Whether the page's types say that it is an article."""
    return not frozenset((metadata.og_type or "").lower().split()).isdisjoint(_TYPES["news"] - {"blog"})


def _is_review(document: Document, metadata: Metadata, types: frozenset[str]) -> bool:
    if not types.isdisjoint(_TYPES["review"]):
        return True
    title = fold(metadata.title or "").split()
    if title and (
        title[-1] in _REVIEW or title[0] in _REVIEW or " ".join(title[:2]) in _REVIEW or " ".join(title[-2:]) in _REVIEW
    ):
        return True
    return any(fold(word).removesuffix("s") in _REVIEW for word in _PATH_WORD.findall(_path(document.url))[:-1])


def _is_listing(document: Document, body: Body, types: frozenset[str], score: float) -> bool:
    """A home page, a page typed as a collection, or text that is mostly links to elsewhere."""
    is_article = not types.isdisjoint(_TYPES["news"] - {"blog"})
    if not is_article and not types.isdisjoint(_TYPES["listing"]):
        return True
    if document.url and _path(document.url).strip("/") == "" and not urlsplit(document.url).query and not is_article:
        return True
    linked = [place.block for place in body.paragraphs if place.block.share(TextStyle.LINK) > 0.6]  # noqa: PLR2004  # mostly link
    return len(linked) >= _MANY_LINKS and 2 * len(linked) > len(body.paragraphs) and score < PLAIN


def _prose(body: Body) -> int:
    """Characters in paragraphs that are sentences rather than links or labels."""
    return sum(
        len(place.block.text)
        for place in body.paragraphs
        if len(place.block.text) >= _PARAGRAPH and place.block.share(TextStyle.LINK) < 0.5  # noqa: PLR2004  # mostly text
    )


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""

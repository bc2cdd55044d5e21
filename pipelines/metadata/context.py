"""Where an element stands: in the article's own head, or in comments, sidebars and cards of other pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import takewhile

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS
from junket.pipelines.metadata.bylines.byline_names import split_label
from junket.pipelines.page.elements import Elements
from junket.pipelines.page.markup_names import words_in

_WHOLE_TAGS = frozenset({"body", "html", "main"})
_ASIDE_TAGS = frozenset({"aside", "nav", "form", "template", "noscript"})
_STRONG = frozenset(
    {
        "comment", "comments", "commentlist", "disqus", "related", "recommended", "recommendation",
        "recommendations", "recirc", "sidebar", "teaser", "teasers", "carousel", "readmore", "suggested",
        "suggestions", "similar", "upnext", "popular", "trending", "testimonial", "testimonials", "menu", "footer",
    }
)  # fmt: skip
"""Words of what is never the article's own head."""
_WEAK = frozenset(
    {
        "widget", "latest", "recent", "promo", "newsletter", "slider", "slick", "swiper", "archive", "popup",
        "modal", "tooltip", "review", "reviews", "rating", "ratings", "reply", "replies", "respond", "forum",
        "event", "events", "ticker",
    }
)  # fmt: skip
"""Words that also stand on an article's head, where themes call every part a widget; they count away from it."""
_OF_ARTICLE = frozenset({"article", "entry", "post", "story"})
_SKIPPED = frozenset({"script", "style", "svg", "time", "button", "noscript", "template", "iframe", "input", "select"})
_TOUCHING = re.compile(r"(?<=\w)\x01(?:\x01)*(?=[^\W_a-z])")
_INLINE = frozenset(
    {"span", "b", "i", "em", "strong", "u", "font", "small", "sup", "sub", "abbr", "bdi", "cite", "mark"}
)


_SECTIONS = frozenset({"article", "section", "main", "aside", "nav", "body", "html"})
"""What a footer may belong to."""
_NAMING = frozenset({"class", "id", "itemprop", "rel", "data-testid"})
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def words_of(names: str) -> frozenset[str]:
    """The lower-cased words of class, id or itemprop values: ``post-authorName`` gives post, author, name."""
    return words_in(names[:1000])


def own_words(attributes: Mapping[str, str]) -> frozenset[str]:
    """The words of an element's own class, id, itemprop, rel and data-testid."""
    names = names_in(attributes) if attributes else ""
    return words_of(names) if names else _NONE


def names_in(attributes: Mapping[str, str]) -> str:
    """An element's own class, id, itemprop, rel and data-testid as one line."""
    return " ".join([value for name, value in attributes.items() if name in _NAMING])


def is_aside(
    elements: Elements,
    element: int,
    home: frozenset[int] = frozenset(),
    *,
    near: bool = False,
    known: dict[int, bool] | None = None,
) -> bool:
    """Whether the element belongs to something else than the page's own article: a comment, a card, a footer.

    Only what lies between the element and ``home``, the elements that hold the title, is asked: what holds the title
    holds the article, whatever its classes say. ``near``: it stands just after the title, so only sure signs count, and
    an ``aside`` with a date holds the byline. ``known`` keeps the answers for the next call with the same ``home`` and
    ``near``, since blocks share ancestors.
    """
    known = {} if known is None else known
    asked: list[int] = []
    answer = False
    for ancestor in elements.above(element):
        found = known.get(ancestor)
        if found is None:
            found = False if ancestor in home else _verdict(elements, ancestor, near=near)
            asked.append(ancestor)
        if found is not None:
            answer = found
            break
    for ancestor in asked:
        known[ancestor] = answer
    return answer


def _verdict(elements: Elements, ancestor: int, *, near: bool) -> bool | None:
    """True: an aside. False: the article. None: its own ancestors tell."""
    tag = elements.tags[ancestor]
    if tag in _WHOLE_TAGS:
        return False
    if (
        (tag in _ASIDE_TAGS and not (tag == "aside" and _is_meta_column(elements, ancestor, near=near)))
        or (tag == "footer" and not _in_article(elements, ancestor))
        or _is_other_item(elements.attributes[ancestor].get("itemtype"))
    ):
        return True
    words = own_words(elements.attributes[ancestor])
    if "footer" in words and not words.isdisjoint(_OF_ARTICLE):
        return None  # an article's own foot
    if not words.isdisjoint(_STRONG) or not (near or _are_ordinary(words)):
        return True
    return False if tag == "article" else None


def _are_ordinary(words: frozenset[str]) -> bool:
    """Whether a name holds no weak word; a page builder calls each of its boxes a widget."""
    return _WEAK.isdisjoint(words - {"widget"} if "elementor" in words else words)


def _is_meta_column(elements: Elements, element: int, *, near: bool) -> bool:
    """Whether an ``aside`` is the article's own column of byline and date: beside the title, or by its labels."""
    beside = elements.children(elements.parents[element])
    if any(elements.tags[other] == "p" for other in takewhile(lambda other: other != element, beside)):
        return False  # behind the first paragraph it is a box in the text
    text = lines_of(elements, element, _COLUMN)[:_COLUMN]
    dated = _YEAR.search(text) is not None
    if near and dated and elements.first(element, _HEADINGS) is None:  # no box with its own heading
        return True
    said = {split_label(line)[0] for line in text.split("\n")}
    return not said.isdisjoint(WORDS.signed) and (
        dated or any(fold(line) in WORDS.published for line in text.split("\n"))
    )


_HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
_COLUMN = 300
"""Characters of such a column."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def _in_article(elements: Elements, footer: int) -> bool:
    """An article's own footer holds its byline; the page's does not. A footer belongs to its nearest section (HTML)."""
    tags = (elements.tags[above] for above in elements.above(footer))
    return next((tag for tag in tags if tag in _SECTIONS), None) == "article"


def _is_other_item(kind: str | None) -> bool:
    """Whether a microdata item is no article."""
    return kind is not None and kind.rstrip("/").endswith(("Comment", "Question", "Answer", "Event", "Product"))


def lines_of(elements: Elements, element: int, limit: int = 300) -> str:
    r"""The element's text with ``\n`` where markup sets pieces apart: blocks, links, spans that touch."""
    tags, ends, tails = elements.tags, elements.ends, elements.tails
    if elements.is_leaf(element) and tags[element] not in _SKIPPED:  # most are
        return " ".join(elements.texts[element].split())
    out: list[str] = []
    opened: list[int] = []
    at, last, length = element, ends[element], 0
    while length <= limit:
        if opened and ends[opened[-1]] == at:
            ended = opened.pop()
            _boundary(out, tags[ended])
            length += _add(out, tails[ended]) if ended != element else 0
        elif at == last:
            break
        elif tags[at] in _SKIPPED:
            length += _add(out, tails[at])
            at = ends[at]
        else:
            _boundary(out, tags[at])
            length += _add(out, elements.texts[at])
            opened.append(at)
            at += 1
    glued = _TOUCHING.sub("\0", "".join(out)).replace("\1", "")
    return "\n".join(" ".join(line.split()) for line in glued.split("\0") if line.strip())


def _add(out: list[str], text: str) -> int:
    if text:
        out.append(text)
        return len(text.strip())
    return 0


def _boundary(out: list[str], tag: str) -> None:
    if not out:
        return
    if tag not in _INLINE:
        out.append("\0")
    elif out[-1] and not out[-1][-1].isspace() and out[-1] != "\0":
        out.append("\1")

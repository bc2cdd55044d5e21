"""Where an element stands: in the article's own head, or in comments, sidebars and cards of other pages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from junket.pipelines.metadata.bylines.names import split_label
from junket.pipelines.metadata.words import WORDS, fold
from junket.pipelines.page.names import words_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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


_SECTIONS = ("article", "section", "main", "aside", "nav", "body", "html")
"""What a footer may belong to."""
_NAMING = frozenset({"class", "id", "itemprop", "rel", "data-testid"})
_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def words_of(names: str) -> frozenset[str]:
    """The lower-cased words of class, id or itemprop values: ``post-authorName`` gives post, author, name."""
    return words_in(names[:1000])


def own_words(element: HtmlElement) -> frozenset[str]:
    """The words of an element's own class, id, itemprop, rel and data-testid."""
    names = names_in(element)
    return words_of(names) if names else _NONE


def names_in(element: HtmlElement) -> str:
    """An element's own class, id, itemprop, rel and data-testid as one line."""
    return " ".join([value for name, value in element.items() if name in _NAMING])


def home_of(element: HtmlElement | None) -> frozenset[HtmlElement]:
    """The ancestors of the title: what holds the title holds the article, whatever its classes say."""
    return frozenset(element.iterancestors()) if element is not None else frozenset()


def is_aside(
    element: HtmlElement,
    home: frozenset[HtmlElement] = frozenset(),
    *,
    near: bool = False,
    known: dict[HtmlElement, bool] | None = None,
) -> bool:
    """Whether the element belongs to something else than the page's own article: a comment, a card, a footer.

    Only what lies between the element and ``home`` (see :func:`home_of`) is asked. ``near``: it stands
    just after the title, so only sure signs count, and an ``aside`` with a date holds the byline. ``known``
    keeps the answers for the next call with the same ``home`` and ``near``, since blocks share ancestors.
    """
    known = {} if known is None else known
    asked: list[HtmlElement] = []
    answer = False
    for ancestor in element.iterancestors():
        found = known.get(ancestor)
        if found is None:
            found = _verdict(ancestor, home, near=near)
            asked.append(ancestor)
        if found is not None:
            answer = found
            break
    for ancestor in asked:
        known[ancestor] = answer
    return answer


def _verdict(ancestor: HtmlElement, home: frozenset[HtmlElement], *, near: bool) -> bool | None:
    """True: an aside. False: the article. None: its own ancestors tell."""
    tag = ancestor.tag
    if ancestor in home or tag in _WHOLE_TAGS:
        return False
    if (
        (tag in _ASIDE_TAGS and not (tag == "aside" and _is_meta_column(ancestor, near=near)))
        or (tag == "footer" and not _in_article(ancestor))
        or _is_other_item(ancestor)
    ):
        return True
    words = own_words(ancestor)
    if "footer" in words and not words.isdisjoint(_OF_ARTICLE):
        return None  # an article's own foot
    if not words.isdisjoint(_STRONG) or not (near or _are_ordinary(words)):
        return True
    return False if tag == "article" else None


def _are_ordinary(words: frozenset[str]) -> bool:
    """Whether a name holds no weak word; a page builder calls each of its boxes a widget."""
    return _WEAK.isdisjoint(words - {"widget"} if "elementor" in words else words)


def _is_meta_column(element: HtmlElement, *, near: bool) -> bool:
    """Whether an ``aside`` is the article's own column of byline and date: beside the title, or by its labels."""
    if next(element.itersiblings("p", preceding=True), None) is not None:
        return False  # behind the first paragraph it is a box in the text
    text = lines_of(element, _COLUMN)[:_COLUMN]
    dated = _YEAR.search(text) is not None
    if near and dated and next(element.iter("h2", "h3", "h4", "h5"), None) is None:  # no box with its own heading
        return True
    said = {split_label(line)[0] for line in text.split("\n")}
    return not said.isdisjoint(WORDS.signed) and (
        dated or any(fold(line) in WORDS.published for line in text.split("\n"))
    )


_COLUMN = 300
"""Characters of such a column."""
_YEAR = re.compile(r"(?:19|20)\d\d")


def _in_article(footer: HtmlElement) -> bool:
    """An article's own footer holds its byline; the page's does not. A footer belongs to its nearest section (HTML)."""
    section = next(footer.iterancestors(*_SECTIONS), None)
    return section is not None and section.tag == "article"


def _is_other_item(ancestor: HtmlElement) -> bool:
    """A microdata item that is no article."""
    kind = ancestor.get("itemtype")
    return bool(kind) and kind.rstrip("/").endswith(("Comment", "Question", "Answer", "Event", "Product"))


def lines_of(element: HtmlElement, limit: int = 300) -> str:
    r"""The element's text with ``\n`` where markup sets pieces apart: blocks, links, spans that touch."""
    if not len(element) and element.tag not in _SKIPPED:  # most are
        return " ".join((element.text or "").split())
    out: list[str] = []
    length = 0
    skip: HtmlElement | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if skip is not None:
            if event == "end" and node is skip:
                skip = None
                length += _add(out, node.tail)
            continue
        if event == "start":
            if not isinstance(node.tag, str) or node.tag in _SKIPPED:
                skip = node
                continue
            _boundary(out, node)
            length += _add(out, node.text)
        else:
            _boundary(out, node)
            if node is not element:
                length += _add(out, node.tail)
        if length > limit:
            break
    glued = _TOUCHING.sub("\0", "".join(out)).replace("\1", "")
    return "\n".join(" ".join(line.split()) for line in glued.split("\0") if line.strip())


def _add(out: list[str], text: str | None) -> int:
    if text:
        out.append(text)
        return len(text.strip())
    return 0


def _boundary(out: list[str], node: HtmlElement) -> None:
    if not out:
        return
    if node.tag not in _INLINE:
        out.append("\0")
    elif out[-1] and not out[-1][-1].isspace() and out[-1] != "\0":
        out.append("\1")

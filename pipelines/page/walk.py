"""From a tree to blocks: one pass, without recursion, so that no depth of nesting can break it."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from junket.pipelines.page.block import Block, Style
from junket.pipelines.page.css import Look, look_of
from junket.pipelines.page.names import Names, Own, own_names
from junket.pipelines.page.sought import Sought
from junket.pipelines.phrase import Phrase

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BLOCKS = 100_000
"""Bound on the blocks of a page: far above any article, low enough to keep a hostile page in memory."""
_MAX_PATH = 64

# What an element is to the walk. Everything not named is inline without a style.
_BLOCK, _VOID, _BREAK, _LINK, _NO_TEXT, _HIDDEN, _ALTERNATIVE, _BUTTON, _BOLD, _ITALIC = range(1, 11)
_OWN_TAG = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption", "td", "dt", "dd", "pre")
)
_AS_TAG = {"th": "td", "caption": "figcaption"}
_KINDS = {
    _BLOCK: "p h1 h2 h3 h4 h5 h6 li blockquote figcaption td dt dd pre html body div section article main header "
    "footer nav aside figure ul ol menu dl table thead tbody tfoot tr th caption form fieldset legend address details "
    "summary center hgroup hr picture search frameset",
    _VOID: "img input meta link area param",
    _BREAK: "br",
    _LINK: "a",
    _NO_TEXT: "script style svg iframe frame object embed head canvas audio video select datalist textarea map rt rp "
    "annotation annotation-xml",
    _ALTERNATIVE: "noscript template noframes dialog",
    _BUTTON: "button",
    _BOLD: "b strong",
    _ITALIC: "i em",
}
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
"""A button that is all of a heading opens what stands below it: its words are the heading's."""
_KIND_OF: dict[object, int] = {tag: kind for kind, tags in _KINDS.items() for tag in tags.split()}
_KIND_OF |= dict.fromkeys((etree.Comment, etree.PI, etree.Entity), _NO_TEXT)
_LINKED = Style.LINK.value
_STYLE_OF = {_BOLD: Style.BOLD.value, _ITALIC: Style.ITALIC.value}
_NAMELESS = (None, None, None, None)
_LOOKS = frozenset({"style", "hidden", "aria-hidden", "content"})
"""Attributes that few elements have and that are looked at."""


class _Place:
    """Where block-level elements of one kind stand: what they give the blocks made in them."""

    __slots__ = ("inside", "lines", "names", "path", "tag")

    def __init__(self, element_tag: str, path: tuple[str, ...], names: Names) -> None:
        own = _AS_TAG.get(element_tag, element_tag)
        self.inside = (*path, element_tag) if len(path) < _MAX_PATH else path
        """The path of what stands inside."""
        self.tag, self.path = (own, path) if own in _OWN_TAG else ("div", self.inside)
        """Tag and path of a block."""
        self.names = names
        self.lines = element_tag == "pre"
        """Line ends count."""


class Unseen(NamedTuple):
    """An element that a walk left out as not shown."""

    element: HtmlElement
    position: int
    """How many blocks stood before it."""
    inside: bool
    """Whether text of the same paragraph stood before it."""


class Walk:
    """One pass over a tree. ``blocks`` is what it found, ``unseen`` the elements it left out as not shown.

    Hidden elements that are in ``shown``, or all that are not in ``left_out`` (``show_hidden``), are read like others.
    """

    def __init__(
        self,
        root: HtmlElement,
        *,
        shown: Container[HtmlElement] = (),
        show_hidden: bool = False,
        left_out: Container[HtmlElement] = (),
    ) -> None:
        self.blocks: list[Block] = []
        self.unseen: list[Unseen] = []
        self.sought = Sought()
        self.full = False
        """The bound on blocks was met; what lies behind it was not read."""
        self._shown, self._show_hidden, self._left_out = shown, show_hidden, left_out
        self._phrase = Phrase()
        self._places: dict[tuple[int, str, Own | None], _Place] = {}
        self._walk(root)

    # One loop, unrolled: a call for each of a page's thousand elements costs more than the work itself.
    def _walk(self, root: HtmlElement) -> None:  # noqa: C901, PLR0912, PLR0915
        phrase, kind_of, no_look, sought = self._phrase, _KIND_OF.get, _LOOKS.isdisjoint, self.sought
        pieces, piece_styles = phrase.pieces, phrase.styles
        # The block-level element that is open, and its place; those around it.
        holder, place = root, _Place("html", (), Names(own_names(root)))
        above: list[tuple[HtmlElement, _Place]] = []
        styles = [0]
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                tag, style = element.tag, styles[-1]
                kind = kind_of(tag, 0)
                if tag in sought.by_tag:
                    sought.add(element)
                if kind == _VOID:
                    styles.append(style)
                    continue
                attributes, taken, as_block = dict(element.items()), 0, kind == _BLOCK
                if attributes and not no_look(attributes):
                    gone, added, taken, shown_as_block = self._look(element, attributes)
                    kind, style, as_block = _HIDDEN if gone else kind, style | added, as_block or shown_as_block
                if kind >= _BREAK:
                    if kind == _LINK:
                        style |= _LINKED if "href" in attributes else 0
                    elif kind == _BREAK:
                        phrase.line_break()
                    elif kind >= _BOLD:
                        style |= _STYLE_OF[kind]
                    elif self._leaves_out(element, kind, place.tag):
                        styles.append(style)
                        walker.skip_subtree()
                        continue
                    else:
                        as_block = as_block or (kind == _BUTTON and (bool(pieces) or place.tag not in _HEADINGS))
                style &= ~taken
                styles.append(style)
                if as_block and element is not root:
                    if pieces and self._flush(holder, place):
                        return
                    above.append((holder, place))
                    holder, place = element, self._place(tag, attributes, place)
                text = element.text
            else:
                if element is holder and above:
                    if pieces and self._flush(holder, place):
                        return
                    holder, place = above.pop()
                styles.pop()
                style, text = styles[-1], element.tail
            if not text:
                continue
            if place.lines:
                phrase.lines(text, style)
            elif not text.isspace():
                pieces.append(text)
                piece_styles.append(style)
            elif pieces and not pieces[-1][-1].isspace():
                pieces[-1] += " "
        if pieces:
            self._flush(holder, place)

    def _look(self, element: HtmlElement, attributes: dict[str, str]) -> Look:
        """How inline CSS, ``hidden`` and ``aria-hidden`` make an element look."""
        if "content" in attributes:
            self.sought.add_stating(element)
        gone, added, taken, as_block = look_of(attributes.get("style", ""))
        if gone or "hidden" in attributes or attributes.get("aria-hidden") == "true":
            gone = not self._is_asked_for(element)
            if not gone and not self._show_hidden:  # what it is called says how it hides
                for name in ("class", "id", "role"):
                    attributes.pop(name, None)
        return gone, added, taken, as_block

    def _is_asked_for(self, element: HtmlElement) -> bool:
        return element in self._shown or (self._show_hidden and element not in self._left_out)

    def _leaves_out(self, element: HtmlElement, kind: int, holder_tag: str) -> bool:
        if kind == _NO_TEXT:
            if element.tag == "head":
                self._seek_below(element)
            return True
        if kind == _HIDDEN or (kind == _ALTERNATIVE and not self._show_hidden):
            begun, apart = bool(self._phrase.pieces), _KIND_OF.get(element.tag) == _BLOCK
            self.unseen.append(Unseen(element, len(self.blocks) + (begun and apart), begun and not apart))
            self._seek_below(element)
            return True
        return kind == _BUTTON and holder_tag == "p"

    def _seek_below(self, element: HtmlElement) -> None:
        for inner in element:
            self.sought.add_all(inner)

    def _place(self, tag: str, attributes: dict[str, str], around: _Place) -> _Place:
        """The place of an element; those of one kind in one place share it."""
        own = None
        if attributes:
            get = attributes.get
            own = (get("class"), get("id"), get("role"), get("itemprop"))
        key = (id(around), tag, own)  # a place that was handed out lives as long as the walk
        place = self._places.get(key)
        if place is None:
            names = around.names if own is None or own == _NAMELESS else Names(own, around.names)
            place = self._places[key] = _Place(tag, around.inside, names)
        return place

    def _flush(self, holder: HtmlElement, place: _Place) -> bool:
        """Make blocks of the pieces. True when the page has all the blocks that it may have."""
        blocks = self.blocks
        for text, runs in self._phrase.take():
            blocks.append(Block(len(blocks), text, place.tag, runs, place.path, place.names, 0, holder))
            if len(blocks) >= MAX_BLOCKS:
                self.full = True
                return True
        return False

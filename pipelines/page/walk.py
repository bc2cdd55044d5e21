"""From elements to blocks: one pass, without recursion, so that no depth of nesting can break it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

from junket.pipelines.page.block import HEADINGS, Block, TextStyle
from junket.pipelines.page.css import CssEffect, css_effect
from junket.pipelines.page.elements import Elements
from junket.pipelines.page.markup_names import Names, Own, own_names
from junket.pipelines.page.sought import Sought
from junket.pipelines.phrase import StyledText

MAX_BLOCKS = 100_000
"""Bound on the blocks of a page: far above any article, low enough to keep a hostile page in memory."""
_MAX_PATH = 64

# What an element is to the walk. Everything not named is inline without a style.
_BLOCK, _VOID, _BREAK, _NO_TEXT, _HIDDEN, _ALTERNATIVE, _BUTTON, _LINK, _BOLD, _ITALIC = range(1, 11)
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
_KIND_OF = {tag: kind for kind, tags in _KINDS.items() for tag in tags.split()} | {"": _NO_TEXT}
_STYLE_OF = {_LINK: TextStyle.LINK.value, _BOLD: TextStyle.BOLD.value, _ITALIC: TextStyle.ITALIC.value}
_NAMELESS = (None, None, None, None)
_CONTAINED = ("li", "td")
_LOOKS = frozenset({"style", "hidden", "aria-hidden", "content"})
"""Attributes that few elements have and that are looked at."""


class _Place:
    """Where block-level elements of one kind stand: what they give the blocks made in them."""

    __slots__ = ("inner", "inside", "known", "names", "number", "path", "tag")

    def __init__(self, element_tag: str, path: tuple[str, ...], names: Names, number: int) -> None:
        own = _AS_TAG.get(element_tag, element_tag)
        self.inside = (*path, element_tag) if len(path) < _MAX_PATH else path
        """The path of what stands inside."""
        self.tag, self.path = (own, path) if own in _OWN_TAG else ("div", self.inside)
        """Tag and path of a block."""
        self.names = names
        self.number = number
        """The number of its blocks' path and names."""
        self.inner: int | None = number
        """The number of path and names of what stands right inside it and has no names."""
        self.known: dict[tuple[str, Own | None], _Place] | None = None
        """The places right inside it."""


class Unseen(NamedTuple):
    """An element that a walk left out as not shown."""

    element: int
    position: int
    """How many blocks stood before it."""
    inside: bool
    """Whether text of the same paragraph stood before it."""


class Walk:
    """One pass over an element and what is inside it: ``blocks`` is what it found, ``unseen`` what it left out.

    Hidden elements that are in ``shown``, or all that are not in ``left_out`` (``show_hidden``), are read like others.
    """

    def __init__(
        self,
        elements: Elements,
        root: int = 0,
        *,
        shown: Container[int] = (),
        show_hidden: bool = False,
        left_out: Container[int] = (),
    ) -> None:
        self.blocks: list[Block] = []
        self.unseen: list[Unseen] = []
        self.sought = Sought()
        self.full = False
        """The bound on blocks was met; what lies behind it was not read."""
        self._elements = elements
        self._shown, self._show_hidden, self._left_out = shown, show_hidden, left_out
        self._phrase = StyledText()
        self._holders = [root]
        """The block-level elements that are open, outermost first."""
        self._places: list[_Place | None] = [_Place("html", (), Names(own_names(elements.attributes[root])), 0)]
        """The place of each, where a block has asked for it."""
        self._renamed: dict[int, Mapping[str, str]] = {}
        """Attributes of elements whose names do not count."""
        self._made = 0
        """Numbers that places were given."""
        self._walk(root)

    # One loop, unrolled: a call for each of a page's thousand elements costs more than the work itself.
    def _walk(self, root: int) -> None:  # noqa: C901, PLR0912, PLR0915
        elements, phrase, kind_of, no_look = self._elements, self._phrase, _KIND_OF.get, _LOOKS.isdisjoint
        tags, ends, texts, tails = elements.tags, elements.ends, elements.texts, elements.tails
        all_attributes, by_tag, holders = elements.attributes, self.sought.by_tag, self._holders
        pieces, piece_styles = phrase.pieces, phrase.styles
        opened, styles = list[int](), list[int]()
        at, until, last, style = root, -1, ends[root], 0
        while True:
            if at == until:  # the innermost of the open elements ends here
                element = opened.pop()
                until = ends[opened[-1]] if opened else -1
                if element == holders[-1] and element != root:
                    if pieces and self._flush():
                        return
                    holders.pop()
                    self._places.pop()
                style, text = styles.pop(), tails[element] if element != root else ""  # what is behind it is not in it
            elif at == last:
                break
            else:
                element, tag, attributes, end = at, tags[at], all_attributes[at], ends[at]
                kind, inner, taken = kind_of(tag, 0), style, 0
                at, as_block = at + 1, kind == _BLOCK
                if tag in by_tag:
                    self.sought.add(element, tag)
                if kind != _VOID and attributes and not no_look(attributes):
                    gone, added, taken, shown_as_block = self._look(element, attributes)
                    kind, inner, as_block = _HIDDEN if gone else kind, inner | added, as_block or shown_as_block
                if kind >= _BREAK:
                    if kind == _BREAK:
                        phrase.line_break()
                    elif kind >= _LINK:
                        inner |= _STYLE_OF[kind] if kind != _LINK or "href" in attributes else 0
                    elif self._leaves_out(element, kind):
                        kind, at, as_block = _VOID, end, False
                    else:
                        as_block = as_block or (kind == _BUTTON and self._is_block_button())
                if as_block and pieces and element != root and self._flush():
                    return
                text = "" if kind == _VOID else texts[element]
                if text or at < end:
                    opened.append(element)
                    styles.append(style)
                    until, style = end, inner & ~taken
                    if as_block and element != root:
                        holders.append(element)
                        self._places.append(None)
                else:
                    text = tails[element]
            if not text:
                continue
            if tags[holders[-1]] == "pre":
                phrase.lines(text, style)
            elif not text.isspace():
                pieces.append(text)
                piece_styles.append(style)
            else:
                phrase.space()
        if pieces:
            self._flush()

    def _look(self, element: int, attributes: Mapping[str, str]) -> CssEffect:
        """How inline CSS, ``hidden`` and ``aria-hidden`` make an element look."""
        if "content" in attributes:
            self.sought.add_stating(element)
        gone, added, taken, as_block = css_effect(attributes.get("style", ""))
        if gone or "hidden" in attributes or attributes.get("aria-hidden") == "true":
            gone = element not in self._shown and not (self._show_hidden and element not in self._left_out)
            if not gone and not self._show_hidden:  # what it is called says how it hides
                self._renamed[element] = {name: value for name, value in attributes.items() if name == "itemprop"}
        return gone, added, taken, as_block

    def _leaves_out(self, element: int, kind: int) -> bool:
        tag = self._elements.tags[element]
        if kind == _NO_TEXT:
            if tag == "head":
                self.sought.add_below(element, self._elements)
            return True
        if kind == _HIDDEN or (kind == _ALTERNATIVE and not self._show_hidden):
            begun, apart = bool(self._phrase.pieces), _KIND_OF.get(tag) == _BLOCK
            self.unseen.append(Unseen(element, len(self.blocks) + (begun and apart), begun and not apart))
            self.sought.add_below(element, self._elements)
            return True
        return kind == _BUTTON and self._elements.tags[self._holders[-1]] == "p"

    def _is_block_button(self) -> bool:
        """Whether a button is a block of its own. One that is all of a heading is not: its words are the heading's."""
        return bool(self._phrase.pieces) or self._elements.tags[self._holders[-1]] not in HEADINGS

    def _place(self) -> _Place:
        """The place of the innermost block-level element; few are asked for theirs, or hold one that is."""
        places, around = self._places, None
        known = len(places) - 1
        while (around := places[known]) is None:
            known -= 1
        for depth in range(known + 1, len(places)):
            around = places[depth] = self._place_in(around, self._holders[depth])
        return around

    def _place_in(self, around: _Place, element: int) -> _Place:
        """The place of an element; those of one kind in one place share it."""
        tag, attributes = self._elements.tags[element], self._elements.attributes[element]
        own = own_names(self._renamed.get(element, attributes)) if attributes else None
        if around.known is None:
            around.known = {}
        place = around.known.get((tag, own))
        if place is None:
            if own is None or own == _NAMELESS:
                place = _Place(tag, around.inside, around.names, 0)
                place.number = self._inner(around) if place.path is around.inside else self._next()
            else:
                place = _Place(tag, around.inside, Names(own, around.names), self._next())
            place.inner = place.number if place.path is place.inside else None
            around.known[tag, own] = place
        return place

    def _inner(self, place: _Place) -> int:
        if place.inner is None:
            place.inner = self._next()
        return place.inner

    def _next(self) -> int:
        self._made += 1
        return self._made

    def _flush(self) -> bool:
        """Make blocks of the pieces. True when the page has all the blocks that it may have."""
        blocks, place, holder = self.blocks, self._place(), self._holders[-1]
        tag, path, names, number = place.tag, place.path, place.names, place.number
        container = self._container(holder, tag) if tag in _CONTAINED else None
        for text, runs in self._phrase.take():
            blocks.append(Block(len(blocks), text, tag, runs, path, names, 0, holder, number, container))
            if len(blocks) >= MAX_BLOCKS:
                self.full = True
                return True
        return False

    def _container(self, holder: int, tag: str) -> int | None:
        parent = self._elements.parent(holder)
        return self._elements.parent(parent) if tag == "td" and parent is not None else parent

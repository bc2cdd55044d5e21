"""From a tree to blocks: one pass, without recursion, so that no depth of nesting can break it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from pipelines.block import Block, Style
from pipelines.phrase import Phrase

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BLOCKS = 100_000
"""Bound on the blocks of a page: far above any article, low enough to keep a hostile page in memory."""
_MAX_PATH = 64
_MAX_NAMES = 2000
_MAX_TOKENS = 1_000_000
"""Bound on the names of all elements' token sets of a page (usual: 20,000): beyond it they take their parent's."""

# What an element is to the walk. Everything not named is inline without a style.
_BLOCK, _BREAK, _LINK, _NO_TEXT, _HIDDEN, _ALTERNATIVE, _BUTTON, _BOLD, _ITALIC = range(1, 10)
_OWN_TAG = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption", "td", "dt", "dd", "pre")
)
_AS_TAG = {"th": "td", "caption": "figcaption"}
_KINDS = {
    _BLOCK: "p h1 h2 h3 h4 h5 h6 li blockquote figcaption td dt dd pre html body div section article main header "
    "footer nav aside figure ul ol menu dl table thead tbody tfoot tr th caption form fieldset legend address details "
    "summary center hgroup hr picture search frameset",
    _BREAK: "br",
    _LINK: "a",
    _NO_TEXT: "script style svg iframe frame object embed head canvas audio video select datalist textarea map rt rp "
    "annotation annotation-xml",
    _ALTERNATIVE: "noscript template noframes dialog",
    _BUTTON: "button",
    _BOLD: "b strong",
    _ITALIC: "i em",
}
_KIND_OF: dict[object, int] = {tag: kind for kind, tags in _KINDS.items() for tag in tags.split()}
_KIND_OF |= dict.fromkeys((etree.Comment, etree.PI, etree.Entity), _NO_TEXT)
_OPENING = frozenset({_BLOCK, _BUTTON})
_LINKED = Style.LINK.value
_STYLE_OF = {_BOLD: Style.BOLD.value, _ITALIC: Style.ITALIC.value}
_MEMO = 8192
"""Names and inline styles remembered from page to page."""
_LONG_CSS = 500
_LOOKS = frozenset({"style", "hidden", "aria-hidden"})
_NO_NAMES = frozenset[str]()

_DISPLAY = re.compile(r"display\s*:\s*([a-z]+)")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|normal|lighter|[1-9]00)")
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_APART = {code: " " for code in range(128) if not chr(code).isalpha()}

Names = tuple[str | None, str | None, str | None, str | None]
"""An element's class, id, role and itemprop."""
_Frame = tuple["HtmlElement", str, tuple[str, ...], frozenset[str]]
Look = tuple[bool, int, int, bool]
"""What inline CSS does: not shown, style bits added, style bits taken away, shown as a block."""


def own_tokens(element: HtmlElement) -> frozenset[str]:
    """Lower-cased words of an element's class, id, role and itemprop."""
    get = element.get
    return _words((get("class"), get("id"), get("role"), get("itemprop")))


def _words(names: Names) -> frozenset[str]:
    known = _known.get(names)
    if known is not None:
        return known
    line = " ".join(filter(None, names))
    if line.islower() and line.isascii():  # the same words, found faster
        found = frozenset(line[:_MAX_NAMES].translate(_APART).split())
    else:
        found = frozenset(map(str.lower, _WORD.findall(line[:_MAX_NAMES])))
    if len(line) <= _MAX_NAMES:
        if len(_known) >= _MEMO:
            _known.clear()
        _known[names] = found
    return found


_known: dict[Names, frozenset[str]] = {}


class Walk:
    """One pass over a tree. ``blocks`` is what it found, ``unseen`` the elements it left out as not shown."""

    def __init__(self, root: HtmlElement, *, show_hidden: bool = False) -> None:
        self.blocks: list[Block] = []
        self.unseen: list[HtmlElement] = []
        self.full = False
        """The bound on blocks was met; what lies behind it was not read."""
        self._show_hidden = show_hidden
        self._phrase = Phrase()
        self._merged: dict[tuple[int, Names], frozenset[str]] = {}
        self._names = 0
        self._walk(root)

    # One loop, unrolled: a call for each of a page's thousand elements costs more than the work itself.
    def _walk(self, root: HtmlElement) -> None:  # noqa: C901, PLR0912, PLR0915
        phrase, kind_of, no_look = self._phrase, _KIND_OF.get, _LOOKS.isdisjoint
        pieces, piece_styles = phrase.pieces, phrase.styles
        # The block-level element that is open: itself, its tag, the tags from the root to it, the names in them.
        holder, tag, tokens = root, "html", own_tokens(root)
        path: tuple[str, ...] = ("html",)
        above: list[_Frame] = []
        styles = [0]
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                kind, style, attributes = kind_of(element.tag, 0), styles[-1], dict(element.items())
                added, taken, as_block = 0, 0, False
                if attributes and not no_look(attributes):
                    gone, added, taken, as_block = self._look(attributes)
                    kind = _HIDDEN if gone else kind
                if kind >= _NO_TEXT and self._leaves_out(element, kind, tag):
                    styles.append(style)
                    walker.skip_subtree()
                    continue
                if kind == _LINK:
                    style |= _LINKED if "href" in attributes else 0
                elif kind == _BREAK:
                    phrase.line_break()
                elif kind >= _BOLD:
                    style |= _STYLE_OF[kind]
                styles.append((style | added) & ~taken)
                if (kind in _OPENING or as_block) and element is not root:
                    if pieces and self._flush(holder, tag, path, tokens):
                        return
                    above.append((holder, tag, path, tokens))
                    holder, tag = element, element.tag
                    path = (*path, tag) if len(path) < _MAX_PATH else path
                    tokens = self._tokens(attributes, tokens) if attributes else tokens
                style, text = styles[-1], element.text
            else:
                if element is holder and above:
                    if pieces and self._flush(holder, tag, path, tokens):
                        return
                    holder, tag, path, tokens = above.pop()
                styles.pop()
                style, text = styles[-1], element.tail
            if not text:
                continue
            if tag == "pre":
                phrase.lines(text, style)
            elif text.isspace():
                phrase.space()
            else:
                pieces.append(text)
                piece_styles.append(style)
        if pieces:
            self._flush(holder, tag, path, tokens)

    def _look(self, attributes: dict[str, str]) -> Look:
        """How inline CSS, ``hidden`` and ``aria-hidden`` make an element look."""
        css = attributes.get("style", "")
        gone, added, taken, as_block = _read_css(css) if len(css) > _LONG_CSS else _css(css)
        if self._show_hidden:
            gone = False
        elif "hidden" in attributes or attributes.get("aria-hidden") == "true":
            gone = True
        return gone, added, taken, as_block

    def _leaves_out(self, element: HtmlElement, kind: int, holder_tag: str) -> bool:
        if kind == _NO_TEXT:
            return True
        if kind == _HIDDEN or (kind == _ALTERNATIVE and not self._show_hidden):
            self.unseen.append(element)
            return True
        return kind == _BUTTON and holder_tag == "p"

    def _tokens(self, attributes: dict[str, str], above: frozenset[str]) -> frozenset[str]:
        """An element's names with those above it. Elements of one kind share one set."""
        get = attributes.get
        names = (get("class"), get("id"), get("role"), get("itemprop"))
        key = (id(above), names)  # a set that was handed out lives as long as the walk; hashing it takes longer
        merged = self._merged.get(key)
        if merged is None:
            own = _words(names) if self._names <= _MAX_TOKENS else _NO_NAMES
            merged = self._merged[key] = above if own <= above else above | own
            self._names += len(merged) if merged is not above else 0
        return merged

    def _flush(self, holder: HtmlElement, tag: str, path: tuple[str, ...], tokens: frozenset[str]) -> bool:
        """Make blocks of the pieces. True when the page has all the blocks that it may have."""
        blocks, tag = self.blocks, _AS_TAG.get(tag, tag)
        tag, path = (tag, path[:-1]) if tag in _OWN_TAG else ("div", path)
        for text, runs in self._phrase.take():
            blocks.append(Block(len(blocks), text, tag, runs, path, tokens, 0, holder))
            if len(blocks) >= MAX_BLOCKS:
                self.full = True
                return True
        return False


def _read_css(css: str) -> Look:
    css = css.lower()
    found = _DISPLAY.search(css)
    display = found[1] if found else ""
    added, taken = _font(css)
    return display == "none", added, taken, display in {"block", "flex", "grid"}


_css = lru_cache(maxsize=_MEMO)(_read_css)


def _font(css: str) -> tuple[int, int]:
    """Style bits that the CSS adds and takes away."""
    bits = [0, 0]
    if "font" not in css:
        return 0, 0
    if weight := _WEIGHT.search(css):
        light = weight[1] in {"normal", "lighter"} or weight[1] < "6"
        bits[light] |= Style.BOLD.value
    if slant := _SLANT.search(css):
        bits[slant[1] == "normal"] |= Style.ITALIC.value
    return bits[0], bits[1]

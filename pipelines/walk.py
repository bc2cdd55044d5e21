"""From a tree to blocks: one pass, without recursion, so that no depth of nesting can break it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from lxml import etree

from pipelines.block import Block, Style
from pipelines.phrase import Phrase

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BLOCKS = 100_000
"""Bound on the blocks of a page: far above any article, low enough to keep a hostile page in memory."""
_MAX_PATH = 64
_MAX_NAMES = 2000

# What an element is to the walk. Everything not named is inline without a style.
_BLOCK, _BREAK, _LINK, _NO_TEXT, _ALTERNATIVE, _BUTTON, _BOLD, _ITALIC = range(1, 9)
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
_OPENING = frozenset({_BLOCK, _BUTTON})
_KIND_OF: dict[object, int] = {tag: kind for kind, tags in _KINDS.items() for tag in tags.split()}
_KIND_OF |= dict.fromkeys((etree.Comment, etree.PI, etree.Entity), _NO_TEXT)
_LINKED = Style.LINK.value
_STYLE_OF = {_BOLD: Style.BOLD.value, _ITALIC: Style.ITALIC.value}
_LEFT_OUT = -1

_told_apart = etree.XPath("//*[@style or @hidden or @aria-hidden='true']")
_DISPLAY = re.compile(r"display\s*:\s*([a-z]+)")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|normal|lighter|[1-9]00)")
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

Look = tuple[int, int, bool]
"""What inline CSS does: style bits added, style bits taken away, shown as a block."""


class _Frame:
    """A block-level element that is open; its path and tokens are made when a block needs them."""

    __slots__ = ("element", "parent", "path", "tag", "tokens")

    def __init__(self, element: HtmlElement, tag: str, parent: _Frame | None) -> None:
        self.element, self.tag, self.parent = element, tag, parent
        self.path: tuple[str, ...] | None = None
        self.tokens: frozenset[str] = frozenset()

    def settle(self) -> tuple[str, ...]:
        """Work out path (root first, this element last, at most ``_MAX_PATH``) and tokens, here and above."""
        if self.path is not None:
            return self.path
        missing: list[_Frame] = []
        frame: _Frame | None = self
        while frame is not None and frame.path is None:
            missing.append(frame)
            frame = frame.parent
        path, tokens = (frame.path or (), frame.tokens) if frame else ((), frozenset[str]())
        for below in reversed(missing):
            path = below.path = (*path, below.tag) if len(path) < _MAX_PATH else path
            own = own_tokens(below.element)
            tokens = below.tokens = tokens if own <= tokens else own | tokens
        return path


def own_tokens(element: HtmlElement) -> frozenset[str]:
    """Lower-cased words of an element's class, id, role and itemprop."""
    get = element.get
    return _words(get("class"), get("id"), get("role"), get("itemprop"))


@lru_cache(maxsize=8192)
def _words(*names: str | None) -> frozenset[str]:
    words = " ".join(name for name in names if name)[:_MAX_NAMES]
    return frozenset(map(str.lower, _WORD.findall(words)))


class Walk:
    """One pass over a tree. ``blocks`` is what it found, ``unseen`` the elements it left out as not shown."""

    def __init__(self, root: HtmlElement, *, show_hidden: bool = False) -> None:
        self.blocks: list[Block] = []
        self.unseen: list[HtmlElement] = []
        self.full = False
        """The bound on blocks was met; what lies behind it was not read."""
        self._show_hidden = show_hidden
        self._hidden: set[HtmlElement] = set()
        self._looks: dict[HtmlElement, Look] = {}
        for element in cast("list[HtmlElement]", _told_apart(root)):
            self._read_look(element)
        self._phrase = Phrase()
        self._walk(root)

    def _read_look(self, element: HtmlElement) -> None:
        """Note an element that is not shown, or that inline CSS makes look different."""
        css = element.get("style", "").lower()
        found = _DISPLAY.search(css)
        display = found[1] if found else ""
        gone = display == "none" or element.get("hidden") is not None or element.get("aria-hidden") == "true"
        if gone and not self._show_hidden:
            self._hidden.add(element)
        look = (*_font(css), display in {"block", "flex", "grid"})
        if any(look):
            self._looks[element] = look

    # One loop, unrolled: a call for each of a page's thousand elements costs more than the work itself.
    def _walk(self, root: HtmlElement) -> None:  # noqa: C901, PLR0912, PLR0915
        phrase, looks, hidden, kind_of = self._phrase, self._looks, self._hidden, _KIND_OF.get
        frame = _Frame(root, "html", None)
        styles = [0]
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                kind, style = kind_of(element.tag, 0), styles[-1]
                if element in hidden:
                    self.unseen.append(element)
                    kind = _NO_TEXT
                if kind >= _NO_TEXT and self._leaves_out(element, kind, frame):
                    styles.append(_LEFT_OUT)
                    walker.skip_subtree()
                    continue
                if kind == _LINK:
                    style |= _LINKED if element.get("href") is not None else 0
                elif kind == _BREAK:
                    phrase.line_break()
                elif kind >= _BOLD:
                    style |= _STYLE_OF[kind]
                if element in looks:
                    style, kind = _apply(looks[element], style, kind)
                styles.append(style)
                if kind in _OPENING and element is not root:
                    if phrase.pieces:
                        self._flush(frame)
                    frame = _Frame(element, element.tag, frame)
                text = element.text
            else:
                if element is frame.element and styles[-1] != _LEFT_OUT:
                    if phrase.pieces:
                        self._flush(frame)
                    frame = frame.parent or frame
                styles.pop()
                style, text = styles[-1], element.tail
            if not text:
                continue
            if text.isspace() and frame.tag != "pre":
                phrase.space = True
            else:
                phrase.add(text, style, keep_lines=frame.tag == "pre")
            if self.full:
                break
        self._flush(frame)

    def _leaves_out(self, element: HtmlElement, kind: int, frame: _Frame) -> bool:
        if kind == _NO_TEXT:
            return True
        if kind == _ALTERNATIVE and not self._show_hidden:
            self.unseen.append(element)
            return True
        return kind == _BUTTON and frame.tag == "p"

    def _flush(self, frame: _Frame) -> None:
        path = frame.settle()
        tag = _AS_TAG.get(frame.tag, frame.tag)
        own = tag in _OWN_TAG
        for text, runs in self._phrase.take():
            block = Block(
                index=len(self.blocks),
                text=text,
                tag=tag if own else "div",
                runs=runs,
                path=path[:-1] if own else path,
                tokens=frame.tokens,
                element=frame.element,
            )
            self.blocks.append(block)
        self.full = len(self.blocks) >= MAX_BLOCKS


def _apply(look: Look, style: int, kind: int) -> tuple[int, int]:
    added, taken, as_block = look
    return (style | added) & ~taken, _BLOCK if as_block else kind


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

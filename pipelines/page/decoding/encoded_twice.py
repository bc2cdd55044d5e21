"""Text that was encoded twice on its way into the page: UTF-8 read in another charset, entities escaped again.

``Itâ€™s`` stands for ``It’s`` and ``&amp;#8217;`` in the markup for ``’``. Such text is mended where it is sure; a page
that writes about such things shows them on purpose and keeps them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from junket.pipelines.languages import words
from junket.pipelines.record.record import Doubt

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MENDED: Doubt = "mojibake_mended"
SUSPECTED: Doubt = "mojibake_suspected"
FEWEST = 3
"""Words in running text that have to be damaged so before a page's text is changed; and more than are sound."""
MOST_CHARACTERS = 2_000_000
"""Bound on the text that is mended (ftfy reads two million characters in about two seconds); all others are left."""
MOST_TIMES = 4
"""Times that a text is taken to have been encoded too often."""
_ABOUT_CHARSETS = re.compile("|".join(map(re.escape, words("topics", "charsets"))), re.IGNORECASE)
_MARKUP = "|".join(word[:-1] if word.endswith("*") else rf"{word}\b" for word in words("topics", "markup"))
_ABOUT_MARKUP = re.compile(rf"\b(?:{_MARKUP})|&(?:lt|gt|#60|#62|#x3[ce]);", re.IGNORECASE)
_CODE = frozenset(("code", "pre", "kbd", "samp", "tt", "textarea", "var", "script", "style", "svg", "xmp", "listing"))
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z][a-zA-Z0-9]{1,9});")
_ESCAPED = re.compile(rb"&(?:amp|#38|#x26|#X26);(?:#[xX]?[0-9a-fA-F]{2,7}|[a-zA-Z][a-zA-Z0-9]{1,9});")
_OPENING, _CLOSING = frozenset("\"'“„«‘‚`(["), frozenset("\"'”“»’‘`)]")
_LONG = 40
"""Characters from which a piece of text counts as prose that may say what the page is about."""

_CONTINUED = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_CYRILLIC = "".join(bytes([byte]).decode("cp1251", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_SIGN = re.compile(
    f"[ÂÃÄÅÎÏÐÑ×ØÙ][{re.escape(_CONTINUED)}]|(?:[à-í][{re.escape(_CONTINUED)}]{{2}}){{2}}|â[€\x80]"
    f"|(?:[РС][{re.escape(_CYRILLIC)}]){{2}}"
)
"""What the bytes of a UTF-8 character look like as Windows-1252 (of two, in scripts that take three bytes each: French
has "é…”"); of two Cyrillic ones, as Windows-1251."""
_LOST_QUOTE = re.compile(r"â€(?=[\s.,;:!?)\]]|$)")
"""A closing quotation mark whose third byte (0x9D) is none of Windows-1252, and was dropped."""
# The same in the page's bytes, quick to look for; and as entities.
_LEFT = rb"(?:\xc2[\x80-\xbf]|\xe2[\x80\x82\x84][\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c])"
_BYTES = re.compile(
    rb"\xc3(?:[\x82-\x85\x8e-\x91\x97-\x99]" + _LEFT + rb"|\xa2(?:\xe2\x82\xac|\xc2\x80)"
    rb"|[\xa0-\xad]" + 2 * _LEFT + rb"\xc3[\xa0-\xad]" + 2 * _LEFT + rb")"
)
_OTHER_BYTES = ("Р°".encode(), b"&acirc;&euro;", b"&#226;&#8364;", b"&Atilde;&", b"&#195;&#")
_IN_TEXT = ("text", "tail")


class _TextPlace(NamedTuple):
    """A piece of text in the tree: an element's ``text``, ``tail`` or ``content``, or the ``data`` of a script."""

    element: HtmlElement
    name: str

    def words(self) -> str:
        """What stands there now; nothing for a place whose reader undoes entities itself."""
        return (getattr(self.element, self.name) or "") if self.name in _IN_TEXT else ""

    def put(self, words: str) -> None:
        """Writes other words there."""
        if self.name == "content":
            self.element.set("content", words)
        else:
            setattr(self.element, "tail" if self.name == "tail" else "text", words)


def mend_page(tree: HtmlElement, body: bytes) -> tuple[Doubt, ...]:
    """Mends the tree in place; warnings: ``mojibake_mended``, ``mojibake_suspected``. ``body``: the page in UTF-8."""
    garbled, escaped = may_be_garbled(body), _ESCAPED.search(body) is not None
    if not garbled and not escaped:
        return ()
    pieces = list(_pieces(tree))
    prose = [words for place, words in pieces if place.name in _IN_TEXT]
    warnings: tuple[Doubt, ...] = ()
    if garbled:
        mend, warnings = _mender(prose)
        for place, words in pieces if mend else ():
            if mend and _SIGN.search(words):
                place.put(mend(words))
    if escaped and not _shows_entities(tree, prose):
        for place, _ in pieces:
            words = place.words()
            if "&" in words:
                place.put(unescape(words))
    return warnings


def mend_lines(text: str) -> tuple[str, tuple[Doubt, ...]]:
    """The text of a plain-text dump, mended as a page's is, and the warnings."""
    lines = text.split("\n")
    warnings: tuple[Doubt, ...] = ()
    if may_be_garbled(text.encode("utf-8", "replace")):
        mend, warnings = _mender(lines)
        lines = [mend(line) if mend and _SIGN.search(line) else line for line in lines]
    if _ENTITY.search(text) and not _writes_of_markup(lines):
        lines = [unescape(line) for line in lines]
    return "\n".join(lines), warnings


def mend_value(value: str) -> str:
    """A title, a name: entities undone, and each garbled word that is no quotation."""
    if "&" in value:
        value = unescape(value)
    if value.isascii() or not _SIGN.search(value) or _ABOUT_CHARSETS.search(value):
        return value
    words = [word for word in value.split() if _SIGN.search(word)]
    return _mended(value) if any(map(_is_running, words)) else value


def unescape(text: str) -> str:
    """``text`` with its entities and character references as characters; what is none stays ("AT&T")."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)


def may_be_garbled(body: bytes) -> bool:
    """Whether UTF-8 bytes may hold text that was encoded twice: a quick look, often wrong in French or German."""
    return _BYTES.search(body) is not None or any(map(body.__contains__, _OTHER_BYTES))


def _mender(pieces: list[str]) -> tuple[Callable[[str], str] | None, tuple[Doubt, ...]]:
    """What mends these pieces of text, None where they are sound or it is not sure; and the warnings."""
    signed = [piece for piece in pieces if _SIGN.search(piece)]
    if not signed or sum(map(len, signed)) > MOST_CHARACTERS:
        return None, (SUSPECTED,) if signed else ()
    garbled = sum(_is_running(word) for piece in signed for word in piece.split() if _SIGN.search(word))
    if not garbled:
        return None, ()
    sound = sum(_is_sound(word) for piece in pieces if not piece.isascii() for word in piece.split())
    about = any(_ABOUT_CHARSETS.search(piece) for piece in pieces if len(piece) >= _LONG)
    if about or garbled < FEWEST or garbled <= sound:
        return None, (SUSPECTED,)
    return _mended, (MENDED,)


def _mended(text: str) -> str:
    import ftfy  # noqa: PLC0415  # takes long to load, and hardly a page needs it

    for _ in range(MOST_TIMES):  # as a whole, where that goes: ftfy mends piece by piece
        whole = _read_again(text)
        if whole in {None, text}:
            break
        text = whole or text
    return ftfy.fix_encoding(_LOST_QUOTE.sub("â€\x9d", text)) if _SIGN.search(text) else text


def _read_again(text: str) -> str | None:
    """The UTF-8 that all of a text's characters are the bytes of; None where they are not. ftfy brings the codecs."""
    for charset in ("sloppy-windows-1252", "sloppy-windows-1251"):
        try:
            return text.encode(charset).decode()
        except UnicodeError:
            continue
    return None


def _is_running(word: str) -> bool:
    """Whether a word with a sign is a garbled word of running text.

    Once mended it has letters, and no quotation marks of its own set it off as an example.
    """
    core = word.rstrip(".,;:!?…")
    if core and core[0] in _OPENING and core[-1] in _CLOSING:
        return False
    mended = _mended(word)
    return mended != word and sum(map(str.isalpha, mended)) > 1


def _is_sound(word: str) -> bool:
    """Whether a word has letters or quotation marks beyond ASCII that are as they should be."""
    return not word.isascii() and not _SIGN.search(word) and any(char.isalpha() or char in "’“”" for char in word)


def _pieces(tree: HtmlElement) -> Iterator[tuple[_TextPlace, str]]:
    """The pieces of text outside code, with what ``meta`` elements and JSON-LD say."""
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            if element.tail and not element.tail.isspace():
                yield _TextPlace(element, "tail"), element.tail
            continue
        if element.tag == "meta" and element.get("content"):
            yield _TextPlace(element, "content"), element.get("content", "")
        if element.tag in _CODE:
            walker.skip_subtree()
            if element.tag == "script" and "ld+json" in (element.get("type") or "") and element.text:
                yield _TextPlace(element, "data"), element.text
        elif element.text and not element.text.isspace():
            yield _TextPlace(element, "text"), element.text


def _shows_entities(tree: HtmlElement, prose: list[str]) -> bool:
    """Whether the page shows entities on purpose: in code, or because it writes about markup."""
    code = ("".join(element.itertext()) for element in tree.iter("code", "pre", "kbd", "samp", "tt"))
    return any(map(_ENTITY.search, code)) or _writes_of_markup(prose)


def _writes_of_markup(prose: list[str]) -> bool:
    for piece in prose:
        if (len(piece) >= _LONG or "&" in piece) and _ABOUT_MARKUP.search(piece):
            return True
        for match in _ENTITY.finditer(piece) if "&" in piece else ():
            before, after = piece[: match.start()].rstrip()[-1:], piece[match.end() :].lstrip()[:1]
            if before in _OPENING and after in _CLOSING and before and after:
                return True
    return False

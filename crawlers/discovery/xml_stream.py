"""XML from strangers, element by element: no entities, no network, no DTD, bounded memory.

A parser that mends what is no XML drops a bare ``&`` with the word behind it, so that ``?a=1&b=2`` would be another
address, and closes what the end of a cut file leaves open, so that half an address would look whole. So each ``&`` that
begins no reference is written as one before the parser sees it, and what only the file's end has closed is emptied.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from html.entities import html5
from itertools import chain, islice

from lxml import etree

from junket.crawlers.network.charset_label import parser_encoding

MAX_XML_BYTES = 128 * 1024 * 1024
"""After decompression; the sitemap protocol allows 50 MB, and some systems write a million URLs into one file."""
_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"
_LITERAL = re.compile(rb"<!\[CDATA\[|<!--|<\?")
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->", b"<?": b"?>"}
"""What begins where ``&`` stands for itself, and what ends it."""
_REFERENCE = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_UNFINISHED = re.compile(rb"(?:&[#A-Za-z0-9]{0,32}|<[!?\[CDAT-]{0,8})\Z")
"""At the end of a piece: what may be the beginning of a reference or of a literal stretch."""
_SHIFTED = re.compile(rb"\A[^>]{0,200}encoding\s*=\s*[\"'](?:iso-2022|hz)", re.IGNORECASE)


def read_elements(body: bytes, names: frozenset[str]) -> Iterator[etree._Element]:
    """The elements with these local names, in the order of their ends; each is emptied after it was looked at.

    ``body`` may be gzip. What is no XML has no elements; damaged XML gives those before the damage, and of an element
    that the end of the file cuts off what is whole in it. Never raises.
    """
    chunks = _chunks(body)
    first = next(chunks, b"")
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding=parser_encoding(first),
    )
    try:
        for chunk in _mended(first, chunks):
            parser.feed(chunk)
            yield from _ended(parser, names)
        parser.close()
        yield from _ended(parser, names, cut=True)
    except (etree.LxmlError, ValueError):
        return


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def text_of(element: etree._Element | None) -> str:
    """An element's own text, white space collapsed."""
    return " ".join((element.text or "").split()) if element is not None else ""


def _ended(parser: etree.XMLPullParser, names: frozenset[str], *, cut: bool = False) -> Iterator[etree._Element]:
    """``cut``: the elements have no end of their own."""
    for _event, element in parser.read_events():
        if not isinstance(element, etree._Element):  # noqa: SLF001 - lxml has no other name
            continue
        if local_name(element) in names:
            yield element
            _forget(element)
        elif cut:
            element.clear()


def _forget(element: etree._Element) -> None:
    """Empties an element and drops what came before it: the tree stays small."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _mended(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces with each ``&`` that begins no reference as ``&amp;``, and HTML's named characters as numbers."""
    if b"\0" in first or _SHIFTED.match(first):  # bytes that look like ASCII there are other characters
        yield first
        yield from rest
        return
    held, end = b"", b""
    for piece in chain((first,), rest):
        done, held, end = _mended_piece(held + piece, end)
        yield done
    yield held if end else _REFERENCE.sub(_reference, held)


def _mended_piece(data: bytes, end: bytes) -> tuple[bytes, bytes, bytes]:
    """A piece mended, what of it has to wait for the next one, and what ends the literal stretch that it stands in."""
    parts: list[bytes] = []
    at = 0
    while True:
        if end:
            stop = data.find(end, at)
            if stop < 0:
                keep = max(at, len(data) - len(end) + 1)
                return b"".join([*parts, data[at:keep]]), data[keep:], end
            parts.append(data[at : stop + len(end)])
            at, end = stop + len(end), b""
        literal = _LITERAL.search(data, at)
        stretch = data[at : literal.start()] if literal else data[at:]
        if literal is None:
            unfinished = _UNFINISHED.search(stretch, max(0, len(stretch) - 40))
            keep = unfinished.start() if unfinished else len(stretch)
            return b"".join([*parts, _REFERENCE.sub(_reference, stretch[:keep])]), stretch[keep:], b""
        parts += [_REFERENCE.sub(_reference, stretch), literal[0]]
        at, end = literal.end(), _ENDS[literal[0]]


def _reference(found: re.Match[bytes]) -> bytes:
    name = found[1]
    characters = html5.get(f"{name.decode('ascii')};", "") if name else ""
    return "".join(f"&#{ord(char)};" for char in characters).encode() or b"&amp;" + found[0][1:]


def _chunks(body: bytes) -> Iterator[bytes]:
    """The body in pieces, decompressed where it is gzip, up to :data:`MAX_XML_BYTES`; nothing is copied twice."""
    view = memoryview(body)
    pieces = (view[at : at + _CHUNK] for at in range(0, len(body), _CHUNK))
    if not body.startswith(_GZIP):
        yield from (bytes(piece) for piece in islice(pieces, MAX_XML_BYTES // _CHUNK))
        return
    inflater, done = zlib.decompressobj(wbits=31), 0
    for piece in pieces:
        rest: bytes | memoryview = piece
        while rest and not inflater.eof and done < MAX_XML_BYTES:
            try:
                chunk = inflater.decompress(rest, _CHUNK)
            except zlib.error:
                return
            done, rest = done + len(chunk), inflater.unconsumed_tail
            if chunk:
                yield chunk

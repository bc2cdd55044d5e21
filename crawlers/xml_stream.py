"""XML from strangers, element by element: no entities, no network, no DTD, bounded memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice

from lxml import etree

MAX_XML_BYTES = 128 * 1024 * 1024
"""After decompression; the sitemap protocol allows 50 MB, and some systems write a million URLs into one file."""
_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"


def read_elements(body: bytes, names: frozenset[str]) -> Iterator[etree._Element]:
    """The elements with these local names, in the order of their ends; each is emptied after it was looked at.

    ``body`` may be gzip. What is no XML has no elements; damaged XML gives those before the damage. Never raises.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for chunk in _chunks(body):
            parser.feed(chunk)
            yield from _ended(parser, names)
        parser.close()
        yield from _ended(parser, names)
    except (etree.LxmlError, ValueError):
        return


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def text_of(element: etree._Element | None) -> str:
    """An element's own text, white space collapsed."""
    return " ".join((element.text or "").split()) if element is not None else ""


def _ended(parser: etree.XMLPullParser, names: frozenset[str]) -> Iterator[etree._Element]:
    for _event, element in parser.read_events():
        if isinstance(element, etree._Element) and local_name(element) in names:  # noqa: SLF001 - lxml has no other name
            yield element
            _forget(element)


def _forget(element: etree._Element) -> None:
    """Empties an element and drops what came before it: the tree stays small."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


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

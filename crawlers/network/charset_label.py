"""Which stated charset counts: labels of text encodings (``charset_labels.toml``), and nothing else that a codec has.

Python has codecs named ``hex``, ``idna`` or ``undefined``; a page that says one of them is read as if it said nothing.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from w3lib.encoding import html_body_declared_encoding, resolve_encoding

_LONGEST = 40
_HEAD = 4096
_STATED = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_XML_STATES = re.compile(rb"""\A\s{0,99}<\?xml\s[^<>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([^"'<>]{0,60})["']""")


class _Labels(NamedTuple):
    codecs: frozenset[str]
    others: dict[str, str]


@cache
def _labels() -> _Labels:
    data = tomllib.loads(files("junket.crawlers.network").joinpath("charset_labels.toml").read_text("utf-8"))
    others = {label: codec for codec, labels in data["labels"].items() for label in labels}
    return _Labels(frozenset(data["codecs"]), others)


@lru_cache(maxsize=256)
def text_encoding(label: str | None) -> str | None:
    """Python's name of the text encoding that ``label`` means, None where it means none. Never raises."""
    name = (label or "").strip().lower()
    if not name or len(name) > _LONGEST:
        return None
    codecs, others = _labels()
    if name in others:
        return others[name]
    try:
        found = resolve_encoding(name)
    except (LookupError, ValueError):  # no name that a codec may have
        return None
    return found if found in codecs else None


def stated_in_markup(body: bytes) -> str | None:
    """The text encoding that a page's own ``<meta>`` or XML declaration states (Python's name), None for none."""
    if found := html_body_declared_encoding(body):
        return text_encoding(found)
    labels = (stated[1].decode("ascii").lower() for stated in _STATED.finditer(body, 0, _HEAD))
    return next((codec for label in labels if (codec := _labels().others.get(label))), None)


def parser_encoding(body: bytes, charset: str | None = None) -> str | None:
    """What a parser (libxml2) must be told of a document's encoding; None where it finds out by itself.

    The transport's ``charset`` where it can be; UTF-8 where all that the document states cannot be: no text encoding,
    or one of UTF-16 and UTF-32 over bytes without a zero (even one tag would have some).
    """
    head = body[:_HEAD]
    if charset and _can_be(charset, head):
        return charset
    stated = [found[1].decode("latin-1") for found in (*_XML_STATES.finditer(head), *_STATED.finditer(head))]
    return "utf-8" if stated and not any(_can_be(label, head) for label in stated) else None


def _can_be(label: str, head: bytes) -> bool:
    found = text_encoding(label)
    return found is not None and (b"\0" in head or not found.startswith(("utf-16", "utf-32")))

"""URLs of the parts of one article: the same address but for a number that picks the page.

``/talk/?page=2``, ``/talk/2/``, ``/talk/page/2/``, ``/talk-2.html``, ``/talk,p2.html``. The URL alone proves nothing
(``/top-10.html`` may be whole): what links to what, and the titles, decide (``junket.pipelines.record.pager``,
``junket.pipelines.record.parts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from junket.crawlers.discovery.link_words import is_next_text, words
from junket.crawlers.discovery.links import Link
from junket.crawlers.urls import canonicalize

MOST_PARTS = 50
"""Parts of one article that are followed. The longest seen have some twenty."""

_SUFFIX = re.compile(r"[-_,.](?:p|s|page|seite)?[-_]?(?P<number>\d{1,2})(?P<ending>\.[a-z]{3,5})?$")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_TEXT = 40
"""Characters of a pager's link: a number, "next page"."""
_OFFSETS = frozenset({"start", "offset", "from_page"})
"""Parameters that count articles, not pages."""
_SHORT = frozenset({"p", "s"})
"""Parameters that pick a page where their number is that small and the path names the article."""


class PartUrl(NamedTuple):
    """What all parts share, and which one it is; ``number`` is 0 where the URL does not say (usually the first)."""

    stem: str
    number: int = 0


def part_of(url: str) -> PartUrl:
    """The URL as that of a part. Never raises: what is no URL is its own stem."""
    try:
        parts = urlsplit(canonicalize(url) or url)
    except ValueError:
        return PartUrl(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, errors="replace")
    for name, value in pairs:
        if _picks_part(name.lower(), parts.path) and (number := _number(value)):
            query = urlencode([pair for pair in pairs if pair != (name, value)])
            return PartUrl(_canonical(urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))), number)
    path, number = _in_path(parts.path)
    return PartUrl(_canonical(urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))), number)


def part_links(links: Iterable[Link], url: str) -> dict[int, str]:
    """Number to URL of the other parts of ``url`` among ``links``: those that a pager names by number or by "next"."""
    pagers = [link for link in links if is_pager(link.text, link.rel)]
    own = part_of(url) if pagers else PartUrl(url)
    found: dict[int, str] = {}
    for link in pagers:
        other = part_of(link.url)
        if other.stem == own.stem and other.number != own.number:
            found.setdefault(other.number, link.url)
    return found


def is_pager(text: str, rel: AbstractSet[str]) -> bool:
    """Whether a link may lead to another part: its text is a number or "next", or its ``rel`` says so."""
    if len(text) > _LONGEST_TEXT or not text:
        return "next" in rel or "prev" in rel
    return text.strip("[]() .").isdecimal() or "next" in rel or "prev" in rel or is_next_text(text)


def _picks_part(name: str, path: str) -> bool:
    if name in _SHORT:
        return len(path) > 1
    return name not in _OFFSETS and words().picks_page(name)


def _in_path(path: str) -> tuple[str, int]:
    segments = path.rstrip("/").split("/")
    last = segments.pop()
    if number := _number(last):
        if segments and segments[-1].lower() in words().page_segments:
            segments.pop()
        if segments and _LETTER.search(segments[-1]):
            return "/".join([*segments, ""]), number
    found = _SUFFIX.search(last)
    if found and _LETTER.search(last, 0, found.start()) and (number := _number(found["number"])):
        return "/".join([*segments, last[: found.start()] + (found["ending"] or "")]), number
    return path, 0


def _number(text: str) -> int:
    """A part's number; 0 for what is none."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_PARTS)) else 0
    return number if number <= MOST_PARTS else 0


def _canonical(url: str) -> str:
    """One spelling, with or without a slash at the end."""
    return (canonicalize(url) or url).rstrip("/")

"""What a link leads to, judged by its URL and text: an article, a listing, something else, or nothing to fetch.

A site's own patterns come first. Without them the shape decides: a date, a number or a long slug in the
path, pagination, a tag or an author, a calendar. The words are data (``link_words.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from junket.crawlers.discovery.link_words import words
from junket.crawlers.site.pattern import matches
from junket.crawlers.site.site import Site

LinkKind = Literal["article", "listing", "other", "skip"]

_SLUG_WORDS = 4
"""Words in a slug from which it is a headline. Sections and people have up to three."""
_SLUG_WORDS_WITH_NUMBER = 2
_TEXT_WORDS, _TEXT_CHARACTERS = 5, 30
"""A link text as long as a headline: five words and thirty characters, as in "Director talks about her new film"."""
_TEXT_CHARACTERS_UNSPACED = 12
"""The same in scripts that do not part words by spaces."""
_MIN_ID_DIGITS = 4
_LANGUAGE_CODE = 2
_SECTION_SEGMENTS, _SECTION_LENGTH = 2, 24
"""A path of at most two short words is a section."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_OR_DAY = re.compile(
    r"[0-3]?\d|jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sep(tember)?|oct(ober)?|nov(ember)?|dec(ember)?"
)
_DATE_WORD = re.compile(r"(?:19|20)\d\d[-_.]?[01]\d(?:[-_.]?[0-3]\d)?")
_PAGE_EXTENSION = re.compile(r"\.(?:x?html?|s?html|php\d?|aspx?|jspx?|cgi)$")
_ID = re.compile(rf"\d{{{_MIN_ID_DIGITS},12}}")
_UNSPACED = re.compile("[぀-ヿ㐀-鿿豈-﫿]")


@dataclass(frozen=True, slots=True)
class LinkClass:
    """What a link leads to, and the rule that says so.

    ``sure`` is set where the rule leaves no doubt: a site's pattern, pagination, a tag, a home page. A page
    that is surely a listing is no article, whatever its text looks like.
    """

    kind: LinkKind
    why: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class _Address:
    """A URL taken apart once: lower-case path segments without page extensions, and its parameters."""

    segments: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    extension: str

    @classmethod
    def of(cls, url: str) -> _Address:
        parts = urlsplit(url)
        segments = [segment for segment in unquote(parts.path).lower().split("/") if segment]
        extension = ""
        if segments:
            segments[-1] = _PAGE_EXTENSION.sub("", segments[-1])
            extension = segments[-1].rpartition(".")[2] if "." in segments[-1] else ""
            segments = [segment for segment in segments if segment not in ("index", "default", "")]
        pairs = parse_qsl(parts.query, keep_blank_values=True, errors="replace")
        return cls(tuple(segments), tuple((name.lower(), value) for name, value in pairs), extension)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.parameters)


def classify(url: str, text: str = "", site: Site | None = None) -> LinkClass:
    """What ``url`` leads to; ``text`` is the link's. Never raises for http(s) URLs."""
    try:
        address = _Address.of(url)
    except ValueError:
        return LinkClass("skip", "no_url", sure=True)
    if found := _by_site(url, site) or _not_worth_it(address) or _listing(address):
        return found
    if site is not None and site.article:
        return _rest(address)
    return _article(address) or _by_text(address, text) or _rest(address)


def sure_listing(url: str, site: Site | None = None) -> bool:
    """True where the URL alone says that the page lists others: no record is made of it in a crawl."""
    found = classify(url, "", site)
    return found.kind == "listing" and found.sure


def _by_site(url: str, site: Site | None) -> LinkClass | None:
    if site is None:
        return None
    ruled: Iterable[tuple[tuple[str, ...], LinkClass]] = (
        (site.deny, LinkClass("skip", "site:deny", sure=True)),
        (site.article, LinkClass("article", "site:article", sure=True)),
        (site.listing, LinkClass("listing", "site:listing", sure=True)),
    )
    return next((found for patterns, found in ruled if matches(url, patterns)), None)


def _not_worth_it(address: _Address) -> LinkClass | None:
    known = words()
    if address.extension in known.skip_extensions:
        return LinkClass("skip", "no_page", sure=True)
    if not known.skip_segments.isdisjoint(address.segments):
        return LinkClass("skip", "machinery", sure=True)
    return LinkClass("skip", "other_view", sure=True) if address.names & known.skip_parameters else None


def _listing(address: _Address) -> LinkClass | None:
    known, segments = words(), address.segments
    paged = len(segments) > 1 and segments[-2] in known.page_segments and segments[-1].isdecimal()
    if paged or any(known.picks_page(name) for name in address.names):
        return LinkClass("listing", "pagination", sure=True)
    if address.names & known.calendar_parameters or _ends_in_date(segments):
        return LinkClass("listing", "calendar", sure=True)
    if not address.parameters and (not segments or (len(segments) == 1 and _is_language(segments[0]))):
        return LinkClass("listing", "home", sure=True)
    if _has_date(segments):
        return None
    if not known.listing_segments.isdisjoint(segments) or address.names & known.listing_parameters:
        return LinkClass("listing", "listing_word", sure=True)
    return None


def _is_language(segment: str) -> bool:
    return (len(segment) == _LANGUAGE_CODE and segment.isalpha()) or segment in words().home_segments


def _date_span(segments: tuple[str, ...]) -> tuple[int, int]:
    """Where the path holds a date: a year (or a whole date), then up to two of month and day; (0, 0) for nowhere."""
    for start, word in enumerate(segments):
        if _YEAR.fullmatch(word) or _DATE_WORD.fullmatch(word):
            end = start + 1
            while end < min(len(segments), start + 3) and _MONTH_OR_DAY.fullmatch(segments[end]):
                end += 1
            return start, end
    return 0, 0


def _ends_in_date(segments: tuple[str, ...]) -> bool:
    """A path that ends in a date, without a headline before it."""
    start, end = _date_span(segments)
    return 0 < end == len(segments) and not any(_word_count(word) >= _SLUG_WORDS for word in segments[:start])


def _has_date(segments: tuple[str, ...]) -> bool:
    """A date in the path, and something after it."""
    return 0 < _date_span(segments)[1] < len(segments)


def _slug(segments: tuple[str, ...]) -> str:
    """The segment that would name an article: the last one, or the one before a date at the end."""
    start, end = _date_span(segments)
    return segments[start - 1] if start > 0 and end == len(segments) else segments[-1] if segments else ""


def _word_count(slug: str) -> int:
    return len([word for word in re.split(r"[-_+ ]", slug) if word])


def _article(address: _Address) -> LinkClass | None:
    known, segments = words(), address.segments
    slug = _slug(segments)
    count = _word_count(slug)
    number = re.search(rf"\d{{{_MIN_ID_DIGITS},}}$|^\d{{{_MIN_ID_DIGITS},}}", slug)
    if _has_date(segments):
        return LinkClass("article", "date_in_path")
    if count >= _SLUG_WORDS or (count >= _SLUG_WORDS_WITH_NUMBER and number):
        return LinkClass("article", "slug")
    if len(segments) > 1 and (_ID.fullmatch(slug) or segments[-2] in known.article_segments):
        return LinkClass("article", "number" if _ID.fullmatch(slug) else "article_word")
    if any(name in known.article_parameters and value.isdecimal() for name, value in address.parameters):
        return LinkClass("article", "number")
    return None


def _by_text(address: _Address, text: str) -> LinkClass | None:
    plain = " ".join(text.split())
    unspaced = len(_UNSPACED.findall(plain)) >= _TEXT_CHARACTERS_UNSPACED
    spaced = len(plain) >= _TEXT_CHARACTERS and plain.count(" ") >= _TEXT_WORDS - 1
    leads_somewhere = bool(address.segments or address.parameters)
    return LinkClass("article", "headline") if leads_somewhere and (spaced or unspaced) else None


def _rest(address: _Address) -> LinkClass:
    segments = address.segments
    if not words().weak_segments.isdisjoint(segments):
        return LinkClass("listing", "weak_listing_word")
    short = all(len(word) <= _SECTION_LENGTH and not re.search(r"\d", word) for word in segments)
    if len(segments) <= _SECTION_SEGMENTS and short and not address.parameters:
        return LinkClass("listing", "section")
    return LinkClass("other", "shape")

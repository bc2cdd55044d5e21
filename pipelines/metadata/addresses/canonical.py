"""The canonical URL: the page's own claim where it can be believed, else its address with the noise taken off."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from junket.crawlers.urls import canonicalize, site_of
from junket.pipelines.metadata.addresses.home_address import is_home
from junket.pipelines.metadata.addresses.translations import in_other_languages
from junket.pipelines.metadata.markup import Head

_MAX_URL = 2_000


def canonical_url(head: Head, url: str, base_url: str) -> str:
    """The document's one address; empty when the page's address is unknown and it claims none.

    ``<link rel=canonical>``, then ``og:url``. A claim is not believed when it leaves the site, or points
    at a home page, a section above the page, or the page in another language; an AMP page may lie below the page that
    it is a rendition of. Sources: RFC 6596, Google's list of canonical mistakes, the AMP project's page discovery.
    Without a claim, the address without what marks it as a rendition for print or telephones (``url_variants.toml``).
    A page out of a cache of AMP pages is the one that the cache's address names.
    """
    url = _behind_cache(url)
    base = base_url or url
    for claim in _claims(head, base):
        if _plain(claim) == _plain(url):
            return canonicalize(url)
        if _believable(claim, url, is_amp=head.is_amp) and _plain(claim) not in in_other_languages(head, url, base):
            return canonicalize(claim)
    return without_variant(canonicalize(url))


def without_variant(url: str) -> str:
    """A canonical URL without AMP, print and mobile marks in its query and at its path's end."""
    if "?" not in url and not url.rstrip("/").endswith(_VARIANTS.ends):
        return url
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if not _is_variant(pair)]
    return urlunsplit(parts._replace(path=_whole_path(parts.path), query="&".join(pairs)))


def _behind_cache(url: str) -> str:
    for found in (cache.match(url) for cache in _VARIANTS.caches):
        if found:
            return f"http{'s' if found['secure'] else ''}://{url[found.end() :]}"
    return url


def _is_variant(pair: str) -> bool:
    name, _, value = pair.lower().partition("=")
    values = _VARIANTS.parameters.get(name, frozenset())
    return "*" in values or value in values


def _whole_path(path: str) -> str:
    """The path without a last piece such as ``amp``, where the piece before it names a page."""
    slash = "/" if path.endswith("/") else ""
    front, _, last = path.rstrip("/").rpartition("/")
    if last.lower() in _VARIANTS.words and _names_a_page(front.rpartition("/")[2]):
        return front + slash
    for suffix in _VARIANTS.suffixes:
        if last.lower().endswith(suffix) and _names_a_page(last.removesuffix(suffix)):
            return f"{front}/{last[: -len(suffix)]}{'.html' if suffix.endswith('.html') else ''}{slash}"
    return path


def _names_a_page(piece: str) -> bool:
    return len(piece) >= _LONG or any(char == "-" or char.isdigit() for char in piece)


_LONG = 12
"""Characters of a path's piece that no section's name has."""


class _Variants(NamedTuple):
    parameters: dict[str, frozenset[str]]
    words: frozenset[str]
    amp: frozenset[str]
    """Those of the words that an AMP page's path has behind its page's."""
    suffixes: tuple[str, ...]
    ends: tuple[str, ...]
    caches: tuple[re.Pattern[str], ...]


def _load() -> _Variants:
    tables = tomllib.loads(
        files("junket.pipelines.metadata.addresses").joinpath("url_variants.toml").read_text("utf-8")
    )
    words, suffixes = tables["endings"]["words"], tuple(tables["endings"]["suffixes"])
    parameters = {name: frozenset(values) for name, values in tables["parameters"].items()}
    ends = (*(f"/{word}" for word in words), *suffixes)
    caches = tuple(re.compile(f"https?://(?:{cache['host']}){cache['path']}(?=[^/]+\\.)") for cache in tables["cache"])
    amp = frozenset(word for word in words if word.startswith("amp"))
    return _Variants(parameters, frozenset(words), amp, suffixes, ends, caches)


_VARIANTS = _load()
"""Read with the package; pure data."""


def _plain(url: str) -> str:
    return canonicalize(url) or url


def _claims(head: Head, base: str) -> list[str]:
    links = [link.href for link in head.links if link.relation == "canonical"]
    og = head.meta("og:url")
    found = []
    for claim in [*links[:2], *([og] if og else [])]:
        try:
            absolute = urljoin(base, claim.strip())
        except ValueError:
            continue
        if absolute and len(absolute) <= _MAX_URL:
            found.append(absolute)
    return found


def _believable(claim: str, url: str, *, is_amp: bool) -> bool:
    try:
        parts, own = urlsplit(claim), urlsplit(url)
    except ValueError:
        return False
    if not canonicalize(claim):
        return False
    if not url:
        return not is_home(claim)
    if site_of(claim) != site_of(url):
        return False
    if is_home(claim):
        return is_home(url)
    return is_amp or not _is_above(parts, own)


def _is_above(parts: SplitResult, own: SplitResult) -> bool:
    """Whether a claim is a section of the page's address, and not the whole of which this is a rendition or a part."""
    section, whole = parts.path.rstrip("/") + "/", own.path.rstrip("/") + "/"
    if parts.query or section == whole or not whole.startswith(section):
        return False
    if whole[len(section) :].partition("/")[0].lower() in _VARIANTS.amp:
        return False
    return not _names_a_page(section.rstrip("/").rpartition("/")[2])

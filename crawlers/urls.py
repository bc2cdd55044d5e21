"""URLs: one spelling for each page, a stable id, and the site that it belongs to.

Nothing here asks the network. Strings come from pages and people, so anything may be in them: only
:func:`check_url` raises (a :class:`UsageProblem`, for what a person typed); the others answer with an
empty string where a string is no http(s) URL.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

from junket.crawlers.errors import UsageProblem

MAX_URL_LENGTH = 8000
"""Characters. RFC 9110, 4.1: senders and recipients support at least 8,000 octets."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,126}")
_IPV6 = re.compile(r"\[[0-9a-f:.]{2,45}\]")
_HOST_PREFIX = re.compile(r"\A(?:www\d{0,2}|m|mobile|amp)\.(?=[^.]+\.)")
# Servlets and PHP write a session behind the path, ASP.NET without cookies into it: /(S(lit3py55t21z5v55vlm25s55))/.
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*|/\(S\([0-9a-z]{16,64}\)\)(?=/)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:(?!\d)")
_WITH_HOST = re.compile(r"https?://[^\x00-\x20\x7f/?#]++(?:[/?#]|\Z)")
_FILE_ENDING = re.compile(r"\.(?:x?html?|mht|mhtml|txt|gz|zst|warc|arc|wacz|jsonl?|toml|xml|pdf)$", re.IGNORECASE)
_PLAIN = re.compile(
    r"https?://(?:(?!xn--)[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?"
)
"""A URL that is canonical as it stands, as most are: nothing to quote, to sort or to drop."""
_PATH_IS_OF_NO_ACCOUNT = re.compile(r"https?://[^/?#\s]|/(?![/\s])")
"""How a link begins that leads to the same place from each page of a host."""
_REMEMBERED = 2048
"""Addresses of which an answer is remembered: a page asks for the same few several times, and the pages of a site
link to the same menus."""
_SHOWN = 200
"""Characters of a bad URL that a message repeats."""


class _Dropped(NamedTuple):
    names: frozenset[str]
    prefixes: tuple[str, ...]

    def holds(self, name: str) -> bool:
        return name in self.names or name.startswith(self.prefixes)


@cache
def _dropped_parameters() -> _Dropped:
    data = tomllib.loads(files("junket.crawlers").joinpath("url_parameters.toml").read_text("utf-8"))
    tables = (data["tracking"], data["session"])
    names = frozenset(name for table in tables for name in table["names"])
    return _Dropped(names, tuple(prefix for table in tables for prefix in table["prefixes"]))


def canonicalize(url: str) -> str:
    """The one spelling of an http(s) URL; empty for anything else. Never raises; idempotent.

    w3lib's canonical form (lower-case scheme and host, IDNA, sorted query, upper-case percent codes,
    dot segments resolved, no fragment), and further: no user name or password, no default port, no
    dot at the host's end, no parameters of campaigns and sessions (``url_parameters.toml``).
    """
    if len(url) > MAX_URL_LENGTH:
        return ""
    if _PLAIN.fullmatch(url):
        return url
    try:
        return _canonical(url)
    except ValueError:
        return ""


@lru_cache(maxsize=_REMEMBERED)
def _canonical(url: str) -> str:
    parts = urlsplit(canonicalize_url(safe_url_string(url)))
    netloc = _netloc(parts)
    if not netloc:
        return ""
    path = _PATH_SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, netloc, path, _without_dropped(parts.query), ""))


def _netloc(parts: SplitResult) -> str:
    """``host`` or ``host:port`` of an http(s) URL, empty where it has no usable host. ValueError for a bad port."""
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    usable = parts.port != 0 and (_HOST.fullmatch(host) or _IPV6.fullmatch(host))
    if parts.scheme not in _DEFAULT_PORTS or not usable:
        return ""
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _without_dropped(query: str) -> str:
    dropped = _dropped_parameters()
    return "&".join(pair for pair in query.split("&") if not dropped.holds(_parameter_name(pair)))


def _parameter_name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0]).lower()


def document_id(canonical_url: str) -> str:
    """A document's stable id: 16 hexadecimal digits, from the canonical URL (or any other string).

    The first 64 bits of the SHA-256 of the URL without scheme, leading ``www.``, ``m.`` and the like, and slash at
    the end, so that a move to https keeps the id and a telephone's page has its desktop's; the same parts (but for
    ``m.``) are left out of the search keys of web archives (SURT). Among ten million documents the chance of one
    collision is 3 in a million.
    """
    key = re.sub(r"^https?://(?:www\d{0,2}\.)?", "", canonical_url, count=1)
    key = _HOST_PREFIX.sub("", key, count=1)
    path, mark, query = key.partition("?")
    key = path.rstrip("/") + mark + query
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


@lru_cache(maxsize=_REMEMBERED)
def site_of(url: str) -> str:
    """The site's name: the host without a leading www., m., mobile. or amp.; empty for no http(s) URL.

    Other subdomains are sites of their own (blogs on one provider share no rules). A port that is not the
    scheme's own stays: ``127.0.0.1:8000``.
    """
    netloc = urlsplit(canonicalize(url)).netloc
    return _HOST_PREFIX.sub("", netloc, count=1)


def same_site(one: str, other: str) -> bool:
    """True when both URLs are of one site (see :func:`site_of`)."""
    site = site_of(one)
    return bool(site) and site == site_of(other)


def resolve_link(base: str, href: str) -> str:
    """The URL to fetch for a link on a page: absolute, without fragment, campaign and session parameters.

    Empty for what is not http(s), what carries a user name or password, and what is too long. The order of the
    parameters stays as the site wrote it (some servers care). Never raises.
    """
    href = href.strip()
    if len(href) > MAX_URL_LENGTH:
        return ""
    try:
        if _PATH_IS_OF_NO_ACCOUNT.match(href):
            return _resolved(_origin(base), href)
        return _fetchable(urljoin(base, href))
    except ValueError:
        return ""


@lru_cache(maxsize=64)
def _origin(url: str) -> str:
    """Scheme and host of an absolute URL. ValueError for a broken one."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


@lru_cache(maxsize=_REMEMBERED)
def _resolved(origin: str, href: str) -> str:
    """:func:`resolve_link` for a page whose path is of no account. ValueError for a broken link."""
    return _fetchable(urljoin(origin, href))


def _fetchable(url: str) -> str:
    """An absolute URL as :func:`resolve_link` gives it. ValueError for a broken one."""
    if _PLAIN.fullmatch(url):
        return url
    parts = urlsplit(safe_url_string(url)) if url else None
    if parts is None or "@" in parts.netloc or not _netloc(parts):
        return ""
    path = _PATH_SESSION.sub("", parts.path) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, _without_dropped(parts.query), ""))


def as_fetched(url: str) -> str:
    """The spelling in which a URL is fetched: blanks and letters beyond ASCII encoded, the host in punycode.

    For addresses that come with a page (out of a WARC, a saved file); what is no http(s) URL stays. Never raises.
    """
    if _PLAIN.fullmatch(url) or len(url) > MAX_URL_LENGTH:
        return url
    scheme = _SCHEME.match(url.strip())
    if not scheme or scheme[0].lower() not in ("http:", "https:"):
        return url
    try:
        spelled = str(safe_url_string(url.strip()))
        return spelled if _WITH_HOST.match(spelled) else url
    except ValueError:
        return url


def check_url(text: str) -> str:
    """The URL that a person typed, ready to fetch (percent-encoded, without fragment).

    ``example.org/page`` gets ``https://`` in front. Raises UsageProblem, naming the remedy, for any scheme
    but http and https, a missing or broken host or port, a password in the URL, a file's name and what
    is longer than :data:`MAX_URL_LENGTH`.
    """
    shown = repr(text[:_SHOWN]) + ("…" if len(text) > _SHOWN else "")
    url = text.strip()
    if len(url) > MAX_URL_LENGTH:
        raise UsageProblem(shown, f"is longer than {MAX_URL_LENGTH:,} characters", "give the page's own URL")
    try:
        return _checked(url, shown)
    except ValueError as error:
        raise UsageProblem(shown, f"is no URL ({error})", "give one such as https://example.org/page") from error


def _checked(url: str, shown: str) -> str:
    parts = urlsplit(safe_url_string(_with_scheme(url, shown)))
    if "@" in parts.netloc:
        where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        raise UsageProblem(where, "the URL holds a user name or password", "leave it out: Junket sends no credentials")
    if not _netloc(parts):
        raise UsageProblem(shown, "is no URL: it has no host", "give one such as https://example.org/page")
    return urlunsplit(parts._replace(fragment="", path=parts.path or "/"))


def _with_scheme(url: str, shown: str) -> str:
    scheme = _SCHEME.match(url)
    if scheme and scheme[0].lower() not in ("http:", "https:"):
        path = "; a file is given by its path" if scheme[0].lower() == "file:" else ""
        raise UsageProblem(shown, f"{scheme[0]} is not fetched", f"only http and https URLs are{path}")
    if scheme:
        return url
    host = re.split(r"[/?#]", url, maxsplit=1)[0]
    if host == url and _FILE_ENDING.search(host):
        raise UsageProblem(
            shown, "is a file's name, no URL", "give a URL that begins with https://; files are for junket scrape"
        )
    if not re.fullmatch(r"\S[^\s.]*+\.\S++|localhost(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?", host):
        raise UsageProblem(shown, "is no URL", "give one such as https://example.org/page")
    return "https://" + url

"""The canonical URL: the page's own claim where it can be believed, else its address with the noise taken off."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from crawlers.urls import canonicalize, site_of
from pipelines.metadata.markup import Head

_MAX_URL = 2_000


def canonical_url(head: Head, url: str, base_url: str) -> str:
    """The document's one address; empty when the page's address is unknown and it claims none.

    ``<link rel=canonical>``, then ``og:url``. A claim is not believed when it leaves the site or
    points at a home page from another page. Source: RFC 6596, and Google's list of canonical mistakes.
    """
    for claim in _claims(head, base_url or url):
        if claim == url:
            break
        if _believable(claim, url):
            return canonicalize(claim)
    return canonicalize(url)


def _claims(head: Head, base: str) -> list[str]:
    links = [link.get("href", "") for link in head.links if "canonical" in link.get("rel", "").lower().split()]
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


def _believable(claim: str, url: str) -> bool:
    try:
        parts, own = urlsplit(claim), urlsplit(url)
    except ValueError:
        return False
    if not canonicalize(claim):
        return False
    if not url:
        return parts.path.strip("/") != "" or bool(parts.query)
    if site_of(claim) != site_of(url):
        return False
    is_home = parts.path.strip("/") == "" and not parts.query
    return not is_home or (own.path.strip("/") == "" and not own.query)

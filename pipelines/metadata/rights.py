"""Rights as seen on the page and in its headers: recorded, not judged."""

from __future__ import annotations

from crawlers.page import Page
from pipelines.metadata.markup import Head

_ROBOTS = ("robots", "googlebot", "googlebot-news", "bingbot", "junket")


def meta_robots(head: Head) -> str | None:
    """The robots directives of the meta tags; another than ``robots`` with its name before it."""
    seen = [
        content.strip() if name == "robots" else f"{name}: {content.strip()}"
        for name, content in head.metas
        if name in _ROBOTS and content.strip()
    ]
    return ", ".join(dict.fromkeys(seen)) or None


def tdm_reservation(head: Head, page: Page) -> str | None:
    """TDMRep's ``tdm-reservation`` (header first, then meta), followed by the policy's address where one is given.

    W3C TDM Reservation Protocol, sections 6 and 7.
    """
    value = page.header("tdm-reservation") or head.meta("tdm-reservation")
    policy = page.header("tdm-policy") or head.meta("tdm-policy")
    return " ".join(part.strip() for part in (value, policy) if part and part.strip()) or None


def licence(head: Head) -> str | None:
    """The page's own licence: ``<link rel=license>``, dc.rights or JSON-LD; the address or the words."""
    for relation, link in head.links:
        if relation == "license":
            return str(link.get("href")).strip() or None
    for node in head.nodes:
        value = node.get("license")
        if isinstance(value, str) and value.strip():
            return value.strip()[:500]
    return head.meta("dcterms.license", "dc.rights.license", "license")

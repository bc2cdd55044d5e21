"""The same page in other languages, as its ``hreflang`` links name them, and the original: linked, never merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from urllib.parse import urljoin

from junket.crawlers.urls import canonicalize, document_id
from junket.pipelines.language import language_code
from junket.pipelines.metadata.addresses.home_address import is_home
from junket.pipelines.metadata.jsonld import are_article, are_page, types_of
from junket.pipelines.metadata.markup import Head, HeadLink
from junket.pipelines.record.record import Translation

MAX_TRANSLATIONS = 60
"""Languages of one page that are kept; the largest film sites have under 40."""


def translations_of(head: Head, url: str, base: str, own_language: str | None) -> tuple[Translation, ...]:
    """Each other language's address, once, in page order.

    ``<link rel=alternate hreflang>`` (HTML Standard, 4.6.7.1; RFC 8288 for ``hreflang``), then JSON-LD's
    ``workTranslation`` and ``translationOfWork`` (schema.org) of the page's own nodes. Left out: ``x-default``, the
    page itself, its own language for another country (``en-GB`` beside ``en-US``), and a home page offered from
    another page, which is the site's menu of languages and no translation. Raises nothing.
    """
    found: dict[str, Translation] = {}
    linked = [(language_code(link.hreflang), _absolute(base, link.href)) for link in _alternates(head)]
    linked += [(language_code(language), _absolute(base, address)) for language, address in _works(head)]
    own = next((language for language, address in linked if language and address == url), None) or own_language
    at_home = is_home(url)
    for language, address in linked:
        if not language or not address or address == url or language == own or (is_home(address) and not at_home):
            continue
        found.setdefault(language, Translation(language=language, url=address, id=document_id(address)))
    return tuple(found.values())[:MAX_TRANSLATIONS]


def original_of(
    head: Head, url: str, base: str, translations: Sequence[Translation], *, translated: bool
) -> str | None:
    """The id of the document that this page is a translation of; None where it does not say.

    JSON-LD's ``translationOfWork``; else, on a page that names a translator, the only other language that there is.
    ``hreflang`` alone does not say which page came first. Raises nothing.
    """
    said = (_absolute(base, address) for address in _originals(head))
    originals = {address for address in said if address and address != url and not is_home(address)}
    if originals:
        return document_id(originals.pop()) if len(originals) == 1 else None
    return translations[0].id if translated and len(translations) == 1 else None


def in_other_languages(head: Head, url: str, base: str) -> frozenset[str]:
    """The addresses that ``hreflang`` gives for other languages than this page's own. Raises nothing."""
    linked = {_absolute(base, link.href): language_code(link.hreflang) for link in _alternates(head)}
    own = linked.get(canonicalize(url)) or language_code(head.lang)
    return frozenset(address for address, language in linked.items() if own and language and language != own)


def _originals(head: Head) -> Iterator[str]:
    for node in head.nodes:
        if "translationOfWork" not in node or not (are_article(types := types_of(node)) or are_page(types)):
            continue
        value = node["translationOfWork"]
        for work in value[:MAX_TRANSLATIONS] if isinstance(value, list) else [value]:
            address = (work.get("url") or work.get("@id")) if isinstance(work, dict) else work
            if isinstance(address, str):
                yield address


def _alternates(head: Head) -> list[HeadLink]:
    return [link for link in head.links if link.relation == "alternate" and link.hreflang]


def _works(head: Head) -> Iterator[tuple[str, str]]:
    """Language and address of the works of which JSON-LD says that they are this one in other words."""
    for node in head.nodes:
        told = [node[key] for key in ("translationOfWork", "workTranslation") if key in node]
        if not told or not (are_article(types := types_of(node)) or are_page(types)):
            continue
        for work in chain.from_iterable(
            value[:MAX_TRANSLATIONS] if isinstance(value, list) else [value] for value in told
        ):
            language, address = (
                (work.get("inLanguage"), work.get("url") or work.get("@id")) if isinstance(work, dict) else (None, None)
            )
            if isinstance(language, str) and isinstance(address, str):
                yield language, address


def _absolute(base: str, href: str | None) -> str:
    try:
        return canonicalize(urljoin(base, (href or "").strip()))
    except ValueError:
        return ""

"""Rights as seen on the page and in its headers: recorded word for word, absence too; not judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from junket.crawlers.page import Page
from junket.crawlers.rights.right import Right, cut
from junket.pipelines.metadata.markup import Head
from junket.pipelines.page.document import Document
from junket.pipelines.record.rights_rules import COPYRIGHT_WORDS

_ROBOTS = ("robots", "googlebot", "googlebot-news", "bingbot", "junket")
_LAST_BLOCKS = 60
"""Where the copyright line is sought: it closes a page."""
_LONGEST = 300
_FORMULAS = "|".join(map(re.escape, COPYRIGHT_WORDS))
_SIGNS = ("©", "(c)", "copyright", *map(str.casefold, COPYRIGHT_WORDS))
"""One of them stands in every line that claims copyright."""
_CLAIM = re.compile(rf"(?:©|\(c\)|copyright)[^\n]{{0,60}}?(?:19|20)\d\d|{_FORMULAS}", re.IGNORECASE)
_COPYRIGHT_METAS = ("copyright", "dcterms.rights", "dc.rights", "rights")


def rights_of(page: Page, document: Document, head: Head, licences: Sequence[str]) -> tuple[Right, ...] | None:
    """All that page, headers and the site's files say. None where nothing could be looked at: a bare text."""
    said = [*_in_headers(page), *(() if document.is_dump else _in_markup(document, head, licences))]
    seen = (Right(source, cut(value), page.fetched_at) for source, value in said)
    return (*seen, *page.site_rights) or None


def meta_robots(head: Head) -> str | None:
    """The robots directives of the meta tags; another than ``robots`` with its name before it."""
    return ", ".join(dict.fromkeys(_robots_tags(head))) or None


def tdm_reservation(head: Head, page: Page) -> str | None:
    """TDMRep's ``tdm-reservation``, followed by the policy's address where one is given.

    In the order of the W3C TDM Reservation Protocol's "Processing priority": each value that the markup gives
    supersedes the header's, and these the site's file.
    """
    file = next((right.value for right in page.site_rights if right.source == "tdm_file" and right.value), None)
    value = head.meta("tdm-reservation") or page.header("tdm-reservation")
    policy = head.meta("tdm-policy") or page.header("tdm-policy")
    return _tdm(value, policy) or (file if file and file[0] in "01" else None)


def _in_headers(page: Page) -> Iterator[tuple[str, str | None]]:
    """One pair a header line: a name of a robot in one is no word about the next."""
    if page.status is None and not page.headers:
        return
    tags = [value for name, value in page.headers if name.casefold() == "x-robots-tag"]
    yield from (("x_robots_tag", value) for value in tags or (None,))
    yield "tdm_header", _tdm_in_header(page)


def _in_markup(document: Document, head: Head, licences: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    yield from (("meta_robots", value) for value in _robots_tags(head) or (None,))
    yield "tdm_meta", _tdm_in_markup(head)
    yield from (("licence", value) for value in licences or (None,))
    yield "copyright", head.meta(*_COPYRIGHT_METAS) or _copyright_line(document)


def _robots_tags(head: Head) -> list[str]:
    return [
        content.strip() if name == "robots" else f"{name}: {content.strip()}"
        for name, content in head.metas
        if name in _ROBOTS and content.strip()
    ]


def _tdm_in_markup(head: Head) -> str | None:
    return _tdm(head.meta("tdm-reservation"), head.meta("tdm-policy"))


def _tdm_in_header(page: Page) -> str | None:
    return _tdm(page.header("tdm-reservation"), page.header("tdm-policy"))


def _tdm(value: str | None, policy: str | None) -> str | None:
    return " ".join(part.strip() for part in (value, policy) if part and part.strip()) or None


def _copyright_line(document: Document) -> str | None:
    """The last short line of the page that claims copyright: with a year, or in a formula that reserves all rights."""
    texts = [block.text[:_LONGEST] for block in document.blocks[-_LAST_BLOCKS:]]
    whole = "\n".join(texts).casefold()
    signs = [sign for sign in _SIGNS if sign in whole]
    may_claim = (text for text in reversed(texts) if signs and any(map(text.casefold().__contains__, signs)))
    return next(filter(_CLAIM.search, may_claim), None)

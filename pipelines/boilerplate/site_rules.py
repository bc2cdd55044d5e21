"""What a site's TOML adds: phrases of its chrome, and selectors for content and for what to strip."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cssselect import SelectorError

from junket.crawlers.site.site import Site
from junket.pipelines.boilerplate.container import members
from junket.pipelines.boilerplate.sheet import Sheet

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def apply_site(sheet: Sheet, site: Site | None, day: date | None) -> bool:
    """Apply a site's rules. True when its content selector found the article, so that nobody need look for it."""
    if site is None:
        return False
    _drop_phrases(sheet, site)
    selectors = site.selectors_on(day)
    if selectors is None or sheet.document.tree is None:
        return False
    for selector in selectors.strip:
        inside = members(sheet, _select(sheet.document.tree, selector))
        for position, found in enumerate(inside):
            if found:
                sheet.drop(position, f"site:{selector}")
    content = members(sheet, _select(sheet.document.tree, selectors.content)) if selectors.content else []
    if not any(content):
        return False
    for position, found in enumerate(content):
        if not found:
            sheet.drop(position, "site:content")
    return True


def _drop_phrases(sheet: Sheet, site: Site) -> None:
    phrases = [(phrase, " ".join(phrase.casefold().split())) for phrase in site.boilerplate]
    for position, block in enumerate(sheet.blocks):
        text = " ".join(block.text[:500].casefold().split())
        for written, folded in phrases:
            if folded and text.startswith(folded):
                sheet.drop(position, f"site:{written}")
                break


def _select(tree: HtmlElement, selector: str) -> set[HtmlElement]:
    try:
        return set(tree.cssselect(selector))
    except SelectorError:  # a TOML is checked where it is loaded; here a bad selector matches nothing
        return set()

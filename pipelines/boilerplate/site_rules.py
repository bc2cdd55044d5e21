"""What a site's TOML adds: phrases of its chrome, and selectors for content and for what to strip."""

from __future__ import annotations

from datetime import date

from junket.crawlers.site.site import Site
from junket.pipelines.boilerplate.container import members
from junket.pipelines.boilerplate.strip_state import StripState
from junket.pipelines.page.select import Selection


def apply_site(sheet: StripState, site: Site | None, day: date | None) -> bool:
    """Apply a site's rules. True when its content selector found the article, so that nobody need look for it."""
    if site is None:
        return False
    _drop_phrases(sheet, site)
    selectors = site.selectors_on(day)
    if selectors is None or sheet.document.is_dump:
        return False
    selection = Selection(sheet.elements)
    for selector in selectors.strip:
        inside = members(sheet, set(selection.find(selector)))
        for position, found in enumerate(inside):
            if found:
                sheet.drop(position, f"site:{selector}")
    content = members(sheet, set(selection.find(selectors.content))) if selectors.content else []
    if not any(content):
        return False
    for position, found in enumerate(content):
        if not found:
            sheet.drop(position, "site:content")
    return True


def _drop_phrases(sheet: StripState, site: Site) -> None:
    phrases = [(phrase, " ".join(phrase.casefold().split())) for phrase in site.boilerplate]
    for position, block in enumerate(sheet.blocks):
        text = " ".join(block.text[:500].casefold().split())
        for written, folded in phrases:
            if folded and text.startswith(folded):
                sheet.drop(position, f"site:{written}")
                break

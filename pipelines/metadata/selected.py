"""Evidence by a site's own selectors, where its TOML has them: they outrank everything else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cssselect import SelectorError
from lxml.cssselect import CSSSelector

from junket.crawlers.site.site import Site
from junket.pipelines.metadata.context import lines_of
from junket.pipelines.metadata.evidence import Evidence, Field

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SURE = 100
_MANY = 20


def selected_as_evidence(tree: HtmlElement | None, site: Site | None, evidence: Evidence) -> None:
    """Adds what the site's selectors for title, authors and date find; a broken selector finds nothing."""
    selectors = site.selectors_on(_day(evidence)) if site is not None and tree is not None else None
    if selectors is None or tree is None:
        return
    fields: tuple[tuple[Field, str], ...] = (
        ("title", selectors.title),
        ("author", selectors.authors),
        ("published", selectors.date),
    )
    for field, selector in fields:
        for element in _find(tree, selector):
            value = element.get("datetime") or element.get("content") or lines_of(element)
            if field == "author":
                evidence.add_lines(field, value, "site", SURE)
            else:
                evidence.add(field, value, "site", SURE)


def _find(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    if not selector:
        return []
    try:
        found = CSSSelector(selector, translator="html")(tree)
    except SelectorError:
        return []
    return found[:_MANY] if isinstance(found, list) else []


def _day(evidence: Evidence) -> date | None:
    """The day that markup gives, so that an archived page is read by the selectors of its time."""
    for candidate in evidence.of("published"):
        try:
            return date.fromisoformat(candidate.value[:10])
        except ValueError:
            continue
    return None

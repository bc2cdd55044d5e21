"""Evidence by a site's own selectors, where its TOML has them: they outrank everything else."""

from __future__ import annotations

from datetime import date, datetime

from junket.crawlers.site.site import Site
from junket.pipelines.metadata.context import lines_of
from junket.pipelines.metadata.evidence import Evidence, Field
from junket.pipelines.page.elements import Elements
from junket.pipelines.page.select import Selection

SURE = 100
_MANY = 20


def selected_as_evidence(
    elements: Elements, site: Site | None, evidence: Evidence, fetched_at: datetime | None = None
) -> None:
    """Adds what the site's selectors for title, authors and date find; a broken selector finds nothing.

    Those hold that held when the page was fetched: a redesign shows old articles in its new markup too.
    """
    day = fetched_at.date() if fetched_at else _day(evidence)
    selectors = site.selectors_on(day) if site is not None and len(elements) else None
    if selectors is None:
        return
    fields: tuple[tuple[Field, str], ...] = (
        ("title", selectors.title),
        ("author", selectors.authors),
        ("published", selectors.date),
    )
    selection = Selection(elements) if any(selector for _, selector in fields) else None
    for field, selector in fields if selection else ():
        for element in selection.find(selector)[:_MANY] if selection else ():
            attributes = elements.attributes[element]
            value = attributes.get("datetime") or attributes.get("content") or lines_of(elements, element)
            if field == "author":
                evidence.add_lines(field, value, "site", SURE)
            else:
                evidence.add(field, value, "site", SURE)


def _day(evidence: Evidence) -> date | None:
    """The day that markup gives, for a page of which nobody knows when it was fetched."""
    for candidate in evidence.of("published"):
        try:
            return date.fromisoformat(candidate.value[:10])
        except ValueError:
            continue
    return None

"""The metadata step, in order: gather the evidence, decide each field once, mark the blocks that are metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.dates import MONTH_FIRST, DateContext, zone_of
from junket.pipelines.language import language_code
from junket.pipelines.metadata import dateline
from junket.pipelines.metadata.access import paid_parts
from junket.pipelines.metadata.addresses.canonical import canonical_url
from junket.pipelines.metadata.addresses.same_as import same_as
from junket.pipelines.metadata.addresses.translations import original_of, translations_of
from junket.pipelines.metadata.around import TitleSurroundings
from junket.pipelines.metadata.bylines import byline
from junket.pipelines.metadata.bylines.authors import decide_authors
from junket.pipelines.metadata.bylines.contributors import decide_contributors
from junket.pipelines.metadata.dates import decide_dates, printed_order
from junket.pipelines.metadata.evidence import Evidence
from junket.pipelines.metadata.lead import decide_lead
from junket.pipelines.metadata.licence import licence, licences_of
from junket.pipelines.metadata.marks import mark
from junket.pipelines.metadata.markup import Head, read_head
from junket.pipelines.metadata.rights import meta_robots, rights_of, tdm_reservation
from junket.pipelines.metadata.selected import selected_as_evidence
from junket.pipelines.metadata.structured import json_ld_as_evidence, meta_as_evidence
from junket.pipelines.metadata.tags import decide_tags
from junket.pipelines.metadata.titles.site_names import own_names
from junket.pipelines.metadata.titles.title import decide_title, folded_titles, headings_as_evidence
from junket.pipelines.metadata.titles.title_place import anchor_of, dump_title, title_blocks
from junket.pipelines.page.document import Document, Metadata


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the page says of itself, before anything is decided but the title (the rest stands near it)."""

    evidence: Evidence
    head: Head
    own: frozenset[str]
    """The site's names, which are no author and no part of a title."""
    title: str | None
    title_at: list[int]
    """The blocks that are nothing but the title."""
    around: TitleSurroundings


def read_metadata(document: Document, page: Page, site: Site | None) -> Metadata:
    """What the page says of itself, and which blocks say nothing else. Raises nothing for bad input."""
    gathered = gather(document, page, site)
    evidence, head, around = gathered.evidence, gathered.head, gathered.around
    dates = decide_dates(evidence, around.reading)
    published = dates.published
    authors, doubts = decide_authors(evidence, gathered.own)
    others = decide_contributors(evidence, gathered.own, gathered.title)
    marked = mark(around, gathered.title_at, evidence, authors, gathered.own)
    claimed = next(_claimed_languages(evidence), None)
    licences = licences_of(document, head)
    canonical = canonical_url(head, page.url, document.base_url)
    base = document.base_url or page.url
    translations = translations_of(head, canonical, base, claimed)
    return Metadata(
        title=gathered.title,
        lead=decide_lead(around, marked, evidence),
        authors=authors,
        interviewers=others.get("interviewer", ()),
        translators=others.get("translator", ()),
        photographers=others.get("photographer", ()),
        same_as=same_as(head.nodes),
        date=published.day.isoformat() if published and published.day else None,
        published_at=published.instant if published else None,
        published_precision=published.precision if published else None,
        published_text=published.text if published else None,
        modified_at=dates.modified,
        tags=decide_tags(evidence),
        canonical_url=canonical,
        translations=translations,
        translation_of=original_of(head, canonical, base, translations, translated="translator" in others),
        language_claimed=claimed,
        og_type=" ".join(dict.fromkeys(c.value for c in evidence.of("type"))) or None,
        meta_robots=meta_robots(head),
        tdm_reservation=tdm_reservation(head, page),
        licence=licence(licences, document),
        rights=rights_of(page, document, head, licences),
        paid_parts=paid_parts(head),
        lead_image=head.meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
        marked=marked,
        warnings=(*dates.warnings, *doubts),
    )


def gather(document: Document, page: Page, site: Site | None) -> Gathered:
    """The evidence of one page, each candidate with its source and weight (``--explain`` may show it)."""
    evidence, head = Evidence(), read_head(document)
    meta_as_evidence(head, evidence)
    headings_as_evidence(head.headings, document.elements, evidence)
    titles = folded_titles(evidence, own_names(evidence, page.url, site))
    json_ld_as_evidence(head, evidence, titles, page.url)
    dateline.url_as_evidence(page.url, evidence)
    selected_as_evidence(document.elements, site, evidence, page.fetched_at)
    own = own_names(evidence, page.url, site)
    reading = _reading(evidence, page, site, document)
    title = _title(document, evidence, own, reading)
    title_at = title_blocks(document.blocks, title, reading)
    anchor = anchor_of(document.blocks, title, title_at, own)
    around = TitleSurroundings.title(document.blocks, anchor, reading, document.elements)
    byline.head_as_evidence(around, evidence, title_at)
    byline.tail_as_evidence(around, evidence)
    dateline.elements_as_evidence(head.times, around, evidence)
    dateline.stated_as_evidence(document.sought.stating, around, evidence)
    dateline.head_as_evidence(around, evidence)
    dateline.tail_as_evidence(around, evidence)
    return Gathered(evidence, head, own, title, title_at, around)


def _title(document: Document, evidence: Evidence, own: frozenset[str], reading: DateContext) -> str | None:
    selected = next((c.value for c in evidence.of("title") if c.source == "site"), None)
    if selected is not None:
        return selected
    if document.is_dump:
        return dump_title(document.blocks, reading)
    return decide_title(evidence, own, document.blocks) or None  # a heading of nothing but marks


def _reading(evidence: Evidence, page: Page, site: Site | None, document: Document) -> DateContext:
    day_first = site.day_first if site and site.day_first is not None else _day_first(evidence)
    languages = ([site.language] if site and site.language else []) + list(_claimed_languages(evidence))
    return DateContext(
        languages=tuple(dict.fromkeys(languages)),
        zone=zone_of(site.timezone if site else None),
        day_first=printed_order(document.blocks) if day_first is None else day_first,
        fetched_at=page.fetched_at,
    )


def _claimed_languages(evidence: Evidence) -> Iterator[str]:
    return (code for candidate in evidence.of("language") if (code := language_code(candidate.value)))


def _day_first(evidence: Evidence) -> bool | None:
    """The order of all-number dates by the page's locale; None where English does not say which."""
    for candidate in evidence.of("language"):
        value = candidate.value.lower()
        if value in MONTH_FIRST:
            return False
        if language_code(value) not in {"en", None} or value in {
            "en-gb",
            "en_gb",
            "en-au",
            "en_au",
            "en-nz",
            "en-ie",
            "en-in",
        }:
            return True
    return None

"""The candidates for each field of a page, and which of them say what the record says (for ``--explain``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.language import language_code
from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import squeeze
from junket.pipelines.metadata.evidence import Candidate, Field
from junket.pipelines.metadata.read import gather
from junket.pipelines.page.document import Document, Metadata


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate for a field. ``chosen``: it says what the record says (several sources may)."""

    candidate: Candidate
    chosen: bool


def choices(document: Document, page: Page, site: Site | None, metadata: Metadata) -> tuple[Choice, ...]:
    """All candidates of a page, field by field, best first. ``metadata`` is what was decided. Raises nothing."""
    gathered = gather(document, page, site)
    fields: tuple[Field, ...] = get_args(Field)
    found = [candidate for field in fields for candidate in gathered.evidence.of(field)]
    return tuple(Choice(candidate, _says(candidate, metadata, gathered.own)) for candidate in found)


def _says(candidate: Candidate, metadata: Metadata, own: frozenset[str]) -> bool:
    if candidate.field == "site_name":
        return squeeze(candidate.value) in own
    return _SAYS[candidate.field](candidate.value, metadata)


def _holds(value: str, decided: str | None) -> bool:
    """Whether the decision's words stand in the value: a title's may have the site's name beside it."""
    return bool(decided) and f" {fold(decided or '')} " in f" {fold(value)} "


def _holds_any(value: str, decided: tuple[str, ...]) -> bool:
    return any(_holds(value, name) for name in decided)


_SAYS: dict[Field, Callable[[str, Metadata], bool]] = {
    "title": lambda value, metadata: _holds(value, metadata.title),
    "author": lambda value, metadata: _holds_any(value, metadata.authors),
    "contributor": lambda value, metadata: _holds_any(
        value, (*metadata.interviewers, *metadata.translators, *metadata.photographers)
    ),
    "published": lambda value, metadata: bool(metadata.published_text) and str(metadata.published_text) in value,
    "modified": lambda value, metadata: bool(metadata.modified_at) and f"{metadata.modified_at:%Y-%m-%d}" in value,
    "lead": lambda value, metadata: _holds(value, metadata.lead),
    "tag": lambda value, metadata: _holds_any(value, metadata.tags),
    "canonical": lambda value, metadata: value == metadata.canonical_url,
    "language": lambda value, metadata: language_code(value) == metadata.language_claimed,
    "type": lambda value, metadata: value in (metadata.og_type or "").split(),
}

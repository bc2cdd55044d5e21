"""The recipe: what happens to a page, in order. This file is the table of contents of the room."""

from __future__ import annotations

from dataclasses import dataclass

from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.boilerplate import strip
from junket.pipelines.language import detect_language
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.block import Stripped
from junket.pipelines.page.document import Document, Metadata, Stripping
from junket.pipelines.page.parse import parse
from junket.pipelines.record.quality import rejection_before_text, settle
from junket.pipelines.record.record import Record, Rejected
from junket.pipelines.text import join
from junket.pipelines.turns import find_turns


@dataclass(frozen=True, slots=True)
class Extraction:
    """A page's outcome, with what the steps made on the way (for :mod:`junket.pipelines.explanation`).

    A page that was turned away before it was parsed has the outcome alone.
    """

    outcome: Record | Rejected
    document: Document | None = None
    metadata: Metadata | None = None
    stripping: Stripping | None = None

    @property
    def stripped(self) -> tuple[Stripped, ...]:
        """What was taken out of the text, and by which rule."""
        return self.stripping.stripped if self.stripping else ()


def extract(page: Page, site: Site | None = None) -> Extraction:
    """The record of one page, or the reason why there is none.

    ``site`` corrects the generic path where a TOML knows better. Pure: same page and site, same
    outcome. Raises nothing for bad input: every page ends as a record or a :class:`Rejected`.
    """
    if early := rejection_before_text(page):
        return Extraction(early)
    document, metadata, stripping = read(page, site)
    body = join(stripping.kept)
    language = detect_language(body.text, metadata.language_claimed)
    conversation = find_turns(body, metadata, language)
    outcome = settle(page, site, document, metadata, stripping, body, language, conversation)
    return Extraction(outcome, document, metadata, stripping)


def read(page: Page, site: Site | None = None) -> tuple[Document, Metadata, Stripping]:
    """The first three steps: the parsed page, what it says of itself, which of its blocks are the article."""
    document = parse(page)
    metadata = read_metadata(document, page, site)
    return document, metadata, strip(document, metadata, site, page.fetched_at.date() if page.fetched_at else None)

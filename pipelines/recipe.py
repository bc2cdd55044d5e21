"""The recipe: what happens to a page, in order. This file is the table of contents of the room."""

from __future__ import annotations

from dataclasses import dataclass

from crawlers.page import Page
from crawlers.site import Site
from pipelines.block import Stripped
from pipelines.boilerplate import strip
from pipelines.document import Document
from pipelines.interview import Interview, Rejected
from pipelines.language import detect_language
from pipelines.metadata import read_metadata
from pipelines.parse import parse
from pipelines.quality import rejection_before_text, settle
from pipelines.text import join
from pipelines.turns import find_turns


@dataclass(frozen=True, slots=True)
class Extraction:
    """A page's outcome, with what was stripped and by which rule (for ``--explain``)."""

    outcome: Interview | Rejected
    stripped: tuple[Stripped, ...] = ()
    document: Document | None = None


def extract(page: Page, site: Site | None = None) -> Extraction:
    """The record of one page, or the reason why there is none.

    ``site`` corrects the generic path where a TOML knows better. Pure: same page and site, same
    outcome. Raises nothing for bad input: every page ends as a record or a :class:`Rejected`.
    """
    if early := rejection_before_text(page):
        return Extraction(early)
    document = parse(page)
    metadata = read_metadata(document, page, site)
    stripping = strip(document, metadata, site, page.fetched_at.date() if page.fetched_at else None)
    body = join(stripping.kept)
    language = detect_language(body.text, metadata.language_claimed)
    conversation = find_turns(body, metadata, language)
    outcome = settle(page, site, document, metadata, stripping, body, language, conversation)
    return Extraction(outcome, stripping.stripped, document)

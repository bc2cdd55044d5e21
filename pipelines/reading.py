"""What the steps of the recipe make of one page, in their order."""

from __future__ import annotations

from functools import cached_property

from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.pipelines.boilerplate import strip
from junket.pipelines.language import detect_language
from junket.pipelines.metadata import read_metadata
from junket.pipelines.page.document import Body, Conversation, Document, Metadata, Stripping
from junket.pipelines.page.parse import parse
from junket.pipelines.text import join
from junket.pipelines.turns import find_turns


class Reading:
    """One page as the steps read it. ``site`` corrects the generic path where a TOML knows better.

    It grows: each step is done once, when it is first asked for, from those that stand above it. What a step is to
    have made may be set before anything below it is asked for.
    """

    def __init__(self, page: Page, site: Site | None = None) -> None:
        self.page = page
        self.site = site

    @cached_property
    def document(self) -> Document:
        """The parsed page."""
        return parse(self.page)

    @cached_property
    def metadata(self) -> Metadata:
        """What it says of itself."""
        return read_metadata(self.document, self.page, self.site)

    @cached_property
    def stripping(self) -> Stripping:
        """Which of its blocks are the article, and by which rule each other one went."""
        day = self.page.fetched_at.date() if self.page.fetched_at else None
        return strip(self.document, self.metadata, self.site, day)

    @cached_property
    def body(self) -> Body:
        """The clean text, and where each block lies in it."""
        return join(self.stripping.kept)

    @cached_property
    def language(self) -> str | None:
        """The language of the text, rather than of the markup's claim."""
        return detect_language(self.body.text, self.metadata.language_claimed)

    @cached_property
    def conversation(self) -> Conversation:
        """Who asked, who answered."""
        return find_turns(self.body, self.metadata, self.language)

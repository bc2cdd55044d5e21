"""What the parse hands on, and what each later step adds: the shapes that the recipe's steps share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from junket.crawlers.rights.right import Right
from junket.pipelines.page.block import Block, Stripped
from junket.pipelines.page.elements import Elements
from junket.pipelines.page.sought import Sought
from junket.pipelines.record.record import Doubt, Image, Translation, Turn


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page as plain values: its elements, and its blocks in document order (all of them, chrome included)."""

    url: str
    """The page's address (also the base for relative links where no ``<base>`` says otherwise); may be empty."""
    blocks: tuple[Block, ...]
    elements: Elements = field(default_factory=Elements, compare=False, repr=False)
    """None of them for a plain-text dump."""
    base_url: str = ""
    encoding: str = "utf-8"
    warnings: tuple[Doubt, ...] = ()
    sought: Sought = field(default_factory=Sought, compare=False, repr=False)

    @property
    def is_dump(self) -> bool:
        """True for a page given as plain text."""
        return not len(self.elements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page says of itself. ``marked`` names blocks that are metadata and so no text."""

    title: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    interviewers: tuple[str, ...] = ()
    """Who is named as asking the questions, in a line that is no part of the text ("Interview by …"): full names."""
    translators: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    """Who took the page's pictures, by the byline; a single picture's credit stands with the picture."""
    same_as: tuple[tuple[str, str], ...] = ()
    """Names of persons in the JSON-LD, each with an address that it says is theirs."""
    date: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    published_text: str | None = None
    modified_at: datetime | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str = ""
    translations: tuple[Translation, ...] = ()
    translation_of: str | None = None
    language_claimed: str | None = None
    """The language that the markup claims (html lang, og:locale), as a lower-case two-letter code."""
    og_type: str | None = None
    meta_robots: str | None = None
    tdm_reservation: str | None = None
    licence: str | None = None
    rights: tuple[Right, ...] | None = None
    paid_parts: tuple[str, ...] | None = None
    """Classes and ids of what must be paid for; None where the page does not say that anything must."""
    lead_image: str | None = None
    """The picture that the page names as its own."""
    marked: dict[int, str] = field(default_factory=dict)
    """Block index to what it is: ``title``, ``byline``, ``dateline``, ``site_name``."""
    warnings: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Stripping:
    """The blocks that are the article, those that are not (with the rule), and the article's pictures."""

    kept: tuple[Block, ...]
    stripped: tuple[Stripped, ...]
    images: tuple[Image, ...] = ()
    warnings: tuple[Doubt, ...] = ()
    scores: dict[int, float] = field(default_factory=dict)
    """Block index to how likely the block is the article (0 to 1), for kept blocks as for stripped ones; only
    blocks that the model judged are in it."""


class Paragraph(NamedTuple):
    """A kept block's place in the record's text: ``text[start:end] == block.text``."""

    block: Block
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Body:
    """The clean text, paragraphs separated by a blank line, and where each block lies in it."""

    text: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What the turns step found. No turns: the page is no interview, or nobody can tell who speaks."""

    turns: tuple[Turn, ...] = ()
    confidence: float | None = None
    """0 to 1: how likely that all turns are right. None without turns."""
    is_interview: bool = False
    interviewers: tuple[str, ...] = ()
    interviewees: tuple[str, ...] = ()
    warnings: tuple[Doubt, ...] = ()

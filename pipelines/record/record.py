"""THE record: what Junket makes of a page. ``DATA_FORMAT.md`` documents it field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from junket.crawlers.ledger.drop import PageReason
from junket.crawlers.rights.right import Right

Kind = Literal["interview", "news", "review", "listing", "other"]
Role = Literal["question", "answer", "note"]
Doubt = Literal[
    "answer_missing", "author_is_site_name", "author_not_a_person", "boilerplate_uncertain", "charset_damaged",
    "charset_guessed", "date_missing", "date_month_only", "date_relative", "date_unreadable", "date_updated",
    "frames_not_read", "hidden_text_left_out", "hidden_text_used", "interviewer_from_byline",
    "language_unknown", "mojibake_mended", "mojibake_suspected", "nesting_flattened", "part_missing",
    "paywall_suspected", "rights_reserved", "text_from_metadata", "text_short", "text_truncated",
    "timezone_unknown", "title_missing", "turns_not_sought", "turns_uncertain",
]  # fmt: skip
"""What a step may warn of: the type of each step's ``warnings``, so that mypy finds any other word."""

EXTRACTOR_VERSION = "0.4.0"
"""Raised whenever the same bytes may give another record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One piece of an interview. ``record.text[start:end] == text``, in code points from 0."""

    turn_id: str
    role: Role
    text: str
    start: int
    end: int
    speaker: str | None = None
    speaker_printed: str | None = None
    language: str | None = None
    answer_missing: bool = False
    question_id: str | None = None
    """The same for a series' template question on all pages of the site (``turns.series``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article, with what the page prints beside it."""

    url: str
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    lead: bool = False
    """The one that the page names as its picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an article that is split over several pages. One that is not there has a URL and nothing else."""

    url: str
    warc_file: str | None = None
    warc_offset: int | None = None
    warc_record_id: str | None = None
    payload_digest: str | None = None
    fetched_at: datetime | None = None
    start: int | None = None
    """Where it begins and ends in the record's text: code points from 0."""
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film that the page names."""

    title: str
    """As printed where it is first named."""
    other_title: str | None = None
    """A second name printed with it, often the original or its translation: ``Nad Gorodom (Over the City)``."""
    year: int | None = None
    people: tuple[str, ...] = ()
    """Who made it or plays in it, where the sentence says so; as printed there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody whom the record names, in one role; as printed."""

    name: str
    role: str
    """``interviewee``, ``interviewer``, ``author``, ``translator``, ``photographer``, ``film`` or ``named``."""
    person_id: str | None = None
    """The row of the people table; None before a publish, and where the name alone is nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLink:
    """A page of an authority file to which the page itself ties a name."""

    name: str
    authority: str
    """``wikidata``, ``imdb``, ``tmdb`` or ``viaf``."""
    id: str
    source: str
    """``link`` (in the text) or ``json-ld``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same page in another language, at its own address."""

    language: str
    url: str
    id: str = ""
    """The id of the document at that address, whether a dataset holds it or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A clean record of one page (also for news and reviews: ``kind`` tells)."""

    id: str
    revision: int = 1
    url: str
    canonical_url: str
    translations: tuple[Translation, ...] = ()
    translation_of: str | None = None
    """The id of the original, where the page says which of them that is."""
    site: str
    kind: Kind
    language: str | None = None
    title: str | None = None
    lead: str | None = None
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    """Whom the byline names; a single picture's credit stands with the picture."""
    date: str | None = None
    """The day as the page means it, ``YYYY-MM-DD``."""
    published_at: datetime | None = None
    published_precision: str | None = None
    """``minute``, ``day``, ``month`` or ``year``."""
    published_text: str | None = None
    """The words or markup value the date was read from."""
    modified_at: datetime | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    text: str = ""
    turns: tuple[Turn, ...] = ()
    turns_confidence: float | None = None
    interviewers: tuple[str, ...] = ()
    interviewees: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Everyone whom the page is sure to name with given and family name, and who speaks; each once."""
    persons: tuple[Named, ...] = ()
    """The same and the byline, with the rows of the people table: filled when a dataset is made."""
    authority_links: tuple[AuthorityLink, ...] = ()
    films: tuple[Film, ...] = ()
    fetched_at: datetime | None = None
    http_status: int | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    warc_record_id: str | None = None
    payload_digest: str | None = None
    parts: tuple[Part, ...] = ()
    """The parts of an article that is split over several pages, in order; empty for any other."""
    archived_from: str | None = None
    source: str | None = None
    """The file that the page was read from, as it was named; None for what was fetched."""
    content_hash: str
    extractor_version: str = EXTRACTOR_VERSION
    site_rules_version: str | None = None
    robots: str = "unchecked"
    robots_rule: str | None = None
    x_robots_tag: str | None = None
    meta_robots: str | None = None
    tdm_reservation: str | None = None
    licence: str | None = None
    rights: tuple[Right, ...] | None = None
    """All of that and more, source by source, with when it was seen; None where nobody could look."""
    warnings: tuple[str, ...] = ()
    """Each a :data:`Doubt`; a record that an older extractor made may have others."""
    near_duplicate_of: str | None = None
    corrected: tuple[str, ...] = ()
    """Fields that people set, in place of what the page was read to say; ``turns`` and ``text`` too."""
    stripped: tuple[tuple[str, int], ...] = ()
    """How many blocks each rule took out, by rule name."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page that gives no record, and why."""

    url: str
    reason: PageReason
    detail: str = ""

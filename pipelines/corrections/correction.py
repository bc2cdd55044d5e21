"""One correction: which record, which place in it, what it is to be, who says so and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from junket.pipelines.record.record import Film, Image, Kind

FIELDS = MappingProxyType(
    {
        "kind": Kind,
        "language": str,
        "title": str,
        "lead": str,
        "authors": tuple[str, ...],
        "translators": tuple[str, ...],
        "photographers": tuple[str, ...],
        "date": str,
        "published_at": datetime,
        "modified_at": datetime,
        "tags": tuple[str, ...],
        "images": tuple[Image, ...],
        "interviewers": tuple[str, ...],
        "interviewees": tuple[str, ...],
        "turns_confidence": float,
        "films": tuple[Film, ...],
        "licence": str,
        "translation_of": str,
    }
)
"""The fields that a correction may set, and what a value is. The others are facts of the capture, or follow from it.

:func:`junket.pipelines.corrections.value.value_of` reads one.
"""

Spoken = Literal["question", "answer", "note", "none"]
"""What quoted words are: a turn's role, or ``none`` for words outside all turns."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a record's text, and what stands around them where they occur more than once.

    The W3C Web Annotation Data Model's TextQuoteSelector, section 4.2.4; white space counts as one blank.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One entry of ``HOME/overrides/records.toml``. It sets a field, or says what quoted words are."""

    record: str
    """Canonical URL or id of the document; all its revisions are meant."""
    who: str
    why: str
    when: date | None = None
    place: str = ""
    """File and line, for messages."""
    field: str | None = None
    value: Any = None
    """The field's new value; None empties it."""
    was: Any = None
    """What the field says where the correction is meant. With any other value it no longer finds its place."""
    guarded: bool = False
    """Whether ``was`` was given (it may be null)."""
    quote: Quote | None = None
    to: Quote | None = None
    """The words up to the end of this later quote are meant, where a turn is too long to be quoted whole."""
    role: Spoken | None = None
    speaker: str | None = None
    """Who says the quoted words; "" for nobody known. None leaves it."""
    remove: bool = False
    """The quoted words are no part of the article."""

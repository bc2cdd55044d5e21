"""One correction: which record, which place in it, what it is to be, who says so and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType, NoneType
from typing import Any, Literal, get_args, get_type_hints

from junket.pipelines.record.record import Record

_CORRECTABLE = (
    "kind", "language", "title", "lead", "authors", "translators", "photographers", "date", "published_at",
    "modified_at", "tags", "images", "interviewers", "interviewees", "turns_confidence", "films", "licence",
    "translation_of",
)  # fmt: skip


def _value_type(hint: Any) -> Any:  # noqa: ANN401  # a field's type
    """What the field holds where it is not None."""
    return next(kind for kind in get_args(hint) if kind is not NoneType) if NoneType in get_args(hint) else hint


_HINTS = get_type_hints(Record)
FIELDS = MappingProxyType({name: _value_type(_HINTS[name]) for name in _CORRECTABLE})
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

"""A field of a record set to what a person says it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from junket.pipelines.corrections.anchor import NotFound
from junket.pipelines.corrections.correction import FIELDS, Correction
from junket.pipelines.people.named_people import everyone
from junket.pipelines.record.record import Record

SURE = 0.9
"""Confidence from which turns are not called uncertain."""


def with_field(record: Record, correction: Correction) -> Record:
    """The record with the corrected field, and what follows from it. NotFound where it says neither old nor new."""
    name = correction.field or ""
    assert name in FIELDS  # noqa: S101  # checked where corrections are read
    standing, value, was = getattr(record, name), _as_held(correction.value), _as_held(correction.was)
    if correction.guarded and (standing or None) not in (was or None, value or None):
        raise NotFound(f"{name} says {_shown(standing)}, not {_shown(was)}")
    changes: dict[str, Any] = {name: () if value is None and isinstance(standing, tuple) else value}
    changes["warnings"] = tuple(word for word in record.warnings if not _settled(word, name, value))
    if name == "date" and value != standing:
        # The instant was read from what the correction says is another day.
        changes |= {"published_at": None, "published_precision": "day" if value else None, "published_text": None}
    if name == "published_at":
        changes["published_precision"] = "minute" if value else "day" if record.date else None
    corrected = replace(record, **changes)
    if name in {"interviewers", "interviewees"}:
        return replace(corrected, people=everyone(record, corrected.interviewers + corrected.interviewees))
    return corrected


def _settled(warning: str, field: str, value: Any) -> bool:  # noqa: ANN401  # any field's
    if field == "turns_confidence":
        return warning == "turns_uncertain" and value is not None and value >= SURE
    if field == "published_at":
        return warning == "timezone_unknown" and value is not None
    if field == "interviewers":
        return warning == "interviewer_from_byline"
    return warning.startswith(f"{field}_") and value is not None


def _as_held(value: Any) -> Any:  # noqa: ANN401  # any field's
    return tuple(value) if isinstance(value, list) else value


def _shown(value: Any) -> str:  # noqa: ANN401  # any field's
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return repr(text[:60]) if value else "nothing"

"""The corrections of a record, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from junket.pipelines.corrections.anchor import NotFound, find_span
from junket.pipelines.corrections.correction import Correction
from junket.pipelines.corrections.fields import with_field
from junket.pipelines.corrections.removal import without_words
from junket.pipelines.corrections.turns import with_turn
from junket.pipelines.record.record import Record


def correct(record: Record, corrections: Sequence[Correction]) -> tuple[Record, dict[int, str]]:
    """The corrected record, and for each correction (by its place in the sequence) that found no place: why not.

    In order, so that a later correction wins and may quote what an earlier one made. ``corrected`` names
    the fields that people set. Pure.
    """
    lost: dict[int, str] = {}
    for number, correction in enumerate(corrections):
        try:
            record, name = _corrected(record, correction)
            record = replace(record, corrected=tuple(dict.fromkeys((*record.corrected, name))))
        except NotFound as reason:
            lost[number] = str(reason)
    return record, lost


def _corrected(record: Record, correction: Correction) -> tuple[Record, str]:
    if correction.field:
        return with_field(record, correction), correction.field
    assert correction.quote  # noqa: S101  # checked where corrections are read
    start, end = find_span(record.text, correction.quote, correction.to)
    if correction.remove:
        return without_words(record, start, end), "text"
    return with_turn(record, correction, start, end), "turns"

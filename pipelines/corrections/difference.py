"""From a record and what a person made of it to the corrections that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from junket.pipelines.corrections.anchor import NotFound, find_span
from junket.pipelines.corrections.apply import correct
from junket.pipelines.corrections.correction import Correction, Quote
from junket.pipelines.record.record import Record

_WHOLE = 240
"""Characters of a stretch that is quoted whole; of a longer one its beginning and its end."""
_ENDS = 60
_CONTEXT = (0, 24, 80, 240, 1_000)
"""Characters before and behind a quotation that are tried, until only one place fits."""


@dataclass(frozen=True, slots=True)
class EditSpan:
    """``text[start:end]`` is a turn of this role (``text``: outside all turns; ``remove``: no part of the article)."""

    role: str
    speaker: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decided:
    """Who says so, why, and when."""

    who: str
    why: str
    when: date


def corrections_of(
    record: Record, fields: Mapping[str, Any], stretches: Sequence[EditSpan], decided: Decided
) -> list[Correction]:
    """What turns ``record`` into one with these ``fields`` and ``stretches``: removals after turns, fields last.

    So a field holds whatever follows from the turns. NotFound where no quotation can name a place, which takes a
    text that says the same over and over.
    """
    found = list(_turns(record, stretches, decided))
    now = _applied(record, found)
    for name, value in fields.items():
        if (value or None) != (getattr(record, name) or None):
            was = getattr(now, name) or None
            found.append(_made(record, decided, field=name, value=value or None, was=was, guarded=True))
            now = _applied(now, found[-1:])
    return found


def _applied(record: Record, corrections: Sequence[Correction]) -> Record:
    corrected, lost = correct(record, corrections)
    if lost:
        raise NotFound(next(iter(lost.values())))
    return corrected


def _turns(record: Record, stretches: Sequence[EditSpan], decided: Decided) -> Iterator[Correction]:
    standing = {(turn.role, turn.speaker or "", turn.start, turn.end) for turn in record.turns}
    removed = [each for each in stretches if each.role == "remove"]
    for each in stretches:
        if each.role == "remove" or (each.role, each.speaker, each.start, each.end) in standing:
            continue
        if each.role != "text":
            yield _quoted(record, each, decided, role=each.role, speaker=each.speaker)
        elif _overlaps(record, each):
            yield _quoted(record, each, decided, role="none")
    for each in removed:
        yield _quoted(record, each, decided, remove=True)


def _overlaps(record: Record, stretch: EditSpan) -> bool:
    return any(turn.start < stretch.end and turn.end > stretch.start for turn in record.turns)


def _quoted(record: Record, stretch: EditSpan, decided: Decided, **said: Any) -> Correction:  # noqa: ANN401  # of several fields
    text, start, end = record.text, stretch.start, stretch.end
    if end - start <= _WHOLE:
        return _made(record, decided, quote=_quote(text, start, end), **said)
    first, last = _word_end(text, start + _ENDS), _word_start(text, end - _ENDS)
    return _made(record, decided, quote=_quote(text, start, first), to=_quote(text, last, end, after=start), **said)


def _quote(text: str, start: int, end: int, after: int = 0) -> Quote:
    for width in _CONTEXT:
        quote = Quote(text[start:end], text[max(0, start - width) : start].strip(), text[end : end + width].strip())
        try:
            if find_span(text[after:], quote) == (start - after, end - after):
                return quote
        except NotFound:
            continue
    raise NotFound(f"no quotation tells {text[start : start + _ENDS]!r} from the same words elsewhere")


def _word_end(text: str, place: int) -> int:
    return next((at for at in range(place, min(place + _ENDS, len(text))) if text[at].isspace()), place)


def _word_start(text: str, place: int) -> int:
    return next((at + 1 for at in range(place, max(place - _ENDS, 0), -1) if text[at].isspace()), place)


def _made(record: Record, decided: Decided, **said: Any) -> Correction:  # noqa: ANN401  # of several fields
    name = record.canonical_url or record.url or record.id
    return Correction(record=name, who=decided.who, why=decided.why, when=decided.when, **said)

"""What a reference to a record, or to one turn of it, has to say; the formats only spell it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date
from textwrap import shorten

from junket.pipelines.person.cited import CitedName, cited_name
from junket.pipelines.record.record import Record, Turn

QUOTED = 300
"""Characters of a turn that a reference quotes."""
_ID_SHOWN = 8
_YEAR_AND_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/](0[1-9]|1[0-2]))?(?!\d)")
_NOT_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A reference, spelled in no format yet. Empty strings and tuples where the record does not say."""

    key: str
    """ASCII letters, digits and hyphens; unique for a document, and for a turn of it."""
    kind: str
    """The record's ``kind``."""
    title: str
    authors: tuple[CitedName, ...]
    """Who is cited: of an interview who answers (of a cited answer, who gives it), else the byline."""
    interviewers: tuple[CitedName, ...]
    site: str
    url: str
    issued: tuple[int, ...]
    """Year, or year and month, or the whole day; empty for a page without a date."""
    accessed: date | None
    """The day of the capture, in UTC."""
    language: str
    archive_file: str
    archive_record: str
    """The WARC record that holds the bytes, ``urn:uuid:…``."""
    note: str
    """Revision, capture and WARC record in words, and which turn."""
    quotation: str
    """The cited turn's words, shortened; empty for a whole record."""


def citation(record: Record, turn: Turn | None = None) -> Citation:
    """The reference to ``record``, or to one of its turns."""
    return Citation(
        key=_key(record, turn),
        kind=record.kind,
        title=_line(record.title or "Untitled"),
        authors=tuple(cited_name(name, record.language) for name in _cited(record, turn)),
        interviewers=tuple(cited_name(name, record.language) for name in _asking(record)),
        site=record.site,
        url=record.canonical_url or record.url,
        issued=_issued(record),
        accessed=record.fetched_at.astimezone(UTC).date() if record.fetched_at else None,
        language=record.language or "",
        archive_file=record.warc_file or "",
        archive_record=_bare(record.warc_record_id),
        note=_note(record, turn),
        quotation=_quoted(turn) if turn else "",
    )


def _cited(record: Record, turn: Turn | None) -> tuple[str, ...]:
    if turn and turn.role == "answer" and turn.speaker:
        return (turn.speaker,)
    if record.kind == "interview":
        return record.interviewees
    return record.authors


def _asking(record: Record) -> tuple[str, ...]:
    """Only an interview has been led by somebody; a review or news with a few questions in it has its byline."""
    return tuple(filter(None, record.interviewers)) if record.kind == "interview" else ()


def _key(record: Record, turn: Turn | None) -> str:
    place = _NOT_KEY.sub("-", record.site.lower().rpartition(".")[0]).strip("-") or "page"
    year = "".join(f"{part:04}" for part in _issued(record)[:1])
    part = turn.turn_id.removeprefix(f"{record.id}-") if turn else ""
    return "-".join(filter(None, (place, year, record.id[:_ID_SHOWN], part)))


def _issued(record: Record) -> tuple[int, ...]:
    """Of a page that gives a month alone, and so has no ``date``, the year in its words, and the month as a number."""
    if record.date is None:
        printed = _YEAR_AND_MONTH.findall(record.published_text or "")
        return tuple(int(part) for part in printed[0] if part) if len(printed) == 1 else ()
    parts = tuple(int(part) for part in record.date.split("-"))
    return parts[: {"year": 1, "month": 2}.get(record.published_precision or "", 3)]


def _note(record: Record, turn: Turn | None) -> str:
    said = []
    if turn:
        who = turn.speaker or turn.speaker_printed
        said.append(f"Turn {turn.turn_id} ({turn.role}{', ' + _line(who) if who else ''})")
    said.append(f"Revision {record.revision}")
    if record.fetched_at:
        said.append(f"captured {record.fetched_at.astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}")
    if record.warc_record_id:
        said.append(f"WARC record {_bare(record.warc_record_id)}")
    return "; ".join(said)


def _quoted(turn: Turn) -> str:
    return shorten(turn.text, QUOTED, placeholder=" …")


def _bare(record_id: str | None) -> str:
    return (record_id or "").strip("<>")


def _line(text: str) -> str:
    return " ".join(text.split())

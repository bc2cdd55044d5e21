"""Building: the record out of what the steps found, or the reason why there is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from itertools import starmap

from junket.crawlers.discovery.part_url import part_of
from junket.crawlers.page import Page
from junket.pipelines.films import find_films
from junket.pipelines.page.document import Metadata
from junket.pipelines.people.named_people import find_named
from junket.pipelines.reading import Reading
from junket.pipelines.record.doubts import warnings_of
from junket.pipelines.record.identity import hash_of, identity_of, own_turns
from junket.pipelines.record.kind import kind_of
from junket.pipelines.record.pager import find_pager, parts_of
from junket.pipelines.record.record import Record, Rejected, RuleCount
from junket.pipelines.record.walls import rejection_of

_OTHERS_TOO = {"interviewers", "warnings"}
"""Fields of both classes of which other steps have a say."""
STATED = {each.name for each in fields(Metadata)} & {each.name for each in fields(Record)} - _OTHERS_TOO
"""Fields that the record has as the page states them: all others of one name in both classes."""


def build_record(reading: Reading) -> Record | Rejected:
    """The record, or why there is none: no text, or a wall or an error page in place of the article.

    Pure: the same reading gives the same record. Raises nothing.
    """
    if rejected := rejection_of(reading):
        return rejected
    page, metadata, body, conversation = reading.page, reading.metadata, reading.body, reading.conversation
    content_hash = hash_of(metadata.title, body.text)
    kind = kind_of(reading)
    address, pager = metadata.canonical_url or page.url, find_pager(reading.document, metadata, kind)
    record_id, source = identity_of(part_of(address).stem if pager else address, reading.site, content_hash)
    interviewers = conversation.interviewers or metadata.interviewers
    films = find_films(body, metadata, reading.language)
    named = find_named(reading, interviewers + conversation.interviewees, films)
    rules = Counter(piece.rule for piece in reading.stripping.stripped)
    record = Record(
        **{name: getattr(metadata, name) for name in STATED},
        id=record_id,
        url=page.url,
        site=source,
        kind=kind,
        language=reading.language,
        images=reading.stripping.images,
        text=body.text,
        turns=own_turns(reading, record_id, source),
        turns_confidence=conversation.confidence,
        interviewers=interviewers,
        interviewees=conversation.interviewees,
        people=named.people,
        authority_links=named.links,
        films=films,
        parts=parts_of(pager, page, body.text) if pager else (),
        content_hash=content_hash,
        site_rules_version=reading.site.rules_version if reading.site else None,
        warnings=warnings_of(reading, pager),
        stripped=tuple(starmap(RuleCount, sorted(rules.items()))),
    )
    return _with_provenance(record, page)


def _with_provenance(record: Record, page: Page) -> Record:
    """The record with where its page comes from, and what the server said beside it."""
    location = page.location
    return replace(
        record,
        fetched_at=page.fetched_at,
        http_status=page.status,
        warc_file=location.file if location else None,
        warc_offset=location.offset if location else None,
        warc_record_id=location.record_id if location else None,
        payload_digest=location.payload_digest if location else None,
        archived_from=page.archived_from,
        source=page.source,
        robots=page.robots,
        robots_rule=page.robots_rule,
        x_robots_tag=_header_values(page, "x-robots-tag"),
    )


def _header_values(page: Page, name: str) -> str | None:
    return ", ".join(value.strip() for key, value in page.headers if key.casefold() == name) or None

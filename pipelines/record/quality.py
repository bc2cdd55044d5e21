"""Quality: the last step. A record out of what the steps found, or the reason why there is none."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import chain, starmap

from junket.crawlers.discovery.part_url import part_of
from junket.crawlers.ledger.drop import reason_of_status
from junket.crawlers.page import Page
from junket.crawlers.site.site import Site
from junket.crawlers.urls import document_id, site_of
from junket.pipelines.films import find_films
from junket.pipelines.page.characters import collapse
from junket.pipelines.page.document import Conversation, Metadata
from junket.pipelines.people.named import find_named
from junket.pipelines.person.shape import names_in
from junket.pipelines.reading import Reading
from junket.pipelines.record.kind import kind_of
from junket.pipelines.record.pager import Pager, find_pager, parts_of
from junket.pipelines.record.record import Doubt, Record, Rejected, RuleCount, Turn
from junket.pipelines.record.rights_decision import decide
from junket.pipelines.record.walls import is_teaser, needs_script, wall_of
from junket.pipelines.turns.series import question_key

SHORT_TEXT = 200
"""Characters below which a record carries ``text_short``: shorter than any article of the open bench's gold."""

PAYWALL_TEXT = 2_500
"""Characters below which a paywall's words beside the text, or the page's word that it is not free, mean a teaser."""

_MARKUP = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", ""})
_UNKNOWN = frozenset(
    {"application/octet-stream", "binary/octet-stream", "application/unknown", "unknown/unknown", "*/*"}
)
# First bytes of what servers most often mislabel as HTML (WHATWG MIME Sniffing, section 6 and 7).
_BINARY_SIGNATURES = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"ID3", b"OggS",
    b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x00\x00\x01\x00", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"PAR1",
    b"wOF2", b"wOFF",
)  # fmt: skip
_UTF_BOMS = (b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")
# WHATWG MIME Sniffing calls these bytes binary data; text has none of them.
_BINARY_BYTE = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_SNIFFED = 2048
_BLANK = b"\0 \t\r\n\f"
_REDIRECTS = range(300, 400)
_KEPT_IN_CRAWL = frozenset({"interview", "news", "review"})


def rejection_before_text(page: Page) -> Rejected | None:
    """What status, media type and first bytes already decide; None where the page is worth a parse.

    A page of unknown status (a file) is judged by its bytes alone. A cut body is no reason
    (``settle`` warns of it). Raises nothing.
    """
    status = page.status
    if status is not None and status not in _REDIRECTS and (reason := reason_of_status(status)):
        return Rejected(page.url, reason, f"status {status}")
    if not (page.body[:_SNIFFED].strip(_BLANK) or page.body.strip(_BLANK)):
        return Rejected(page.url, "empty", "no bytes")
    if page.media_type not in _MARKUP | _UNKNOWN:
        return Rejected(page.url, "not_html", page.media_type)
    if _looks_binary(page.body):
        return Rejected(page.url, "not_html", "binary content")
    return None


def settle(reading: Reading) -> Record | Rejected:
    """The record, or why there is none: no text, or a wall or an error page in place of the article.

    Pure: the same reading gives the same record. Raises nothing.
    """
    if rejected := _rejection(reading):
        return rejected
    page, metadata, body, conversation = reading.page, reading.metadata, reading.body, reading.conversation
    content_hash = hash_of(metadata.title, body.text)
    kind = kind_of(reading)
    address, pager = metadata.canonical_url or page.url, find_pager(reading.document, metadata, kind)
    record_id, source = _identity(part_of(address).stem if pager else address, reading.site, content_hash)
    interviewers = conversation.interviewers or metadata.interviewers
    films = find_films(body, metadata, reading.language)
    named = find_named(reading, interviewers + conversation.interviewees, films)
    record = Record(
        id=record_id,
        url=page.url,
        canonical_url=metadata.canonical_url,
        translations=metadata.translations,
        translation_of=metadata.translation_of,
        site=source,
        kind=kind,
        language=reading.language,
        title=metadata.title,
        lead=metadata.lead,
        authors=metadata.authors,
        translators=metadata.translators,
        photographers=metadata.photographers,
        date=metadata.date,
        published_at=metadata.published_at,
        published_precision=metadata.published_precision,
        published_text=metadata.published_text,
        modified_at=metadata.modified_at,
        tags=metadata.tags,
        images=reading.stripping.images,
        text=body.text,
        turns=_own_turns(record_id, source, conversation, metadata),
        turns_confidence=conversation.confidence,
        interviewers=interviewers,
        interviewees=conversation.interviewees,
        people=named.people,
        authority_links=named.links,
        films=films,
        content_hash=content_hash,
        warnings=_warnings(reading, pager),
        stripped=tuple(starmap(RuleCount, sorted(Counter(piece.rule for piece in reading.stripping.stripped).items()))),
    )
    record = replace(record, parts=parts_of(pager, page, body.text) if pager else ())
    return _with_provenance(record, page, reading.site, metadata)


def _rejection(reading: Reading) -> Rejected | None:
    """What stands in place of the article, if anything does."""
    page, document, body = reading.page, reading.document, reading.body
    if wall := wall_of(document, reading.metadata, body):
        return Rejected(page.url, *wall)
    if not body.text.strip() and "text_truncated" in document.warnings:
        return Rejected(page.url, "too_large", "more markup than a page may have, and no text in it")
    if not body.text.strip():
        return Rejected(page.url, "empty", "the page needs JavaScript" if needs_script(document) else "no text")
    return None


def _warnings(reading: Reading, pager: Pager | None) -> tuple[Doubt, ...]:
    """The steps' warnings, then what is missing, short or cut; each once."""
    page, document, metadata, body = reading.page, reading.document, reading.metadata, reading.body
    said = (step.warnings for step in (document, metadata, reading.stripping, reading.conversation))
    doubts: dict[Doubt, bool] = {
        "title_missing": not metadata.title,
        "date_missing": not metadata.date,
        "language_unknown": not reading.language,
        "text_short": len(body.text) < SHORT_TEXT,
        "text_truncated": page.truncated,
        "rights_reserved": decide(metadata.rights).use != "fetch",
        "paywall_suspected": len(body.text) < PAYWALL_TEXT and is_teaser(document, metadata, body),
        "part_missing": pager is not None,
    }
    return tuple(dict.fromkeys((*chain.from_iterable(said), *(name for name, holds in doubts.items() if holds))))


def _identity(address: str, site: Site | None, content_hash: str) -> tuple[str, str]:
    """The record's id and its site; a page without an address is known by what it says."""
    if not address:
        return content_hash.removeprefix("sha256:")[:16], site.domain if site else ""
    return document_id(address), site.domain if site else site_of(address)


def _with_provenance(record: Record, page: Page, site: Site | None, metadata: Metadata) -> Record:
    """The record with where it comes from, and the rights as seen there."""
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
        site_rules_version=site.rules_version if site else None,
        robots=page.robots,
        robots_rule=page.robots_rule,
        x_robots_tag=_header_values(page, "x-robots-tag"),
        meta_robots=metadata.meta_robots,
        tdm_reservation=metadata.tdm_reservation,
        licence=metadata.licence,
        rights=metadata.rights,
    )


def keep_in_crawl(record: Record) -> Rejected | None:
    """None for what a crawl keeps (interviews, news, reviews, their parts); else the rejection for the ledger."""
    if record.kind in _KEPT_IN_CRAWL or record.parts:
        return None
    return Rejected(record.url, "not_an_article", record.kind)


def hash_of(title: str | None, text: str) -> str:
    """``sha256:`` and the hex digest of title and text, folded so that white space and case do not count."""
    whole = f"{title or ''}\n{text}"
    whole = whole.lower() if whole.isascii() else _nfkc(whole).casefold()
    return "sha256:" + hashlib.sha256(collapse(whole).encode("utf-8", "replace")).hexdigest()


def _nfkc(text: str) -> str:
    """NFKC, in a fifth of the time for text in which only the two commonest characters have another form."""
    text = text.replace("…", "...").replace("\xa0", " ")
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _looks_binary(body: bytes) -> bool:
    head = body[:_SNIFFED]
    if head.startswith(_BINARY_SIGNATURES):
        return True
    if head.startswith(_UTF_BOMS) or head.count(0) > len(head) // 4:
        # UTF-16 and UTF-32 text is half zeros; the parser decodes it.
        return not head.startswith(_UTF_BOMS) and b"<\0" not in head and b"\0<" not in head
    return len(_BINARY_BYTE.findall(head)) > len(head) // 32


def _own_turns(record_id: str, site: str, conversation: Conversation, metadata: Metadata) -> tuple[Turn, ...]:
    """The turns with ids that name their record and do not repeat within it; questions with their series' id."""
    names = (*(conversation.interviewees or names_in(metadata.title or "")), *conversation.interviewers)
    seen: Counter[str] = Counter()
    own = []
    for turn in conversation.turns:
        seen[turn.turn_id] += 1
        repeat = f"-{seen[turn.turn_id]}" if seen[turn.turn_id] > 1 else ""
        series = question_key(turn.text, site, names) if turn.role == "question" else None
        own.append(replace(turn, turn_id=f"{record_id}-{turn.turn_id}{repeat}", question_id=series))
    return tuple(own)


def _header_values(page: Page, name: str) -> str | None:
    return ", ".join(value.strip() for key, value in page.headers if key.casefold() == name) or None

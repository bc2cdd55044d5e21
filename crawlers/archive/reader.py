"""From a WARC file to pages, with what was skipped and what is damaged between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from junket.crawlers.archive import record as warc
from junket.crawlers.archive.content import read_content
from junket.crawlers.archive.http_message import (
    HttpMessage,
    freshened,
    from_header_lines,
    hangs_on,
    parse_response,
)
from junket.crawlers.archive.record import WarcRecord, field_of
from junket.crawlers.archive.records import Damage, read_record_at, read_records
from junket.crawlers.archive.revisits import Originals
from junket.crawlers.archive.warcinfo import read_fields
from junket.crawlers.ledger.drop import CaptureReason, drop_of
from junket.crawlers.network.media_type import parse_content_type
from junket.crawlers.page import MAX_BODY_BYTES, Page, RobotsDecision, WarcLocation
from junket.crawlers.rights import ai_txt, tdm_file
from junket.crawlers.rights.right import Right, from_line, says_the_same
from junket.crawlers.urls import as_fetched

_FILES_FOR_MACHINES: dict[str, CaptureReason] = {
    "/robots.txt": "robots_txt",
    tdm_file.PATH: "rights_file",
    ai_txt.PATH: "rights_file",
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A capture that gives no page, and why."""

    file: str
    offset: int
    reason: CaptureReason
    url: str = ""


def read_pages(path: Path) -> Iterator[Page | Skipped | Damage]:
    """The pages of a WARC file in order, in bounded memory, and all that gives none.

    Responses over HTTP and resources give pages; redirects and robots.txt are skipped; requests, metadata
    and warcinfo are no captures and leave nothing. ``Page.named`` is true where our own warcinfo says that
    the file was made by a scrape. Unreachable when the file cannot be opened; no content raises anything.
    """
    originals = Originals(path)
    scraped = False
    for found in read_records(path):
        if isinstance(found, Damage):
            yield found
        elif found.kind == "warcinfo":
            scraped = _is_scrape(found)
        else:
            made = _capture(found, path.name, originals)
            if found.kind == "response":
                originals.remember(found)
            if made:
                yield replace(made, named=scraped) if isinstance(made, Page) else made


def read_page_at(path: Path, offset: int) -> Page | None:
    """The page that :func:`read_pages` gives for ``offset``, None where it gives none.

    Unreachable when the file cannot be opened or read.
    """
    found = read_record_at(path, offset)
    if found is None:
        return None
    made = _capture(found, path.name, Originals(path))
    if isinstance(made, Skipped) and found.kind == "revisit":  # not in the index: what it refers to may lie before it
        pages = (page for page in read_pages(path) if isinstance(page, Page) and page.location)
        return next((page for page in pages if page.location and page.location.offset == offset), None)
    return replace(made, named=_scraped_at(path, offset)) if isinstance(made, Page) else None


def _scraped_at(path: Path, offset: int) -> bool:
    """Whether the last warcinfo before ``offset`` is a scrape's; our own files have but one, at the start."""
    first = read_record_at(path, 0)
    return bool(first and first.kind == "warcinfo" and first.offset < offset and _is_scrape(first))


def _is_scrape(warcinfo: WarcRecord) -> bool:
    fields = read_fields(warcinfo.block)
    return fields.get("software", "").startswith("junket") and fields.get("operation") == "scrape"


def _capture(found: WarcRecord, file: str, originals: Originals) -> Page | Skipped | None:
    """What a record gives: a page, a reason why not, or None when it is no capture at all."""
    made: Page | CaptureReason
    match found.kind:
        case "response":
            made = _from_response(found, found)
        case "resource":
            made = _from_resource(found)
        case "revisit":
            original = originals.original(found)
            made = _from_response(found, original) if original else "revisit_unresolved"
            if original and isinstance(made, Page) and originals.is_newest(original, found):
                made = replace(made, unchanged=_says_the_same(made, found, original))
        case "conversion":
            made = _from_rendition(found)
        case "continuation":
            made = "continuation"
        case "warcinfo" | "request" | "metadata":
            return None
        case _:
            made = "unknown_type"
    if isinstance(made, str):
        return Skipped(file, found.offset, made, found.target)
    payload_digest = found.header("WARC-Payload-Digest") or ""
    location = WarcLocation(file, found.offset, found.length, found.record_id, payload_digest)
    return replace(made, location=location)


def _from_response(found: WarcRecord, original: WarcRecord) -> Page | CaptureReason:
    """The page of a response; of a revisit, with the ``original``'s answer. Else why there is none."""
    message = parse_response(original.block) if _is_web(found.target) else None
    if message is None:
        return "not_http"
    if reason := _no_page(found.target, message.status) or _set_aside(found):
        return reason
    headers = message.headers if found is original else _headers_of(found, message)
    media_type, charset = parse_content_type(field_of(headers, "content-type"))
    encodings, ranges = message.values("content-encoding"), message.values("content-range")
    content = read_content(message.status, encodings, ranges, message.body, media_type=media_type)
    if isinstance(content, str):
        return content
    page = Page(
        url=found.target,
        body=content.body,
        media_type=media_type,
        charset=charset,
        status=message.status,
        headers=headers,
        fetched_at=found.date,
        truncated=content.truncated or _is_cut(found, original, message),
    )
    page = _with_our_fields(page, found)
    # A revisit says nothing of the site's rights where they are what they were.
    return page if found.header(warc.SITE_RIGHTS) else replace(page, site_rights=_site_rights(original))


def _headers_of(revisit: WarcRecord, original: HttpMessage) -> tuple[tuple[str, str], ...]:
    """The headers of a revisit: its own where it has them all, else the original's brought up to date."""
    own = parse_response(revisit.block)
    if own is None or not own.headers:
        return original.headers
    return own.headers if own.status == original.status else freshened(original.headers, own.headers)


def _says_the_same(page: Page, revisit: WarcRecord, original: WarcRecord) -> bool:
    """Whether a record of the revisit's page would be that of the original's."""
    message = parse_response(original.block)
    said = revisit.header(warc.SITE_RIGHTS)
    same_rights = said is None or says_the_same(said, original.header(warc.SITE_RIGHTS))
    return message is not None and same_rights and hangs_on(message.headers) == hangs_on(page.headers)


def _from_resource(found: WarcRecord) -> Page | CaptureReason:
    """The page of a resource, else why there is none."""
    nameless = found.target.startswith(warc.NAMELESS)
    if not nameless and not _is_web(found.target):
        return "not_a_web_address"
    media_type, charset = parse_content_type(found.header("Content-Type"))
    content = read_content(HTTPStatus.OK, (), (), found.block, media_type=media_type)
    if isinstance(content, str):
        return content
    page = Page(
        url="" if nameless else found.target,
        body=content.body,
        media_type=media_type,
        charset=charset,
        fetched_at=found.date,
        truncated=content.truncated or bool(found.header("WARC-Truncated")),
    )
    return _with_our_fields(page, found)


def _from_rendition(found: WarcRecord) -> Page | CaptureReason:
    """The page as a browser of ours rendered it. Another tool's conversion gives none."""
    if not found.header(warc.RENDERED_BY) or not _is_web(found.target):
        return "conversion"
    said = found.header("Content-Type") or warc.RENDERED_TYPE
    media_type, charset = parse_content_type(said)
    kept = from_header_lines(unquote(found.header(warc.RESPONSE_HEADERS) or "", encoding="latin-1"))
    page = Page(
        url=found.target,
        body=found.block[:MAX_BODY_BYTES],
        media_type=media_type,
        charset=charset,
        status=int(HTTPStatus.OK),
        headers=(("Content-Type", said), *kept),
        fetched_at=found.date,
        truncated=found.truncated or len(found.block) > MAX_BODY_BYTES,
    )
    return _with_our_fields(page, found)


def _with_our_fields(page: Page, found: WarcRecord) -> Page:
    """The page with what only our own writer notes."""
    captured = found.header(warc.CAPTURED_AT)
    original_url = found.header(warc.ARCHIVED_URI)
    robots = found.header(warc.ROBOTS)
    return replace(
        page,
        url=as_fetched(original_url or page.url),
        archived_from=as_fetched(page.url) if original_url else None,
        fetched_at=warc.read_date(captured) if captured else page.fetched_at,
        requested_url=as_fetched(asked) if (asked := found.header(warc.REQUESTED_URI)) else None,
        robots=cast("RobotsDecision", robots) if robots in ("allowed", "ignored") else "unchecked",
        robots_rule=found.header(warc.ROBOTS_RULE),
        site_rights=_site_rights(found),
        source=unquote(found.header(warc.SOURCE) or "") or None,
    )


def _site_rights(found: WarcRecord) -> tuple[Right, ...]:
    return from_line(found.header(warc.SITE_RIGHTS))


def _no_page(url: str, status: int) -> CaptureReason | None:
    if status == HTTPStatus.NOT_MODIFIED:
        return "not_modified"
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return "redirect"
    return _FILES_FOR_MACHINES.get(urlsplit(url).path)


def _set_aside(found: WarcRecord) -> CaptureReason | None:
    """Why the run of ours that fetched it took it for no page, as its record says."""
    said = drop_of(found.header(warc.NO_PAGE) or "")
    return cast("CaptureReason", said.reason) if said and "set_aside" in said.endings else None


def _is_cut(found: WarcRecord, original: WarcRecord, message: HttpMessage) -> bool:
    """Whether bytes of the body are missing: cut when it was fetched, or written in pieces, or by our bound."""
    by_archiver = found.header("WARC-Truncated") if found is original else original.header("WARC-Truncated")
    in_pieces = original.header("WARC-Segment-Number") == "1"
    return bool(by_archiver) or in_pieces or original.truncated or message.cut


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)

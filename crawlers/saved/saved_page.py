"""A page from a file that a person has: saved HTML, MHTML, a Safari web archive, a plain-text dump."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from w3lib.encoding import read_bom

from junket.crawlers.archive.containers.containers import HEAD, holds_captures, is_archive_name
from junket.crawlers.archive.content_encoding import decode_body, unsaid_coding
from junket.crawlers.errors import NoText, Unreachable
from junket.crawlers.page import MAX_BODY_BYTES, Page
from junket.crawlers.saved.html import begins_as_html, has_markup, saved_from
from junket.crawlers.saved.magic import binary_kind
from junket.crawlers.saved.mhtml import MhtmlPage, is_mhtml, read_mhtml
from junket.crawlers.saved.wayback_copy import as_original
from junket.crawlers.saved.webarchive import is_webarchive, read_webarchive
from junket.crawlers.urls import as_fetched

_GZIP = b"\x1f\x8b\x08"
_WARC = (b"WARC/1.", b"WARC/0.", b"filedesc://")
_MIB = 1 << 20


def kind_of_file(path: Path | str) -> Literal["warc", "page"]:
    """Whether a file is a WARC (for :func:`junket.crawlers.archive.reader.read_pages`) or a page.

    By content; a file that is named as one (``.warc.gz``, ``.arc``, ``.wacz`` …) is a WARC even where its beginning is
    damaged. ARC files and what holds WARC files count as such. Unreachable when it cannot be read.
    """
    if is_archive_name(str(path)):
        return "warc"
    return "warc" if holds_captures(_head(Path(path)), Path(path)) else "page"


def read_saved(source: Path | str | bytes, url: str | None = None, *, name: str = "") -> Page:
    """The page in a file (given by path), or in bytes, which messages call ``name``.

    ``url`` goes before the address that the file states. ``fetched_at`` is the time at which the file says it
    was saved, else None: a file's modification time is when it was copied, not when the page was captured.
    A page that was saved out of the Wayback Machine is its site's
    (:func:`junket.crawlers.saved.wayback_copy.as_original`). Gzip is taken off. Else the bytes
    stay as they are and leave the charset to the parser, HTML and dumps (``.txt``, or no markup at all) alike.

    Raises Unreachable (missing, a folder, unreadable) and NoText (empty, binary, over 32 MiB), both naming the
    file and a remedy.
    """
    subject = name or ("the given bytes" if isinstance(source, bytes) else str(source))
    data = source if isinstance(source, bytes) else _read(Path(source), subject)
    data = _unpacked(data, subject)
    if data.startswith(_WARC):
        raise NoText(subject, "is a WARC file, not one page", "give it as a file, by its name")
    _check_bound(data, subject)
    page = replace(_page(data, subject), named=True) if data.strip() else Page(url="", body=b"")
    if not page.body[len(read_bom(page.body)[1] or b"") :].strip():
        raise NoText(subject, "is empty", "save the page again")
    page = page if isinstance(source, bytes) else replace(page, source=str(source))
    return as_original(replace(page, url=as_fetched(url or page.url)))


def _page(data: bytes, subject: str) -> Page:
    if is_webarchive(data):
        return _from_archive(read_webarchive(data), subject, "a Safari web archive")
    if kind := binary_kind(data):
        raise NoText(subject, f"is {kind}, no page", "save the page as HTML, MHTML or text and give that file")
    if is_mhtml(data):
        return _from_archive(read_mhtml(data), subject, "an MHTML file")
    if begins_as_html(data) or (not _named_text(subject) and has_markup(data)):
        found = saved_from(data)
        return Page(url=found.url, body=data, fetched_at=found.at)
    return _from_dump(data)


def _from_archive(found: MhtmlPage | None, subject: str, kind: str) -> Page:
    if found is None or not found.body.strip():
        raise NoText(subject, f"is {kind} without a page in it", "save the page again")
    if found.media_type == "text/plain":
        return _from_dump(found.body, url=found.url, at=found.at)
    url = found.url or saved_from(found.body).url
    return Page(url=url, body=found.body, media_type=found.media_type, charset=found.charset, fetched_at=found.at)


def _from_dump(data: bytes, *, url: str = "", at: datetime | None = None) -> Page:
    return Page(url=url, body=data, media_type="text/plain", fetched_at=at)


def _named_text(subject: str) -> bool:
    return subject.lower().removesuffix(".gz").endswith((".txt", ".text"))


def _read(path: Path, subject: str) -> bytes:
    """At most one byte more than the bound: pipes and devices have no size to ask for."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BODY_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(subject, error) from error


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe can be read but once; a folder is told apart when it is read
            return b""
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except (OSError, ValueError) as error:
        raise _unreadable(str(path), error) from error


def _unreadable(subject: str, error: OSError | ValueError) -> Unreachable:
    match error:
        case FileNotFoundError():
            return Unreachable(subject, "no such file", "check the name; a URL begins with https://")
        case IsADirectoryError():
            return Unreachable(subject, "is a folder", "name the files in it")
        case PermissionError():
            return Unreachable(subject, "may not be read", "change its permissions")
        case OSError():
            return Unreachable(subject, f"cannot be read: {error.strerror}", "check the file")
        case _:
            return Unreachable(repr(subject), "is no file name", "check the name")


def _unpacked(data: bytes, subject: str) -> bytes:
    """Without gzip or zlib, where the file is compressed; one level, at most a byte over the bound."""
    coding = unsaid_coding(data, "text/html")
    if coding is None:
        return data
    decoded = decode_body(data, [coding], limit=MAX_BODY_BYTES + 1)
    if decoded is None or (decoded.cut and len(decoded.body) <= MAX_BODY_BYTES):
        raise NoText(subject, f"is {coding} that is damaged or ends too early", "compress or fetch it again")
    return decoded.body


def _check_bound(data: bytes, subject: str) -> None:
    if len(data) > MAX_BODY_BYTES:
        limit = f"{MAX_BODY_BYTES // _MIB} MiB"
        raise NoText(
            subject, f"is larger than {limit}, the bound on a page", "give a single page, without its pictures"
        )

"""Safari's ``.webarchive``: a property list with the page under ``WebMainResource`` and its pictures beside it."""

from __future__ import annotations

import plistlib
from xml.parsers.expat import ExpatError

from junket.crawlers.saved.mhtml import PAGE_TYPES, MhtmlPage

_BINARY = b"bplist00"
_MAIN = b"WebMainResource"
_HEAD = 512


def is_webarchive(data: bytes) -> bool:
    """Whether ``data`` is a property list, binary or XML, that names a main resource."""
    return (data.startswith(_BINARY) or b"<!DOCTYPE plist" in data[:_HEAD]) and _MAIN in data


def read_webarchive(data: bytes) -> MhtmlPage | None:
    """The page in a web archive; None where the list is damaged or its main resource is no page."""
    try:
        archive = plistlib.loads(data)
    # What a list made for it can raise: a cycle of references, a key that is a list, a count beyond memory.
    except (plistlib.InvalidFileException, ExpatError, ValueError, TypeError, RecursionError, MemoryError):
        return None
    main = archive.get(_MAIN.decode()) if isinstance(archive, dict) else None
    body = main.get("WebResourceData") if isinstance(main, dict) else None
    if not isinstance(main, dict) or not isinstance(body, bytes):
        return None
    media_type, charset, url = (_string(main, f"WebResource{name}") for name in ("MIMEType", "TextEncodingName", "URL"))
    if media_type.lower() not in PAGE_TYPES:
        return None
    known = url if url.lower().startswith(("http://", "https://")) else ""
    return MhtmlPage(body=body, media_type=media_type.lower(), charset=charset or None, url=known)


def _string(values: dict[object, object], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""

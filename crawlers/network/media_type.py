"""Content-Type: the media type and the charset that it claims."""

from __future__ import annotations

import re

_CHARSET = re.compile(r"""charset\s*+=\s*+["']?+\s*+([A-Za-z0-9_.:+-]{1,40})""", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")


def parse_content_type(value: str | None, *, default: str = "text/html") -> tuple[str, str | None]:
    """``(media type, charset)`` of a Content-Type value.

    The media type is lower case and without parameters, ``default`` where the value names none.
    The charset is as written, None where there is none; nobody has checked that it exists.
    """
    head, _, parameters = (value or "").partition(";")
    media_type = head.strip().lower()
    charset = _CHARSET.search(parameters[:1000])
    return (media_type if _MEDIA_TYPE.fullmatch(media_type) else default), (charset[1] if charset else None)

"""References as CSL-JSON, which Zotero, Pandoc and the citeproc processors read.

The shape is that of the Citation Style Language's ``csl-data.json``, version 1.0.2.
"""

from __future__ import annotations

from typing import Any

from junket.exports.formats.citation import Citation
from junket.pipelines.person.cited import CitedName

TYPES = {"interview": "interview", "review": "review"}
"""By the record's kind; all others are a ``webpage``."""


def csl_item(cited: Citation) -> dict[str, Any]:
    """One item of a CSL-JSON array; what is not known is left out."""
    item = {
        "id": cited.key,
        "type": TYPES.get(cited.kind, "webpage"),
        "title": cited.title,
        "author": [_name(each) for each in cited.authors],
        "interviewer": [_name(each) for each in cited.interviewers],
        "container-title": cited.site,
        "issued": _date(cited.issued),
        "accessed": _date((cited.accessed.year, cited.accessed.month, cited.accessed.day) if cited.accessed else ()),
        "URL": cited.url,
        "language": cited.language,
        "archive": cited.archive_file,
        "archive_location": cited.archive_record,
        "abstract": cited.quotation,
        "note": cited.note,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: CitedName) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}


def _date(parts: tuple[int, ...]) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(parts)]} if parts else {}

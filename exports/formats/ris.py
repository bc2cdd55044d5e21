"""References as RIS, which EndNote, Mendeley and Zotero import.

RIS has no type for a published interview: it is ``ELEC`` (a web page), and ``M3`` says what it is.
"""

from __future__ import annotations

from junket.exports.formats.citation import Citation

_END = "\r\n"


def ris_entry(cited: Citation) -> str:
    """One reference, ``TY`` to ``ER``; lines end with CR LF, as the format has it, and never break inside a value."""
    day = "/".join(f"{part:02}" for part in cited.issued)
    lines = [("TY", "ELEC"), ("ID", cited.key), ("M3", cited.kind.capitalize())]
    lines += [("AU", name.inverted) for name in cited.authors]
    lines += [("A2", name.inverted) for name in cited.interviewers]
    lines += [
        ("TI", cited.title),
        ("T2", cited.site),
        ("PY", f"{cited.issued[0]:04}" if cited.issued else ""),
        ("DA", day + "/" * (3 - len(cited.issued)) if day else ""),
        ("Y2", cited.accessed.strftime("%Y/%m/%d") if cited.accessed else ""),
        ("UR", cited.url),
        ("LA", cited.language),
        ("AV", cited.archive_record),
        ("AB", cited.quotation),
        ("N1", cited.note),
    ]
    return "".join(f"{tag}  - {_line(value)}{_END}" for tag, value in lines if value) + f"ER  - {_END}"


def _line(value: str) -> str:
    return " ".join(value.split())

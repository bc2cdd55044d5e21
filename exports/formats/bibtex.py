"""References as BibTeX, for classic BibTeX and biblatex alike."""

from __future__ import annotations

from junket.exports.formats.citation import Citation
from junket.pipelines.person.cited import CitedName

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {mark: "\\" + mark for mark in "$&#_%"}
_TEXT = str.maketrans(_ESCAPES)
_URL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def bibtex_entry(cited: Citation) -> str:
    """One ``@misc`` entry in UTF-8, with a line end. What the page prints stays as it is: braces keep its capitals.

    Braces and backslashes become commands, since BibTeX counts braces even where they are escaped.
    """
    fields = {
        "author": " and ".join(map(_name, cited.authors)),
        "title": f"{{{_text(cited.title)}}}",
        "howpublished": _text(_howpublished(cited)),
        "date": "-".join(f"{part:02}" for part in cited.issued),
        "year": f"{cited.issued[0]:04}" if cited.issued else "",
        "month": str(cited.issued[1]) if len(cited.issued) > 1 else "",
        "url": cited.url.translate(_URL),
        "urldate": cited.accessed.isoformat() if cited.accessed else "",
        "langid": cited.language,
        "note": _text(cited.note),
        "annotation": _text(cited.quotation),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{cited.key},\n{''.join(lines)}}}\n"


def _howpublished(cited: Citation) -> str:
    asked = " and ".join(" ".join(filter(None, (name.given, name.family))) for name in cited.interviewers)
    what = f"Interview by {asked}" if asked else cited.kind.capitalize() if cited.kind != "other" else ""
    return ", ".join(filter(None, (what, cited.site)))


def _name(name: CitedName) -> str:
    if not name.given:
        return f"{{{_text(name.family)}}}"
    return f"{_guarded(name.family)}, {_guarded(name.given)}"


def _guarded(part: str) -> str:
    """The part, in braces where BibTeX would read " and " or a comma in it as its own."""
    text = _text(part)
    return f"{{{text}}}" if "," in text or " and " in f" {text.lower()} " else text


def _text(text: str) -> str:
    return text.translate(_TEXT)

"""Who took a picture, told from what stands under it: at a caption's end or alone, whatever its case."""

from __future__ import annotations

import re

from junket.pipelines.languages import words
from junket.pipelines.person.name_words import LIKELY_JOINERS, PARTICLES

_MOST = 2_000
_LONGEST = 120


def _any_of(key: str) -> str:
    return "|".join(sorted(map(re.escape, words("captions", key)), key=len, reverse=True))


_NAMED = rf"[^|]{{2,{_LONGEST}}}$"
_SAID = re.compile(
    rf"(?:^|(?<=[\s|/(\[–—-]))"
    rf"(?:(?:{_any_of('marks')})\s?:|(?:{_any_of('phrases')})\b|(?:{_any_of('signs')}))\s?{_NAMED}",
    re.IGNORECASE,
)
_FRESH = r"^|(?<=[.!?»”\"|/(–—-] )|(?<=[|/(])"
"""Where a sentence, a bracket or a column begins."""
_BARE = re.compile(rf"(?:{_FRESH})(?:{_any_of('bare')}) ([^|.:]{{3,60}})\)?$", re.IGNORECASE)
_BY_AGENCY = re.compile(rf"(?:{_FRESH})[^.!?()|»”\"]{{0,80}}\b(?:{_any_of('agencies')})\)?$", re.IGNORECASE)
_STRONG = re.compile(r"(?:^|[.!?»”\"|/(\[–—-])\s?$")
_SMALL = PARTICLES | LIKELY_JOINERS | {"/"}
"""What stands amid names and is none."""


def split_credit(text: str) -> tuple[str | None, str | None]:
    """Caption and credit, each as printed; None for what is not there. Time grows with the text's length alone."""
    text = " ".join(text[:_MOST].split())
    start = _credit_at(text)
    if start is None:
        return text or None, None
    return text[:start].strip(" |/([–—-") or None, text[start:].strip(" )]") or None


def _credit_at(text: str) -> int | None:
    """Where the credit begins; the first way that finds one."""
    if (said := _said_at(text)) is not None:
        return said
    bare = _BARE.search(text)
    if bare and _are_names(bare[1]):
        return bare.start()
    found = _BY_AGENCY.search(text)
    return found.start() if found else None


def _said_at(text: str) -> int | None:
    """Amid a sentence only a capital tells the mark from a word of it: "the big picture: …" is no credit."""
    found = _SAID.search(text, max(0, len(text) - 2 * _LONGEST))
    while found:
        at = found.start()
        if not text[at].islower() or _STRONG.search(text, max(0, at - 2), at):
            return at
        found = _SAID.search(text, at + 1)
    return None


def _are_names(text: str) -> bool:
    printed = text.replace("/", " / ").split()
    names = [word for word in printed if word.casefold() not in _SMALL]
    return len(names) > 1 and all(word[:1].isupper() for word in names)

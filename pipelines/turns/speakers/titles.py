"""Names in titles, without professions: between colons, dashes and quotation marks; and names of lead and byline."""

from __future__ import annotations

import re

from junket.pipelines.page.document import Metadata
from junket.pipelines.person.in_text import names_in
from junket.pipelines.person.shape import is_full
from junket.pipelines.turns.words.phrases import phrases

_SEGMENT = re.compile(
    rf"[:,|«»„“”\"()–—]|(?<!\w)['‘]|['’](?!\w)|\s[-·]\s|\b(?:{'|'.join(phrases().title_breaks)})\b",
    re.IGNORECASE,
)
_INTERVIEWS = re.compile(rf"\b(?:{'|'.join(phrases().interviews)})\b(?! by\b)", re.IGNORECASE)
_FULL = 2


def known_names(metadata: Metadata, text: str = "") -> tuple[str, ...]:
    """Names in the title, the lead, the byline and ``text``, in that order, without repeats."""
    title = names_in(metadata.title or "", tails=True)
    found = title + names_in(metadata.lead or "") + list(metadata.authors) + names_in(text, tails=True)
    return tuple(dict.fromkeys(found))


def title_names(title: str) -> list[str]:
    """Names in a title: runs of capitalised words in each of its segments, without professions."""
    return [name for segment in title_segments(title) for name in names_in(segment)]


def title_segments(title: str) -> list[str]:
    """The parts of a title between colons, dashes and quotes, without the professions that they start with."""
    return [without_profession(segment, least=0) for segment in _SEGMENT.split(title)]


def without_profession(name: str, least: int = _FULL) -> str:
    """``Regisseurin Lotte Brandner`` as ``Lotte Brandner``; ``least``: words that stay whatever they are."""
    words = name.split()
    while len(words) > least and words[0].strip(".,").casefold() in phrases().roles | phrases().title_words:
        words = words[1:]
    return " ".join(words)


def asking_name(title: str) -> str | None:
    """Who interviews by what the title says: the name before "interviewed" and the like."""
    for match in _INTERVIEWS.finditer(title):
        before, after = names_in(title[: match.start()]), names_in(title[match.end() :])
        if before and after and title[: match.start()].rstrip().endswith(before[-1]) and is_full(before[-1]):
            return before[-1]
    return None

"""Learning a site's template: which lines come back on page after page, and are no part of what a page says.

Four passes over the packed lines of a site's captures, in bounded memory; the outcome hangs on the set of captures
alone, not on their order. The thresholds are our own choice, held by ``tests/pipelines/test_template.py``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from junket.pipelines.template.lines import PageLines, TemplateEntry, Trait, author_of, fingerprints, page_lines

Captures = Callable[[], Iterable[tuple[str, bytes]]]
"""Gives a site's captures anew each time: the document's id and its packed lines, sorted by id."""

FEWEST = 3
"""Documents, none of them a twin of another, from which a line that comes back can be template."""
MOST = 5_000
"""Lines of one site that are looked at; beyond, those on most documents."""
TWIN, NAMESAKE = 0.6, 0.3
"""Share of the shorter page's characters from which two pages are one article at two addresses: print, AMP, another
section. The second is for pages of one title."""
INSIDE = 4
"""A line amid the article's own words is template when it stands on one document in four,"""
INSIDE_FEW, INSIDE_ENOUGH = 2 / 3, 6
"""and on two in three of a site of so few that six would be more."""
BYLINE = 2
"""An author's standing note stands under one in two of the author's texts."""
LAST = 2
"""A short line at the very end is template when it stands on one document in two."""
EDGE, SPOKEN, FOLLOWED = 0.8, 0.25, 0.5
"""Shares of a line's places: at the article's edge, read as a turn, followed by the page's own words."""
SERIES = 3
"""Different lines that come back, each followed by the page's own words: a questionnaire whose turns were not read."""

_BUCKETS = 1 << 22
_OWN, _END = 0, 1


@dataclass(slots=True)
class _Spread:
    """On how many documents a line stands, and up to three captures of documents that are no twins."""

    documents: int = 0
    last: int = -1
    author: int = 0
    """Fingerprint of the byline that all its documents have; 0 where they differ."""
    apart: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Places:
    """How a line stands: counts over its places on all captures."""

    seen: int = 0
    edge: int = 0
    spoken: int = 0
    series: int = 0
    own_next: int = 0
    asks: bool = False
    label: bool = False
    next: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class _Site:
    documents: int = 0
    authors: Counter[int] = field(default_factory=Counter)


def learn(captures: Captures) -> frozenset[int]:
    """Fingerprints of the site's template lines; empty for a site of fewer than three documents."""
    site, spread = _spread(captures, _sketch(captures))
    known = {line: found for line, found in spread.items() if found.documents >= FEWEST}
    if len(known) > MOST:
        known = dict(sorted(known.items(), key=lambda pair: (-pair[1].documents, pair[0]))[:MOST])
    if not known:
        return frozenset()
    _set_apart(captures, known)
    known = {line: found for line, found in known.items() if len(found.apart) >= FEWEST}
    places = _places(captures, known)
    template = {line for line, found in places.items() if not found.label and _is_template(found, known[line], site)}
    return frozenset(_with_labels(template, places, known, site))


def _sketch(captures: Captures) -> bytearray:
    """How many captures (three and more alike) hold a line of each bucket: never less than the truth."""
    sketch = bytearray(_BUCKETS)
    for _, packed in captures():
        for line in fingerprints(packed):
            bucket = line % _BUCKETS
            if sketch[bucket] < FEWEST:
                sketch[bucket] += 1
    return sketch


def _spread(captures: Captures, sketch: bytearray) -> tuple[_Site, dict[int, _Spread]]:
    """The documents of each line that may be on three."""
    site, before = _Site(), None
    spread: dict[int, _Spread] = {}
    for document, packed in captures():
        author = author_of(packed)
        if document != before:
            before = document
            site.documents += 1
            site.authors[author] += 1
        for line in fingerprints(packed):
            if sketch[line % _BUCKETS] < FEWEST:
                continue
            found = spread.setdefault(line, _Spread(author=author))
            if found.last != site.documents:
                found.last = site.documents
                found.documents += 1
                found.author = author if found.author == author else 0
    return site, spread


def _set_apart(captures: Captures, known: dict[int, _Spread]) -> None:
    """Finds for each line three captures of which no two are of one article."""
    for _, packed in captures():
        page: PageLines | None = None
        twins: dict[bytes, bool] = {}
        for line in fingerprints(packed) & known.keys():
            apart = known[line].apart
            if len(apart) >= FEWEST:
                continue
            page = page or page_lines(packed)
            for other in apart:
                if other not in twins:
                    twins[other] = _are_twins(page, page_lines(other))
            if not any(twins[other] for other in apart):
                apart.append(packed)


def _are_twins(one: PageLines, other: PageLines) -> bool:
    shared = sum(length for line, length in one.lengths.items() if line in other.lengths)
    bound = NAMESAKE if one.title and one.title == other.title else TWIN
    return shared >= bound * min(one.length, other.length)


def _places(captures: Captures, known: dict[int, _Spread]) -> dict[int, _Places]:
    places: dict[int, _Places] = {}
    for _, packed in captures():
        page = page_lines(packed)
        own = [position for position, entry in enumerate(page.entries) if entry.fingerprint not in known]
        if not own:
            continue
        series = not page.talks and _is_series(page.entries, known)
        for position, entry in enumerate(page.entries):
            if entry.fingerprint in known:
                found = places.setdefault(entry.fingerprint, _Places())
                following = _following(page.entries, position, known)
                _add_place(found, entry, following)
                found.edge += position < own[0] or position > own[-1]
                found.spoken += _is_spoken(entry, at_end=position > own[-1])
                found.series += series and following == _OWN
    return places


def _is_spoken(entry: TemplateEntry, *, at_end: bool) -> bool:
    """Whether the line was read as a turn. At the end chrome may look like one; a short word of thanks does not."""
    thanks = entry.traits & Trait.LABEL and not entry.traits & Trait.ASKS
    return bool(entry.traits & Trait.SPOKEN and (thanks or not at_end))


def _add_place(found: _Places, entry: TemplateEntry, following: int) -> None:
    found.seen += 1
    found.asks = found.asks or bool(entry.traits & Trait.ASKS)
    found.label = found.label or bool(entry.traits & Trait.LABEL)
    found.own_next += following == _OWN
    if entry.traits & Trait.LABEL:
        found.next[following] += 1


def _following(entries: list[TemplateEntry], position: int, known: dict[int, _Spread]) -> int:
    """The line after one: its fingerprint if it comes back as well, else that it is the page's own, or the end."""
    if position + 1 == len(entries):
        return _END
    line = entries[position + 1].fingerprint
    return line if line in known else _OWN


def _is_series(entries: list[TemplateEntry], known: dict[int, _Spread]) -> bool:
    return len(set(_asked(entries, known))) >= SERIES


def _asked(entries: list[TemplateEntry], known: dict[int, _Spread]) -> Iterator[int]:
    for entry, following in pairwise(entries):
        prompt = entry.traits & Trait.ASKS or not entry.traits & Trait.LABEL
        if prompt and entry.fingerprint in known and following.fingerprint not in known:
            yield entry.fingerprint


def _is_template(found: _Places, spread: _Spread, site: _Site) -> bool:
    said = found.spoken >= SPOKEN * found.seen or found.series >= FOLLOWED * found.seen
    asked = found.asks and found.own_next >= FOLLOWED * found.seen
    return not said and not asked and _is_common(found, spread, site)


def _is_common(found: _Places, spread: _Spread, site: _Site) -> bool:
    """On enough documents: paragraphs of background that some reports share are no template."""
    if found.edge < EDGE * found.seen:
        few = min(INSIDE_FEW * site.documents, INSIDE_ENOUGH)
        return spread.documents >= max(few, site.documents / INSIDE)
    if spread.author and spread.documents * BYLINE >= site.authors[spread.author]:
        return True
    return spread.documents >= math.sqrt(site.documents)


def _with_labels(template: set[int], places: dict[int, _Places], known: dict[int, _Spread], site: _Site) -> set[int]:
    """The template with its labels: a heading goes with what it stands over, and stays over the page's own words."""
    labels = {line: found for line, found in places.items() if found.label and _is_template(found, known[line], site)}
    count = -1
    while count < len(template):
        count = len(template)
        template |= {line for line, found in labels.items() if _leads_nowhere(found, known[line], site, template)}
    return template


def _leads_nowhere(found: _Places, spread: _Spread, site: _Site, template: set[int]) -> bool:
    """Whether what follows a label is template; or nothing, if the label stands on half of all documents."""
    last = found.next[_END] if spread.documents * LAST >= site.documents else 0
    return last + sum(number for line, number in found.next.items() if line in template) >= EDGE * found.seen

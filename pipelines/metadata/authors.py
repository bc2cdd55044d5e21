"""Authors: the decision. Persons first; the site's own name and desks only where nobody else is named."""

from __future__ import annotations

from pipelines.metadata.evidence import Candidate, Evidence
from pipelines.metadata.names import MAX_NAME, is_desk, is_full_name, read_byline, split_label
from pipelines.metadata.words import WORDS, fold, squeeze

MANY = 8
"""More names than this in one list is a staff list."""
_TOGETHER = 3
"""Blocks between the names of one byline."""
_VISIBLE = frozenset({"adjacent", "class", "byline", "byline:end", "box", "profile", "rel"})
"""Sources read from what is shown: a single word there is no author."""
_WEAK = frozenset({"adjacent", "byline:end", "box"})
_NO_BODIES = frozenset({"adjacent", "byline:end", "byline:short", "box"})
"""Sources that say too little to name a desk."""
_ONE = frozenset({"adjacent", "box", "byline:end", "byline:short"})
"""Sources of which the first alone counts."""
_FULLER = frozenset({"json-ld", "byline", "rel", "itemprop", "meta:citation_author"})
"""Sources that may add names to those of a better one."""


def decide_authors(evidence: Evidence, own: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors, and doubts about them.

    The best source that names a person, or a fuller list that holds all of its names. Only where no
    source names one: a person's name that is the site's as well (``author_is_site_name``), then the
    agency or desk that markup names as author (``author_not_a_person``). Never ``admin``, nor the
    site's name alone. ``own``: the site's names, squeezed.
    """
    groups = _groups(evidence, own)
    told = (c.value for c in evidence.of("author") if c.source not in _VISIBLE)
    if any(_is_institution(value) for value in told if squeeze(value) not in own):
        # Markup names a desk or an agency as the author: a bare name beside the title is something else.
        groups = {source: names for source, names in groups.items() if source not in _WEAK}
    if people := _best({source: names for source, names in groups.items() if not _is_user(names)} or groups):
        return people, ()
    if people := tuple(name for name in _best(_groups(evidence, frozenset())) if is_full_name(name)):
        return people, ("author_is_site_name",)
    body = next((name for candidate in evidence.of("author") if (name := _body(candidate, own))), None)
    return ((body,), ("author_not_a_person",)) if body else ((), ())


def _is_institution(name: str) -> bool:
    return is_desk(name) or fold(name) in WORDS.agency


def _is_user(names: tuple[str, ...]) -> bool:
    """Whether one account's name is all that a source has: ``jane.doe``, ``jdoe7``."""
    if _is_institution(names[0]):
        return False
    return len(names) == 1 and " " not in names[0] and names[0].isascii() and not names[0].istitle()


def _body(candidate: Candidate, own: frozenset[str]) -> str | None:
    """The desk, agency or outlet that a candidate names; None for the site itself, an address and nobody."""
    _, name = split_label(candidate.value)
    name = " ".join(name.split())
    if (
        candidate.source in _NO_BODIES
        or (candidate.source in _VISIBLE and not is_desk(name))
        or len(name) > MAX_NAME
        or "@" in name
        or "/" in name
        or "www." in name
    ):
        return None
    if not any(map(str.isalpha, name)) or fold(name) in WORDS.nobody or squeeze(name) in own:
        return None
    return name


def _best(groups: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The first group, or a fuller one that holds all of its names."""
    chosen: tuple[str, ...] = ()
    for source, names in groups.items():
        fuller = source in _FULLER and len(chosen) < len(names) <= MANY and _holds(names, chosen)
        if not chosen or fuller:
            chosen = names
    return chosen


def _holds(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return set(map(_key, others)) <= set(map(_key, names))


def _key(name: str) -> str:
    """The folded name without titles of honour, so that ``Dr Jane Doe`` and ``Jane Doe`` are one."""
    words = [word for word in fold(name).split() if word not in WORDS.honours]
    return " ".join(words)


def _groups(evidence: Evidence, own: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """Persons by source, best source first; a source's names in page order, without repeats."""
    groups: dict[str, dict[str, str]] = {}
    last: dict[str, int] = {}
    for candidate in evidence.of("author"):
        source = candidate.source
        if source.endswith(":organization"):
            continue
        found = [n for n in read_byline(candidate.value, own).authors if source not in _VISIBLE or is_full_name(n)]
        if found and not _stands_apart(candidate, last):
            names = groups.setdefault(source, {})
            for name in found:
                names.setdefault(fold(name), name)
    return {source: tuple(names.values()) for source, names in groups.items()}


def _stands_apart(candidate: Candidate, last: dict[str, int]) -> bool:
    """Whether a byline element stands away from the source's first ones: names of one byline stand together."""
    if candidate.block is None:
        return False
    before = last.get(candidate.source)
    apart = before is not None and (candidate.source in _ONE or abs(candidate.block - before) > _TOGETHER)
    if not apart:
        last[candidate.source] = candidate.block
    return apart

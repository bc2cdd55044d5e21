"""Authors: the decision. Persons first; the site's own name and desks only where nobody else is named."""

from __future__ import annotations

from junket.pipelines.languages.fold import fold
from junket.pipelines.metadata.byline_words import WORDS, squeeze
from junket.pipelines.metadata.bylines.byline_names import (
    MAX_NAME,
    is_account,
    is_desk,
    read_byline,
    split_label,
    split_names,
    without_tail,
)
from junket.pipelines.metadata.evidence import Candidate, Evidence, Field
from junket.pipelines.person.name_words import without_honorifics
from junket.pipelines.person.shape import is_full_name
from junket.pipelines.record.record import Doubt

MANY = 8
"""More names than this in one list is a staff list."""
_TOGETHER = 3
"""Blocks between the names of one byline."""
_VISIBLE = frozenset({"adjacent", "class", "byline", "byline:end", "box", "profile", "rel"})
"""Sources read from what is shown: a single word there is no author."""
_WEAK = frozenset({"adjacent", "byline:end", "box"})
_NO_BODIES = frozenset({"adjacent", "byline:end", "byline:short", "box"})
"""Sources that say too little to name a desk."""
_UNLABELLED = frozenset({"adjacent", "class", "box", "profile"})
"""Sources whose names may stand there for another reason."""
_ONE = frozenset({"adjacent", "box", "byline:end", "byline:short"})
"""Sources of which the first alone counts."""
_FULLER = frozenset({"json-ld", "byline", "rel", "itemprop", "meta:citation_author"})
"""Sources that may add names to those of a better one."""


def decide_authors(evidence: Evidence, own: frozenset[str]) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """The authors, and doubts about them.

    The best source that names a person, or a fuller list that holds all of its names. Only where no
    source names one: a person's name that is the site's as well (``author_is_site_name``), then the
    agency or desk that markup names as author (``author_not_a_person``). Never ``admin``, nor the
    site's name alone. ``own``: the site's names, squeezed.
    """
    groups = _agreed(_groups(evidence, own), evidence)
    is_institutional = any(_is_institutional(c) for c in evidence.of("author") if squeeze(c.value) not in own)
    if is_institutional:
        # A desk or an agency is named as the author: a bare name beside the title is something else.
        groups = _without_weak(groups)
    if people := _best({source: names for source, names in groups.items() if not _is_user(names)} or groups):
        return people, ()
    owners = _without_weak(_groups(evidence, frozenset(), agencies=False))
    if people := tuple(name for name in _best(owners) if is_full_name(name)):
        return people, ("author_is_site_name",)
    body = next((name for candidate in evidence.of("author") if (name := _body(candidate, own))), None)
    return ((body,), ("author_not_a_person",)) if body else ((), ())


Groups = dict[str, tuple[str, ...]]
"""Names by source, best source first."""


def _without_weak(groups: Groups) -> Groups:
    return {source: names for source, names in groups.items() if source not in _WEAK}


def _is_institutional(candidate: Candidate) -> bool:
    """Whether markup names an institution, or a byline that the page shows a desk."""
    if candidate.source in _VISIBLE:
        return candidate.source not in _WEAK and is_desk(split_label(candidate.value)[1])
    return _is_institution(candidate.value)


def _agreed(groups: Groups, evidence: Evidence) -> Groups:
    """The groups, the printed byline first where it names another than markup, whose name is nowhere shown.

    Who wrote a guest's post is printed; markup has the account that filed it, one name for another. Where the
    page shows markup's names as well, another byline is a quoted book's or a picture's.
    """
    byline = groups.get("byline", ())
    told = next((names for source, names in groups.items() if source not in _VISIBLE), ())
    if not byline or not told or not {*map(_key, byline)}.isdisjoint(map(_key, told)):
        return groups
    shown = [f" {fold(c.value)} " for c in evidence.of("author") if c.source in _VISIBLE and c.source != "byline"]
    if any(f" {fold(name)} " in text for name in told for text in shown):
        return {source: names for source, names in groups.items() if source != "byline"}
    return {"byline": byline, **groups} if len(byline) == len(told) else groups


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
    name = without_tail(name) if candidate.source in _VISIBLE else " ".join(name.split())
    if (
        candidate.source in _NO_BODIES
        or (candidate.source in _VISIBLE and not is_desk(name))
        or len(name) > MAX_NAME
        or "@" in name
        or "/" in name
        or "www." in name
    ):
        return None
    if not any(map(str.isalpha, name)) or fold(name) in WORDS.nobody or squeeze(name) in own or is_account(name):
        return None
    return _agency_of(name, own) or name


def _agency_of(name: str, own: frozenset[str]) -> str | None:
    """The agency that stands beside the site's own name (``The Lantern and AFP``)."""
    pieces = split_names(name)
    return pieces[-1] if len(pieces) > 1 and fold(pieces[-1]) in _AGENCY and squeeze(pieces[0]) in own else None


def _best(groups: Groups) -> tuple[str, ...]:
    """The first group, or a fuller one that holds all of its names."""
    chosen: tuple[str, ...] = ()
    for source, names in groups.items():
        fuller = source in _FULLER and len(chosen) < len(names) <= MANY and _holds(names, chosen)
        if not chosen or fuller:
            chosen = names
    return _in_full(chosen, groups) if len(chosen) == 1 and " " not in chosen[0] else chosen


def _in_full(names: tuple[str, ...], groups: Groups) -> tuple[str, ...]:
    """A given name alone (``Juliette``) as another source has it with the family's."""
    whole = (name for others in groups.values() for name in others if is_full_name(name))
    return next(((name,) for name in whole if fold(name).split()[:1] == [fold(names[0])]), names)


def _holds(names: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return set(map(_key, others)) <= set(map(_key, names))


def _key(name: str) -> str:
    """The folded name without titles of honour, so that ``Dr Jane Doe`` and ``Jane Doe`` are one."""
    return " ".join(without_honorifics(fold(name).split()))


def _groups(evidence: Evidence, own: frozenset[str], *, agencies: bool = True) -> Groups:
    """Persons by source, best source first; a source's names in page order, without repeats.

    Whom the page credits with something else (``Reviewed by Jane Doe``) is no author where only the name stands.
    ``agencies``: values that name one beside others count.
    """
    groups: dict[str, dict[str, str]] = {}
    last: dict[str, int] = {}
    others = _credited(evidence, own)
    for candidate in evidence.of("author"):
        source = candidate.source
        if source.endswith(":organization") or not (agencies or _AGENCY.isdisjoint(fold(candidate.value).split())):
            continue
        found = [
            name
            for name in read_byline(candidate.value, own).authors
            if source not in _VISIBLE or (is_full_name(name) and not (source in _UNLABELLED and fold(name) in others))
        ]
        if found and not _stands_apart(candidate, last):
            names = groups.setdefault(source, {})
            for name in found:
                names.setdefault(fold(name), name)
    return {source: tuple(names.values()) for source, names in groups.items()}


def _credited(evidence: Evidence, own: frozenset[str]) -> frozenset[str]:
    """Who did something else for the page, folded."""
    values = {c.value for field in _CREDITED for c in evidence.of(field) if c.source in _VISIBLE}
    return frozenset(fold(name) for value in values for name, _ in read_byline(value, own).others)


_CREDITED: tuple[Field, ...] = ("author", "contributor")
_AGENCY = WORDS.agency


def _stands_apart(candidate: Candidate, last: dict[str, int]) -> bool:
    """Whether a byline element stands away from the source's first ones: names of one byline stand together."""
    if candidate.block is None:
        return False
    before = last.get(candidate.source)
    apart = before is not None and (candidate.source in _ONE or abs(candidate.block - before) > _TOGETHER)
    if not apart:
        last[candidate.source] = candidate.block
    return apart

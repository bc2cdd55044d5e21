"""Units: what is one person whatever else is known. One spelling's sightings, or the part of them that is somebody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from junket.pipelines.people.decision import Decision
from junket.pipelines.people.sighting import Sighting
from junket.pipelines.person.parts import Name, read_name

_AHEAD = 4
"""How many times as many records must say one id of a name as say all others of the authority together."""


@dataclass(slots=True)
class Unit:
    """Sightings of one spelling; ``ids``: by authority the id that its records say, at most one."""

    name: Name
    seen: set[Sighting] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)


def units_of(sightings: Iterable[Sighting], decisions: Sequence[Decision]) -> dict[str, Unit]:
    """The units by key. The key is the spelling's; marks behind it part namesakes: the record or id that does."""
    marks = {(name, record): min(each.records) for each in decisions for record in each.records for name in each.names}
    units: dict[str, Unit] = {}
    for each in sightings:
        name = read_name(each.name)
        if name and (name.is_full or name.is_short):
            mark = marks.get((each.name, each.record))
            key = marked(name.key, mark) if mark else name.key
            if key not in units:
                units[key] = Unit(name)
            units[key].seen.add(each)
    parts = {key: unit for whole, held in units.items() for key, unit in _parted(whole, held)}
    for unit in parts.values():
        unit.name = _commonest(unit.seen)
    return parts


def marked(key: str, record: str) -> str:
    """The key of a name where a decision speaks of some records alone."""
    return f"{key} #{record}"


def _commonest(seen: set[Sighting]) -> Name:
    """The name as most sightings have its words in order, so that its first and last word are most likely those."""
    counts = Counter(name for each in seen if (name := read_name(each.name)))
    return min(counts, key=lambda name: (-counts[name], name.first, name.last))


def _parted(key: str, unit: Unit) -> Iterable[tuple[str, Unit]]:
    """The unit, without the records that say another id of it than most do: a namesake's, or a wrong link's."""
    claims: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in unit.seen:
        for authority, own, _ in each.ids:
            claims[authority][own].add(each.record)
    if not claims:
        return [(key, unit)]
    strays: dict[str, str] = {}
    for authority, by_id in sorted(claims.items()):
        main = _main(by_id)
        if main:
            unit.ids[authority] = main
        for own, records in sorted(by_id.items()):
            if own != main:
                strays.update(dict.fromkeys(sorted(records - strays.keys()), f"{key} @{authority}:{own}"))
    parts = {key: unit}
    for each in sorted(unit.seen) if strays else ():
        if each.record in strays:
            stray = parts.setdefault(strays[each.record], Unit(unit.name))
            stray.seen.add(each)
            stray.ids |= {authority: own for authority, own, _ in each.ids}
            unit.seen.discard(each)
    return [(key, part) for key, part in parts.items() if part.seen]


def _main(by_id: dict[str, set[str]]) -> str | None:
    """The only id, or the one that far more records say than say the others."""
    if len(by_id) == 1:
        return next(iter(by_id))
    counts = sorted(((len(records), own) for own, records in by_id.items()), reverse=True)
    return counts[0][1] if counts[0][0] >= _AHEAD * sum(count for count, _ in counts[1:]) else None

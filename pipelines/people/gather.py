"""Brings spellings of one person together: a pure function of all sightings, whatever their order.

What is one: the same words in another script, spelling habit or order; what people decided; names that agree under
one authority's id; a family name one letter off, under the same given name, when a film or a record ties the two;
initials, when such a tie leaves one full name. What never is: a family name alone, other given names, a man's and a
woman's form, a junior and a senior, two ids of one authority.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from junket.pipelines.people.decision import Decision
from junket.pipelines.people.merge import Merge
from junket.pipelines.people.person import Person
from junket.pipelines.people.portrait import person_of
from junket.pipelines.people.sighting import Sighting
from junket.pipelines.people.unit import Unit, marked, units_of
from junket.pipelines.person.compare import compatible, near
from junket.pipelines.person.parts import keys_of

_TIED = 200
"""Names tied by one film or record that are compared with each other."""
_CLAIMANTS = 6
"""Spellings that one id may tie: one that more names have is a slip of a template's, and ties none."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gathering:
    """The persons, ordered by id, and whom a name on a record means."""

    people: list[Person]
    by_name: dict[str, str | dict[str, str]]
    """By name as printed the person's id; for a name of several persons by the record."""

    def id_of(self, name: str, record: str) -> str | None:
        """The ``person_id`` of a name on a record; None for a name that is nobody alone."""
        found = self.by_name.get(name)
        return found.get(record) if isinstance(found, dict) else found


def gather(sightings: Iterable[Sighting], decisions: Sequence[Decision] = ()) -> Gathering:
    """The persons. Linear in the sightings but for what one film, record or id ties together."""
    units = units_of(sightings, decisions)
    wanted = [_keys_of(each, units) for each in decisions]
    merge = Merge({key: unit.ids for key, unit in units.items()}, _apart(decisions, units))
    for decision, keys in zip(decisions, wanted, strict=True):
        for key in keys[1:]:
            merge.force(keys[0], key)
        if keys:
            merge.decide(keys[0], dict(decision.ids))
    for pairs in (_under_one_id(units), _ties(units)):
        for one, other in sorted(pairs):
            merge.join(one, other)
    people = []
    for keys in merge:
        own = [each for each, theirs in zip(decisions, wanted, strict=True) if theirs and theirs[0] in keys]
        if person := person_of(keys, units, own):
            people.append(person)
    people = _without_contested(sorted(people, key=lambda person: person.person_id))
    return Gathering(people, _by_name(people))


def _under_one_id(units: dict[str, Unit]) -> Iterator[Pair]:
    """Pairs of units of which pages say the same id, and whose names agree."""
    claimed: defaultdict[Pair, list[str]] = defaultdict(list)
    for key, unit in sorted(units.items()):
        for pair in unit.ids.items():
            claimed[pair].append(key)
    for keys in claimed.values():
        if len(keys) <= _CLAIMANTS:
            yield from (pair for pair in combinations(keys, 2) if compatible(*(units[key].name for key in pair)))


def _ties(units: dict[str, Unit]) -> set[Pair]:
    """Pairs of units that a film or a record ties together and that may be one person."""
    tied: defaultdict[str, set[str]] = defaultdict(set)
    for key, unit in units.items():
        for each in unit.seen:
            for context in each.context:
                if not context.startswith("site "):
                    tied[context].add(key)
    pairs: set[Pair] = set()
    spelled_out: defaultdict[str, set[str]] = defaultdict(set)
    for keys in tied.values():
        few = sorted(keys)[:_TIED]
        pairs |= _near_pairs(few, units)
        for short, full in _spelled_out(few, units):
            spelled_out[short].add(full)
    return pairs | {(min(short, *full), max(short, *full)) for short, full in spelled_out.items() if len(full) == 1}


def _near_pairs(keys: list[str], units: dict[str, Unit]) -> set[Pair]:
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        by_first[units[key].name.first].append(key)
    pairs = (pair for alike in by_first.values() for pair in combinations(alike, 2))
    return {pair for pair in pairs if near(units[pair[0]].name, units[pair[1]].name)}


def _spelled_out(keys: list[str], units: dict[str, Unit]) -> Iterator[Pair]:
    """Names with initials, each with the full names that it may stand for."""
    shorts = [key for key in keys if units[key].name.is_short]
    for short in shorts:
        name = units[short].name
        for key in keys:
            other = units[key].name
            if other.is_full and other.last == name.last and other.first.startswith(name.first):
                yield short, key


def _apart(decisions: Sequence[Decision], units: dict[str, Unit]) -> Iterator[Pair]:
    """Pairs that somebody said are two persons."""
    for each in decisions:
        for other in sorted(keys_of(each.apart) & units.keys()):
            yield from ((one, other) for one in _keys_of(each, units) if one != other)


def _keys_of(decision: Decision, units: dict[str, Unit]) -> list[str]:
    """The units that a decision speaks of, as far as the records have them."""
    keys = keys_of(decision.names)
    if decision.records:
        keys = {marked(key, min(decision.records)) for key in keys}
    return sorted(keys & units.keys())


def unseen(decisions: Sequence[Decision], sightings: Iterable[Sighting]) -> dict[int, str]:
    """For each decision that no longer finds its people, by its number: which name is on no record."""
    seen = keys_of(each.name for each in sightings)
    lost: dict[int, str] = {}
    for number, each in enumerate(decisions):
        missing = [printed for printed in each.names if not keys_of([printed]) & seen]
        if missing:
            lost[number] = missing[0]
    return lost


def _without_contested(people: list[Person]) -> list[Person]:
    """The persons; an id that pages say of several is believed of the one of whom far more say it, if of any."""
    claims: defaultdict[Pair, list[Person]] = defaultdict(list)
    for person in people:
        for authority, own in {(each.authority, each.id) for each in person.ids}:
            claims[authority, own].append(person)
    contested = {pair: _owner(pair, claimants) for pair, claimants in claims.items() if len(claimants) > 1}
    return [person.without_ids(contested) for person in people]


def _owner(pair: Pair, claimants: list[Person]) -> str | None:
    """The ``person_id`` of whom the id is; None where nobody stands out."""
    weights = sorted((person.claim_of(*pair), person.person_id) for person in claimants)
    return weights[-1][1] if weights[-1][0] > 2 * weights[-2][0] else None


def _by_name(people: list[Person]) -> dict[str, str | dict[str, str]]:
    found: dict[str, str | dict[str, str]] = {}
    several: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        for variant in person.variants:
            several[variant.name].append(person)
    for name, them in several.items():
        if len(them) == 1:
            found[name] = them[0].person_id
        else:
            found[name] = {
                record: person.person_id
                for person in them
                for variant in person.variants
                if variant.name == name
                for record in variant.records
            }
    return found

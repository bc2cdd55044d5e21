"""Brings spellings of one person together: a pure function of all sightings, whatever their order.

What is one: the same words in another script, spelling habit or order; a family name one letter off, under the same
given name, when a film or a record ties the two; initials, when such a tie leaves one full name. What never is: a
family name alone, other given names, a man's and a woman's form, a junior and a senior.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from pipelines.people.decision import Decision
from pipelines.people.groups import Groups
from pipelines.people.name import Name, read_name, script_of
from pipelines.people.near import near
from pipelines.people.person import Person, Variant
from pipelines.people.sighting import Sighting

_TIED = 50
"""Names tied by one film or record that are compared with each other."""


def gather(sightings: Iterable[Sighting], decisions: Sequence[Decision] = ()) -> list[Person]:
    """The persons, ordered by id. Linear in the sightings but for what one film or record ties together."""
    split = {
        (name, record): f"{number}"
        for number, each in enumerate(decisions)
        for record in each.records
        for name in each.names
    }
    by_key: defaultdict[str, set[Sighting]] = defaultdict(set)
    for each in sightings:
        name = read_name(each.name)
        if name and (name.is_full or name.is_short):
            by_key[_key(name, each, split)].add(each)
    names = {key: _of(seen) for key, seen in by_key.items()}
    groups = Groups(sorted(by_key))
    forbidden = _forbidden(decisions, names)
    for one, other in sorted(_ties(by_key, names)):
        if frozenset((one, other)) not in forbidden:
            groups.join(one, other)
    wanted = _decided(decisions, by_key)
    for keys in wanted:
        for key in keys[1:]:
            groups.join(keys[0], key)
    people = []
    for keys in groups:
        own = [each for each, theirs in zip(decisions, wanted, strict=True) if theirs and theirs[0] in keys]
        people.append(_person(keys, by_key, names, own))
    return sorted((each for each in people if each), key=lambda person: person.person_id)


def _split(decisions: Sequence[Decision]) -> dict[tuple[str, str], str]:
    """For names on records that a decision speaks of alone, the mark that keeps them from the same names elsewhere."""
    marks: dict[tuple[str, str], str] = {}
    for each in decisions:
        marks |= {(name, record): min(each.records) for record in each.records for name in each.names}
    return marks


def _key(name: Name, seen: Sighting, split: dict[tuple[str, str], str]) -> str:
    return f"{name.key} #{split[seen.name, seen.record]}" if (seen.name, seen.record) in split else name.key


def _of(seen: set[Sighting]) -> Name:
    found = read_name(min(seen).name)
    assert found  # noqa: S101  # only names that can be read are filed
    return found


def _ties(by_key: dict[str, set[Sighting]], names: dict[str, Name]) -> set[tuple[str, str]]:
    """Pairs of keys that a film or a record ties together and that may be one person."""
    tied: defaultdict[str, set[str]] = defaultdict(set)
    for key, seen in by_key.items():
        for context in {context for each in seen for context in each.context if not context.startswith("site ")}:
            tied[context].add(key)
    pairs: set[tuple[str, str]] = set()
    spelled_out: defaultdict[str, set[str]] = defaultdict(set)
    for keys in tied.values():
        few = sorted(keys)[:_TIED]
        pairs |= {pair for pair in combinations(few, 2) if near(names[pair[0]], names[pair[1]])}
        for short in few:
            spelled_out[short] |= _spelled_out(short, few, names)
    return pairs | {(min(short, *full), max(short, *full)) for short, full in spelled_out.items() if len(full) == 1}


def _spelled_out(short: str, keys: list[str], names: dict[str, Name]) -> set[str]:
    """The full names that a name with initials may stand for."""
    name = names[short]
    if not name.is_short:
        return set()
    same = (key for key in keys if names[key].is_full and names[key].last == name.last)
    return {key for key in same if names[key].first.startswith(name.first)}


def _forbidden(decisions: Sequence[Decision], names: dict[str, Name]) -> set[frozenset[str]]:
    """Pairs that somebody said are two persons."""
    apart: set[frozenset[str]] = set()
    for each in decisions:
        others = _keys(each.apart) & names.keys()
        apart |= {frozenset((one, other)) for one in _keys(each.names) for other in others}
    return apart


def _decided(decisions: Sequence[Decision], by_key: dict[str, set[Sighting]]) -> list[list[str]]:
    """For each decision the keys that it speaks of, as far as the records have them."""
    found = []
    for each in decisions:
        keys = _keys(each.names)
        if each.records:
            keys = {f"{key} #{min(each.records)}" for key in keys}
        found.append(sorted(keys & by_key.keys()))
    return found


def unseen(decisions: Sequence[Decision], sightings: Iterable[Sighting]) -> dict[int, str]:
    """For each decision that no longer finds its people, by its number: which name is on no record."""
    seen = {name.key for each in sightings if (name := read_name(each.name))}
    lost: dict[int, str] = {}
    for number, each in enumerate(decisions):
        missing = [printed for printed in each.names if not _keys((printed,)) & seen]
        if missing:
            lost[number] = missing[0]
    return lost


def _keys(printed: Iterable[str]) -> set[str]:
    return {name.key for each in printed if (name := read_name(each))}


def _person(
    keys: list[str], by_key: dict[str, set[Sighting]], names: dict[str, Name], decisions: list[Decision]
) -> Person | None:
    if not any(names[key].is_full for key in keys):
        return None
    seen = sorted({each for key in keys for each in by_key[key]})
    ids = sorted(person_id(key) for key in keys)
    named = next((each.name for each in decisions if each.name), None)
    return Person(
        person_id=ids[0],
        aliases=tuple(ids[1:]),
        name=named or _preferred(seen),
        variants=_variants(seen),
        roles=tuple(sorted({each.role for each in seen})),
        films=tuple(sorted({film for each in seen for film in each.films})),
        doubts=_doubts(keys, seen, names) if not decisions else (),
        ids=tuple(sorted({pair for each in decisions for pair in each.ids})),
    )


def person_id(key: str) -> str:
    """The id that a name alone gives, 16 hex digits behind ``p``."""
    return "p" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def _preferred(seen: list[Sighting]) -> str:
    """The spelling on most records, none in capitals if it can be; of several the longest, then by code points."""
    counts = Counter(name for name, _ in {(each.name, each.record) for each in seen})
    return min(counts, key=lambda name: (name.isupper(), -counts[name], -len(name), name))


def _variants(seen: list[Sighting]) -> tuple[Variant, ...]:
    records: defaultdict[str, set[str]] = defaultdict(set)
    for each in seen:
        records[each.name].add(each.record)
    return tuple(
        Variant(name=name, script=script_of(name), count=len(found), records=tuple(sorted(found)))
        for name, found in sorted(records.items())
    )


def _doubts(keys: list[str], seen: list[Sighting], names: dict[str, Name]) -> tuple[str, ...]:
    doubts = ["near_spelling"] if len({names[key].last for key in keys}) > 1 else []
    ties = [set(each.context) for each in seen]
    if len({each.record for each in seen}) > 1 and not _connected(ties):
        doubts.append("same_name")
    return tuple(doubts)


def _connected(ties: list[set[str]]) -> bool:
    """Whether shared films, records or sites lead from each sighting to every other."""
    groups = Groups(sorted({tie for some in ties for tie in some}))
    for some in ties:
        ordered = sorted(some)
        for tie in ordered[1:]:
            groups.join(ordered[0], tie)
    return len(list(groups)) <= 1

"""Clusters mentions of one person in several spellings: a pure function of all mentions, whatever their order.

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
from junket.pipelines.people.member import Member, marked, members_of
from junket.pipelines.people.mention import NameMention
from junket.pipelines.people.merge import Merge
from junket.pipelines.people.person import Person
from junket.pipelines.people.profile import person_of
from junket.pipelines.person.compare import compatible, near
from junket.pipelines.person.parts import keys_of

_TIED = 200
"""Names tied by one film or record that are compared with each other."""
_CLAIMANTS = 6
"""Spellings that one id may tie: one that more names have is a slip of a template's, and ties none."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Clustering:
    """The persons, ordered by id, and whom a name on a record means."""

    people: list[Person]
    by_name: dict[str, str | dict[str, str]]
    """By name as printed the person's id; for a name of several persons by the record."""

    def id_of(self, name: str, record: str) -> str | None:
        """The ``person_id`` of a name on a record; None for a name that is nobody alone."""
        found = self.by_name.get(name)
        return found.get(record) if isinstance(found, dict) else found


def cluster(mentions: Iterable[NameMention], decisions: Sequence[Decision] = ()) -> Clustering:
    """The persons. Linear in the mentions but for what one film, record or id ties together."""
    members = members_of(mentions, decisions)
    wanted = [_keys_of(each, members) for each in decisions]
    merge = Merge({key: member.ids for key, member in members.items()}, _apart(decisions, members))
    for decision, keys in zip(decisions, wanted, strict=True):
        for key in keys[1:]:
            merge.force(keys[0], key)
        if keys:
            merge.decide(keys[0], dict(decision.ids))
    for pairs in (_under_one_id(members), _ties(members)):
        for one, other in sorted(pairs):
            merge.join(one, other)
    people = []
    for keys in merge:
        own = [each for each, theirs in zip(decisions, wanted, strict=True) if theirs and theirs[0] in keys]
        if person := person_of(keys, members, own):
            people.append(person)
    people = _without_contested(sorted(people, key=lambda person: person.person_id))
    return Clustering(people, _by_name(people))


def _under_one_id(members: dict[str, Member]) -> Iterator[Pair]:
    """Pairs of members of which pages say the same id, and whose names agree."""
    claimed: defaultdict[Pair, list[str]] = defaultdict(list)
    for key, member in sorted(members.items()):
        for pair in member.ids.items():
            claimed[pair].append(key)
    for keys in claimed.values():
        if len(keys) <= _CLAIMANTS:
            yield from (pair for pair in combinations(keys, 2) if compatible(*(members[key].name for key in pair)))


def _ties(members: dict[str, Member]) -> set[Pair]:
    """Pairs of members that a film or a record ties together and that may be one person."""
    tied: defaultdict[str, set[str]] = defaultdict(set)
    for key, member in members.items():
        for each in member.seen:
            for context in each.context:
                if not context.startswith("site "):
                    tied[context].add(key)
    pairs: set[Pair] = set()
    spelled_out: defaultdict[str, set[str]] = defaultdict(set)
    for keys in tied.values():
        few = sorted(keys)[:_TIED]
        pairs |= _near_pairs(few, members)
        for short, full in _spelled_out(few, members):
            spelled_out[short].add(full)
    return pairs | {(min(short, *full), max(short, *full)) for short, full in spelled_out.items() if len(full) == 1}


def _near_pairs(keys: list[str], members: dict[str, Member]) -> set[Pair]:
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        by_first[members[key].name.first].append(key)
    pairs = (pair for alike in by_first.values() for pair in combinations(alike, 2))
    return {pair for pair in pairs if near(members[pair[0]].name, members[pair[1]].name)}


def _spelled_out(keys: list[str], members: dict[str, Member]) -> Iterator[Pair]:
    """Names with initials, each with the full names that it may stand for."""
    shorts = [key for key in keys if members[key].name.is_short]
    for short in shorts:
        name = members[short].name
        for key in keys:
            other = members[key].name
            if other.is_full and other.last == name.last and other.first.startswith(name.first):
                yield short, key


def _apart(decisions: Sequence[Decision], members: dict[str, Member]) -> Iterator[Pair]:
    """Pairs that somebody said are two persons."""
    for each in decisions:
        for other in sorted(keys_of(each.apart) & members.keys()):
            yield from ((one, other) for one in _keys_of(each, members) if one != other)


def _keys_of(decision: Decision, members: dict[str, Member]) -> list[str]:
    """The members that a decision speaks of, as far as the records have them."""
    keys = keys_of(decision.names)
    if decision.records:
        keys = {marked(key, min(decision.records)) for key in keys}
    return sorted(keys & members.keys())


def unseen(decisions: Sequence[Decision], mentions: Iterable[NameMention]) -> dict[int, str]:
    """For each decision that no longer finds its people, by its number: which name is on no record."""
    seen = keys_of(each.name for each in mentions)
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

"""What is said of one person: the preferred form of the name, variants, roles, films, ids and doubts."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from junket.pipelines.people.decision import Decision
from junket.pipelines.people.member import Member
from junket.pipelines.people.mention import NameMention
from junket.pipelines.people.merge import DisjointSets
from junket.pipelines.people.person import Identifier, Person, Variant
from junket.pipelines.person.inflection import is_plain, plain
from junket.pipelines.person.transliterate import script_of


def person_of(keys: Sequence[str], members: dict[str, Member], decisions: Sequence[Decision]) -> Person | None:
    """The person whose spellings are ``keys``; None where none of them is a full name."""
    if not any(members[key].name.is_full for key in keys):
        return None
    seen = sorted({each for key in keys for each in members[key].seen})
    hashes = sorted(person_id(key) for key in keys)
    named = next((each.name for each in decisions if each.name), None)
    ids = _ids(seen, decisions)
    return Person(
        person_id=hashes[0],
        aliases=tuple(hashes[1:]),
        name=named or _preferred(seen),
        variants=_variants(seen),
        roles=tuple(sorted({each.role for each in seen})),
        films=tuple(sorted({film for each in seen for film in each.films})),
        doubts=_doubts(keys, seen, members) if not decisions else (),
        ids=ids,
    )


def person_id(key: str) -> str:
    """The id that a name alone gives, 16 hex digits behind ``p``."""
    return "p" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def _preferred(seen: list[NameMention]) -> str:
    """The spelling on most records, if it can be in the nominative and no capitals; then the longest."""
    counts = Counter(name for name, _ in {(each.name, each.record) for each in seen})
    best = min(counts, key=lambda name: (not is_plain(name), name.isupper(), -counts[name], -len(name), name))
    return plain(best)


def _variants(seen: list[NameMention]) -> tuple[Variant, ...]:
    records: defaultdict[str, set[str]] = defaultdict(set)
    for each in seen:
        records[each.name].add(each.record)
    return tuple(
        Variant(name=name, script=script_of(name), count=len(found), records=tuple(sorted(found)))
        for name, found in sorted(records.items())
    )


def _ids(seen: list[NameMention], decisions: Sequence[Decision]) -> tuple[Identifier, ...]:
    """What people decided, then what pages say; of an authority where people spoke, pages are not believed."""
    decided = dict(pair for each in decisions for pair in each.ids)
    found = [Identifier(authority=authority, id=own, source="decision") for authority, own in sorted(decided.items())]
    told: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in seen:
        for triple in each.ids:
            told[triple].add(each.record)
    several = Counter(authority for authority, _ in {(authority, own) for authority, own, _ in told})
    for (authority, own, source), records in sorted(told.items()):
        believed = authority not in decided and several[authority] == 1
        known = tuple(sorted(records))
        found.append(Identifier(authority=authority, id=own, source=source, records=known, believed=believed))
    return tuple(found)


def _doubts(keys: Sequence[str], seen: list[NameMention], members: dict[str, Member]) -> tuple[str, ...]:
    doubts = ["near_spelling"] if len({members[key].name.last for key in keys}) > 1 else []
    ties = [{*each.context, *(f"id {authority} {own}" for authority, own, _ in each.ids)} for each in seen]
    if len({each.record for each in seen}) > 1 and not _connected(ties):
        doubts.append("same_name")
    return tuple(doubts)


def _connected(ties: list[set[str]]) -> bool:
    """Whether shared films, records, sites or ids lead from each mention to every other."""
    groups = DisjointSets(sorted({tie for some in ties for tie in some}))
    for some in ties:
        ordered = sorted(some)
        for tie in ordered[1:]:
            groups.join(ordered[0], tie)
    return len(list(groups)) <= 1

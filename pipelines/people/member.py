"""Members: what is one person whatever else is known. One spelling's mentions, or the part of them that is somebody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from junket.pipelines.people.decision import Decision
from junket.pipelines.people.mention import NameMention
from junket.pipelines.person.parts import Name, read_name

_AHEAD = 4
"""How many times as many records must say one id of a name as say all others of the authority together."""


@dataclass(slots=True)
class Member:
    """Mentions of one spelling; ``ids``: by authority the id that its records say, at most one."""

    name: Name
    seen: set[NameMention] = field(default_factory=set)
    ids: dict[str, str] = field(default_factory=dict)


def members_of(mentions: Iterable[NameMention], decisions: Sequence[Decision]) -> dict[str, Member]:
    """The members by key. The key is the spelling's; marks behind it part namesakes: the record or id that does."""
    marks = {(name, record): min(each.records) for each in decisions for record in each.records for name in each.names}
    members: dict[str, Member] = {}
    for each in mentions:
        name = read_name(each.name)
        if name and (name.is_full or name.is_short):
            mark = marks.get((each.name, each.record))
            key = marked(name.key, mark) if mark else name.key
            if key not in members:
                members[key] = Member(name)
            members[key].seen.add(each)
    parts = {key: member for whole, held in members.items() for key, member in _parted(whole, held)}
    for member in parts.values():
        member.name = _commonest(member.seen)
    return parts


def marked(key: str, record: str) -> str:
    """The key of a name where a decision speaks of some records alone."""
    return f"{key} #{record}"


def _commonest(seen: set[NameMention]) -> Name:
    """The name as most mentions have its words in order, so that its first and last word are most likely those."""
    counts = Counter(name for each in seen if (name := read_name(each.name)))
    return min(counts, key=lambda name: (-counts[name], name.first, name.last))


def _parted(key: str, member: Member) -> Iterable[tuple[str, Member]]:
    """The member, without the records that say another id of it than most do: a namesake's, or a wrong link's."""
    claims: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in member.seen:
        for authority, own, _ in each.ids:
            claims[authority][own].add(each.record)
    if not claims:
        return [(key, member)]
    strays: dict[str, str] = {}
    for authority, by_id in sorted(claims.items()):
        main = _main(by_id)
        if main:
            member.ids[authority] = main
        for own, records in sorted(by_id.items()):
            if own != main:
                strays.update(dict.fromkeys(sorted(records - strays.keys()), f"{key} @{authority}:{own}"))
    parts = {key: member}
    for each in sorted(member.seen) if strays else ():
        if each.record in strays:
            stray = parts.setdefault(strays[each.record], Member(member.name))
            stray.seen.add(each)
            stray.ids |= {authority: own for authority, own, _ in each.ids}
            member.seen.discard(each)
    return [(key, part) for key, part in parts.items() if part.seen]


def _main(by_id: dict[str, set[str]]) -> str | None:
    """The only id, or the one that far more records say than say the others."""
    if len(by_id) == 1:
        return next(iter(by_id))
    counts = sorted(((len(records), own) for own, records in by_id.items()), reverse=True)
    return counts[0][1] if counts[0][0] >= _AHEAD * sum(count for count, _ in counts[1:]) else None

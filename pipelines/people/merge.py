"""Joins members into persons, as long as nothing speaks against it: other ids, or somebody who said they are two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from junket.pipelines.people.disjoint_sets import DisjointSets


class Merge:
    """Groups of members, each with what its members' authorities and people say; every member alone at first."""

    def __init__(self, ids: Mapping[str, Mapping[str, str]], apart: Iterable[tuple[str, str]]) -> None:
        """``ids``: of each member, by authority; ``apart``: pairs of members that people keep apart."""
        self._groups = DisjointSets(sorted(ids))
        self._ids = {member: dict(own) for member, own in ids.items()}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def force(self, one: str, other: str) -> None:
        """Joins the groups of two members, whatever is known of them; the first's ids count."""
        self._join(self._groups.root(one), self._groups.root(other))

    def decide(self, member: str, ids: Mapping[str, str]) -> None:
        """People say these ids of the member's group: they count before all that pages say."""
        self._ids[self._groups.root(member)] |= ids

    def join(self, one: str, other: str) -> bool:
        """Joins the groups of two members unless they have other ids of one authority or are kept apart."""
        one, other = self._groups.root(one), self._groups.root(other)
        if one == other:
            return True
        mine, theirs = self._ids[one], self._ids[other]
        if any(theirs.get(authority, own) != own for authority, own in mine.items()):
            return False
        if any(self._groups.root(enemy) == other for enemy in self._apart[one]):
            return False
        self._join(one, other)
        return True

    def __iter__(self) -> Iterator[list[str]]:
        """The groups, each sorted, ordered by their first members."""
        return iter(self._groups)

    def _join(self, one: str, other: str) -> None:
        if one == other:
            return
        ids = {**self._ids.pop(other), **self._ids.pop(one)}
        apart = self._apart.pop(one, set()) | self._apart.pop(other, set())
        self._groups.join(one, other)
        root = self._groups.root(one)
        self._ids[root] = ids
        self._apart[root] = apart
